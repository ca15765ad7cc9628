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


@dataclass(frozen=True, slots=True)
class Attempt:
    """A sign-in that was looked at: whose it is, if the pair was right, and its keyed hashes."""

    person_id: UUID | None
    login_hash: str
    address_hash: str


def examine(work: Work, pair: tuple[str, str], *, address: str, key: str) -> Attempt:
    """Return what became of (login, password); only reads, since hashing takes its time.

    ``key`` keeps the stored hashes of names and addresses from being guessed. Raises RuleBroken
    after too many failures.
    """
    name = rules.normal_login(pair[0])[: rules.MAX_LOGIN]
    login_hash = queries.keyed(name, key)
    address_hash = queries.keyed(rules.address_group(address), key)
    if queries.count_failures(work, login_hash, address_hash) >= rules.ATTEMPTS:
        raise RuleBroken(TOO_OFTEN)
    person = queries.find_person(work, name)
    is_right = _matches(person, pair[1])
    return Attempt(person.id if person and is_right else None, login_hash, address_hash)


def sign_in(work: Work, attempt: Attempt) -> str | None:
    """Return the new session's token, or None when the pair was wrong; commit in both cases."""
    work.session.execute(
        delete(SignInAttempt).where(SignInAttempt.tried_at <= work.now - rules.WINDOW)
    )
    work.session.execute(delete(SignInSession).where(SignInSession.expires_at <= work.now))
    if attempt.person_id is None:
        work.session.add(
            SignInAttempt(
                login_hash=attempt.login_hash,
                address_hash=attempt.address_hash,
                tried_at=work.now,
            )
        )
        return None
    work.session.execute(
        delete(SignInAttempt).where(SignInAttempt.login_hash == attempt.login_hash)
    )
    token = secrets.token_urlsafe(32)
    work.session.add(
        SignInSession(
            id_hash=queries.digest(token),
            person_id=attempt.person_id,
            created_at=work.now,
            expires_at=work.now + rules.SESSION_LENGTH,
        )
    )
    record(work, "accounts.sign_in", target=("person", attempt.person_id))
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
