"""What the legality of a product says before it is sent."""

from dataclasses import dataclass

from catalog.db.work import Work
from catalog.legality.queries import assessment
from catalog.legality.rules.requirements.words import Purpose
from catalog.products.models import Product


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that is missing, and the next step towards it; ``stops`` a submission or not."""

    name: str
    step: str
    office: str
    stops: bool


def gaps(work: Work, product: Product, language: str) -> list[Paper]:
    """Return the papers that the product still needs for the window, what stops it first."""
    found = assessment(work, product.vendor_id, Purpose.CATALOGUE, product_id=product.id)
    return [
        Paper(
            item.requirement.name.best(language),
            item.next_step.best(language),
            item.office.best(language),
            item.blocks,
        )
        for item in sorted(found.items, key=lambda item: not item.blocks)
        if item.is_missing or item.blocks
    ]


def is_stopped(work: Work, product: Product) -> bool:
    """Return whether a missing paper stops the product from being sent."""
    found = assessment(work, product.vendor_id, Purpose.CATALOGUE, product_id=product.id)
    return bool(found.blocks_submit)
