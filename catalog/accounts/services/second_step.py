"""The second step of a sign-in: codes of an app on the phone, and codes for when it is lost."""

import hmac
from uuid import UUID

import pyotp
from sqlalchemy import update

from catalog.accounts import queries, rules
from catalog.accounts.models import Person, SignInSession
from catalog.accounts.queries import RECOVERY
from catalog.accounts.services.codes import redeem_token, revoke, store_recovery, tidy
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.web import limits

_STEP = 30  # seconds that a code lasts
_DIGITS = 6
_RECOVERY_CODES = 10
WRONG = N_("This code is not right. Type the six digits that the app shows now.")
REQUIRED = N_("People who work for the galleries and offices keep the second step.")


def knock_with_code(work: Work, person_id: UUID) -> None:
    """Count a code that is about to be tried; commit it before trying."""
    bucket = f"second-step:{person_id}"
    limits.allow(work, bucket, per=rules.WINDOW, most=rules.CODE_TRIES)


def begin(work: Work, person: Person) -> None:
    """Make a secret for the app; it counts once a code of it was typed.

    The caller has asked for the password of who has a second step already: a sign-in that was
    left open must not be enough to put another phone in the place of theirs.
    """
    person.totp_draft_sealed = work.vault.seal(
        pyotp.random_base32(), bound_to=f"person.totp_draft:{person.id}"
    )


def draft_secret(work: Work, person: Person) -> str:
    """Return the secret that the app is to be told, or ""."""
    return work.vault.open_text(person.totp_draft_sealed, bound_to=f"person.totp_draft:{person.id}")


def address_for_app(work: Work, person: Person, issuer: str) -> str:
    """Return the ``otpauth:`` address that the QR code carries."""
    return pyotp.TOTP(draft_secret(work, person)).provisioning_uri(
        name=person.login_hint.replace("…", "-"), issuer_name=issuer
    )


def finish(work: Work, person: Person, typed: str, token: str) -> list[str]:
    """Turn the second step on with a first code; returns recovery codes, shown once."""
    secret = draft_secret(work, person)
    step = _matching_step(secret, typed, work.now.timestamp(), after=0) if secret else 0
    if not step:
        raise RuleBroken(WRONG, field="code")
    person.totp_sealed = work.vault.seal(secret, bound_to=f"person.totp:{person.id}")
    person.totp_draft_sealed = None
    person.totp_last_step = step
    limits.forgive(work, f"second-step:{person.id}")
    _mark(work, token, person)
    record(work, "accounts.second_step_on", target=("person", person.id))
    return store_recovery(work, RECOVERY, person.id, _RECOVERY_CODES)


def prove(work: Work, person: Person, typed: str, token: str) -> None:
    """Take a code of the app, or a recovery code, for this sign-in; each works once."""
    if not (_use_app_code(work, person, typed) or _use_recovery_code(work, person, typed)):
        raise RuleBroken(WRONG, field="code")
    limits.forgive(work, f"second-step:{person.id}")
    _mark(work, token, person)
    record(work, "accounts.second_step", target=("person", person.id))


def new_recovery_codes(work: Work, person: Person) -> list[str]:
    """Return fresh recovery codes; the earlier ones end."""
    record(work, "accounts.recovery_codes", target=("person", person.id))
    return store_recovery(work, RECOVERY, person.id, _RECOVERY_CODES)


def turn_off(work: Work, person: Person, *, keep: str = "") -> None:
    """Go back to the password alone; refused for staff. ``keep`` is the token of who asks."""
    if rules.needs_second_step(frozenset(grant.role for grant in person.grants)):
        raise RuleBroken(REQUIRED)
    take_off(work, person)
    kept = work.session.get(SignInSession, queries.digest(keep))
    if kept is not None and kept.person_id == person.id:
        kept.version = person.session_version


def take_off(work: Work, person: Person) -> None:
    """Forget the app of someone who lost the phone; every sign-in ends, the lost phone's too.

    An administrator has seen who they are.
    """
    person.totp_sealed = person.totp_draft_sealed = None
    person.totp_last_step = 0
    person.session_version += 1
    revoke(work, RECOVERY, person.id)
    record(work, "accounts.second_step_off", target=("person", person.id))


def _use_app_code(work: Work, person: Person, typed: str) -> bool:
    bound = f"person.totp:{person.id}"
    secret = work.vault.open_text(person.totp_sealed, bound_to=bound)
    if not secret:
        return False
    step = _matching_step(secret, typed, work.now.timestamp(), after=person.totp_last_step)
    if not step:
        return False
    # Two at once with the same code: the row changes for one of them.
    taken = work.session.execute(
        update(Person)
        .where(Person.id == person.id, Person.totp_last_step < step)
        .values(totp_last_step=step)
        .returning(Person.id)
        .execution_options(synchronize_session=False)
    ).all()
    work.session.refresh(person, ["totp_last_step"])
    return bool(taken)


def _use_recovery_code(work: Work, person: Person, typed: str) -> bool:
    return redeem_token(work, RECOVERY, tidy(typed), target_id=person.id) is not None


def _matching_step(secret: str, typed: str, moment: float, *, after: int) -> int:
    """Return the time step whose code this is, at most one off and past ``after``; else 0."""
    digits = "".join(c for c in typed if c.isascii() and c.isdigit())
    if len(digits) != _DIGITS:
        return 0
    app, now = pyotp.TOTP(secret), int(moment) // _STEP
    for step in (now, now - 1, now + 1):
        if step > after and hmac.compare_digest(app.generate_otp(step), digits):
            return step
    return 0


def _mark(work: Work, token: str, person: Person) -> None:
    session = work.session.get(SignInSession, queries.digest(token))
    if session is not None and session.person_id == person.id:
        session.second_step_at = work.now
