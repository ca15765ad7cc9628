"""Finds a product by its address, present or former, and says why it cannot be shown."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select

from catalog.db.work import Work
from catalog.galleries.queries import galleries_of
from catalog.kernel.errors import Moved, NotFound
from catalog.kernel.text import Language, is_slug
from catalog.products import policy
from catalog.products.models import Product, ProductSlug
from catalog.products.queries.page import ProductPage, build, words_of
from catalog.products.queries.row import find_row, find_row_of
from catalog.products.rules.status import Status
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus


class Withdrawn(NotFound):
    """The product was public once and is archived; its page answers 410."""

    def __init__(self, name: str, category_id: UUID) -> None:
        super().__init__(name)
        self.name = name
        self.category_id = category_id


def get_page(work: Work, slug: str, language: Language) -> ProductPage:
    """Return the product at this slug; raise Moved, Withdrawn or NotFound."""
    row = find_row(work, slug) if is_slug(slug) else None
    if row is None:
        raise _moved(work, slug)
    product, vendor = row.Product, row.Vendor
    if not policy.can_see(
        work.actor,
        vendor_id=vendor.id,
        status=product.status,
        vendor_status=vendor.status,
        is_withdrawn=product.withdrawn_at is not None,
        gallery_ids=_looked_after_by(work, vendor.id),
    ):
        if was_public(product.status, product.published_at, vendor.status):
            raise Withdrawn(words_of(row, language).name, product.category_id)
        raise NotFound
    return build(work, row, language)


def preview_page(work: Work, product_id: UUID, language: Language) -> ProductPage:
    """Return a product's page for those who may see it anyway: the caller has asked the policy."""
    row = find_row_of(work, product_id)
    if row is None:
        raise NotFound
    return replace(build(work, row, language), is_public=False)


def was_public(status: Status, published_at: datetime | None, vendor: VendorStatus) -> bool:
    """Return whether the public may hear that this product once was here.

    Asked of what is not shown, so a published one is withdrawn: it looks like an archived one.
    """
    was_shown = status in {Status.ARCHIVED, Status.PUBLISHED} and published_at is not None
    return was_shown and vendor is VendorStatus.ACTIVE


def _moved(work: Work, slug: str) -> NotFound | Moved:
    if not is_slug(slug):
        return NotFound()
    former = select(ProductSlug.product_id).where(ProductSlug.slug == slug).scalar_subquery()
    known = _knowable(work, Product.id == former)
    return Moved(known) if known else NotFound()


def _looked_after_by(work: Work, vendor_id: UUID) -> frozenset[UUID]:
    """Return the galleries of a vendor; none for those who curate none, which costs nothing."""
    return galleries_of(work, vendor_id) if work.actor.curated_ids else frozenset()


def _knowable(work: Work, which: ColumnElement[bool]) -> str | None:
    """Return the slug of a product that the actor may see, or that the public once saw."""
    row = work.session.execute(
        select(
            Product.slug,
            Product.status,
            Product.published_at,
            Product.vendor_id,
            Vendor.status,
            Product.withdrawn_at,
        )
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(which)
    ).one_or_none()
    if row is None:
        return None
    slug, status, published_at, vendor_id, vendor_status, withdrawn_at = row
    may_know = policy.can_see(
        work.actor,
        vendor_id=vendor_id,
        status=status,
        vendor_status=vendor_status,
        is_withdrawn=withdrawn_at is not None,
        gallery_ids=_looked_after_by(work, vendor_id),
    ) or was_public(status, published_at, vendor_status)
    return str(slug) if may_know else None
