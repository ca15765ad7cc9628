"""Versions of rubrics: drafts are edited and looked at, then put in force; nothing is lost."""

from dataclasses import replace
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.exc import IntegrityError

from catalog.audit.services import record
from catalog.curation.models import Criterion, Rubric
from catalog.curation.queries.rubrics import find_version, items_of
from catalog.curation.rules.rubric import (
    CHANGED,
    MOST_CRITERIA,
    NOT_A_DRAFT,
    Item,
    Scale,
    check_whole,
    differences,
)
from catalog.curation.rules.words import RubricState
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, slugify

DRAFT_THERE = N_("There is already a draft of this rubric. Finish or discard that one first.")
OVERTAKEN = N_(
    "Another version came into force in the meantime. Look at which grades yours turns once more,"
    " then decide."
)
TOO_MANY = N_("A rubric holds at most %(most)s criteria. Take one out first.")


def start_draft(work: Work, version: Rubric, *, restore: bool = False) -> Rubric:
    """Return the rubric's draft, made from this version where there is none yet.

    With ``restore`` an existing draft is not taken for it, so that no edit is mixed up.
    """
    there = find_version(work, version.key, RubricState.DRAFT)
    if there is not None:
        if restore:
            raise RuleBroken(DRAFT_THERE)
        return there
    last = work.session.scalar(select(func.max(Rubric.version)).where(Rubric.key == version.key))
    active = find_version(work, version.key, RubricState.ACTIVE)
    draft = Rubric(
        **{name: getattr(version, name) for name in _COPIED},
        version=(last or 0) + 1,
        based_on_id=active.id if active else None,
        made_by=work.actor.user_id,
        made_at=work.now,
        criteria=[_row(item) for item in items_of(version)],
    )
    try:
        with work.session.begin_nested():
            work.session.add(draft)
    except IntegrityError as error:
        raise RuleBroken(DRAFT_THERE) from error
    record(
        work,
        "rubric.restore" if restore else "rubric.draft",
        target=("rubric", draft.id),
        before={"version": version.version},
        after={"key": draft.key, "version": draft.version},
    )
    return draft


_SCALE = (
    "least_a", "least_b", "least_c", "gap_tenths", "raters_low", "raters_high", "publish_from",
    "destinations",
)  # fmt: skip
_COPIED = ("key", "name", "kinds", "source", "certainty", "reviewed_on", *_SCALE)


def touch(work: Work, draft: Rubric, revision: int) -> None:
    """Take the draft's next revision, unless someone else has been faster."""
    if draft.state is not RubricState.DRAFT:
        raise RuleBroken(NOT_A_DRAFT)
    _one(
        work.session.execute(
            update(Rubric)
            .where(
                Rubric.id == draft.id,
                Rubric.state == RubricState.DRAFT,
                Rubric.revision == revision,
            )
            .values(revision=revision + 1)
            .execution_options(synchronize_session=False)
        ),
        CHANGED,
    )
    work.session.refresh(draft)


def _one(result: object, otherwise: str) -> None:
    if cast("CursorResult[Any]", result).rowcount != 1:
        raise RuleBroken(otherwise)


def discard(work: Work, draft: Rubric) -> None:
    """Throw a draft away."""
    touch(work, draft, draft.revision)
    record(
        work,
        "rubric.discard",
        target=("rubric", draft.id),
        before={"key": draft.key, "version": draft.version},
    )
    work.session.delete(draft)
    work.session.flush()


def get_item(draft: Rubric, key: str) -> Criterion:
    """Return a criterion of a version, or raise NotFound."""
    found = next((row for row in draft.criteria if row.key == key), None)
    if found is None:
        raise NotFound("criterion")
    return found


def add_item(work: Work, draft: Rubric, item: Item, *, revision: int) -> str:
    """Add a criterion at the end; return its key."""
    if len(draft.criteria) >= MOST_CRITERIA:
        raise RuleBroken(TOO_MANY, most=MOST_CRITERIA)
    touch(work, draft, revision)
    known = {row.key for row in draft.criteria} | _TAKEN
    key = _free_key(known, item.name.best("en"))
    last = max((row.position for row in draft.criteria), default=-1)
    draft.criteria.append(_row(replace(item, key=key, position=last + 1)))
    _record(work, draft, "add", key, weight=item.weight)
    work.session.flush()
    return key


_TAKEN = frozenset({"baru"})  # the address where a new criterion is written


