"""Signing in and out. Every failure says the same thing and takes the same time."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete

from catalog.accounts import queries, rules
from catalog.accounts.models import Grant, Person, SignInAttempt, SignInSession
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when there is no such person, so that a stranger cannot tell by the clock.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))

WRONG = N_("This e-mail or phone number and password do not belong together.")
TOO_OFTEN = N_("Too many tries. Wait five minutes, then try again.")


@dataclass(frozen=True, slots=True)
class GrantSpec:
    """A role to give: for one vendor, for one gallery, or everywhere."""

    role: Role
    vendor_id: UUID | None = None
    gallery_id: UUID | None = None


def sign_in(work: Work, login: str, password: str, *, address: str) -> str | None:
    """Return the new session's token, or None when the pair is wrong (the failure is kept).

    Raises RuleBroken after too many failures; commit in every case.
    """
    name = rules.normal_login(login)[: rules.MAX_LOGIN]
    login_hash = queries.digest(name)
    address_hash = queries.digest(rules.address_group(address))
    if queries.count_failures(work, login_hash, address_hash) >= rules.ATTEMPTS:
        raise RuleBroken(TOO_OFTEN)
    person = queries.find_person(work, name)
    if not _matches(person, password) or person is None:
        work.session.add(
            SignInAttempt(login_hash=login_hash, address_hash=address_hash, tried_at=work.now)
        )
        return None
    work.session.execute(delete(SignInAttempt).where(SignInAttempt.login_hash == login_hash))
    work.session.execute(delete(SignInSession).where(SignInSession.expires_at <= work.now))
    token = secrets.token_urlsafe(32)
    work.session.add(
        SignInSession(
            id_hash=queries.digest(token),
            person_id=person.id,
            created_at=work.now,
            seen_at=work.now,
            expires_at=work.now + rules.SESSION_LENGTH,
        )
    )
    record(work, "accounts.sign_in", target=("person", person.id))
    return token


def sign_out(work: Work, token: str) -> None:
    """End this session; other browsers stay signed in."""
    found = queries.find_session(work.session, token, work.now)
    if found is not None:
        record(work, "accounts.sign_out", target=("person", found.person_id))
        work.session.delete(found)


def enrol(
    work: Work, login: str, *, name: str, password: str, grants: Iterable[GrantSpec] = ()
) -> Person:
    """Add a person with roles; only operators call it until registration opens."""
    person = Person(
        login=rules.normal_login(login),
        name=name,
        password_hash=_HASHER.hash(password),
        created_at=work.now,
        grants=[
            Grant(role=spec.role, vendor_id=spec.vendor_id, gallery_id=spec.gallery_id)
            for spec in grants
        ],
    )
    work.session.add(person)
    work.session.flush()
    record(work, "accounts.enrol", target=("person", person.id))
    return person


def _matches(person: Person | None, password: str) -> bool:
    try:
        return _HASHER.verify(
            person.password_hash if person else _NOBODY, password[: rules.MAX_PASSWORD]
        )
    except (VerificationError, InvalidHashError):
        return False
