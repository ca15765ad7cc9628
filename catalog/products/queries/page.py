"""A product with everything its page tells, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from catalog.db.work import Work
from catalog.galleries.queries import GalleryFacts, galleries
from catalog.kernel.clock import wib_date
from catalog.kernel.money import MINOR_DIGITS
from catalog.kernel.text import DEFAULT_LANGUAGE, Language, LocalText
from catalog.legality import queries as legality
from catalog.products import policy
from catalog.products.queries import parts
from catalog.products.queries.row import Line
from catalog.products.queries.template import template_of
from catalog.products.rules import facts
from catalog.products.rules.export import ExportFacts, export_facts, lowest
from catalog.products.rules.prices import PriceKind, Tier, converted
from catalog.products.rules.status import Status
from catalog.taxonomy.queries import (
    CategoryNode,
    TermWords,
    category_tree,
    find_rate,
    place_names,
    term_words,
    unit_symbols,
)
from catalog.taxonomy.rules import district_of, regency_of

READER_CURRENCY = {Language.EN: "USD"}


@dataclass(frozen=True, slots=True)
class Words:
    """A product's words; ``language`` is set when they are not in the reader's language."""

    name: str
    summary: str
    description: str
    language: str
    offered: tuple[str, ...]  # the languages that have a whole text


@dataclass(frozen=True, slots=True)
class Approximate:
    """A price for readers of another currency: a stored one, or converted at a dated rate."""

    amount: int
    currency: str
    is_fob: bool = False
    quoted_on: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class ProductPage:
    """All that the page shows. Amounts without a currency are whole Rupiah."""

    id: UUID
    code: str
    slug: str
    status: Status
    is_public: bool
    words: Words
    price: int | None
    price_varies: bool
    approximate: Approximate | None
    unit: str
    minimum_order: int
    is_made_to_order: bool
    has_phone: bool
    lead_days: tuple[int | None, int | None]
    stock: int | None
    origin: tuple[str, ...]  # desa, kecamatan, kabupaten or kota; unknown ones left out
    category_id: UUID
    category_path: tuple[CategoryNode, ...]
    is_pick: bool
    is_export: bool
    is_sample: bool
    updated_at: datetime
    published_at: datetime | None
    shots: tuple[parts.Shot, ...]
    choices: tuple[parts.Choice, ...]
    ladders: tuple[parts.Ladder, ...]
    terms: dict[str, tuple[TermWords, ...]]
    blocks: tuple[facts.Block, ...]
    maker: parts.Maker
    stands: tuple[parts.Stand, ...]
    visit: tuple[GalleryFacts, ...]
    permits: list[legality.Permit]
    export: ExportFacts | None
    markets: tuple[str, ...]
    markets_on: date | None  # when the oldest of these was checked


def words_of(row: Line, language: str) -> Words:
    """Return the words for a reader; English counts once name and description exist."""
    texts = {
        "id": (row.name_id, row.summary_id, row.description_id),
        "en": (row.name_en, row.summary_en, row.description_en),
    }
    offered = tuple(
        code
        for code, (name, _, description) in texts.items()
        if name and (code == DEFAULT_LANGUAGE or description)
    )
    spoken = language if language in offered else next(iter(offered), DEFAULT_LANGUAGE)
    name, summary, description = texts[spoken]
    return Words(
        name=name or row.Product.slug,
        summary=summary or "",
        description=description or "",
        language="" if spoken == language else spoken,
        offered=offered or (str(DEFAULT_LANGUAGE),),
    )


def build(work: Work, row: Line, language: Language) -> ProductPage:
    """Return the page of a row; its visibility is the caller's business."""
    product, vendor = row.Product, row.Vendor
    today = wib_date(work.now)
    ready = parts.ready_markets(row.markets, language, today)
    words = words_of(row, language)
    tiers = parts.tiers(row.tiers)
    fob = [tier for tier in tiers if tier.kind is PriceKind.FOB]
    export = export_facts(parts.trade(row), fob, today)
    choices = parts.choices(row.variants, product.price, language)
    every_gallery = galleries(work.session)
    visited = {UUID(entry[0]) for entry in row.vendor_galleries}
    return ProductPage(
        id=product.id,
        code=product.code,
        slug=product.slug,
        status=product.status,
        is_public=policy.is_public(
            product.status, vendor.status, is_withdrawn=product.withdrawn_at is not None
        ),
        words=words,
        price=product.price,
        price_varies=product.price_varies,
        approximate=_approximate(work, product.price, tiers, export, language),
        unit=unit_symbols(work.session).get(product.unit_code, LocalText()).best(language)
        or product.unit_code,
        minimum_order=product.minimum_order,
        is_made_to_order=product.is_made_to_order,
        has_phone=row.has_phone,
        lead_days=(product.lead_days_min, product.lead_days_max),
        stock=_stock(choices),
        origin=_origin(work, row),
        category_id=product.category_id,
        category_path=tuple(category_tree(work.session).path(product.category_id)),
        is_pick=product.is_pick,
        is_export=bool(ready),
        is_sample=product.is_sample,
        updated_at=product.updated_at,
        published_at=product.published_at,
        shots=parts.shots(row.images, language, f"{words.name} – {vendor.name}"),
        choices=choices,
        ladders=parts.ladders(tiers),
        terms=parts.terms(row.terms, term_words(work.session)),
        blocks=facts.blocks(template_of(work, product.category_id), product.attributes, language),
        maker=parts.maker(row, _place(work, row), language, today),
        stands=parts.stands(row.displays, every_gallery, work.now),
        visit=tuple(gallery for gallery in every_gallery if gallery.id in visited),
        permits=legality.permits_of_product(
            work, legality.ProductKey(product.id, vendor.id, product.category_id)
        ),
        export=export,
        markets=tuple(name for name, _ in ready),
        markets_on=min((day for _, day in ready), default=None),
    )


