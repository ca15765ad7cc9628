"""What the legality of a product says before it is sent, with the changes that still wait."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.db.work import Work
from catalog.legality.queries import Listing, assessment_as
from catalog.legality.rules.requirements.assess import Assessment
from catalog.legality.rules.requirements.words import Purpose
from catalog.products.queries.editing import Desk
from catalog.products.rules.sheet import ATTRIBUTE
from catalog.products.rules.status import Status
from catalog.taxonomy.queries import category_tree


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is missing, and the next step towards it; ``stops`` a submission or not."""

    name: str
    step: str
    office: str
    stops: bool


def gaps(work: Work, desk: Desk, language: str) -> list[Paper]:
    """Return the papers that the product as edited needs for the window, what stops it first."""
    found = _assessed(work, desk, desk.values)
    stops = _stopping(work, desk, found)
    return [
        Paper(
            item.requirement.name.best(language),
            item.next_step.best(language),
            item.office.best(language),
            item.key in stops,
        )
        for item in sorted(found.items, key=lambda item: item.key not in stops)
        if item.is_missing or item.blocks
    ]


def is_stopped(work: Work, desk: Desk) -> bool:
    """Return whether a missing paper stops the product, or the change of a live one."""
    return bool(_stopping(work, desk, _assessed(work, desk, desk.values)))


def _stopping(work: Work, desk: Desk, found: Assessment) -> frozenset[str]:
    """Return what stops it, by key; what a live product lacks already does not stop its change.

    A paper may have been asked for, or have run out, since the product went live.
    """
    stops = frozenset(item.key for item in found.blocks_submit)
    if not stops or desk.product.status is not Status.PUBLISHED:
        return stops
    return stops - {item.key for item in _assessed(work, desk, desk.live).blocks_submit}


def _assessed(work: Work, desk: Desk, values: Mapping[str, Any]) -> Assessment:
    product = desk.product
    node = category_tree(work.session).by_slug.get(str(values.get("category") or ""))
    listing = Listing(
        id=product.id,
        vendor_id=product.vendor_id,
        category_id=node.id if node else product.category_id,
        attributes={
            name.removeprefix(ATTRIBUTE): value
            for name, value in values.items()
            if name.startswith(ATTRIBUTE)
        },
        hs_code=values.get("hs_code"),
        capacity_month=values.get("capacity_month"),
        photos=len(values.get("photos") or ()),
        english=bool(values.get("description_en")),
        status=product.status.value,
    )
    return assessment_as(work, listing, Purpose.CATALOGUE)
