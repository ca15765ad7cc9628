"""Prices by quantity, export facts, the shelf's count and the facts of a template."""

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.quantity import counted, format_measure, format_number
from catalog.kernel.text import LocalText
from catalog.products.rules.export import Trade, dotted_hs, export_facts, lowest, offers
from catalog.products.rules.facts import Attribute, blocks
from catalog.products.rules.packing import Carton
from catalog.products.rules.prices import PriceKind, Span, Step, Tier, converted, spans
from catalog.products.rules.stock import COUNT_HOLDS, Shelf, shelf
from catalog.taxonomy.rules import AttributeType

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WHOLE = Trade(
    hs_code="52085210",
    hs_title=LocalText(id="Kain katun"),
    minimum_order=1,
    capacity_month=150,
    lead_days=(45, 60),
    incoterms=["FOB"],
    port="Tanjung Priok",
    carton=Carton(24, 400, 300, 250, 7700, 8600),
    sample_policy=LocalText(id="US$18"),
    payment_terms=LocalText(id="T/T 30 : 70"),
    checked_by="Galeri Caruban",
    checked_on=date(2026, 5, 12),
)


def fob(quantity: int, amount: int, until: date = date(2027, 1, 1), currency: str = "USD") -> Tier:
    return Tier(PriceKind.FOB, currency, quantity, amount, "Tanjung Priok", until)


def attribute(key: str, type_: AttributeType, **values: object) -> Attribute:
    defaults: dict[str, object] = {"unit": "", "block": "craft", "label": LocalText(id=key)}
    return Attribute(key=key, type=type_, **defaults | values)  # type: ignore[arg-type]  # by name


def told(values: dict[str, object], *template: Attribute, language: str = "id") -> dict[str, str]:
    found = blocks(template, values, language)
    return {fact.key: fact.value or fact.says for block in found for fact in block.facts}


def test_steps_end_where_the_next_begins() -> None:
    assert spans([Step(100, 90), Step(1, 100)]) == (Span(1, 99, 100), Span(100, None, 90))


@given(st.lists(st.integers(1, 10_000), unique=True, min_size=1))
def test_spans_cover_every_quantity_once(starts: list[int]) -> None:
    found = spans([Step(start, 1) for start in starts])
    assert found[-1].last is None
    for before, after in itertools.pairwise(found):
        assert before.last == after.first - 1


def test_export_facts_are_shown_when_all_are_known() -> None:
    facts = export_facts(WHOLE, [fob(25, 8400), fob(100, 7950)], TODAY)
    assert facts is not None
    assert facts.minimum_order == 25
    assert facts.hs_code == "5208.52.10"
    assert facts.packing.volume_m3 == pytest.approx(0.03)
    assert facts.packing.in_20_ft == 933 * 24


@pytest.mark.parametrize(
    "gap",
    [
        {"hs_code": None},
        {"capacity_month": None},
        {"lead_days": (None, None)},
        {"incoterms": []},
        {"port": ""},
        {"carton": None},
        {"carton": Carton(24, 400, 300, 250)},
        {"sample_policy": LocalText()},
        {"payment_terms": LocalText()},
        {"checked_by": ""},
        {"checked_on": None},
    ],
)
def test_one_gap_hides_the_whole_block(gap: dict[str, object]) -> None:
    assert export_facts(replace(WHOLE, **gap), [fob(25, 8400)], TODAY) is None  # type: ignore[arg-type]  # by name


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_an_expired_fob_price_never_gives_its_amount_away(today: date) -> None:
    until = date(2026, 11, 22)
    (offer,) = offers([fob(25, 8400, until)], today)
    assert bool(offer.spans) == (today <= until)
    assert lowest([offer], "USD") == (8400 if today <= until else None)


def test_offers_stand_by_currency_and_current_ones_first() -> None:
    found = offers([fob(25, 7900, date(2026, 1, 1), "EUR"), fob(25, 8400)], TODAY)
    assert [(offer.currency, bool(offer.spans)) for offer in found] == [
        ("USD", True),
        ("EUR", False),
    ]


