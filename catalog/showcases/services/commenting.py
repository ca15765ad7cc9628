"""Says something about a showcase, answers, settles."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update

from catalog.accounts.queries import staff_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.showcases.models import Showcase, ShowcaseComment
from catalog.showcases.queries.comments import colleagues, get_comment
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.queries.preview import Opened

MAX_TEXT = 2_000
MAX_NAME = 80
GONE = N_("The part that this is about is not there any more. Write about the whole showcase.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a curator says: about a block (None: the whole), in a thread, meant for whom."""

    text: str
    block_id: UUID | None = None
    answers: UUID | None = None
    mentions: Collection[UUID] = ()


def say(work: Work, showcase_id: UUID, remark: Remark) -> ShowcaseComment:
    """Keep what a curator says; those for whom it is meant are told."""
    draft = get_editable(work, showcase_id)
    _check(remark.text)
    block_id = remark.block_id
    if remark.answers is not None:
        block_id = get_comment(work, showcase_id, remark.answers).block_id
    elif block_id is not None and draft.content.find(block_id) is None:
        raise RuleBroken(GONE, field="block")
    known = colleagues(work, draft.showcase.gallery_id)
    meant = [key for key in known if key in set(remark.mentions)]
    row = ShowcaseComment(
        showcase_id=showcase_id,
        block_id=block_id,
        parent_id=remark.answers,
        author_id=work.actor.user_id,
        text=remark.text,
        mentions=[str(key) for key in meant],
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    notify(work, meant, _meant_for_you(draft.showcase, row))
    _record(work, "showcase.comment", row)
    return row


def say_from_outside(
    work: Work, opened: Opened, *, name: str, text: str, block_id: UUID | None
) -> ShowcaseComment:
    """Keep what somebody says who reads through a preview link; the gallery's curators are told."""
    _check(text)
    if not name:
        raise RuleBroken(N_("Write your name, so that the curators know who asks."), field="name")
    content = opened.draft.content
    place = block_id if block_id is not None and content.find(block_id) else None
    showcase = opened.draft.showcase
    row = ShowcaseComment(
        showcase_id=showcase.id,
        block_id=place,
        preview_id=opened.link_id,
        name=name[:MAX_NAME],
        text=text,
        mentions=[],
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    told = staff_ids(work, Role.CURATOR, gallery_id=showcase.gallery_id)
    notify(
        work,
        told,
        Notice(
            kind="showcases.remark",
            title=N_("A remark from outside on %(showcase)s"),
            text=N_("Somebody who reads the preview has written to you."),
            values={"showcase": showcase.title},
            url=_address(row),
            next_step=N_("Read it and answer"),
            key=f"remark:{row.id}",
        ),
    )
    _record(work, "showcase.remark", row)
    return row


def settle(work: Work, showcase_id: UUID, comment_id: UUID) -> None:
    """Note that nothing is left to do about a thread."""
    get_editable(work, showcase_id)
    row = get_comment(work, showcase_id, comment_id)
    settled = work.session.execute(
        update(ShowcaseComment)
        .where(ShowcaseComment.id == comment_id, ShowcaseComment.resolved_at.is_(None))
        .values(resolved_at=work.now, resolved_by=work.actor.user_id)
        .execution_options(synchronize_session="fetch")
    )
    if cast("CursorResult[Any]", settled).rowcount != 1:
        raise RuleBroken(N_("Somebody has settled this already."))
    _record(work, "showcase.settle", row)


def reopen(work: Work, showcase_id: UUID, comment_id: UUID) -> None:
    """Take a settled thread up again."""
    get_editable(work, showcase_id)
    row = get_comment(work, showcase_id, comment_id)
    row.resolved_at, row.resolved_by = None, None
    _record(work, "showcase.reopen", row)


def _check(text: str) -> None:
    if not text:
        raise RuleBroken(N_("Write something first."), field="text")
    if len(text) > MAX_TEXT:
        raise RuleBroken(N_("Keep it below %(number)s characters."), field="text", number=MAX_TEXT)


def _meant_for_you(showcase: Showcase, row: ShowcaseComment) -> Notice:
    return Notice(
        kind="showcases.mention",
        title=N_("A colleague asks you about %(showcase)s"),
        text=N_("You are named in a remark on this showcase."),
        values={"showcase": showcase.title},
        url=_address(row),
        next_step=N_("Read it and answer"),
        key=f"mention:{row.id}",
    )


def _address(row: ShowcaseComment) -> str:
    thread = row.parent_id or row.id
    return f"/pengurus/etalase/{row.showcase_id}/komentar#k-{thread}"


def _record(work: Work, action: str, row: ShowcaseComment) -> None:
    about = {"comment": str(row.id), "block": str(row.block_id or "")}
    record(work, action, target=("showcase", row.showcase_id), after=about)
