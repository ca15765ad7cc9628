"""Lines of a draft, one change at a time; who looked at an older draft is told."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.legality.models import Requirement, RequirementSet
from catalog.legality.queries.requirements import rule_of
from catalog.legality.rules.requirements import (
    Rule,
    SetState,
    check_line,
    differences,
    reordered,
)
from catalog.legality.rules.requirements.editing import NOT_A_DRAFT
from catalog.legality.services.requirements import new_row, touch, values_of


def save_line(work: Work, draft: RequirementSet, line: Rule, *, revision: int) -> list[RuleBroken]:
    """Store a line, new or changed; return what is wrong with it instead, if anything is."""
    problems = check_line(line)
    if problems:
        return problems
    touch(work, draft, revision)
    stored = next((row for row in draft.requirements if row.key == line.key), None)
    before = rule_of(stored) if stored else None
    if stored is None:
        last = max((row.position for row in draft.requirements), default=0)
        stored = new_row(replace(line, position=line.position or last + 10))
        draft.requirements.append(stored)
    else:
        for name, value in values_of(replace(line, position=stored.position)).items():
            setattr(stored, name, value)
    work.session.flush()
    _record_line(work, draft, before, rule_of(stored))
    return []


def remove_line(work: Work, draft: RequirementSet, key: str, *, revision: int) -> None:
    """Take a line out of a draft."""
    row = _line(draft, key)
    touch(work, draft, revision)
    before = rule_of(row)
    draft.requirements.remove(row)
    work.session.flush()
    _record_line(work, draft, before, None)


def move_line(work: Work, draft: RequirementSet, key: str, step: int, *, revision: int) -> None:
    """Move a line one place up (-1) or down (1)."""
    _line(draft, key)
    touch(work, draft, revision)
    places = {
        rule.key: rule.position
        for rule in reordered([rule_of(row) for row in draft.requirements], key, step)
    }
    for row in draft.requirements:
        row.position = places[row.key]
    work.session.flush()
    work.session.expire(draft, ["requirements"])
    record(
        work,
        "requirements.move",
        target=("requirement_set", draft.id),
        after={"line": key, "step": step},
    )


def confirm_source(work: Work, version: RequirementSet, key: str) -> None:
    """Note that the source of a line in force was read again today and still says the same."""
    if version.state is not SetState.ACTIVE:
        raise RuleBroken(NOT_A_DRAFT)
    row = _line(version, key)
    before, row.reviewed_on = row.reviewed_on, wib_date(work.now)
    record(
        work,
        "requirements.review",
        target=("requirement_set", version.id),
        before={"line": key, "reviewed_on": before.isoformat() if before else None},
        after={"line": key, "reviewed_on": row.reviewed_on.isoformat()},
    )


def _line(version: RequirementSet, key: str) -> Requirement:
    for row in version.requirements:
        if row.key == key:
            return row
    raise NotFound("requirement")


def _record_line(
    work: Work, draft: RequirementSet, before: Rule | None, after: Rule | None
) -> None:
    changes: Sequence[Any] = differences([before] if before else [], [after] if after else [])
    for change in changes:
        record(
            work,
            "requirements.edit",
            target=("requirement_set", draft.id),
            after={"line": change.key, "what": change.kind.value, "fields": list(change.fields)},
        )
