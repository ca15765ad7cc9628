"""The line sheet: what a buyer's office reckons with, a row for each product and each FOB step."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from catalog.catalogues.queries.goods import Good, Packing
from catalog.catalogues.queries.stories import Story
from catalog.catalogues.rules.words import COLOPHON, Say, day
from catalog.catalogues.services.facts import Site, Teller
from catalog.kernel.clock import wib_date
from catalog.kernel.money import Money
from catalog.kernel.text import N_
from catalog.products.rules.packing import USABLE_20_FT, USABLE_40_FT, Carton
from catalog.sheets.ledgers import Cell, Ledger, Link, ledger_bytes

GRAMS = 1000  # of a kilogram

# Heading, width, how numbers are written.
COLUMNS: tuple[tuple[str, float, str | None], ...] = (
    (N_("No."), 6, "0"),
    (N_("Code"), 11, None),
    (N_("Product"), 38, None),
    (N_("Maker"), 24, None),
    (N_("Place of origin"), 26, None),
    (N_("Material"), 24, None),
    (N_("HS code"), 12, None),
    (N_("Unit"), 10, None),
    (N_("Minimum order"), 11, "#,##0"),
    (N_("Retail price (Rp)"), 14, "#,##0"),
    (N_("Lowest FOB price"), 12, "#,##0.00"),
    (N_("Currency"), 9, None),
    (N_("Port"), 18, None),
    (N_("FOB valid until"), 13, None),
    (N_("Pieces an inner pack"), 10, "#,##0"),
    (N_("Pieces a carton"), 10, "#,##0"),
    (N_("Carton (cm)"), 16, None),
    (N_("Carton (m³)"), 10, "0.0000"),
    (N_("Net weight of a carton (kg)"), 11, "0.00"),
    (N_("Gross weight of a carton (kg)"), 11, "0.00"),
    (N_("Pieces in a 20' container"), 12, "#,##0"),
    (N_("Pieces in a 40' container"), 12, "#,##0"),
    (N_("Lead time"), 14, None),
    (N_("Capacity a month"), 12, "#,##0"),
    (N_("Incoterms"), 16, None),
    (N_("Permits valid today"), 22, None),
    (N_("Ready for"), 24, None),
    (N_("Passport of the product"), 34, None),
)
STEPS: tuple[tuple[str, float, str | None], ...] = (
    (N_("Code"), 11, None),
    (N_("Product"), 38, None),
    (N_("Port"), 20, None),
    (N_("From (pieces)"), 12, "#,##0"),
    (N_("To (pieces)"), 12, "#,##0"),
    (N_("FOB price"), 12, "#,##0.00"),
    (N_("Currency"), 9, None),
    (N_("Valid until"), 13, None),
)
TITLES: Mapping[str, str] = MappingProxyType(
    {"goods": N_("Products"), "steps": N_("FOB prices"), "about": N_("About")}
)
_DUTY = N_(
    "HS codes are the makers' and curators' suggestions; the customs of your country decide."
)


def book(
    listed: Sequence[Good], story: Story, *, site: Site, teller: Teller, made_at: datetime
) -> bytes:
    """Return the workbook in the teller's language."""
    say: Say = teller.say
    language = teller.language
    today = wib_date(made_at)

    def ledger(
        title: str, columns: Sequence[tuple[str, float, str | None]], rows: list[list[Cell]]
    ) -> Ledger:
        return Ledger(
            title=say(TITLES[title], language),
            headings=[say(name, language) for name, _, _ in columns],
            rows=rows,
            widths={place: column[1] for place, column in enumerate(columns)},
            formats={place: column[2] for place, column in enumerate(columns) if column[2]},
        )

    about: list[list[Cell]] = [
        [teller.word("valid_on"), day(today, language)],
        [teller.word("online"), Link(site.showcase(story.slug, language))],
        ["", say(COLOPHON, language)],
        ["", say(_DUTY, language)],
    ]
    head = Ledger(
        title=say(TITLES["about"], language),
        headings=[site.name, story.title.best(language)],
        rows=about,
        widths={0: 24, 1: 90},
    )
    goods = [_row(number, good, teller, site) for number, good in enumerate(listed, 1)]
    steps = [step for good in listed for step in _steps(good, teller)]
    return ledger_bytes(
        [ledger("goods", COLUMNS, goods), ledger("steps", STEPS, steps), head], made_at=made_at
    )


def _row(number: int, good: Good, teller: Teller, site: Site) -> list[Cell]:
    page = good.pages[teller.language]
    material = [term.name.best(teller.language) for term in page.terms.get("material", ())]
    offer = next(iter(good.offers), None)
    lowest = min((span.amount for span in offer.spans), default=None) if offer else None
    return [
        number,
        page.code,
        page.words.name,
        page.maker.name,
        ", ".join(page.origin),
        ", ".join(material),
        good.hs_code,
        page.unit,
        page.minimum_order,
        page.price,
        _amount(lowest, offer.currency) if offer and lowest else None,
        offer.currency if offer else "",
        offer.port if offer else "",
        offer.valid_until if offer else None,
        *_packing(good.packing),
        teller.lead_time(page.lead_days),
        good.capacity,
        ", ".join(good.packing.incoterms) if good.packing else "",
        ", ".join(good.badges),
        ", ".join(page.markets),
        Link(site.short(page.code)),
    ]


def _packing(packing: Packing | None) -> list[Cell]:
    """Return inner pack, carton, its size, volume and weights, and what containers hold."""
    if packing is None:
        return [None] * 8
    weights: list[Cell] = [each / GRAMS if each is not None else None for each in packing.weights]
    length, width, height = packing.sides
    pieces = packing.carton_pieces
    if not (length and width and height and pieces):
        return [packing.inner_pieces, pieces, "", None, *weights, None, None]
    carton = Carton(pieces, length, width, height)
    return [
        packing.inner_pieces,
        pieces,
        " × ".join(f"{side / 10:g}" for side in (length, width, height)),
        carton.volume_m3,
        *weights,
        carton.pieces_in(USABLE_20_FT),
        carton.pieces_in(USABLE_40_FT),
    ]


def _steps(good: Good, teller: Teller) -> list[list[Cell]]:
    page = good.pages[teller.language]
    return [
        [
            page.code,
            page.words.name,
            offer.port,
            span.first,
            span.last,
            _amount(span.amount, offer.currency),
            offer.currency,
            offer.valid_until,
        ]
        for offer in good.offers
        for span in offer.spans
    ]


def _amount(minor: int, currency: str) -> float:
    digits = Money(minor, currency).digits
    return round(minor / float(10**digits), digits)