def _approximate(
    work: Work,
    price: int | None,
    tiers: Sequence[Tier],
    export: ExportFacts | None,
    language: Language,
) -> Approximate | None:
    """Return the price for readers of another currency; a stored one is never overwritten."""
    currency = READER_CURRENCY.get(language)
    if currency is None:
        return None
    stored = [t.amount for t in tiers if t.kind is PriceKind.RETAIL and t.currency == currency]
    if stored:
        return Approximate(max(stored), currency)
    fob = lowest(export.offers, currency) if export else None
    if fob is not None:
        return Approximate(fob, currency, is_fob=True)
    rate = find_rate(work.session, currency, wib_date(work.now)) if price else None
    if rate is None or price is None:
        return None
    amount = converted(price, rate.rupiah, MINOR_DIGITS[currency])
    return Approximate(amount, currency, quoted_on=rate.quoted_on, source=rate.source)


def _stock(choices: Sequence[parts.Choice]) -> int | None:
    """Return the pieces ready to send, or None when nobody counted."""
    counted = [choice.stock for choice in choices if choice.stock is not None]
    return sum(counted) if counted else None


def _origin(work: Work, row: Line) -> tuple[str, ...]:
    """Return desa, kecamatan and kabupaten or kota of origin, as far as they are known."""
    code = row.Product.origin_code or row.Vendor.region_code
    places = place_names(work.session)
    names = (row.village, places.get(district_of(code) or ""), places.get(regency_of(code)))
    return tuple(dict.fromkeys(name for name in names if name))


def _place(work: Work, row: Line) -> str:
    vendor = row.Vendor
    district = place_names(work.session).get(vendor.district_code or "", "")
    is_own = row.Product.origin_code in (None, vendor.region_code)
    names = (row.village if is_own else "", district)
    return ", ".join(dict.fromkeys(name for name in names if name))
