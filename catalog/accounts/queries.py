"""Reads of people and their sessions."""

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.accounts.models import Person, SignInAttempt, SignInSession
from catalog.accounts.rules import WINDOW
from catalog.db.work import Work
from catalog.kernel.actor import MEMBERS, Actor, Role


def digest(value: str) -> str:
    """Return the hash under which a random token is kept."""
    return hashlib.sha256(value.encode()).hexdigest()


def keyed(value: str, key: str) -> str:
    """Return a hash that only who has the key can compute, for values that can be guessed."""
    return hmac.new(key.encode(), value.encode(), hashlib.sha256).hexdigest()


def find_session(session: Session, token: str, now: datetime) -> SignInSession | None:
    """Return the live session of this token with its person, or None."""
    return session.scalar(
        select(SignInSession)
        .where(SignInSession.id_hash == digest(token), SignInSession.expires_at > now)
        .options(joinedload(SignInSession.person).selectinload(Person.grants))
    )


def find_person(work: Work, login: str) -> Person | None:
    """Return the active person with this normalised login, or None."""
    return work.session.scalar(
        select(Person)
        .where(Person.login == login, Person.is_active)
        .options(selectinload(Person.grants))
    )


def count_failures(work: Work, login_hash: str, address_hash: str) -> int:
    """Return the larger count of recent failures of this account or this address."""
    since = work.now - WINDOW
    row = work.session.execute(
        select(
            func.count().filter(SignInAttempt.login_hash == login_hash),
            func.count().filter(SignInAttempt.address_hash == address_hash),
        ).where(
            SignInAttempt.tried_at > since,
            or_(SignInAttempt.login_hash == login_hash, SignInAttempt.address_hash == address_hash),
        )
    ).one()
    return max(row)


def actor_of(person: Person) -> Actor:
    """Return the person as the rules see it."""

    def vendors(*roles: Role) -> frozenset[UUID]:
        return frozenset(g.vendor_id for g in person.grants if g.vendor_id and g.role in roles)

    return Actor(
        user_id=person.id,
        roles=frozenset(grant.role for grant in person.grants),
        vendor_ids=vendors(*MEMBERS),
        owned_ids=vendors(Role.VENDOR),
        staffed_ids=vendors(Role.VENDOR_STAFF),
        assisted_ids=vendors(Role.ASSISTANT),
        gallery_ids=frozenset(g.gallery_id for g in person.grants if g.gallery_id),
    )
