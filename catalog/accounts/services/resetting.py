"""New passwords: forgotten ones by a link in a mail or by an officer's code, known ones by hand."""

from uuid import UUID, uuid4

from sqlalchemy import delete

from catalog.accounts import queries, rules
from catalog.accounts.models import Person, SignInSession
from catalog.accounts.services.codes import (
    WRONG_CODE,
    find_token,
    issue_token,
    redeem_code,
    redeem_token,
    revoke,
)
from catalog.accounts.services.grants import lock_person
from catalog.accounts.services.secrets import matches
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.web import limits

RESET_LINK = "reset-link"
RESET_CODE = "reset-code"
OLD_LINK = N_("This link was used already or is too old. Ask for a new one.")
WRONG_PASSWORD = N_("This is not your present password.")


def knock_to_reset(work: Work, login: str) -> None:
    """Count a wish for a new password; commit it before going on."""
    group = rules.address_group(work.address)
    for bucket in (f"reset:account:{rules.normal_login(login)}", f"reset:address:{group}"):
        limits.allow(work, bucket, per=rules.DAY, most=rules.RESETS)


def wishing(work: Work, login: str) -> UUID:
    """Return who wishes a new password by mail; somebody's id who never was, when nobody does."""
    person = queries.find_person(work, login)
    is_mailed = person is not None and rules.is_email(rules.normal_login(login))
    return person.id if person is not None and is_mailed else uuid4()


def wish_reset(work: Work, person_id: UUID) -> tuple[Person, str] | None:
    """Return (person, secret for the link to mail), or None when there is nobody to mail it to."""
    person = work.session.get(Person, person_id)
    if person is None or not person.is_active:
        return None
    token = issue_token(work, RESET_LINK, target_id=person.id, person_id=person.id)
    record(work, "accounts.wish_reset", target=("person", person.id))
    return person, token


def can_reset(work: Work, token: str) -> bool:
    """Return whether the link still works; opening it uses nothing up."""
    return find_token(work, RESET_LINK, token)


def reset_by_link(work: Work, token: str, password_hash: str) -> Person:
    """Set a new password through the secret of a mailed link; every sign-in ends."""
    code = redeem_token(work, RESET_LINK, token)
    if code is None:
        raise RuleBroken(OLD_LINK)
    person = queries.get_person(work, code.target_id)
    if not person.is_active:
        raise RuleBroken(OLD_LINK)
    _prove(work, person)
    _set(work, person, password_hash, "accounts.reset")
    return person


def reset_by_code(work: Work, login: str, typed: str, password_hash: str) -> Person:
    """Set a new password with an officer's code; an unknown login reads like a wrong code."""
    person = queries.find_person(work, login)
    if person is not None:  # the same order of locks as with a code that proves a login
        lock_person(work, person.id)
    nobody = UUID(queries.login_hash(work.vault, login)[:32])  # has limits too, never a code
    redeem_code(work, RESET_CODE, typed, target_id=person.id if person else nobody)
    if person is None:
        raise RuleBroken(WRONG_CODE, field="code")
    _prove(work, person)
    _set(work, person, password_hash, "accounts.reset")
    return person


def change_password(work: Work, person_id: UUID, password_hash: str, *, keep: str) -> None:
    """Set a new password; every sign-in ends but that of the token ``keep``."""
    person = queries.get_person(work, person_id)
    _set(work, person, password_hash, "accounts.change_password")
    kept = work.session.get(SignInSession, queries.digest(keep))
    if kept is not None and kept.person_id == person.id:
        kept.version = person.session_version


def knock_with_password(work: Work) -> None:
    """Count a present password that is about to be tried; commit it before trying."""
    limits.allow(work, _own_bucket(work), per=rules.WINDOW, most=rules.CODE_TRIES)


def knock_with_new_password(work: Work) -> None:
    """Count a new password; looking at it and hashing it take their time, so commit it before."""
    bucket = f"password:new:{rules.address_group(work.address)}"
    limits.allow(work, bucket, per=rules.WINDOW, most=rules.NEW_PASSWORDS)


def check_own(work: Work, password: str) -> None:
    """Raise RuleBroken unless this is the present password of who acts; slow, only reads."""
    if not matches(queries.me(work), password):
        raise RuleBroken(WRONG_PASSWORD, field="present")


def forgive_password(work: Work) -> None:
    """Forget the tries of who knew the password."""
    limits.forgive(work, _own_bucket(work))


def _own_bucket(work: Work) -> str:
    return f"password:{work.actor.user_id}"


def end_every_session(work: Work, person: Person, *, keep: str = "") -> None:
    """Sign a person out everywhere, but for the browser with the token ``keep``."""
    gone = delete(SignInSession).where(SignInSession.person_id == person.id)
    if keep:
        gone = gone.where(SignInSession.id_hash != queries.digest(keep))
    work.session.execute(gone)
    record(work, "accounts.end_sessions", target=("person", person.id))


def end_session(work: Work, person: Person, id_hash: str) -> None:
    """Sign a person out in one browser; one that is not theirs is left alone."""
    gone = work.session.get(SignInSession, id_hash)
    if gone is not None and gone.person_id == person.id:
        work.session.delete(gone)
        record(work, "accounts.end_session", target=("person", person.id))


def end_resets(work: Work, person_id: UUID) -> None:
    """End links and codes for a new password that are still about: they are for the old keys."""
    for purpose in (RESET_LINK, RESET_CODE):
        revoke(work, purpose, person_id)


def _prove(work: Work, person: Person) -> None:
    """Who got the link or the code in person owns the login."""
    if person.verified_at is None:
        person.verified_at = work.now


def _set(work: Work, person: Person, password_hash: str, action: str) -> None:
    person.password_hash = password_hash
    person.must_change_password = False
    person.session_version += 1
    end_resets(work, person.id)
    work.session.flush()
    record(work, action, target=("person", person.id), after={"fields": ["password"]})
