"""Labels of a gallery's shelves."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from catalog.catalogues import policy
from catalog.catalogues.queries.stories import shelves as shelves_of
from catalog.catalogues.queries.stories import story_of
from catalog.catalogues.rules.files import FileKind, Options, Scope
from catalog.catalogues.views import frame
from catalog.catalogues.views.blueprint import bp
from catalog.db.work import Work
from catalog.galleries.queries import by_slug, galleries
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound
from catalog.kernel.text import slugify
from catalog.web.access import staff
from catalog.web.work import current_work

_ROOM = "/pengurus/label/<slug>"
_MOST_SHELF = 20


def _reader(slug: str) -> frame.Reader:
    def read(work: Work) -> frame.Place:
        gallery = by_slug(work, slug)
        if not policy.can_label(work.actor, gallery_id=gallery.id):
            raise NotFound("gallery")
        scope = (Scope.GALLERY, gallery.id)
        names = shelves_of(work, gallery.id)
        asked = request.values.get("rak", "")[:_MOST_SHELF]
        shelf = asked if asked in names else ""
        story = story_of(work, scope, Options(shelf=shelf))
        return frame.Place(
            scope=scope,
            kinds=(FileKind.LABELS,),
            template="catalogues/shelves.html",
            endpoint="shelves",
            arguments={"slug": slug, "rak": shelf or None},
            slug=slugify(f"{gallery.slug} {shelf}"),
            may_make=True,
            values={
                "gallery": gallery,
                "names": names,
                "shelf": shelf,
                "shown": len(story.product_ids),
            },
            extra={"shelf": shelf},
        )

    return read


@bp.get("/pengurus/label")
@staff(Role.CURATOR, Role.COUNTER)
def label_galleries() -> ResponseReturnValue:
    """Let those who work in several galleries choose one."""
    work = current_work()
    found = [
        each for each in galleries(work.session) if policy.can_label(work.actor, gallery_id=each.id)
    ]
    return render_template("catalogues/galleries.html", found=found)


@bp.get(_ROOM)
@staff(Role.CURATOR, Role.COUNTER)
def shelves(slug: str) -> ResponseReturnValue:
    """Show the labels of a gallery: all of its pool, or one shelf."""
    return frame.page(_reader(slug))


@bp.post(f"{_ROOM}/<kind>")
@staff(Role.CURATOR, Role.COUNTER)
def shelves_make(slug: str, kind: str) -> ResponseReturnValue:
    """Have labels made."""
    return frame.make(_reader(slug), kind)


@bp.post(f"{_ROOM}/<uuid:file_id>/unduh")
@staff(Role.CURATOR, Role.COUNTER)
def shelves_download(slug: str, file_id: UUID) -> ResponseReturnValue:
    """Send a file."""
    return frame.download(_reader(slug), file_id)


@bp.post(f"{_ROOM}/<uuid:file_id>/<deed>")
@staff(Role.CURATOR, Role.COUNTER)
def shelves_act(slug: str, file_id: UUID, deed: str) -> ResponseReturnValue:
    """Make it again, or delete it."""
    return frame.act(_reader(slug), file_id, deed)
