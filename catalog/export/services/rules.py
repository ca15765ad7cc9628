"""Versions of export rules: drafted, looked at with all products, put in force; nothing is lost."""

from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.exc import IntegrityError

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.export.models import RULE, ExportRule
from catalog.export.policy import can_edit_rules
from catalog.export.queries.book import all_markets, rule_of
from catalog.export.queries.rules import find_active, find_draft
from catalog.export.rules import EVERYWHERE, Rule, RuleState
from catalog.export.rules.editing import changed_fields, check_rule
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import Forbidden, RuleBroken
from catalog.kernel.text import N_, slugify
from catalog.search.outbox import mark_ids

CHANGED = N_(
    "Someone else changed this draft in the meantime. Compare what is stored now with what you"
    " typed, then save again."
)
NOT_A_DRAFT = N_("This version is not a draft any more. Start a new one to change it.")
DRAFT_THERE = N_("There is already a draft of this rule. Finish or discard that one first.")
OVERTAKEN = N_(
    "Another version came into force in the meantime. Look at what yours turns once more, then"
    " decide."
)
GONE = N_("This rule is not in force any more.")


def start(work: Work, version: ExportRule) -> ExportRule:
    """Return the draft of a rule, made from this version where there is none yet."""
    _check(work)
    there = find_draft(work, version.key)
    if there is not None:
        return there
    return _add(work, version.key, rule_of(version))


def open_rule(work: Work, rule: Rule) -> ExportRule:
    """Store the first draft of a new rule; its key comes from market and English name."""
    _check(work)
    _check_rule(work, rule)
    words = slugify(f"{rule.market_code} {rule.name.best('en')}", limit=52)
    keys = set(work.session.scalars(select(ExportRule.key).distinct()))
    numbered = (f"{words}-{number}" if number > 1 else words for number in range(1, 100))
    return _add(work, next(key for key in numbered if key not in keys), rule)


def save(work: Work, draft: ExportRule, rule: Rule, revision: int) -> None:
    """Write a draft anew; refused when somebody else did since ``revision``."""
    _check(work)
    _check_rule(work, rule)
    before = rule_of(draft)
    touch(work, draft, revision)
    for name, value in values_of(rule).items():
        setattr(draft, name, value)
    names = changed_fields(before, rule_of(draft))
    _record(work, "export_rule.edit", draft, {"changed": list(names)})


def discard(work: Work, draft: ExportRule) -> None:
    """Throw a draft away."""
    _check(work)
    touch(work, draft, draft.revision)
    _record(work, "export_rule.discard", draft, {})
    work.session.delete(draft)
    work.session.flush()


def activate(
    work: Work, draft: ExportRule, *, note: str, revision: int, against: UUID | None
) -> None:
    """Put a draft in force, as it was looked at; ``against`` is the version it was compared with.

    What products turn follows in the same transaction.
    """
    _check(work)
    active = find_active(work, draft.key)
    if (active.id if active else None) != against:
        raise RuleBroken(OVERTAKEN)
    touch(work, draft, revision)
    before = rule_of(active) if active else None
    if active is not None:
        _retire(work, active)
    draft.state, draft.note = RuleState.ACTIVE, note
    draft.active_from, draft.activated_by = work.now, work.actor.user_id
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleBroken(OVERTAKEN) from error
    names = changed_fields(before, rule_of(draft))
    _record(work, "export_rule.activate", draft, {"changed": list(names), "note": note})


def end(work: Work, active: ExportRule, note: str) -> None:
    """Take a rule out of force; its versions stay in the history."""
    _check(work)
    _retire(work, active)
    _record(work, "export_rule.end", active, {"note": note})


def reviewed(work: Work, active: ExportRule) -> None:
    """Note that the source was read again today, and still says the same."""
    _check(work)
    before, active.reviewed_on = active.reviewed_on, wib_date(work.now)
    if active.state is not RuleState.ACTIVE:
        raise RuleBroken(GONE)
    record(
        work,
        "export_rule.review",
        target=("export_rule", active.id),
        before={"reviewed_on": before.isoformat() if before else ""},
        after={"reviewed_on": active.reviewed_on.isoformat()},
    )


def touch(work: Work, draft: ExportRule, revision: int) -> None:
    """Take the draft's next revision, unless someone else has been faster."""
    if draft.state is not RuleState.DRAFT:
        raise RuleBroken(NOT_A_DRAFT)
    if not _moved(work, draft, RuleState.DRAFT, revision, {"revision": revision + 1}):
        raise RuleBroken(CHANGED)
    work.session.refresh(draft)


def values_of(rule: Rule) -> dict[str, Any]:
    """Return the columns of a rule."""
    return {
        "market_code": rule.market_code,
        "position": rule.position,
        "name": rule.name,
        "explanation": rule.explanation,
        "office": rule.office,
        "fact": rule.fact,
        "severity": rule.severity,
        "part": rule.part,
        "who": rule.who,
        "kinds": sorted(rule.kinds),
        "categories": sorted(rule.categories),
        "hs_prefixes": list(rule.hs_prefixes),
        "applies_when": sorted(rule.applies_when),
        "except_when": sorted(rule.except_when),
        "days": rule.days,
        "requirement": rule.requirement,
        "source": rule.source,
        "source_url": rule.source_url,
        "certainty": rule.certainty,
        "reviewed_on": rule.reviewed_on,
        "effective_from": rule.effective_from,
        "effective_until": rule.effective_until,
    }


def _check(work: Work) -> None:
    if not can_edit_rules(work.actor):
        raise Forbidden("export rules")


def _check_rule(work: Work, rule: Rule) -> None:
    for broken in check_rule(rule):
        raise broken
    codes = {market.code for market in all_markets(work.session)} | {EVERYWHERE}
    if rule.market_code not in codes:
        raise RuleBroken(N_("Choose a market of the list."), field="market_code")


def _add(work: Work, key: str, rule: Rule) -> ExportRule:
    """Store a draft; another office's of the same moment wins."""
    last = work.session.scalar(select(func.max(ExportRule.version)).where(ExportRule.key == key))
    draft = ExportRule(
        key=key,
        version=(last or 0) + 1,
        made_by=work.actor.user_id,
        made_at=work.now,
        **values_of(rule),
    )
    try:
        with work.session.begin_nested():
            work.session.add(draft)
    except IntegrityError as error:
        raise RuleBroken(DRAFT_THERE) from error
    _record(work, "export_rule.draft", draft, {})
    return draft


def _retire(work: Work, active: ExportRule) -> None:
    values = {"state": RuleState.RETIRED, "retired_at": work.now}
    if not _moved(work, active, RuleState.ACTIVE, active.revision, values):
        raise RuleBroken(GONE)
    work.session.refresh(active)


def _moved(
    work: Work, row: ExportRule, state: RuleState, revision: int, values: dict[str, Any]
) -> bool:
    """Change a row that still is what it was thought to be; return whether it was."""
    statement = (
        update(ExportRule)
        .where(ExportRule.id == row.id, ExportRule.state == state, ExportRule.revision == revision)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    done: CursorResult[Any] = work.session.execute(statement)  # type: ignore[assignment]  # an UPDATE gives this
    if done.rowcount == 1 and state is RuleState.ACTIVE:
        mark_ids(work.session, RULE, [row.id])
    return done.rowcount == 1


def _record(work: Work, action: str, row: ExportRule, after: dict[str, Any]) -> None:
    about = {"key": row.key, "version": row.version}
    record(work, action, target=("export_rule", row.id), after=about | after)
