"""Versions of requirement sets: drafts are looked at, then put in force; nothing is lost."""

from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.legality.models import Requirement, RequirementSet
from catalog.legality.queries.requirements import live
from catalog.legality.rules.requirements import (
    Purpose,
    Rule,
    SetState,
    differences,
)
from catalog.legality.rules.requirements.editing import CHANGED, NOT_A_DRAFT
from catalog.legality.services.shipped import set_key
from catalog.search.outbox import mark_ids

MARK = "requirements"
DRAFT_THERE = N_("There is already a draft of this set. Finish or discard that one first.")
OVERTAKEN = N_(
    "Another version came into force in the meantime. Look at whom yours affects once more, then"
    " decide."
)


def find_active(work: Work, key: str) -> RequirementSet | None:
    """Return the version of this set that is in force."""
    return work.session.scalar(
        select(RequirementSet).where(
            RequirementSet.key == key, RequirementSet.state == SetState.ACTIVE
        )
    )


def open_set(
    work: Work,
    purpose: Purpose,
    *,
    kind: str = "",
    category: tuple[UUID, str] | None = None,
    gallery: tuple[UUID, str] | None = None,
) -> RequirementSet:
    """Start the first draft of a set that is not there yet; pairs are (id, slug)."""
    key = set_key(purpose, kind, category[1] if category else "", gallery[1] if gallery else "")
    known = work.session.scalars(select(RequirementSet.version).where(RequirementSet.key == key))
    versions = known.all()
    if find_active(work, key) or _draft_of(work, key):
        raise RuleBroken(N_("This set exists already; open it in the list."), field="purpose")
    draft = RequirementSet(
        key=key,
        version=max(versions, default=0) + 1,
        purpose=purpose,
        kind=kind,
        category_id=category[0] if category else None,
        gallery_id=gallery[0] if gallery else None,
        made_by=work.actor.user_id,
        made_at=work.now,
    )
    _add(work, draft)
    record(work, "requirements.open", target=("requirement_set", draft.id), after={"key": key})
    return draft


def start_draft(work: Work, version: RequirementSet, *, restore: bool = False) -> RequirementSet:
    """Return the set's draft, made from this version where there is none yet.

    With ``restore`` an existing draft is not taken for it, so that no edit is mixed up.
    """
    there = _draft_of(work, version.key)
    if there is not None:
        if restore:
            raise RuleBroken(DRAFT_THERE)
        return there
    last = work.session.scalars(
        select(RequirementSet.version)
        .where(RequirementSet.key == version.key)
        .order_by(RequirementSet.version.desc())
        .limit(1)
    ).one()
    active = find_active(work, version.key)
    draft = RequirementSet(
        key=version.key,
        version=last + 1,
        purpose=version.purpose,
        kind=version.kind,
        category_id=version.category_id,
        gallery_id=version.gallery_id,
        based_on_id=active.id if active else None,
        made_by=work.actor.user_id,
        made_at=work.now,
        requirements=[new_row(rule) for rule in live(version).rules],
    )
    _add(work, draft)
    record(
        work,
        "requirements.restore" if restore else "requirements.draft",
        target=("requirement_set", draft.id),
        before={"version": version.version},
        after={"key": draft.key, "version": draft.version},
    )
    return draft


def _draft_of(work: Work, key: str) -> RequirementSet | None:
    return work.session.scalar(
        select(RequirementSet).where(
            RequirementSet.key == key, RequirementSet.state == SetState.DRAFT
        )
    )


def _add(work: Work, draft: RequirementSet) -> None:
    """Store a draft; another office's of the same moment wins."""
    try:
        with work.session.begin_nested():
            work.session.add(draft)
    except IntegrityError as error:
        raise RuleBroken(DRAFT_THERE) from error


def touch(work: Work, draft: RequirementSet, revision: int) -> None:
    """Take the draft's next revision, unless someone else has been faster."""
    if draft.state is not SetState.DRAFT:
        raise RuleBroken(NOT_A_DRAFT)
    taken: CursorResult[Any] = work.session.execute(  # type: ignore[assignment]  # an UPDATE gives this
        update(RequirementSet)
        .where(
            RequirementSet.id == draft.id,
            RequirementSet.state == SetState.DRAFT,
            RequirementSet.revision == revision,
        )
        .values(revision=revision + 1)
        .execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:
        raise RuleBroken(CHANGED)
    work.session.refresh(draft)


def discard(work: Work, draft: RequirementSet) -> None:
    """Throw a draft away."""
    touch(work, draft, draft.revision)
    record(
        work,
        "requirements.discard",
        target=("requirement_set", draft.id),
        before={"key": draft.key, "version": draft.version},
    )
    work.session.delete(draft)
    work.session.flush()


def activate(
    work: Work, draft: RequirementSet, *, note: str, revision: int, against: UUID | None
) -> None:
    """Put a draft in force, as it was looked at; the version until now becomes history.

    ``against`` is the version in force that the draft was compared with. Refused when the draft
    was edited since, or when another version came into force.
    """
    active = find_active(work, draft.key)
    if (active.id if active else None) != against:
        raise RuleBroken(OVERTAKEN)
    if not draft.requirements and active is None:
        raise RuleBroken(N_("A set without a single line asks for nothing. Add a line first."))
    touch(work, draft, revision)
    if active is not None:
        _retire(work, active)
    draft.state, draft.note = SetState.ACTIVE, note
    draft.active_from, draft.activated_by = work.now, work.actor.user_id
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleBroken(OVERTAKEN) from error
    mark_ids(work.session, MARK, [draft.id])  # what is ready for export follows from it
    changes = differences(live(active).rules if active else (), live(draft).rules)
    record(
        work,
        "requirements.activate",
        target=("requirement_set", draft.id),
        before={"version": active.version} if active else {},
        after={
            "key": draft.key,
            "version": draft.version,
            "changed": [f"{change.kind.value}:{change.key}" for change in changes],
        },
    )


def _retire(work: Work, active: RequirementSet) -> None:
    gone: CursorResult[Any] = work.session.execute(  # type: ignore[assignment]  # an UPDATE gives this
        update(RequirementSet)
        .where(RequirementSet.id == active.id, RequirementSet.state == SetState.ACTIVE)
        .values(state=SetState.RETIRED, retired_at=work.now)
        .execution_options(synchronize_session=False)
    )
    if gone.rowcount != 1:
        raise RuleBroken(OVERTAKEN)
    work.session.refresh(active)


def new_row(rule: Rule) -> Requirement:
    """Return a line to store."""
    return Requirement(key=rule.key, **values_of(rule))


def values_of(rule: Rule) -> dict[str, Any]:
    """Return the columns of a line."""
    return {
        "position": rule.position,
        "name": rule.name,
        "type_codes": sorted(rule.type_codes),
        "stopgap_codes": sorted(rule.stopgap_codes),
        "fact": rule.fact.value if rule.fact else "",
        "level": rule.level,
        "applies_when": sorted(rule.applies_when),
        "except_when": sorted(rule.except_when),
        "effective_from": rule.effective_from,
        "effective_until": rule.effective_until,
        "next_step": rule.next_step,
        "office": rule.office,
        "cost": rule.cost,
        "days_min": rule.days[0],
        "days_max": rule.days[1],
        "how_to": rule.how_to,
        "papers": rule.papers,
        "link": rule.link,
        "source": rule.source,
        "certainty": rule.certainty,
        "reviewed_on": rule.reviewed_on,
    }
