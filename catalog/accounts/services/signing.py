"""Signing in and out. Every failure says the same thing and takes the same time."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete

from catalog.accounts import queries, rules
from catalog.accounts.models import Person, SignInSession
from catalog.accounts.services.secrets import matches
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.text import N_
from catalog.web import limits

WRONG = N_("This e-mail or phone number and password do not belong together.")


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a sign-in comes from: what its owner reads in the list of sign-ins."""

    agent: str = ""
    is_remembered: bool = False
    has_second_step: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Whose password was right, and as of which version of the account."""

    person_id: UUID
    version: int


def knock(work: Work, login: str, device: str = "") -> None:
    """Count a sign-in that is about to be tried; commit it before trying.

    ``device`` is the mark of a browser that this account has signed in with before: it has a
    limit of its own, so that nobody else's guesses lock the owner out.
    """
    for bucket in _buckets(work, login, device):
        limits.allow(work, bucket, per=rules.WINDOW, most=rules.ATTEMPTS)


def examine(work: Work, login: str, password: str) -> Known | None:
    """Return whose (login, password) this is, or None; only reads, since hashing takes its time."""
    person = queries.find_person(work, login[: rules.MAX_LOGIN])
    is_right = matches(person, password)
    if person is None or not is_right or _awaits_proof(person, login):
        return None
    return Known(person.id, person.session_version)


def sign_in(
    work: Work,
    known: Known,
    login: str,
    *,
    device: str = "",
    browser: Browser = Browser(),
) -> str | None:
    """Return the token of a new session; None when the account was closed or changed meanwhile.

    Changed is one whose password is another by now: the one that was examined opens nothing.
    """
    work.session.execute(delete(SignInSession).where(SignInSession.expires_at <= work.now))
    person = work.session.get(Person, known.person_id, with_for_update=True, populate_existing=True)
    if person is None or not person.is_active or person.session_version != known.version:
        return None
    buckets = _buckets(work, login, device)
    limits.forgive(work, buckets[0])
    for bucket in buckets[1:]:
        limits.take_back(work, bucket)
    token = open_session(work, person, browser)
    record(work, "accounts.sign_in", target=("person", person.id))
    return token


def open_session(work: Work, person: Person, browser: Browser) -> str:
    """Return the token of a new session of this person, whoever vouched for it."""
    token = secrets.token_urlsafe(32)
    length = rules.SESSION_LENGTH if browser.is_remembered else rules.SHORT_SESSION
    work.session.add(
        SignInSession(
            id_hash=queries.digest(token),
            person_id=person.id,
            version=person.session_version,
            created_at=work.now,
            expires_at=work.now + length,
            second_step_at=work.now if browser.has_second_step else None,
            is_remembered=browser.is_remembered,
            agent=browser.agent[:60],
            address_hint=rules.address_hint(work.address),
        )
    )
    work.session.flush()
    return token


def sign_out(work: Work, token: str) -> None:
    """End this session; other browsers stay signed in."""
    found = queries.find_session(work.session, token, work.now)
    if found is not None:
        record(work, "accounts.sign_out", target=("person", found.person_id))
        work.session.delete(found)


def _awaits_proof(person: Person, login: str) -> bool:
    """Return whether this is an e-mail account that nobody has proven to own.

    It answers like an unknown one: otherwise a sign-up and a sign-in would tell who has one.
    """
    return person.verified_at is None and rules.is_email(rules.normal_login(login))


def _buckets(work: Work, login: str, device: str) -> list[str]:
    """Return the limits of an attempt, the account's own first."""
    if device:
        return [f"sign-in:device:{device}"]
    name = rules.normal_login(login)[: rules.MAX_LOGIN]
    group = rules.address_group(work.address)
    return [f"sign-in:account:{name}", f"sign-in:address:{group}"]
