"""Parts of a product's page, made from its nested rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from catalog.db.nested import moment_of
from catalog.galleries.queries import GalleryFacts
from catalog.kernel.text import LocalText
from catalog.media.rules import Cut, Picture, cut_of, picture_of
from catalog.products.models import TradeFacts
from catalog.products.queries.row import Line
from catalog.products.rules.export import Trade
from catalog.products.rules.packing import Carton
from catalog.products.rules.prices import PriceKind, Span, Tier, spans
from catalog.products.rules.stock import Shelf, shelf
from catalog.taxonomy.queries import TermWords
from catalog.vendors.models import Vendor
from catalog.vendors.queries import Photo, photos, spoken_text
from catalog.vendors.rules import is_paused, monogram

Rows = Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture in its place, with words for those who cannot see it."""

    picture: Picture
    alt: str
    share: Cut | None


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant; ``price`` in whole Rupiah is what it costs, its own or the product's."""

    position: int
    name: str
    price: int | None
    stock: int | None
    minimum_order: int | None
    case_size: int | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """Prices by quantity for one kind of buyer, in one currency."""

    kind: PriceKind
    currency: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a product can be seen, and what the last count says."""

    gallery: GalleryFacts
    shelf: str
    stock: int | None
    counted_at: datetime | None
    state: Shelf


@dataclass(frozen=True, slots=True)
class Maker:
    """The vendor as a product's page speaks of it; only what is public."""

    id: UUID
    slug: str
    name: str
    monogram: str
    place: str
    since_year: int | None
    tagline: str
    story: str
    story_language: str
    is_paused: bool
    paused_until: date | None
    pause_note: str
    photo: Photo | None


def shots(rows: Rows, language: str, fallback: str) -> tuple[Shot, ...]:
    """Return the pictures in their order; without words of its own a picture is ``fallback``."""
    found = []
    for row in sorted(rows, key=itemgetter(0)):
        names = ("name", "widths", "width", "height", "colour", "focal_x", "focal_y")
        image = SimpleNamespace(**dict(zip(names, row[2:9], strict=True)))
        alt = LocalText(row[1] or {}).best(language) or fallback
        found.append(Shot(picture_of(image), alt, cut_of(row[9] or {}, "share")))
    return tuple(found)


def choices(rows: Rows, price: int | None, language: str) -> tuple[Choice, ...]:
    """Return the variants in their order."""
    return tuple(
        Choice(
            position=row[0],
            name=LocalText(row[1] or {}).best(language) or row[6] or str(row[0] + 1),
            price=row[2] or price,
            stock=row[3],
            minimum_order=row[4],
            case_size=row[5],
        )
        for row in sorted(rows, key=itemgetter(0))
    )


def tiers(rows: Rows) -> list[Tier]:
    """Return the stored price steps."""
    return [
        Tier(
            PriceKind(kind),
            currency,
            quantity,
            amount,
            port,
            date.fromisoformat(until) if until else None,
        )
        for kind, currency, quantity, amount, port, until in rows
    ]


def ladders(found: Iterable[Tier]) -> tuple[Ladder, ...]:
    """Return the Rupiah ladders of shoppers and resellers."""
    steps = list(found)
    made = []
    for kind in (PriceKind.RETAIL, PriceKind.RESELLER):
        own = [step for step in steps if step.kind is kind and step.currency == "IDR"]
        if own:
            made.append(Ladder(kind, "IDR", spans(own)))
    return tuple(made)


def terms(rows: Rows, known: dict[UUID, TermWords]) -> dict[str, tuple[TermWords, ...]]:
    """Return the terms of a product by kind, in the order of their lists."""
    wanted = {UUID(row[0]) for row in rows}
    found: dict[str, dict[UUID, TermWords]] = {}
    for term_id, term in known.items():
        if term_id in wanted:
            found.setdefault(term.kind, {})[term.id] = term
    return {kind: tuple(members.values()) for kind, members in found.items()}


def stands(rows: Rows, all_galleries: Iterable[GalleryFacts], now: datetime) -> tuple[Stand, ...]:
    """Return where the product is shown, in the galleries' order."""
    by_gallery = {UUID(row[0]): row for row in rows}
    found = []
    for gallery in all_galleries:
        row = by_gallery.get(gallery.id)
        if row is not None:
            counted_at = moment_of(row[3])
            state = shelf(row[2], counted_at, now)
            found.append(Stand(gallery, row[1], row[2], counted_at, state))
    return tuple(found)


def ready_markets(rows: Rows, language: str, today: date) -> tuple[tuple[str, date], ...]:
    """Return the markets that the product is ready for today, and when each was checked."""
    standing = [row for row in rows if row[1] is None or row[1] >= today.isoformat()]
    standing.sort(key=lambda row: (row[2], sorted(row[3].items())))
    return tuple((LocalText(row[3]).best(language), date.fromisoformat(row[0])) for row in standing)


def maker(row: Line, place: str, language: str, today: date) -> Maker:
    """Return the vendor, with the first of its pictures."""
    vendor: Vendor = row.Vendor
    texts = {
        "id": (row.tagline_id or "", row.story_id or ""),
        "en": (row.tagline_en or "", row.story_en or ""),
    }
    (tagline, story), spoken = spoken_text(texts, language)
    return Maker(
        id=vendor.id,
        slug=vendor.slug,
        name=vendor.name,
        monogram=monogram(vendor.name),
        place=place,
        since_year=vendor.since_year,
        tagline=tagline,
        story=story,
        story_language=spoken,
        is_paused=is_paused(vendor.paused_from_on, vendor.paused_until_on, today),
        paused_until=vendor.paused_until_on,
        pause_note=vendor.pause_note.best(language),
        photo=next(iter(photos(row.photos, language)), None),
    )


def trade(row: Line) -> Trade | None:
    """Return what the rules of the export block ask for."""
    found, product = row.TradeFacts, row.Product
    if found is None:
        return None
    return Trade(
        hs_code=product.hs_code,
        hs_title=row.hs_title,
        minimum_order=product.minimum_order,
        capacity_month=product.capacity_month,
        lead_days=(product.lead_days_min, product.lead_days_max),
        incoterms=[str(term) for term in found.incoterms],
        port=found.port,
        carton=_carton(found),
        sample_policy=found.sample_policy,
        payment_terms=found.payment_terms,
        checked_by=found.checked_by,
        checked_on=found.checked_on,
    )


def _carton(found: TradeFacts) -> Carton | None:
    length, width, height = (
        found.carton_length_mm,
        found.carton_width_mm,
        found.carton_height_mm,
    )
    if not (found.carton_pieces and length and width and height):
        return None
    return Carton(found.carton_pieces, length, width, height, found.net_g, found.gross_g)
