"""Which products were shown in which showcase, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import zip_longest
from uuid import UUID

QUARTER = timedelta(days=91)


@dataclass(frozen=True, slots=True)
class Publication:
    """What a showcase showed from a moment on; ``until`` is None while nothing followed."""

    showcase_id: UUID
    product_ids: frozenset[UUID]
    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How often products were shown: ever, and in how many showcases of the last quarter."""

    ever: frozenset[UUID]
    lately: dict[UUID, int]


def publications(
    showcase_id: UUID,
    states: Sequence[tuple[datetime, frozenset[UUID]]],
    *,
    starts_at: datetime | None,
    ends_at: datetime | None,
) -> list[Publication]:
    """Return what a showcase showed when; ``states`` are those published, the oldest first."""
    replaced: list[datetime | None] = [at for at, _ in states[1:]]
    found = []
    for (at, products), replaced_at in zip_longest(states, replaced):
        since = max(at, starts_at) if starts_at else at
        until = _earlier(replaced_at, ends_at)
        if until is None or since < until:
            found.append(Publication(showcase_id, products, since, until))
    return found


def between(
    found: Iterable[Publication], since: datetime, until: datetime
) -> dict[UUID, frozenset[UUID]]:
    """Return the products of each showcase that were shown at some moment of a period."""
    shown: dict[UUID, frozenset[UUID]] = {}
    for each in found:
        if each.since < until and (each.until is None or each.until > since):
            shown[each.showcase_id] = shown.get(each.showcase_id, frozenset()) | each.product_ids
    return shown


def shown(found: Sequence[Publication], now: datetime, *, besides: UUID | None = None) -> Shown:
    """Return what was shown until ``now``, in other showcases than ``besides``."""
    past = [each for each in found if each.since <= now and each.showcase_id != besides]
    lately: dict[UUID, int] = {}
    for products in between(past, now - QUARTER, now).values():
        for product_id in products:
            lately[product_id] = lately.get(product_id, 0) + 1
    return Shown(frozenset().union(*(each.product_ids for each in past)), lately)


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((each for each in (one, other) if each is not None), default=None)
