"""Narrow rows for the sitemap, read as they are written out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from catalog.db.work import Work
from catalog.galleries.queries import galleries
from catalog.media.models import Image
from catalog.media.rules import picture_of
from catalog.products.models import Product, ProductImage, ProductText
from catalog.products.queries.visible import public
from catalog.search.outbox import versioned
from catalog.showcases.models import Showcase
from catalog.showcases.queries import is_public
from catalog.site.queries import figures
from catalog.site.rules import SITEMAP_ROWS
from catalog.taxonomy.queries import category_tree, term_words
from catalog.vendors.models import Vendor, VendorText
from catalog.vendors.rules import VendorStatus

_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Address:
    """A page of one product, maker or showcase; ``pictures`` are paths of whole pictures."""

    slug: str
    changed_at: datetime | None
    has_english: bool
    pictures: tuple[str, ...] = ()


@versioned
def counts(session: Session) -> dict[str, int]:
    """Return how many products and makers are public."""
    makers = select(func.count()).select_from(Vendor).where(Vendor.status == VendorStatus.ACTIVE)
    return {"products": figures.totals(session)[0], "vendors": session.scalar(makers) or 0}


def products(work: Work, part: int) -> Iterator[Address]:
    """Give the public products of a part (from 1), with all their pictures."""
    english = aliased(ProductText)
    chosen = (
        select(Product.id, Product.slug, Product.updated_at)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
        .order_by(Product.id)
        .limit(SITEMAP_ROWS)
        .offset((part - 1) * SITEMAP_ROWS)
        .subquery()
    )
    rows = _read(
        work,
        select(
            chosen.c.id,
            chosen.c.slug,
            chosen.c.updated_at,
            and_(english.name != "", english.description != "").label("has_english"),
            *_image_columns(),
        )
        .outerjoin(english, and_(english.product_id == chosen.c.id, english.language == "en"))
        .outerjoin(ProductImage, ProductImage.product_id == chosen.c.id)
        .outerjoin(Image, Image.id == ProductImage.image_id)
        .order_by(chosen.c.id, ProductImage.position),
    )
    for _, same in groupby(rows, key=lambda row: row.id):
        found = list(same)
        yield _address(found[0], found)


def vendors(work: Work, part: int) -> Iterator[Address]:
    """Give the active makers of a part (from 1), with their covers."""
    english = aliased(VendorText)
    rows = _read(
        work,
        select(
            Vendor.slug,
            Vendor.updated_at,
            or_(english.tagline != "", english.story != "").label("has_english"),
            *_image_columns(),
        )
        .outerjoin(english, and_(english.vendor_id == Vendor.id, english.language == "en"))
        .outerjoin(Image, Image.id == Vendor.cover_id)
        .where(Vendor.status == VendorStatus.ACTIVE)
        .order_by(Vendor.id)
        .limit(SITEMAP_ROWS)
        .offset((part - 1) * SITEMAP_ROWS),
    )
    return (_address(row, [row]) for row in rows)


def showcases(work: Work) -> Iterator[Address]:
    """Give the showcases that can be read, with their covers."""
    rows = _read(
        work,
        select(Showcase.slug, Showcase.updated_at, Showcase.title, *_image_columns())
        .outerjoin(Image, Image.id == Showcase.cover_id)
        .where(is_public(work.now))
        .order_by(Showcase.position, Showcase.slug),
    )
    return (
        Address(row.slug, row.updated_at, row.title.has("en"), _pictures([row])) for row in rows
    )


def gallery_slugs(work: Work) -> list[str]:
    """Return the addresses of the galleries."""
    return [gallery.slug for gallery in galleries(work.session)]


def category_slugs(work: Work) -> list[str]:
    """Return the categories that hold public products."""
    shares = figures.by_category(work.session)
    return [node.slug for node in category_tree(work.session).by_id.values() if node.id in shares]


def term_addresses(work: Work) -> list[tuple[str, str]]:
    """Return kind and slug of every term that has a page of its own."""
    words = term_words(work.session)
    return [(term.kind, term.slug) for key, term in words.items() if term.id == key]


def _image_columns() -> tuple[Any, ...]:
    return (
        Image.name,
        Image.widths,
        Image.width,
        Image.height,
        Image.colour,
        Image.focal_x,
        Image.focal_y,
    )


def _read(work: Work, chosen: Select[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
    return iter(work.session.execute(chosen.execution_options(yield_per=_CHUNK)))


def _pictures(rows: list[Row[*tuple[Any, ...]]]) -> tuple[str, ...]:
    return tuple(picture_of(row).src for row in rows if row.name)


def _address(row: Row[*tuple[Any, ...]], rows: list[Row[*tuple[Any, ...]]]) -> Address:
    return Address(row.slug, row.updated_at, bool(row.has_english), _pictures(rows))