def test_hs_codes_are_dotted() -> None:
    assert dotted_hs("520852") == "5208.52"
    assert dotted_hs("52085210") == "5208.52.10"


@pytest.mark.parametrize(
    ("stock", "age", "expected"),
    [
        (12, timedelta(hours=2), Shelf.IN_STOCK),
        (0, timedelta(hours=2), Shelf.SOLD_OUT),
        (12, COUNT_HOLDS + timedelta(seconds=1), Shelf.ASK_FIRST),
        (0, COUNT_HOLDS + timedelta(days=9), Shelf.ASK_FIRST),
        (12, None, Shelf.ASK_FIRST),
        (None, None, Shelf.ON_ORDER),
    ],
)
def test_an_old_count_only_says_ask_first(
    stock: int | None, age: timedelta | None, expected: Shelf
) -> None:
    assert shelf(stock, NOW - age if age is not None else None, NOW) is expected


def test_a_conversion_does_not_look_exact() -> None:
    assert converted(1_250_000, Decimal(16_500), 2) == 7600  # US$76, not US$75.76
    assert converted(38_000, Decimal(16_500), 2) == 230  # US$2.30
    with pytest.raises(ValueError, match="positive"):
        converted(1, Decimal(0), 2)


def test_measures_are_metric_and_in_english_also_imperial() -> None:
    assert format_measure([210, 105], "cm", "id") == "210 × 105 cm"
    assert format_measure([210, 105], "cm", "en") == "210 × 105 cm (82.7 × 41.3 in)"
    assert format_measure([250], "g", "en") == "250 g (8.8 oz)"
    assert format_measure([1500], "g", "id") == "1,5 kg"
    assert format_measure([1500], "g", "en") == "1.5 kg (3.3 lb)"
    assert format_measure([600], "ml", "en") == "600 ml (20.3 fl oz)"
    assert format_measure([3], "jar", "en") == "3 jar"
    assert format_number(1250.5, "id") == "1.250,5"


def test_only_plain_english_words_take_a_plural() -> None:
    assert counted(12, "packet", "en") == "12 packets"
    assert counted(2, "box", "en") == "2 boxes"
    assert counted(1, "packet", "en") == "1 packet"
    assert counted(12, "dozen (12)", "en") == "12 dozen (12)"
    assert counted(1200, "bungkus", "id") == "1.200 bungkus"


def test_empty_and_broken_values_vanish() -> None:
    template = [
        attribute("colour", AttributeType.TEXT),
        attribute("days", AttributeType.NUMBER),
        attribute("dye", AttributeType.CHOICE, choices=({"value": "natural", "id": "Alam"},)),
        attribute("signed", AttributeType.FLAG),
    ]
    assert told({"colour": "", "days": None, "dye": [], "signed": None}, *template) == {}
    assert told({"colour": 7, "days": "x", "dye": "no such", "signed": "yes"}, *template) == {}
    assert told({"dye": "natural", "signed": False, "days": 90}, *template) == {
        "days": "90",
        "dye": "Alam",
        "signed": "No",
    }


def test_sizes_are_read_as_one_line() -> None:
    sizes = [
        attribute(key, AttributeType.QUANTITY, unit="cm", block="size")
        for key in ("length", "width", "height")
    ]
    whole: dict[str, object] = {"length": 40, "width": 30, "height": 25}
    assert told(whole, *sizes) == {"length": "40 × 30 × 25 cm"}
    assert told({"length": 40, "width": 30}, *sizes) == {"length": "40 × 30 cm"}
    assert told({"length": 40}, *sizes) == {"length": "40 cm"}


def test_a_text_in_another_language_says_so() -> None:
    (block,) = blocks(
        [attribute("colour", AttributeType.TEXT)], {"colour": {"id": "Biru nila"}}, "en"
    )
    assert (block.facts[0].value, block.facts[0].language) == ("Biru nila", "id")
