"""A large catalogue for measuring: combinations of the demo's words, written in bulk."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from catalog.db.base import Base
from catalog.db.work import Work
from catalog.demo.services.book import SOURCE
from catalog.galleries.models import Gallery, GalleryVendor
from catalog.kernel.text import slugify
from catalog.legality.models import Document
from catalog.legality.rules import DocumentState, Scope
from catalog.products.models import (
    Product,
    ProductDisplay,
    ProductImage,
    ProductMarket,
    ProductTerm,
    ProductText,
)
from catalog.products.rules.codes import code_of
from catalog.products.rules.status import Status
from catalog.search.outbox import mark_all
from catalog.taxonomy.models import Market, Region
from catalog.taxonomy.rules import RegionKind, district_of
from catalog.vendors.models import Vendor, VendorText
from catalog.vendors.rules import VendorStatus

BULK = "bulk"
CHUNK = 2000
PER_VENDOR = 40

_TRAITS = (
    ("merah", "red"),
    ("biru tua", "navy"),
    ("hijau", "green"),
    ("cokelat", "brown"),
    ("besar", "large"),
    ("kecil", "small"),
    ("keluarga", "family size"),
    ("premium", "premium"),
    ("lebaran", "for Eid"),
    ("halus", "fine"),
    ("pesisir", "coastal"),
    ("keraton", "court"),
    ("manis", "sweet"),
    ("pedas", "hot"),
    ("gurih", "savoury"),
    ("rumahan", "home-made"),
)
_MAKERS = ("Sanggar", "Dapur", "Rumah", "Karya", "Griya", "Warung", "Usaha", "Kriya")
_NAMES = ("Wulan", "Sekar", "Rahayu", "Mugi", "Berkah", "Jaya", "Laras", "Tirta", "Asih", "Kencana")


@dataclass(frozen=True, slots=True)
class _Base:
    """A product of the demo that others are made from."""

    id: UUID
    category_id: UUID
    price: int | None
    unit_code: str
    name: str
    name_en: str
    description: str
    image_id: UUID | None
    terms: tuple[UUID, ...]


def load_bulk(work: Work, wanted: int, progress: Callable[[int], None]) -> int:
    """Fill the catalogue up to ``wanted`` products of this kind; return how many were added."""
    session = work.session
    count = select(func.count()).select_from(Product).where(Product.source == BULK)
    there = session.scalar(count) or 0
    if there >= wanted:
        return 0
    bases = _bases(session)
    vendors = _vendors(work, there, wanted)
    numbers = iter(range(there, wanted))
    while chunk := list(islice(numbers, CHUNK)):
        _write(work, bases, vendors, chunk)
        progress(len(chunk))
    mark_all(session, "product")
    return wanted - there


def _bases(session: Session) -> list[_Base]:
    rows = session.execute(
        select(
            Product.id, Product.category_id, Product.price, Product.unit_code, ProductImage.image_id
        )
        .outerjoin(
            ProductImage, (ProductImage.product_id == Product.id) & (ProductImage.position == 0)
        )
        .where(Product.source == SOURCE)
        .order_by(Product.slug)
    ).all()
    texts = {
        (text.product_id, text.language): text
        for text in session.execute(
            select(
                ProductText.product_id,
                ProductText.language,
                ProductText.name,
                ProductText.description,
            )
        )
    }
    terms: dict[UUID, list[UUID]] = {}
    for product_id, term_id in session.execute(select(ProductTerm.product_id, ProductTerm.term_id)):
        terms.setdefault(product_id, []).append(term_id)
    return [
        _Base(
            id=row.id,
            category_id=row.category_id,
            price=row.price,
            unit_code=row.unit_code,
            name=texts[row.id, "id"].name,
            name_en=texts[row.id, "en"].name if (row.id, "en") in texts else "",
            description=texts[row.id, "id"].description,
            image_id=row.image_id,
            terms=tuple(terms.get(row.id, ())),
        )
        for row in rows
    ]


def _key(kind: str, number: int) -> UUID:
    return uuid5(NAMESPACE_URL, f"sarumban:bulk:{kind}:{number}")


def _insert(session: Session, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    if batch := list(rows):
        session.execute(insert(model), batch)


def _vendors(work: Work, there: int, wanted: int) -> list[UUID]:
    """Add the vendors that are missing; return all of them."""
    session = work.session
    first, total = -(-there // PER_VENDOR), -(-wanted // PER_VENDOR)
    villages = session.scalars(
        select(Region.code)
        .where(Region.kind.in_((RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE)))
        .order_by(Region.code)
    ).all()
    galleries = list(session.scalars(select(Gallery.id).order_by(Gallery.position)))
    fresh = range(first, total)
    _insert(session, Vendor, (_vendor(work, number, villages) for number in fresh))
    for language in ("id", "en"):
        _insert(
            session,
            VendorText,
            (
                {"vendor_id": _key("vendor", n), "language": language, "tagline": "", "story": ""}
                for n in fresh
            ),
        )
    _insert(
        session,
        GalleryVendor,
        (
            {"gallery_id": galleries[n % len(galleries)], "vendor_id": _key("vendor", n)}
            for n in fresh
        ),
    )
    _insert(session, Document, (_paper(work, number) for number in fresh if number % 3))
    return [_key("vendor", number) for number in range(total)]


def _vendor(work: Work, number: int, villages: Sequence[str]) -> dict[str, Any]:
    chance = random.Random(number)  # noqa: S311  # sample data
    name = f"{chance.choice(_MAKERS)} {chance.choice(_NAMES)} {number + 1}"
    code = villages[chance.randrange(len(villages))]
    return {
        "id": _key("vendor", number),
        "slug": f"{slugify(name)}-contoh",
        "name": name,
        "status": VendorStatus.ACTIVE,
        "region_code": code,
        "district_code": district_of(code),
        "source": BULK,
        "external_id": str(number),
        "is_sample": True,
        "joined_at": work.now,
        "updated_at": work.now,
    }


def _paper(work: Work, number: int) -> dict[str, Any]:
    digits = f"{9_000_000_000_000 + number}"
    return {
        "id": _key("paper", number),
        "vendor_id": _key("vendor", number),
        "type_code": "nib",
        "number": digits,
        "scope": Scope.VENDOR,
        "state": DocumentState.VERIFIED,
        "verified_number": digits,
        "verified_at": work.now,
        "verified_by": "Kurator (contoh)",
        "created_at": work.now,
    }


def _write(
    work: Work, bases: Sequence[_Base], vendors: Sequence[UUID], numbers: Sequence[int]
) -> None:
    session = work.session
    galleries = list(session.scalars(select(Gallery.id).order_by(Gallery.position)))
    markets = list(session.scalars(select(Market.code).order_by(Market.position)))
    made = [(number, bases[number % len(bases)], _key("product", number)) for number in numbers]
    _insert(session, Product, (_product(work, *one, vendors) for one in made))
    _insert(session, ProductText, (text for one in made for text in _texts(*one)))
    _insert(
        session,
        ProductImage,
        (
            {"id": _key("image", n), "product_id": key, "image_id": base.image_id, "position": 0}
            for n, base, key in made
            if base.image_id
        ),
    )
    _insert(
        session,
        ProductTerm,
        ({"product_id": key, "term_id": term} for _, base, key in made for term in base.terms),
    )
    _insert(
        session,
        ProductDisplay,
        (
            {"product_id": key, "gallery_id": galleries[n % len(galleries)], "stock": n % 7}
            for n, _, key in made
            if n % 3 == 0
        ),
    )
    _insert(
        session,
        ProductMarket,
        (
            {
                "product_id": key,
                "market_code": markets[n % len(markets)],
                "checked_on": work.now.date(),
            }
            for n, _, key in made
            if n % 8 == 0
        ),
    )


def _product(
    work: Work, number: int, base: _Base, key: UUID, vendors: Sequence[UUID]
) -> dict[str, Any]:
    chance = random.Random(number)  # noqa: S311  # sample data
    published = work.now - timedelta(minutes=number + 60)
    price = round((base.price or 50_000) * chance.uniform(0.6, 1.7), -2)
    return {
        "id": key,
        "code": code_of(key),
        "slug": f"{slugify(base.name, limit=60)}-{number}",
        "vendor_id": vendors[number // PER_VENDOR],
        "category_id": base.category_id,
        "status": Status.PUBLISHED,
        "price": max(int(price), 1000),
        "unit_code": base.unit_code,
        "minimum_order": chance.choice((1, 1, 1, 3, 6, 12, 24)),
        "is_made_to_order": number % 5 == 0,
        "attributes": {},
        "source": BULK,
        "external_id": str(number),
        "is_sample": True,
        "created_at": published,
        "updated_at": published,
        "published_at": published,
    }


def _texts(number: int, base: _Base, key: UUID) -> Iterator[dict[str, Any]]:
    chance = random.Random(number * 7 + 1)  # noqa: S311  # sample data
    traits = chance.sample(_TRAITS, 2)
    for language, place, name in (("id", 0, base.name), ("en", 1, base.name_en)):
        if name:
            words = ", ".join(trait[place] for trait in traits)
            yield {
                "product_id": key,
                "language": language,
                "name": f"{name[:110]}, {words}",
                "summary": "",
                "description": base.description[:400] if language == "id" else name,
            }
