"""Gives a showcase its time: publishes it from a moment on, takes it down, ends it."""

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.search.outbox import mark_ids
from catalog.showcases.models import Showcase, ShowcaseRun
from catalog.showcases.queries.drafts import Draft, get_editable
from catalog.showcases.queries.page import get_preview
from catalog.showcases.queries.searching import NO_SEARCH, SavedSearch
from catalog.showcases.rules import Phase, ShowcaseStatus, phase
from catalog.showcases.rules.checking import in_english
from catalog.showcases.rules.schedule import (
    LEAST_REASON,
    Readiness,
    Window,
    check_publishable,
    check_window,
)
from catalog.showcases.services import publishing, watching

NOT_OUT = N_("This showcase is not published. Somebody may have taken it down just now.")
NOT_RUNNING = N_("This showcase does not run now, so it cannot be ended.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a curator decides about showing: when, the cover in words, the notice of the end.

    ``revision`` is the state of the working copy that the curator has seen.
    """

    window: Window
    revision: int
    cover_alt: LocalText = field(default_factory=LocalText)
    closing: LocalText = field(default_factory=LocalText)
    without_english: bool = False


def publish(
    work: Work, showcase_id: UUID, plan: Plan, *, search: SavedSearch = NO_SEARCH
) -> Showcase:
    """Let visitors read the working copy in this window; again and again, as it changes.

    Raises RuleBroken for what is missing, for a window that is over, and for a working copy that
    somebody else has changed since it was looked at.
    """
    draft = get_editable(work, showcase_id, lock=True)
    if draft.revision != plan.revision:
        raise RuleBroken(publishing.CHANGED)
    facts = readiness(work, draft, cover_alt=plan.cover_alt, search=search)
    check_publishable(facts, without_english=plan.without_english)
    check_window(plan.window, work.now)
    showcase = draft.showcase
    before = _told(showcase)
    first = showcase.first_published_at
    showcase.starts_at, showcase.ends_at = plan.window.starts_at, plan.window.ends_at
    if draft.is_unpublished or showcase.status is not ShowcaseStatus.PUBLISHED:
        publishing.publish(work, showcase_id, revision=plan.revision)
    shows_at = max(work.now, plan.window.starts_at or work.now)
    showcase.first_published_at = first if first and first <= work.now else shows_at
    showcase.last_published_at = shows_at
    _keep_run(work, showcase_id, plan)
    work.session.flush()
    watching.note(work, [showcase_id])  # what is away from the start is no news
    after = _told(showcase) | {"without_english": plan.without_english}
    record(work, "showcase.schedule", target=("showcase", showcase_id), before=before, after=after)
    return showcase


def readiness(
    work: Work, draft: Draft, *, cover_alt: LocalText, search: SavedSearch = NO_SEARCH
) -> Readiness:
    """Return what stands in a working copy, for the list before it shows."""
    content = draft.content
    return Readiness(
        title=content.title,
        lead=content.lead,
        has_cover=content.cover_id is not None,
        cover_alt=cover_alt,
        visible_items=len(get_preview(work, draft, "id", search=search).pieces),
        missing_english=len(in_english(content, draft.showcase.kind)),
    )


def take_down(work: Work, showcase_id: UUID, *, reason: str) -> None:
    """Take a showcase off the site at once; its words stay with its curators."""
    showcase = get_editable(work, showcase_id, lock=True).showcase
    if len(reason) < LEAST_REASON:
        raise RuleBroken(
            N_("Write why, in at least %(number)s characters: colleagues will ask."),
            field="reason",
            number=LEAST_REASON,
        )
    before = _told(showcase)
    _move(work, showcase_id, ShowcaseStatus.PUBLISHED, status=ShowcaseStatus.DRAFT)
    run = _run(work, showcase_id)
    run.stopped_reason, run.stopped_at = reason, work.now
    run.stopped_by = work.actor.user_id
    after = {"status": ShowcaseStatus.DRAFT.value, "reason": reason}
    record(work, "showcase.take_down", target=("showcase", showcase_id), before=before, after=after)


def end_now(work: Work, showcase_id: UUID) -> None:
    """End a running showcase; it stays readable as an archive."""
    showcase = get_editable(work, showcase_id, lock=True).showcase
    if phase(showcase.facts(), work.now) is not Phase.RUNNING:
        raise RuleBroken(NOT_RUNNING)
    before = _told(showcase)
    if showcase.starts_at is not None and showcase.starts_at >= work.now:
        raise RuleBroken(NOT_RUNNING)
    _move(work, showcase_id, ShowcaseStatus.PUBLISHED, ends_at=work.now)
    record(
        work,
        "showcase.end",
        target=("showcase", showcase_id),
        before=before,
        after={"ends": work.now.isoformat()},
    )


def _move(work: Work, showcase_id: UUID, current: ShowcaseStatus, **values: Any) -> None:  # noqa: ANN401  # columns
    moved = work.session.execute(
        update(Showcase)
        .where(Showcase.id == showcase_id, Showcase.status == current)
        .values(updated_at=work.now, **values)
        .execution_options(synchronize_session="fetch")
    )
    if cast("CursorResult[Any]", moved).rowcount != 1:
        raise RuleBroken(NOT_OUT)
    mark_ids(work.session, "page", [showcase_id])


def _keep_run(work: Work, showcase_id: UUID, plan: Plan) -> None:
    run = _run(work, showcase_id)
    run.cover_alt, run.closing = plan.cover_alt, plan.closing
    run.stopped_reason, run.stopped_at, run.stopped_by = "", None, None


def _run(work: Work, showcase_id: UUID) -> ShowcaseRun:
    run = work.session.get(ShowcaseRun, showcase_id)
    if run is None:
        run = ShowcaseRun(showcase_id=showcase_id, cover_alt=LocalText(), closing=LocalText())
        work.session.add(run)
    return run


def _told(showcase: Showcase) -> dict[str, str]:
    starts, ends = showcase.starts_at, showcase.ends_at
    return {
        "status": showcase.status.value,
        "starts": starts.isoformat() if starts else "",
        "ends": ends.isoformat() if ends else "",
    }
