"""What curators tell a vendor of a product, put together from a decision."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import names
from catalog.curation.models import GradeDecision
from catalog.curation.queries.rubrics import items_of, scale_of
from catalog.curation.queries.scores import lines_of, ratings_of
from catalog.curation.rules.letter import Told, told
from catalog.curation.rules.rubric import Scale
from catalog.curation.rules.words import Destination, Grade
from catalog.db.work import Work
from catalog.galleries.queries import GalleryFacts, galleries, galleries_of
from catalog.kernel.text import LocalText
from catalog.products.models import Product, ProductText
from catalog.vendors.models import Vendor


@dataclass(frozen=True, slots=True)
class Letter:
    """A decision as it is told; the same decision always gives the same letter."""

    decision_id: UUID
    product_id: UUID
    product: LocalText
    code: str
    vendor: str
    gallery: GalleryFacts | None
    grade: Grade
    destination: Destination
    percent: Decimal
    is_single: bool
    scale: Scale
    rubric: LocalText
    version: int
    lines: tuple[Told, ...]
    notes: tuple[str, ...]
    curators: tuple[str, ...]
    decided_at: datetime


def letter_of(work: Work, decision: GradeDecision) -> Letter:
    """Return what a decision tells."""
    product = work.session.get_one(Product, decision.product_id)
    vendor = work.session.get_one(Vendor, product.vendor_id)
    rubric = decision.assessment.rubric
    ratings = ratings_of(work, decision)
    who = names(work, [rating.rater_id for rating in ratings])
    return Letter(
        decision_id=decision.id,
        product_id=product.id,
        product=_name(work, product),
        code=product.code,
        vendor=vendor.name,
        gallery=_gallery(work, vendor),
        grade=Grade(decision.grade),
        destination=decision.destination,
        percent=decision.percent,
        is_single=decision.is_single,
        scale=scale_of(rubric),
        rubric=rubric.name,
        version=rubric.version,
        lines=tuple(told(items_of(rubric), [lines_of(each, rubric) for each in ratings])),
        notes=tuple(rating.note for rating in ratings if rating.note),
        curators=tuple(sorted({who.get(rating.rater_id, "") for rating in ratings} - {""})),
        decided_at=decision.decided_at,
    )


def _name(work: Work, product: Product) -> LocalText:
    rows = work.session.execute(
        select(ProductText.language, ProductText.name).where(ProductText.product_id == product.id)
    )
    return LocalText.of({row.language: row.name for row in rows}) or LocalText(id=product.code)


def _gallery(work: Work, vendor: Vendor) -> GalleryFacts | None:
    """Return the gallery whose letterhead it is: the first that looks after the vendor."""
    own = galleries_of(work, vendor.id)
    every = galleries(work.session)
    return next((each for each in every if each.id in own), next(iter(every), None))
