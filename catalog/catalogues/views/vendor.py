"""Labels of a vendor's own products."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from catalog.catalogues.queries.stories import names, story_of
from catalog.catalogues.rules.files import FileKind, Options, Scope
from catalog.catalogues.views import frame
from catalog.catalogues.views.blueprint import bp
from catalog.db.work import Work
from catalog.vendors.policy import Ability, can
from catalog.vendors.queries import get_managed
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work

_ROOM = "/usaha/<uuid:vendor_id>/produk/label"


def _reader(vendor_id: UUID, ability: Ability) -> frame.Reader:
    def read(work: Work) -> frame.Place:
        vendor = get_managed(work, vendor_id, ability)
        scope = (Scope.VENDOR, vendor.id)
        story = story_of(work, scope, Options())
        known = names(work, story.product_ids, str(current_language()))
        offered = {key: known.get(key, "") for key in story.product_ids}
        extra: dict[str, object] = {"offered": offered}
        asked = request.args.getlist("produk")
        if asked:
            extra["products"] = [key for key in asked if key in set(map(str, offered))]
        return frame.Place(
            scope=scope,
            kinds=(FileKind.LABELS,),
            template="catalogues/vendor.html",
            endpoint="vendor",
            arguments={"vendor_id": vendor.id},
            slug=vendor.slug,
            may_make=can(
                work.actor, Ability.EDIT, vendor_id=vendor.id, region_code=vendor.region_code
            ),
            values={"room": vendor, "shown": len(story.product_ids)},
            extra=extra,
        )

    return read


@bp.get(_ROOM)
@manager
def vendor(vendor_id: UUID) -> ResponseReturnValue:
    """Show the labels of a vendor's products."""
    return frame.page(_reader(vendor_id, Ability.SEE))


@bp.post(f"{_ROOM}/<kind>")
@manager
def vendor_make(vendor_id: UUID, kind: str) -> ResponseReturnValue:
    """Have labels made."""
    get_managed(current_work(), vendor_id, Ability.EDIT)
    return frame.make(_reader(vendor_id, Ability.EDIT), kind)


@bp.post(f"{_ROOM}/<uuid:file_id>/unduh")
@manager
def vendor_download(vendor_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file."""
    return frame.download(_reader(vendor_id, Ability.SEE), file_id)


@bp.post(f"{_ROOM}/<uuid:file_id>/<deed>")
@manager
def vendor_act(vendor_id: UUID, file_id: UUID, deed: str) -> ResponseReturnValue:
    """Make it again, or delete it."""
    return frame.act(_reader(vendor_id, Ability.EDIT), file_id, deed)
