import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.money import MAX_RUPIAH, Money, format_money, parse_rupiah


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("25000", 25_000, 25_000),
        ("25.000", 25_000, 25_000),
        ("25,000", 25_000, 25_000),
        ("Rp 25.000,-", 25_000, 25_000),
        ("Rp12.000", 12_000, 12_000),
        ("Rp. 1.250.000,00", 1_250_000, 1_250_000),
        ("14,9jt", 14_900_000, 14_900_000),
        ("8 rb", 8_000, 8_000),
        ("8rb/pcs", 8_000, 8_000),
        ("150k", 150_000, 150_000),
        ("1,5 juta", 1_500_000, 1_500_000),
        ("Rp10.000 - Rp15.000", 10_000, 15_000),
        ("10 - 15 rb", 10_000, 15_000),
        ("10rb s/d 15rb", 10_000, 15_000),
        ("12.500,50", 12_500, 12_500),
        ("0", 0, 0),
    ],
)
def test_prices_are_read_as_sellers_write_them(typed: str, low: int, high: int) -> None:
    assert parse_rupiah(typed) == (low, high)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-5",
        "Rp -5.000",
        "hubungi kami",
        "-",
        "Rp",
        "5x20.000 bonus 1",
        "12.50",
        "9,5",
        "12/10/2024 10.000 9",
        "9" * 40,
    ],
)
def test_what_is_no_price_is_not_guessed(typed: str) -> None:
    assert parse_rupiah(typed) is None


@given(st.integers(0, MAX_RUPIAH))
def test_what_we_write_we_can_read(amount: int) -> None:
    for language in ("id", "en"):
        assert parse_rupiah(format_money(Money(amount), language)) == (amount, amount)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = parse_rupiah(text)
    assert found is None or 0 <= found[0] <= found[1] <= MAX_RUPIAH


def test_money_is_written_as_the_reader_writes_it() -> None:
    assert format_money(Money(1_250_000), "id") == "Rp1.250.000"
    assert format_money(Money(1_250_000), "en") == "Rp1,250,000"
    assert format_money(Money(3400, "USD"), "en") == "US$34.00"
    assert format_money(Money(3405, "USD"), "id") == "US$34,05"