def _free_key(known: set[str], name: str) -> str:
    base = slugify(name, limit=32) or "butir"
    return next(key for n in range(1000) if (key := f"{base}-{n}" if n else base) not in known)


def save_item(work: Work, draft: Rubric, key: str, item: Item, *, revision: int) -> None:
    """Write a criterion of a draft."""
    row = get_item(draft, key)
    touch(work, draft, revision)
    for name, value in _columns(replace(item, key=key, position=row.position)).items():
        setattr(row, name, value)
    _record(work, draft, "edit", key, weight=item.weight)
    work.session.flush()


def remove_item(work: Work, draft: Rubric, key: str, *, revision: int) -> None:
    """Take a criterion out of a draft."""
    row = get_item(draft, key)
    touch(work, draft, revision)
    draft.criteria.remove(row)
    _record(work, draft, "remove", key)
    work.session.flush()


def move_item(work: Work, draft: Rubric, key: str, step: int, *, revision: int) -> None:
    """Move a criterion up (-1) or down (1)."""
    get_item(draft, key)
    touch(work, draft, revision)
    rows = list(draft.criteria)
    place = next(n for n, row in enumerate(rows) if row.key == key)
    other = place + step
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for number, row in enumerate(rows):
        row.position = number
    work.session.flush()
    work.session.refresh(draft)


def save_scale(work: Work, draft: Rubric, scale: Scale, *, revision: int) -> None:
    """Write the thresholds of a draft."""
    touch(work, draft, revision)
    draft.least_a, draft.least_b, draft.least_c = scale.least_a, scale.least_b, scale.least_c
    draft.gap_tenths = round(scale.gap * 10)
    draft.raters_low, draft.raters_high = scale.raters_low, scale.raters_high
    draft.publish_from = scale.publish_from.value
    draft.destinations = {str(grade): str(where) for grade, where in scale.destinations}
    record(
        work,
        "rubric.scale",
        target=("rubric", draft.id),
        after={name: getattr(draft, name) for name in _SCALE if name != "destinations"},
    )
    work.session.flush()


def confirm_item(work: Work, version: Rubric, key: str) -> date:
    """Note that somebody read the source today and the criterion still stands."""
    row = get_item(version, key)
    row.reviewed_on = wib_date(work.now)
    _record(work, version, "confirm", key)
    work.session.flush()
    return row.reviewed_on


def activate(work: Work, draft: Rubric, *, note: str, revision: int, against: UUID | None) -> None:
    """Put a draft in force, as it was looked at; scores under older versions stay as they are.

    ``against`` is the version in force that the draft was compared with.
    """
    active = find_version(work, draft.key, RubricState.ACTIVE)
    if (active.id if active else None) != against:
        raise RuleBroken(OVERTAKEN)
    check_whole(items_of(draft))
    touch(work, draft, revision)
    if active is not None:
        _retire(work, active)
    draft.state, draft.note = RubricState.ACTIVE, note
    draft.active_from, draft.activated_by = work.now, work.actor.user_id
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleBroken(OVERTAKEN) from error
    changes = differences(items_of(active) if active else (), items_of(draft))
    record(
        work,
        "rubric.activate",
        target=("rubric", draft.id),
        before={"version": active.version} if active else {},
        after={
            "key": draft.key,
            "version": draft.version,
            "changed": [f"{change.kind}:{change.key}" for change in changes],
        },
    )


def _retire(work: Work, active: Rubric) -> None:
    _one(
        work.session.execute(
            update(Rubric)
            .where(Rubric.id == active.id, Rubric.state == RubricState.ACTIVE)
            .values(state=RubricState.RETIRED, retired_at=work.now)
            .execution_options(synchronize_session=False)
        ),
        OVERTAKEN,
    )
    work.session.refresh(active)


def _row(item: Item) -> Criterion:
    return Criterion(**_columns(item))


def _columns(item: Item) -> dict[str, Any]:
    return {
        "key": item.key,
        "position": item.position,
        "group": item.group,
        "weight": item.weight,
        "name": item.name,
        "hint": item.hint,
        "anchors": [dict(anchor) for anchor in item.anchors],
        "next_step": item.next_step,
        "may_not_apply": item.may_not_apply,
        "source": item.source,
        "certainty": item.certainty,
        "reviewed_on": item.reviewed_on,
    }


def _record(work: Work, draft: Rubric, verb: str, key: str, **after: object) -> None:
    record(
        work,
        f"rubric.{verb}",
        target=("rubric", draft.id),
        after={"criterion": key, "version": draft.version, **after},
    )
