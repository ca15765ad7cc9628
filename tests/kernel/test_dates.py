"""Dates as people type them."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.kernel import dates
from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken

THE_DAY = date(2026, 10, 17)


@pytest.mark.parametrize(
    "typed",
    [
        "17-10-2026", "17/10/2026", "17.10.2026", "17 10 2026", "17/10/26", "17-10-26",
        "17 Okt 2026", "17 Oktober 2026", "17 okt. 2026", "17-Okt-26", "17 Oct 2026",
        "October 17, 2026", "Sabtu, 17 Oktober 2026", "17 X 2026", "tgl 17 Oktober 2026",
        "2026-10-17", "2026/10/17", "2026.10.17", "20261017", "17102026", "2026 Okt 17",
        "2026-10-17T00:00:00", "2026-10-17 00:00:00", "17/10/2026 08.30 WIB",
        "  17–10–2026 ", "17\u200b-10-2026", "１７-１０-２０２６", "s/d 17-10-2026", "17 Okt '26",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert parse_date(typed) == THE_DAY


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1/2/2026", date(2026, 2, 1)),  # the day comes first
        ("05-04-03", date(2003, 4, 5)),
        ("4 Nopember 2024", date(2024, 11, 4)),
        ("1 Pebruari 2027", date(2027, 2, 1)),
        ("29 Feb 2028", date(2028, 2, 29)),
        ("31 Agt 1999", date(1999, 8, 31)),
        ("7 mei 70", date(1970, 5, 7)),
        ("²-³-2026", date(2026, 3, 2)),  # raised digits are digits after all
    ],
)
def test_the_day_comes_before_the_month(typed: str, meant: date) -> None:
    assert parse_date(typed) == meant


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("10/17/2026", dates.MONTH_FIRST),
        ("31-02-2026", dates.IMPOSSIBLE),
        ("32 Okt 2026", dates.IMPOSSIBLE),
        ("0-10-2026", dates.IMPOSSIBLE),
        ("17-45-2026", dates.IMPOSSIBLE),
        ("Oktober 2026", dates.NO_DAY),
        ("10/2026", dates.NO_DAY),
        ("17-10-1826", dates.OUT_OF_RANGE),
        ("17-10-9999", dates.OUT_OF_RANGE),
        ("171026", dates.UNREADABLE),
        ("17-10-226", dates.UNREADABLE),
        ("besok", dates.UNREADABLE),
        ("5 tahun lagi", dates.UNREADABLE),
        ("17 Okt Nov 2026", dates.UNREADABLE),
        ("", dates.UNREADABLE),
        ("17-10-2026 17-10-2027", dates.UNREADABLE),
        ("9" * 5000, dates.UNREADABLE),
    ],
)
def test_what_is_no_date_gets_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        parse_date(typed)
    assert refused.value.message == sentence


@given(some.text(max_size=40))
def test_no_text_breaks_it(typed: str) -> None:
    with suppress(RuleBroken):
        assert parse_date(typed).year >= 1945


@given(some.dates(date(1945, 1, 1), date(2100, 12, 31)))
def test_every_day_survives_its_own_writing(day: date) -> None:
    for form in ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d", "%d%m%Y", "%d %B %Y"):
        assert parse_date(day.strftime(form)) == day
