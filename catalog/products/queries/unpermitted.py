"""Live products that lack a paper they must have by now, with the time they were given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.legality.queries.blocked import blocked
from catalog.products.models import Product, ProductGrace, ProductText
from catalog.products.queries.reviews import in_charge
from catalog.products.rules.status import Status
from catalog.vendors.models import Vendor

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Unpermitted:
    """A live product, the names of the papers it lacks, and until when it may stay."""

    product_id: UUID
    vendor_id: UUID
    slug: str
    name: str
    vendor: str
    missing: tuple[str, ...]
    until_on: date | None
    reason: str
    is_spared: bool  # the time that it was given is not over

    @property
    def seen(self) -> str:
        """Return what a form says it saw, so that two officers do not overrule each other."""
        return self.until_on.isoformat() if self.until_on else ""


def unpermitted(work: Work, language: str) -> Sequence[Unpermitted]:
    """Return all of this officer's, those that nobody has decided on first; by name of the vendor.

    Which paper is missing follows from rules, so that all are weighed whatever page is shown.
    """
    mine = in_charge(work.actor)
    stops = blocked(work, select(Vendor.id).where(mine))
    if not stops:
        return []
    today = wib_date(work.now)
    statement = (
        select(
            Product.id,
            Product.vendor_id,
            Product.slug,
            Product.code,
            Vendor.name.label("vendor"),
            ProductText.name.label("title"),
            ProductGrace.until_on,
            ProductGrace.reason,
        )
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(
            ProductText, (ProductText.product_id == Product.id) & (ProductText.language == "id")
        )
        .outerjoin(ProductGrace, ProductGrace.product_id == Product.id)
        .where(mine, Product.status == Status.PUBLISHED)
    )
    found = [
        Unpermitted(
            product_id=row.id,
            vendor_id=row.vendor_id,
            slug=row.slug,
            name=row.title or row.code,
            vendor=row.vendor,
            missing=tuple(item.requirement.name.best(language) for item in stops[row.id]),
            until_on=row.until_on,
            reason=row.reason or "",
            is_spared=row.until_on is not None and row.until_on >= today,
        )
        for row in work.session.execute(statement)
        if row.id in stops
    ]
    return sorted(
        found, key=lambda one: (one.is_spared, one.vendor.casefold(), one.name, one.product_id)
    )


def count_undecided(work: Work) -> int:
    """Return of how many no officer has said that they may stay for now."""
    return sum(not one.is_spared for one in unpermitted(work, ""))


def get_live(work: Work, product_id: UUID, *, lock: bool = False) -> Product:
    """Return a live product that this officer decides on, or raise NotFound."""
    statement = (
        select(Product)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.id == product_id, in_charge(work.actor))
    )
    if lock:
        statement = statement.with_for_update(of=Product).execution_options(populate_existing=True)
    found = work.session.scalar(statement)
    if found is None:
        raise NotFound("product")
    return found


def missing_of(work: Work, product: Product, language: str) -> tuple[str, ...]:
    """Return the names of the papers without which this live product could not be sent today."""
    which = select(Vendor.id).where(Vendor.id == product.vendor_id)
    stops = blocked(work, which).get(product.id, ())
    return tuple(item.requirement.name.best(language) for item in stops)
