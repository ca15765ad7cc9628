"""Keeping and checking passwords; an unknown account takes as long as a known one."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from catalog.accounts import rules
from catalog.accounts.models import Person

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked when there is no such person, so that a stranger cannot tell by the clock.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))


def hash_of(password: str) -> str:
    """Return what is stored of a password (argon2id); takes its time."""
    return _HASHER.hash(password)


def matches(person: Person | None, password: str) -> bool:
    """Return whether this is the person's password; False, as slowly, for nobody."""
    try:
        return _HASHER.verify(
            person.password_hash if person else _NOBODY, password[: rules.MAX_PASSWORD]
        )
    except (VerificationError, InvalidHashError):
        return False
