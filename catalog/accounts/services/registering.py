"""Signing up, so that nobody learns who has an account, and proving that a login is one's own.

Someone with an e-mail address is nobody until its code was typed in: until then each new sign-up
with that address replaces the last. Someone with a phone number can begin at once; an officer's
code proves the number later.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.accounts import queries, rules
from catalog.accounts.models import Grant, Person
from catalog.accounts.services.codes import WRONG_CODE, issue_code, redeem_code, revoke
from catalog.accounts.services.people import new_person, put_login
from catalog.accounts.services.removing import is_nobodys, remove_unproven
from catalog.accounts.services.resetting import end_resets
from catalog.accounts.services.secrets import hash_of
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.web import limits

VERIFY = "verify"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """What someone typed to get an account; the password is hashed already."""

    login: str
    name: str
    password_hash: str
    language: str
    is_buyer: bool


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What became of it: whose code it will be, the code to mail, or the owner to be told.

    ``key`` is random when the login was taken, so that a stranger cannot tell.
    """

    key: UUID
    code: str = ""
    owner: Person | None = None


def knock_to_sign_up(work: Work, login: str) -> None:
    """Count a sign-up, and the mail that it leads to; commit it before trying."""
    bucket = f"sign-up:address:{rules.address_group(work.address)}"
    limits.allow(work, bucket, per=rules.DAY, most=rules.SIGN_UPS)
    knock_to_mail(work, login)


def knock_to_mail(work: Work, login: str) -> None:
    """Count a mail to this address, whoever asks for it and whether or not anybody has it."""
    if rules.is_email(rules.normal_login(login)):
        _limit_mails(work, mark_of(work, login))


def mark_of(work: Work, login: str) -> str:
    """Return what mails to this address are counted under; tells nothing of the address."""
    return queries.login_hash(work.vault, login)


def _limit_mails(work: Work, mark: str) -> None:
    limits.allow(work, f"verify:to:{mark}", per=rules.DAY, most=rules.RESETS)


def prepared_hash(password: str) -> str:
    """Return the hash to store; slow, so it comes before the write lock."""
    return hash_of(password)


def sign_up(work: Work, wanted: SignUp) -> SignedUp:
    """Add a person, or find out that the login is taken; the caller says the same in both cases."""
    login = rules.normal_login(wanted.login)
    is_email = rules.is_email(login)
    same = Person.login_hash == queries.login_hash(work.vault, login)
    found = work.session.scalar(select(Person).where(same).with_for_update())
    if found is not None:
        if not (is_email and found.is_active and is_nobodys(found)):
            return SignedUp(uuid4(), owner=found if found.is_active else None)
        # A new row with a new id: the browser that asked first must not open what this one chose.
        remove_unproven(work, found)
    person = _added(work, login, wanted)
    if person is None:
        return SignedUp(uuid4())
    record(work, "accounts.sign_up", target=("person", person.id), after={"consent": rules.CONSENT})
    return SignedUp(person.id, code=_verification(work, person) if is_email else "")


def _added(work: Work, login: str, wanted: SignUp) -> Person | None:
    """Return the new person; None when the same form was sent twice and the other was faster."""
    try:
        with work.session.begin_nested():
            person = new_person(work, login, name=wanted.name, password_hash=wanted.password_hash)
    except IntegrityError:
        return None
    person.language = wanted.language
    person.consent_version, person.consented_at = rules.CONSENT, work.now
    if wanted.is_buyer:
        person.grants.append(Grant(role=Role.BUYER, granted_at=work.now))
    work.session.flush()
    return person


def send_again(work: Work, key: UUID, mark: str) -> tuple[Person, str, str] | None:
    """Return (person, address, new code) of who still has to prove an address by mail, or None.

    ``key`` may be anybody's or nobody's: what it counts, under ``mark``, is the same.
    """
    _limit_mails(work, mark)
    person = _locked(work, key)
    if person is None or not person.is_active:
        return None
    login = pending_login(work, person)
    other = queries.find_anyone(work, login) if login else None
    if not rules.is_email(login) or (other is not None and other.id != key):
        return None
    return person, login, _verification(work, person)


def verify(work: Work, typed: str, *, target_id: UUID) -> Person:
    """Take the code as proof that the login, or the new one, is this person's."""
    person = _locked(work, target_id)
    redeem_code(work, VERIFY, typed, target_id=target_id)
    if person is None or not person.is_active:
        raise RuleBroken(WRONG_CODE, field="code")
    if person.new_login_sealed is not None:
        _move_to(work, person, pending_login(work, person))
    person.verified_at = work.now
    work.session.flush()
    record(work, "accounts.verify", target=("person", person.id), after={"fields": ["login"]})
    return person


def _move_to(work: Work, person: Person, login: str) -> None:
    """Give a person another login; one that is taken reads like a wrong code."""
    other = queries.find_anyone(work, login)
    if other is not None and other.id != person.id:
        raise RuleBroken(WRONG_CODE, field="code")
    person.new_login_sealed = None
    end_resets(work, person.id)  # mailed to the login that is given up
    try:
        with work.session.begin_nested():
            put_login(work, person, login)
            work.session.flush()
    except IntegrityError as error:  # somebody else proved it at the same moment
        raise RuleBroken(WRONG_CODE, field="code") from error


def pending_login(work: Work, person: Person) -> str:
    """Return the login that is still to be proven, or "" when there is none."""
    if person.new_login_sealed is not None:
        bound = f"person.new_login:{person.id}"
        return work.vault.open_text(person.new_login_sealed, bound_to=bound)
    return "" if person.verified_at else queries.login_of(work.vault, person)


def want_login(work: Work, person: Person, login: str) -> tuple[str, Person | None]:
    """Note a new login until it is proven; returns (code to mail, whom it belongs to already).

    Without a code either an officer hands one over, or nobody gets one: the page is the same.
    """
    normal = rules.normal_login(login)
    _locked(work, person.id)
    revoke(work, VERIFY, person.id)  # a code for another login proves nothing of this one
    owner = queries.find_anyone(work, normal)
    person.new_login_sealed = work.vault.seal(normal, bound_to=f"person.new_login:{person.id}")
    work.session.flush()
    record(work, "accounts.want_login", target=("person", person.id), after={"fields": ["login"]})
    if owner is not None and owner.id != person.id:
        return "", owner
    return (_verification(work, person) if rules.is_email(normal) else ""), None


def drop_wanted_login(work: Work, person: Person) -> None:
    """Keep the login as it is; the code for the other one proves nothing of it."""
    _locked(work, person.id)
    revoke(work, VERIFY, person.id)
    person.new_login_sealed = None
    record(work, "accounts.keep_login", target=("person", person.id))


def _locked(work: Work, person_id: UUID) -> Person | None:
    """Return the person, whom no other transaction gives another login meanwhile."""
    statement = select(Person).where(Person.id == person_id).with_for_update()
    return work.session.scalar(statement.execution_options(populate_existing=True))


def _verification(work: Work, person: Person) -> str:
    return issue_code(
        work, VERIFY, target_id=person.id, person_id=person.id, lifetime=rules.VERIFY_LIFETIME
    )
