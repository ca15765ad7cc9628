"""Links under which people without an account read a working copy."""

import secrets
from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, func, select, update

from catalog.accounts.queries import digest
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.models import ShowcasePreview
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.queries.preview import bound_to
from catalog.showcases.rules.schedule import PREVIEW_DAYS, preview_end

MOST_LINKS = 20  # that hold at the same time, for one showcase
MAX_NAME = 80
_BYTES = 24


def make_link(work: Work, showcase_id: UUID, *, name: str, days: int = PREVIEW_DAYS) -> str:
    """Make a link for somebody outside (``name`` says for whom); return its token."""
    get_editable(work, showcase_id)
    if not name:
        raise RuleBroken(N_("Say for whom this link is."), field="name")
    ends_at = preview_end(work.now, days)
    held = select(func.count()).where(
        ShowcasePreview.showcase_id == showcase_id,
        ShowcasePreview.revoked_at.is_(None),
        ShowcasePreview.expires_at > work.now,
    )
    if (work.session.scalar(held) or 0) >= MOST_LINKS:
        raise RuleBroken(
            N_("%(most)s links hold already. Take back one that nobody needs."), most=MOST_LINKS
        )
    token, key = secrets.token_urlsafe(_BYTES), uuid4()
    work.session.add(
        ShowcasePreview(
            id=key,
            showcase_id=showcase_id,
            token_hash=digest(token),
            token=work.vault.seal(token, bound_to=bound_to(key)),
            name=name[:MAX_NAME],
            created_by=work.actor.user_id,
            created_at=work.now,
            expires_at=ends_at,
        )
    )
    about = {"link": str(key), "until": ends_at.isoformat()}
    record(work, "showcase.share", target=("showcase", showcase_id), after=about)
    return token


def take_back(work: Work, showcase_id: UUID, link_id: UUID) -> None:
    """End a link at once; who opens it finds nothing."""
    get_editable(work, showcase_id)
    row = work.session.get(ShowcasePreview, link_id)
    if row is None or row.showcase_id != showcase_id:
        raise NotFound(f"link {link_id}")
    ended = work.session.execute(
        update(ShowcasePreview)
        .where(ShowcasePreview.id == link_id, ShowcasePreview.revoked_at.is_(None))
        .values(revoked_at=work.now)
        .execution_options(synchronize_session="fetch")
    )
    if cast("CursorResult[Any]", ended).rowcount != 1:
        raise RuleBroken(N_("This link was taken back already."))
    about = {"link": str(link_id)}
    record(work, "showcase.unshare", target=("showcase", showcase_id), before=about)
