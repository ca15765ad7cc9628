"""Files of a showcase, at the curators' desk."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from catalog.catalogues.queries.stories import story_of
from catalog.catalogues.rules.files import FileKind, Options, Scope
from catalog.catalogues.views import frame
from catalog.catalogues.views.blueprint import bp
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.showcases import policy
from catalog.showcases.queries.drafts import get_readable
from catalog.showcases.rules import ShowcaseStatus
from catalog.web.access import staff

_ROOM = "/pengurus/etalase/<uuid:showcase_id>/berkas"


def _reader(showcase_id: UUID) -> frame.Reader:
    def read(work: Work) -> frame.Place:
        draft = get_readable(work, showcase_id)
        scope = (Scope.SHOWCASE, showcase_id)
        shown = len(story_of(work, scope, Options()).product_ids)
        return frame.Place(
            scope=scope,
            kinds=tuple(FileKind),
            template="catalogues/showcase.html",
            endpoint="showcase",
            arguments={"showcase_id": showcase_id},
            slug=draft.showcase.slug,
            may_make=policy.can_edit(work.actor, gallery_id=draft.showcase.gallery_id),
            values={
                "showcase": draft.showcase,
                "shown": shown,
                "left_out": len(draft.content.product_ids) - shown,
                "is_public": draft.showcase.status is ShowcaseStatus.PUBLISHED,
            },
        )

    return read


@bp.get(_ROOM)
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def showcase(showcase_id: UUID) -> ResponseReturnValue:
    """Show what can be made of a showcase, and what was."""
    return frame.page(_reader(showcase_id))


@bp.post(f"{_ROOM}/<kind>")
@staff(Role.CURATOR)
def showcase_make(showcase_id: UUID, kind: str) -> ResponseReturnValue:
    """Have a file made."""
    return frame.make(_reader(showcase_id), kind)


@bp.post(f"{_ROOM}/<uuid:file_id>/unduh")
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def showcase_download(showcase_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file."""
    return frame.download(_reader(showcase_id), file_id)


@bp.post(f"{_ROOM}/<uuid:file_id>/<deed>")
@staff(Role.CURATOR)
def showcase_act(showcase_id: UUID, file_id: UUID, deed: str) -> ResponseReturnValue:
    """Make it again, offer it to buyers, take it back, delete it."""
    return frame.act(_reader(showcase_id), file_id, deed)
