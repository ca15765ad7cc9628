"""Limits that hold across workers and restarts: events are counted in the database."""

import math
from datetime import datetime, timedelta

from sqlalchemy import String, delete, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.db.base import Base, Pk
from catalog.db.engine import WRITES
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

TOO_OFTEN = N_("Too many tries. Wait %(minutes)s minutes, then try again.")
TOO_OFTEN_HOURS = N_("Too many tries for today. Try again in %(hours)s hours, or ask an officer.")
_LONG = timedelta(hours=2)


class LimitHit(Base):
    """One event that counts towards a limit; who and where are a keyed hash."""

    __tablename__ = "limit_hit"

    id: Mapped[Pk]
    bucket: Mapped[str] = mapped_column(String(64), index=True)
    happened_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)  # then it counts no more


def allow(work: Work, bucket: str, *, per: timedelta, most: int) -> None:
    """Count one event, or raise RuleBroken when ``most`` within ``per`` are reached.

    Counted in this transaction: give what may fail afterwards a transaction of its own, or call
    ``count_refused``. ``bucket`` says what is limited and for whom, as ``"inquiry:192.0.2.1"``.
    """
    check(work, bucket, per=per, most=most)
    _add(work, bucket, per)


def check(work: Work, bucket: str, *, per: timedelta, most: int) -> None:
    """Raise RuleBroken when the limit is reached; counts nothing."""
    key = _key(work, bucket)
    if work.session.get_bind().dialect.name == "postgresql":
        # Two at once must not both see the last free place; SQLite has one writer anyway.
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
        work.session.execute(lock, {"key": key})
    counted, oldest = work.session.execute(
        select(func.count(), func.min(LimitHit.happened_at)).where(
            LimitHit.bucket == key, LimitHit.happened_at > work.now - per
        )
    ).one()
    if counted >= most:
        raise _refusal(oldest + per - work.now)


def count_refused(work: Work, bucket: str, *, per: timedelta) -> None:
    """Count one event whether its transaction is rolled back, as after RuleBroken, or not."""
    _add(work, bucket, per)

    def add() -> None:
        work.session.connection(execution_options={WRITES: True})
        _add(work, bucket, per)
        work.session.commit()

    work.even_if_refused(add)


def forgive(work: Work, bucket: str) -> None:
    """Forget what was counted, as after a sign-in that was right."""
    work.session.execute(delete(LimitHit).where(LimitHit.bucket == _key(work, bucket)))


def take_back(work: Work, bucket: str) -> None:
    """Let the newest event not count: it turned out well."""
    newest = (
        select(LimitHit.id)
        .where(LimitHit.bucket == _key(work, bucket))
        .order_by(LimitHit.happened_at.desc(), LimitHit.id)
        .limit(1)
        .scalar_subquery()
    )
    work.session.execute(delete(LimitHit).where(LimitHit.id == newest))


def _add(work: Work, bucket: str, per: timedelta) -> None:
    work.session.execute(delete(LimitHit).where(LimitHit.ends_at <= work.now))
    work.session.add(
        LimitHit(bucket=_key(work, bucket), happened_at=work.now, ends_at=work.now + per)
    )
    work.session.flush()


def _key(work: Work, bucket: str) -> str:
    return work.vault.fingerprint(bucket, purpose="limit")


def _refusal(wait: timedelta) -> RuleBroken:
    if wait > _LONG:
        return RuleBroken(TOO_OFTEN_HOURS, hours=math.ceil(wait / timedelta(hours=1)))
    return RuleBroken(TOO_OFTEN, minutes=max(1, math.ceil(wait / timedelta(minutes=1))))
