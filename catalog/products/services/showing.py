"""Writes what the public knows a product by: its address and its photographs."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from catalog.db.work import Work
from catalog.kernel.text import LocalText, slugify
from catalog.products.models import Product, ProductImage, ProductSlug

_LONGEST = 70


def rename(work: Work, product: Product, name: str) -> None:
    """Give a product the address of its name; one that was public keeps answering at the old."""
    wanted = slugify(name, limit=_LONGEST)
    if not wanted or wanted == product.slug or product.slug == _numbered(wanted, product):
        return
    former = product.slug
    slug = wanted if _is_free(work, wanted, product) else _numbered(wanted, product)
    own = work.session.get(ProductSlug, slug)
    if own is not None and own.product_id == product.id:
        work.session.delete(own)  # back at an address that it once had
    product.slug = slug
    if product.published_at is not None and work.session.get(ProductSlug, former) is None:
        work.session.add(ProductSlug(slug=former, product_id=product.id))
    work.session.flush()


def _numbered(slug: str, product: Product) -> str:
    return f"{slug}-{product.code.lower()}"


def _is_free(work: Work, slug: str, product: Product) -> bool:
    now = exists().where(Product.slug == slug, Product.id != product.id)
    once = exists().where(ProductSlug.slug == slug, ProductSlug.product_id != product.id)
    return not work.session.scalar(select(now | once))


def write_photos(work: Work, product: Product, photos: Sequence[Mapping[str, Any]]) -> None:
    """Bring the photographs to this order; ``photos`` are {"id", "image", "alt"}."""
    rows = {
        str(row.id): row
        for row in work.session.scalars(
            select(ProductImage).where(ProductImage.product_id == product.id)
        )
    }
    wanted = [str(photo["id"]) for photo in photos]
    for key, row in rows.items():
        if key not in wanted:
            work.session.delete(row)
    work.session.flush()
    for number, row in enumerate(row for key, row in rows.items() if key in wanted):
        row.position = -1 - number  # free the places first
    work.session.flush()
    for position, photo in enumerate(photos):
        key = str(photo["id"])
        row = rows.get(key) or ProductImage(id=UUID(key), product_id=product.id)
        row.image_id = UUID(str(photo["image"]))
        row.position = position
        row.alt = LocalText.of(photo.get("alt") or {})
        work.session.add(row)
    work.session.flush()
    work.session.expire(product, ["images"])
