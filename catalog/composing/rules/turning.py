"""Whose turn it is: pieces that were shown often, and who could stand in their place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from catalog.composing.rules.candidates import Candidate, band, parts
from catalog.kernel.clock import WIB

OFTEN = 2  # showcases of a quarter from which on a piece may make room
MOST = 5
_MONTHS = 3


@dataclass(frozen=True, slots=True)
class Turn:
    """A piece shown ``times`` in the quarter, and one never shown that fits its place."""

    out: UUID
    into: UUID
    times: int


def turns(
    standing: Sequence[Candidate], waiting: Iterable[Candidate], *, most: int = MOST
) -> list[Turn]:
    """Return exchanges that give a place to who never had one, the most repeated pieces first.

    The newcomer is of the same kind and price band, from the same district where one is, no worse
    in quality, in stock if the other is, and of a maker who is not there yet.
    """
    present = {each.vendor_id for each in standing}
    free = [each for each in waiting if each.vendor_id not in present]
    often = sorted(
        (each for each in standing if each.times_shown >= OFTEN),
        key=lambda each: (-each.times_shown, each.id),
    )
    found: list[Turn] = []
    for out in often:
        fit = [each for each in free if _fits(each, out)]
        if not fit:
            continue
        into = min(fit, key=lambda each: (each.district != out.district, -_quality(each), each.id))
        found.append(Turn(out.id, into.id, out.times_shown))
        free = [each for each in free if each.vendor_id != into.vendor_id]
        if len(found) == most:
            break
    return found


def _fits(newcomer: Candidate, out: Candidate) -> bool:
    return (
        newcomer.category == out.category
        and band(newcomer.price) == band(out.price)
        and _quality(newcomer) >= _quality(out)
        and (newcomer.is_in_stock or not out.is_in_stock)
        and (not out.gallery_ids or not newcomer.gallery_ids.isdisjoint(out.gallery_ids))
    )


def _quality(candidate: Candidate) -> int:
    return parts(candidate).quality


def quarter(year: int, number: int) -> tuple[datetime, datetime]:
    """Return the first moment of a quarter (1 to 4) in WIB, and the first after it."""
    first = (number - 1) * _MONTHS + 1
    after = (year, first + _MONTHS) if number < 4 else (year + 1, 1)  # noqa: PLR2004  # the last
    return datetime(year, first, 1, tzinfo=WIB), datetime(*after, 1, tzinfo=WIB)


def last_quarters(now: datetime, count: int) -> list[tuple[int, int]]:
    """Return the quarter of this moment and those before it, the newest first."""
    local = now.astimezone(WIB)
    year, number = local.year, (local.month - 1) // _MONTHS + 1
    found = []
    for _ in range(count):
        found.append((year, number))
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    return found
