"""The blueprint of a vendor's rooms."""

from collections.abc import Callable

from flask import Blueprint

from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability, can
from catalog.web.work import current_work

bp = Blueprint("vendors_manage", __name__)

# What it takes to open a page about the business; the others take no more than to see.
_TAKES = {
    "vendors_manage.contact": Ability.PAPERS,
    "vendors_manage.pause": Ability.SUBMIT,
    "vendors_manage.team_page": Ability.OWN,
}


@bp.context_processor
def _tabs() -> dict[str, Callable[[str, Vendor], bool]]:
    """Let the tabs leave out what the reader may not open."""

    def may_open(endpoint: str, vendor: Vendor) -> bool:
        ability = _TAKES.get(endpoint, Ability.SEE)
        actor = current_work().actor
        return can(actor, ability, vendor_id=vendor.id, region_code=vendor.served_by)

    return {"may_open": may_open}
