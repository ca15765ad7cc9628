"""Reads dates in the many ways that people write them; the day comes before the month."""

import re
import unicodedata
from datetime import date

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line

UNREADABLE = N_("Write the date as day, month, year, for example 17-10-2026.")
IMPOSSIBLE = N_("There is no such day in the calendar. Look at the day and the month again.")
MONTH_FIRST = N_("Write the day before the month, for example 17-10-2026.")
NO_DAY = N_("Write the day too, for example 17-10-2026.")
OUT_OF_RANGE = N_("Look at the year again: it must lie between 1945 and 2100.")

_FIRST_YEAR, _LAST_YEAR = 1945, 2100
_TWO_DIGITS = 70  # 69 is 2069, 70 is 1970
_MONTHS_IN_A_YEAR, _LONGEST_MONTH = 12, 31
_LONGEST = 60  # characters; whoever writes more has pasted something else

# Indonesian with its old spellings and its shortenings, English, and the Roman numbers of letters.
_NAMES = (
    "januari january jan i",
    "februari pebruari february feb peb ii",
    "maret march mar mrt iii",
    "april apr iv",
    "mei may v",
    "juni june jun vi",
    "juli july jul vii",
    "agustus august agu agt ags aug viii",
    "september sept sep ix",
    "oktober october okt oct x",
    "november nopember nov nop xi",
    "desember december des dec xii",
)
_MONTHS = {name: at for at, names in enumerate(_NAMES, 1) for name in names.split()}
_BESIDE = re.compile(
    r"\b(?:senin|selasa|rabu|kamis|jumat|sabtu|minggu|ahad|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|tanggal|tgl|sampai|s/d|hingga|until)\b"
)
_TIME = re.compile(r"[t ]\d{1,2}[:.]\d{2}([:.]\d{2}(\.\d+)?)?( ?z| wib|[+-]\d{2}:?\d{2})?$")
_WORD = re.compile(r"\d+|[a-z]+")
_APOSTROPHES = str.maketrans(
    "", "", "'`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
)


def parse_date(typed: str) -> date:
    """Return the date that someone typed; raise RuleBroken with what to do about it.

    ``17-10-2026``, ``17/10/26``, ``17 Okt 2026``, ``2026-10-17`` and ``17102026`` are the same day.
    """
    text = unicodedata.normalize("NFKC", clean_line(typed)).lower().translate(_APOSTROPHES)
    if len(text) > _LONGEST:
        raise RuleBroken(UNREADABLE)
    parts = _WORD.findall(_BESIDE.sub(" ", _TIME.sub("", text)))
    return _built(*_ordered(_split(parts)))


def _split(parts: list[str]) -> list[str]:
    """Take eight digits without a sign between them apart: 17102026, 20261017."""
    if len(parts) == 1 and len(parts[0]) == 8 and parts[0].isdigit():  # noqa: PLR2004  # ddmmyyyy
        digits = parts[0]
        if digits.startswith(("19", "20")) and int(digits[4:6]) <= _MONTHS_IN_A_YEAR:
            return [digits[:4], digits[4:6], digits[6:]]
        return [digits[:2], digits[2:4], digits[4:]]
    return parts


def _ordered(parts: list[str]) -> tuple[int, int, int]:
    """Return day, month and year, whichever way round they stand."""
    months = [at for at, part in enumerate(parts) if part in _MONTHS]
    numbers = [part for part in parts if part.isdigit()]
    if len(parts) == 2 and len(numbers) + len(months) == 2:  # noqa: PLR2004  # a month and a year
        raise RuleBroken(NO_DAY)
    if len(parts) != 3 or len(numbers) + len(months) != 3 or len(months) > 1:  # noqa: PLR2004  # of three
        raise RuleBroken(UNREADABLE)
    if months:
        first, last = numbers
        day, year = (last, first) if len(first) == 4 else (first, last)  # noqa: PLR2004  # a whole year
        return _number(day), _MONTHS[parts[months[0]]], _year(year)
    if len(numbers[0]) == 4:  # noqa: PLR2004  # a whole year first
        return _number(numbers[2]), _number(numbers[1]), _year(numbers[0])
    return _number(numbers[0]), _number(numbers[1]), _year(numbers[2])


def _number(digits: str) -> int:
    if len(digits) > 2:  # noqa: PLR2004  # days and months
        raise RuleBroken(UNREADABLE)
    return int(digits)


def _year(digits: str) -> int:
    if len(digits) == 4:  # noqa: PLR2004  # a whole year
        return int(digits)
    if len(digits) != 2:  # noqa: PLR2004  # the shortened year
        raise RuleBroken(UNREADABLE)
    return int(digits) + (2000 if int(digits) < _TWO_DIGITS else 1900)


def _built(day: int, month: int, year: int) -> date:
    if month > _MONTHS_IN_A_YEAR >= day > 0 and month <= _LONGEST_MONTH:
        raise RuleBroken(MONTH_FIRST)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise RuleBroken(OUT_OF_RANGE)
    try:
        return date(year, month, day)
    except ValueError as error:
        raise RuleBroken(IMPOSSIBLE) from error
