"""The fairness board: who stands in showcases, and who never has."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select

from catalog.composing.queries.facts import facts_of, public_facts
from catalog.composing.queries.history import published
from catalog.composing.rules.candidates import Candidate, parts
from catalog.composing.rules.history import Publication, between, shown
from catalog.composing.rules.scopes import Scope, ScopeKind
from catalog.composing.rules.shares import Split, splits
from catalog.composing.rules.turning import Turn, quarter, turns
from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.products.models import Product
from catalog.showcases.models import HomeSlot, Showcase
from catalog.showcases.queries.eligibility import refusals
from catalog.showcases.queries.teasers import find_running
from catalog.showcases.rules import ShowcaseKind, ShowcaseStatus
from catalog.showcases.rules.schedule import Window
from catalog.showcases.rules.slots import Booking, standing
from catalog.vendors.models import Vendor

TOP = 8  # makers with the most pieces
PER_PAGE = 24


@dataclass(frozen=True, slots=True)
class Maker:
    """A maker with how many of its pieces stand there."""

    id: UUID
    name: str
    pieces: int


@dataclass(frozen=True, slots=True)
class Board:
    """What one scope shows, beside everything that is public."""

    pieces: int
    makers: int
    splits: tuple[Split, ...]
    top: tuple[Maker, ...]
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of the products that no showcase ever showed."""

    ids: tuple[UUID, ...]
    total: int
    pages: int
    page: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list of those who wait is narrowed to; empty values narrow nothing."""

    district: str = ""
    category: str = ""
    gallery_id: UUID | None = None
    is_in_stock: bool = False


@dataclass(frozen=True, slots=True)
class Stock:
    """Everything public with its history; read once for a page."""

    everything: tuple[Candidate, ...]
    published: tuple[Publication, ...]


def stock(work: Work) -> Stock:
    """Return what is public with what was shown of it."""
    found = published(work)
    return Stock(_with_turns(work, public_facts(work), found), tuple(found))


def board(work: Work, scope: Scope, known: Stock) -> Board:
    """Return how the pieces of a scope divide; a fixed number of statements."""
    ids = _ids(work, scope, known.published)
    facts = {each.id: each for each in known.everything if each.id in ids}
    lost = facts_of(work, ids - facts.keys())  # shown then, not public now
    before = _before(work, scope, known.published)
    standing_now = tuple(
        replace(each, was_shown=each.id in before) for each in (*facts.values(), *lost.values())
    )
    per_maker = Counter(each.vendor_id for each in standing_now)
    waiting = [each for each in known.everything if not each.was_shown]
    return Board(
        pieces=len(standing_now),
        makers=len(per_maker),
        splits=splits(standing_now, known.everything),
        top=_top(work, per_maker),
        turns=tuple(turns(tuple(facts.values()), waiting)),
    )


def waiting(work: Work, known: Stock, wanted: Wanted, page: int) -> Waiting:
    """Return a page of what may be shown today and never was, the best first, ties by id."""
    fit = [each for each in known.everything if not each.was_shown and _is_wanted(each, wanted)]
    refused = refusals(work, ShowcaseKind.STORY, None, [each.id for each in fit])
    free = sorted(
        (each for each in fit if not refused[each.id]),
        key=lambda each: (-parts(each).quality, not each.is_in_stock, each.id),
    )
    pages = max(1, -(-len(free) // PER_PAGE))
    page = max(1, min(page, pages))
    shown_now = free[(page - 1) * PER_PAGE : page * PER_PAGE]
    return Waiting(tuple(each.id for each in shown_now), len(free), pages, page)


def showcases(work: Work) -> list[tuple[UUID, LocalText]]:
    """Return the published showcases, the newest first."""
    rows = work.session.execute(
        select(Showcase.id, Showcase.title)
        .where(Showcase.status == ShowcaseStatus.PUBLISHED)
        .order_by(Showcase.last_published_at.desc(), Showcase.id)
        .limit(100)
    )
    return [(row.id, row.title) for row in rows]


def editable(work: Work, where: ColumnElement[bool]) -> list[tuple[UUID, LocalText]]:
    """Return the showcases of a clause, those worked on last first."""
    rows = work.session.execute(
        select(Showcase.id, Showcase.title)
        .where(where)
        .order_by(Showcase.updated_at.desc(), Showcase.id)
        .limit(100)
    )
    return [(row.id, row.title) for row in rows]


def _with_turns(
    work: Work, found: Collection[Candidate], history: Sequence[Publication]
) -> tuple[Candidate, ...]:
    known = shown(history, work.now)
    return tuple(
        replace(each, was_shown=each.id in known.ever, times_shown=known.lately.get(each.id, 0))
        for each in found
    )


def _before(work: Work, scope: Scope, history: Sequence[Publication]) -> frozenset[UUID]:
    """Return what had been shown elsewhere, or before, when the scope began."""
    if scope.kind is ScopeKind.QUARTER:
        since, _ = quarter(scope.year, scope.number)
        earlier = [each for each in history if each.since < since]
    else:
        ours = _showcases(work, scope)
        earlier = [each for each in history if each.showcase_id not in ours]
    return frozenset().union(*(each.product_ids for each in earlier if each.since <= work.now))


def _ids(work: Work, scope: Scope, history: Sequence[Publication]) -> frozenset[UUID]:
    if scope.kind is ScopeKind.QUARTER:
        since, until = quarter(scope.year, scope.number)
        return frozenset().union(*between(history, since, until).values())
    wanted = _showcases(work, scope)
    now = between(history, work.now, work.now)
    last = {each.showcase_id: each.product_ids for each in history}  # the newest state of each
    found = (now.get(key) or last.get(key, frozenset()) for key in wanted)
    return frozenset().union(*found)


def _showcases(work: Work, scope: Scope) -> set[UUID]:
    if scope.kind is ScopeKind.SHOWCASE and scope.showcase_id:
        return {scope.showcase_id}
    return _on_home(work)


def _on_home(work: Work) -> set[UUID]:
    """Return the showcases that stand on the first page now."""
    rows = work.session.execute(
        select(
            HomeSlot.id,
            HomeSlot.place,
            HomeSlot.starts_at,
            HomeSlot.ends_at,
            HomeSlot.position,
            HomeSlot.showcase_id,
        ).join(Showcase, Showcase.id == HomeSlot.showcase_id)
        .where(Showcase.status == ShowcaseStatus.PUBLISHED)
    )  # fmt: skip
    booked = standing(
        [
            Booking(
                row.id, row.place, Window(row.starts_at, row.ends_at), row.position, row.showcase_id
            )
            for row in rows
        ],
        work.now,
    )
    if booked:
        return {booking.showcase_id for booking in booked.values()}
    running = find_running(work)
    return {running.id} if running else set()


def _booking(row: Row[*tuple[Any, ...]]) -> Booking:
    window = Window(row.starts_at, row.ends_at)
    return Booking(row.id, row.place, window, row.position, row.showcase_id)


def _is_wanted(candidate: Candidate, wanted: Wanted) -> bool:
    return (
        wanted.district in {"", candidate.district}
        and wanted.category in {"", candidate.category}
        and (wanted.gallery_id is None or wanted.gallery_id in candidate.gallery_ids)
        and (candidate.is_in_stock or not wanted.is_in_stock)
    )


def _top(work: Work, per_maker: Counter[UUID]) -> tuple[Maker, ...]:
    first = sorted(per_maker.items(), key=lambda each: (-each[1], each[0]))[:TOP]
    named = select(Vendor.id, Vendor.name).where(Vendor.id.in_([key for key, _ in first]))
    names = dict(work.session.execute(named).all())
    return tuple(Maker(key, names.get(key, ""), pieces) for key, pieces in first)


def districts_of(known: Stock) -> list[str]:
    """Return the kecamatan that public products come from."""
    return sorted({each.district for each in known.everything})


def is_public(work: Work, product_id: UUID) -> bool:
    """Return whether visitors can see a product."""
    return bool(public_facts(work, Product.id == product_id))
