"""Product cards: one narrow statement for any number of products, and one for their badges."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.orm import Session, aliased

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.money import Money, format_money
from catalog.legality import queries as legality
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductImage, ProductText
from catalog.products.queries.exported import export_until, is_ready
from catalog.products.queries.visible import public
from catalog.taxonomy.queries import place_names, unit_symbols
from catalog.vendors.models import Vendor
from catalog.vendors.rules import is_paused


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows; hashable, so that its markup can be kept by value.

    ``slug`` builds the address; ``name_language`` is set when the name is shown in a language
    other than the reader's; ``price`` is formatted, empty for "on request".
    """

    id: UUID
    slug: str
    name: str
    name_language: str
    price: str
    price_varies: bool
    unit: str
    vendor: str
    place: str
    picture: Picture | None
    badges: tuple[tuple[str, str], ...]
    is_export: bool
    is_pick: bool
    is_paused: bool


_ID = aliased(ProductText)
_EN = aliased(ProductText)


_STATEMENT: Select[*tuple[Any, ...]] = (
    select(
        Product.id,
        Product.slug,
        Product.vendor_id,
        Product.category_id,
        Product.price,
        Product.price_varies,
        Product.unit_code,
        Product.is_pick,
        Vendor.name.label("vendor"),
        Vendor.district_code,
        Vendor.region_code,
        Vendor.paused_from_on,
        Vendor.paused_until_on,
        _ID.name.label("name_id"),
        _EN.name.label("name_en"),
        _EN.description.label("description_en"),
        export_until(),
        Image.name,
        Image.widths,
        Image.width,
        Image.height,
        Image.colour,
        Image.focal_x,
        Image.focal_y,
    )
    .join(Vendor, Vendor.id == Product.vendor_id)
    .outerjoin(_ID, and_(_ID.product_id == Product.id, _ID.language == "id"))
    .outerjoin(_EN, and_(_EN.product_id == Product.id, _EN.language == "en"))
    .outerjoin(
        ProductImage, and_(ProductImage.product_id == Product.id, ProductImage.position == 0)
    )
    .outerjoin(Image, Image.id == ProductImage.image_id)
    .where(public())
)


def statement() -> Select[*tuple[Any, ...]]:
    """Return the narrow statement of public cards; add filters, an order and a limit to it."""
    return _STATEMENT  # built once: statements are immutable


def by_ids(work: Work, ids: Sequence[UUID], language: str) -> list[Card]:
    """Return the public cards among ``ids``, in that order."""
    if not ids:
        return []
    rows = {row.id: row for row in work.session.execute(statement().where(Product.id.in_(ids)))}
    return build(work, [rows[key] for key in ids if key in rows], language)


def listed(work: Work, chosen: Select[*tuple[Any, ...]], language: str) -> list[Card]:
    """Return the cards of a statement made from ``statement()``."""
    return build(work, work.session.execute(chosen).all(), language)


def build(work: Work, rows: Sequence[Row[*tuple[Any, ...]]], language: str) -> list[Card]:
    """Return the cards of rows of ``statement()``; one more SQL statement for the badges."""
    if not rows:
        return []
    badges = legality.badges(work, [(row.id, row.vendor_id, row.category_id) for row in rows])
    today = wib_date(work.now)
    names = _Names(work.session, language)
    return [
        Card(
            id=row.id,
            slug=row.slug,
            name=names.product(row)[0],
            name_language=names.product(row)[1],
            price=format_money(Money(row.price), language) if row.price else "",
            price_varies=row.price_varies,
            unit=names.unit(row.unit_code),
            vendor=row.vendor,
            place=names.place(row),
            picture=picture_of(row) if row.name else None,
            badges=badges.get(row.id, ()),
            is_export=is_ready(row.export_until, today),
            is_pick=row.is_pick,
            is_paused=is_paused(row.paused_from_on, row.paused_until_on, today),
        )
        for row in rows
    ]


class _Names:
    """Words of a card in the reader's language."""

    def __init__(self, session: Session, language: str) -> None:
        self._language = language
        self._units = unit_symbols(session)
        self._places = place_names(session)

    def product(self, row: Row[*tuple[Any, ...]]) -> tuple[str, str]:
        """Return the name, and its language when that is not the reader's."""
        if self._language == "en" and row.name_en and row.description_en:
            return row.name_en, ""
        if row.name_id:
            return row.name_id, "" if self._language == "id" else "id"
        return row.name_en or row.slug, "en" if self._language == "id" else ""

    def unit(self, code: str) -> str:
        return self._units[code].best(self._language) if code in self._units else code

    def place(self, row: Row[*tuple[Any, ...]]) -> str:
        return self._places.get(row.district_code or row.region_code, "")
