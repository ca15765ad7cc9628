"""States of a showcase that are kept, and brought back; bringing back loses nothing."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.models import ShowcaseVersion
from catalog.showcases.queries.drafts import Draft
from catalog.showcases.rules import VersionKind
from catalog.showcases.rules.comparing import changes
from catalog.showcases.rules.content import Content
from catalog.showcases.rules.keeping import from_json, to_json

EVERY = timedelta(minutes=15)  # of work on it, a state is kept
MAX_AUTO = 40  # states kept by themselves; those with a name or published stay for good
MAX_NAME = 120
_MOST_NUMBER = 2**31 - 1


def keep_if_due(work: Work, draft: Draft) -> ShowcaseVersion | None:
    """Keep what is about to be changed, when long enough ago or another curator made it."""
    if draft.saved_at is None:
        return keep(work, draft, VersionKind.AUTO) if draft.content.blocks else None
    is_other = draft.saved_by != work.actor.user_id
    last_at = _last_at(work, draft.showcase.id)
    is_long_ago = work.now - draft.saved_at >= EVERY or (
        last_at is not None and work.now - last_at >= EVERY
    )
    if not is_other and not is_long_ago:
        return None
    return keep(work, draft, VersionKind.AUTO)


def keep(work: Work, draft: Draft, kind: VersionKind, *, name: str = "") -> ShowcaseVersion | None:
    """Keep a draft as it stands; None when the latest version is the same and was kept alike."""
    last = _last(work, draft.showcase.id)
    content = draft.content.without_trash()
    before = from_json(last.content) if last is not None else Content()
    if last is not None and before == content and kind is VersionKind.AUTO:
        return None
    is_auto = kind is VersionKind.AUTO
    version = ShowcaseVersion(
        showcase_id=draft.showcase.id,
        number=1 if last is None else last.number + 1,
        kind=kind,
        name=name,
        content=to_json(content),
        changes=[[message, values] for message, values in changes(before, content)],
        made_at=(draft.saved_at or work.now) if is_auto else work.now,
        made_by=draft.saved_by if is_auto else work.actor.user_id,
    )
    work.session.add(version)
    work.session.flush()
    if is_auto:
        _prune(work, draft.showcase.id)
    return version


def keep_named(work: Work, draft: Draft, name: str) -> ShowcaseVersion:
    """Keep the draft under a name that a curator gave."""
    if not name or len(name) > MAX_NAME:
        raise RuleBroken(
            N_("Give the version a name of at most %(most)s characters."),
            field="name",
            most=MAX_NAME,
        )
    version = keep(work, draft, VersionKind.NAMED, name=name)
    if version is None:
        raise NotFound
    about = {"number": version.number}
    record(work, "showcase.keep_version", target=("showcase", draft.showcase.id), after=about)
    return version


def get_version(work: Work, showcase_id: UUID, number: int) -> ShowcaseVersion:
    """Return a version; raise NotFound."""
    if not 0 < number <= _MOST_NUMBER:  # what no column holds
        raise NotFound
    found = work.session.scalar(
        select(ShowcaseVersion).where(
            ShowcaseVersion.showcase_id == showcase_id, ShowcaseVersion.number == number
        )
    )
    if found is None:
        raise NotFound
    return found


def _last(work: Work, showcase_id: UUID) -> ShowcaseVersion | None:
    return work.session.scalar(
        select(ShowcaseVersion)
        .where(ShowcaseVersion.showcase_id == showcase_id)
        .order_by(ShowcaseVersion.number.desc())
        .limit(1)
    )


def _last_at(work: Work, showcase_id: UUID) -> datetime | None:
    return work.session.scalar(
        select(func.max(ShowcaseVersion.made_at)).where(ShowcaseVersion.showcase_id == showcase_id)
    )


def _prune(work: Work, showcase_id: UUID) -> None:
    """Give up the oldest of the states that were kept by themselves."""
    of_these = (
        ShowcaseVersion.showcase_id == showcase_id,
        ShowcaseVersion.kind == VersionKind.AUTO,
    )
    kept = (
        select(ShowcaseVersion.number)
        .where(*of_these)
        .order_by(ShowcaseVersion.number.desc())
        .limit(MAX_AUTO)
    )
    oldest = work.session.scalars(kept).all()
    if len(oldest) == MAX_AUTO:
        work.session.execute(
            delete(ShowcaseVersion).where(*of_these, ShowcaseVersion.number < oldest[-1])
        )
