"""The one queue: what waits for this officer, across features, in a fixed number of statements."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Row,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from catalog.db.work import Work
from catalog.desk.queries.items import Item, items_of
from catalog.desk.queries.waiting import everything
from catalog.desk.rules.queue import PAGE, Age, Kind, Pace, Wanted, Who, age, border
from catalog.galleries.queries import galleries, vendors_of
from catalog.holds.models import AssignmentRow, HoldRow
from catalog.holds.rules import STALE_AFTER
from catalog.kernel.errors import NotFound
from catalog.products.queries.guidance import limits
from catalog.products.rules.limits import DUE
from catalog.taxonomy.queries import category_tree


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue, oldest first; ``after`` leads on, None at the end."""

    items: list[Item]
    after: str | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around one thing in the queue; ``item`` is None once it waits no more."""

    items: list[Item]
    item: Item | None
    previous: Item | None
    next: Item | None


@dataclass(frozen=True, slots=True)
class Sum:
    """How many of a kind wait, since when the oldest, and how many are late."""

    kind: Kind
    number: int
    late: int
    age: Age


def page(work: Work, asked: Wanted, language: str, *, after: str = "") -> Page:
    """Return a page of what waits, oldest first, from the mark ``after`` on."""
    found = _statement(work, asked)
    mark = _mark(after)
    if mark is not None:
        found = found.where(_place(found) > _literal(found, *mark))
    rows = work.session.execute(found.limit(PAGE + 1)).all()
    items = items_of(work, rows[:PAGE], language)
    last = items[-1] if len(rows) > PAGE else None
    return Page(items, f"{last.since.isoformat()}~{last.id}" if last else None)


def around(work: Work, asked: Wanted, held_kind: str, target_id: UUID, language: str) -> Beside:
    """Return one thing and its neighbours in the queue as it was asked for."""
    found = _statement(work, asked)
    columns = found.selected_columns
    here = _find(work, held_kind, target_id)
    if here is None:
        first = work.session.execute(found.limit(PAGE)).all()
        return Beside(items_of(work, first, language), None, None, None)
    mark = _literal(found, here.since, here.id)
    place = _place(found)
    backwards = [column.desc() for column in (columns["since"], columns["id"])]
    before = found.where(place < mark).order_by(None).order_by(*backwards).limit(_BEFORE)
    behind = found.where(place > mark).limit(PAGE - _BEFORE)
    rows = [
        *reversed(work.session.execute(before).all()),
        here,
        *work.session.execute(behind).all(),
    ]
    items = items_of(work, rows, language)
    at = next(number for number, item in enumerate(items) if item.id == here.id)
    previous = items[at - 1] if at else None
    following = items[at + 1] if at + 1 < len(items) else None
    return Beside(items, items[at], previous, following)


def _find(work: Work, held_kind: str, target_id: UUID) -> Row[*tuple[Any, ...]] | None:
    """Return the line of a thing, whatever is asked for; the oldest where it waits twice."""
    every = _statement(work, Wanted())
    columns = every.selected_columns
    is_it = columns["target_id"] == target_id
    return work.session.execute(every.where(is_it, columns["held"] == held_kind).limit(1)).first()


def get_item(work: Work, kind: Kind, item_id: UUID, language: str) -> Item:
    """Return one thing that waits for this officer to decide on, or raise NotFound."""
    found = _statement(work, Wanted(kind=kind), to_decide=True)
    row = work.session.execute(found.where(found.selected_columns["id"] == item_id)).first()
    if row is None:
        raise NotFound("queue item")
    return items_of(work, [row], language)[0]


def sums(work: Work, asked: Wanted | None = None) -> list[Sum]:
    """Return, by kind, how many wait, since when, and how many are late; one statement."""
    waiting = everything(work).subquery()
    set_days = limits(work)
    late = or_(*_of_pace(work, waiting, Pace.LATE, set_days))
    narrowed = _narrowed(work, waiting, replace(asked or Wanted(), kind=None, pace=None), set_days)
    rows = work.session.execute(
        _joined(
            select(
                waiting.c.kind,
                func.count(),
                func.min(waiting.c.since),
                func.sum(case((late, 1), else_=0)),
            ),
            work,
            waiting,
        )
        .where(*narrowed)
        .group_by(waiting.c.kind)
    )
    found = {
        Kind(kind): Sum(
            Kind(kind), number, int(many), age(since, work.now, set_days[DUE + Kind(kind).key])
        )
        for kind, number, since, many in rows
    }
    return [found[kind] for kind in Kind if kind in found]


def count(work: Work) -> int:
    """Return how much waits for this officer in all; one statement."""
    waiting = everything(work).subquery()
    return work.session.scalar(select(func.count()).select_from(waiting)) or 0


_BEFORE = 8  # lines of the list that stand before the thing that is looked at


def _statement(work: Work, asked: Wanted, *, to_decide: bool = False) -> Select[*tuple[Any, ...]]:
    waiting = everything(work, to_decide=to_decide).subquery()
    return (
        _joined(
            select(
                *waiting.c,
                HoldRow.person_id.label("held_by"),
                HoldRow.since_at.label("held_since"),
                AssignmentRow.person_id.label("given_to"),
                AssignmentRow.given_at,
            ),
            work,
            waiting,
        )
        .where(*_narrowed(work, waiting, asked, limits(work)))
        .order_by(waiting.c.since, waiting.c.id)
    )


def _joined(
    statement: Select[*tuple[Any, ...]], work: Work, waiting: Subquery
) -> Select[*tuple[Any, ...]]:
    """Add who holds each thing just now, and whom it was given to."""
    is_held = and_(
        HoldRow.kind == waiting.c.held,
        HoldRow.target_id == waiting.c.target_id,
        HoldRow.seen_at > work.now - STALE_AFTER,
    )
    is_given = and_(
        AssignmentRow.kind == waiting.c.held, AssignmentRow.target_id == waiting.c.target_id
    )
    return (
        statement.select_from(waiting)
        .outerjoin(HoldRow, is_held)
        .outerjoin(AssignmentRow, is_given)
    )


def _narrowed(work: Work, waiting: Subquery, asked: Wanted, days: Any) -> Iterator[Any]:  # noqa: ANN401  # clauses
    if asked.kind:
        yield waiting.c.kind == asked.kind.value
    if asked.gallery:
        ids = [each.id for each in galleries(work.session) if each.slug == asked.gallery]
        yield waiting.c.vendor_id.in_(vendors_of(ids))
    if asked.category:
        yield waiting.c.category_id.in_(_branch(work, asked.category))
    if asked.pace:
        yield or_(*_of_pace(work, waiting, asked.pace, days))
    yield from _of_whom(work, asked)


def _of_whom(work: Work, asked: Wanted) -> Iterator[Any]:
    me = work.actor.user_id
    if asked.held_by is Who.MINE:
        yield HoldRow.person_id == me
    elif asked.held_by is Who.NOBODY:
        yield HoldRow.person_id.is_(None)
    if asked.given_to is Who.MINE:
        yield AssignmentRow.person_id == me
    elif asked.given_to is Who.NOBODY:
        yield AssignmentRow.person_id.is_(None)
    elif asked.given_to is not None:
        yield AssignmentRow.person_id == asked.given_to


def _of_pace(work: Work, waiting: Subquery, pace: Pace, days: Any) -> Iterator[Any]:  # noqa: ANN401  # clauses
    for kind in Kind:
        after, until = border(pace, work.now, days[DUE + kind.key])
        clauses = [waiting.c.kind == kind.value]
        if after is not None:
            clauses.append(waiting.c.since > after)
        if until is not None:
            clauses.append(waiting.c.since <= until)
        yield and_(*clauses)


def _branch(work: Work, slug: str) -> list[UUID]:
    """Return the ids of a category and of all below it."""
    tree = category_tree(work.session)
    top = next((node.id for node in tree.by_id.values() if node.slug == slug), None)
    return [node.id for node in tree.by_id.values() if top in node.path]


def _place(statement: Select[*tuple[Any, ...]]) -> Any:  # noqa: ANN401  # an SQL tuple
    columns = statement.selected_columns
    return tuple_(columns["since"], columns["id"])


def _literal(statement: Select[*tuple[Any, ...]], since: datetime, item_id: UUID) -> Any:  # noqa: ANN401  # an SQL tuple
    columns = statement.selected_columns
    return tuple_(literal(since, columns["since"].type), literal(item_id, columns["id"].type))


def _mark(text: str) -> tuple[datetime, UUID] | None:
    since, _, item_id = text.partition("~")
    try:
        moment, key = datetime.fromisoformat(since), UUID(item_id)
    except ValueError:
        return None
    return (moment, key) if moment.tzinfo else None
