"""Dropping what has ended."""

from datetime import timedelta

from sqlalchemy import delete, or_, select

from catalog.accounts.models import Grant, OneTimeCode, Person, SignInSession
from catalog.accounts.services.removing import remove_unproven
from catalog.db.work import Work
from catalog.kernel.actor import Role

_KEPT = timedelta(days=30)  # codes that were used or ran out, to answer questions about them
_UNPROVEN = timedelta(days=7)


def drop_ended(work: Work) -> None:
    """Drop sign-ins that are over, and old codes that open nothing any more."""
    work.session.execute(delete(SignInSession).where(SignInSession.expires_at <= work.now))
    old = work.now - _KEPT
    work.session.execute(
        delete(OneTimeCode).where(or_(OneTimeCode.used_at < old, OneTimeCode.expires_at < old))
    )


def drop_unproven(work: Work) -> None:
    """Drop sign-ups by e-mail whose code nobody typed: they could never sign in, so own nothing.

    Someone with a phone number can begin without a proof, and is kept.
    """
    bound = select(Grant.person_id).where(Grant.role != Role.BUYER)
    people = work.session.scalars(
        select(Person).where(
            Person.verified_at.is_(None),
            Person.login_hint.contains("@"),
            Person.consented_at < work.now - _UNPROVEN,
            Person.id.not_in(bound),
        )
    ).all()
    for person in people:
        remove_unproven(work, person)
