"""Secrets that work once: codes that people read to each other, and tokens in links."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update

from catalog.accounts import rules
from catalog.accounts.models import OneTimeCode
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.web import limits

# No letter or digit that looks like another: 30^8, and five tries in five minutes.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH, _GROUP = 8, 4
_ALIKE = str.maketrans({"O": "Q", "0": "Q"})  # neither is ever issued, Q is what was meant
WRONG_CODE = N_("This code is not right or is no longer valid. Check it, or ask for a new one.")


@dataclass(frozen=True, slots=True)
class Code:
    """A code that was redeemed: what it opens, and for whom it was issued."""

    id: UUID
    purpose: str
    target_id: UUID
    person_id: UUID | None
    issued_by: UUID | None


def issue_code(
    work: Work,
    purpose: str,
    *,
    target_id: UUID,
    person_id: UUID | None = None,
    lifetime: timedelta = rules.HANDED_LIFETIME,
) -> str:
    """Return a new code as ``ABCD-2345``, shown once; earlier ones for this target end."""
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    _store(work, purpose, code, (target_id, person_id), lifetime)
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def issue_token(
    work: Work,
    purpose: str,
    *,
    target_id: UUID,
    person_id: UUID | None = None,
    lifetime: timedelta = rules.RESET_LIFETIME,
) -> str:
    """Return a new secret for a link; earlier ones for this target end."""
    token = secrets.token_urlsafe(32)
    _store(work, purpose, token, (target_id, person_id), lifetime)
    return token


def redeem_code(
    work: Work, purpose: str, typed: str, *, target_id: UUID | None = None, field: str = "code"
) -> Code:
    """Use up a code and return what it opens; two at once: one gets it.

    Raises RuleBroken, always with the same sentence, when it is wrong, used, too old or (with
    ``target_id``) for something else, and after too many wrong ones of a person or address.
    """
    buckets = [f"code:address:{rules.address_group(work.address)}"] if work.address else []
    if work.actor.user_id or target_id:
        buckets.append(f"code:{purpose}:{target_id or work.actor.user_id}")
    for bucket in buckets:
        limits.check(work, bucket, per=rules.WINDOW, most=rules.CODE_TRIES)
    found = _use_up(work, purpose, tidy(typed), target_id)
    if found is None:
        for bucket in buckets:
            limits.count_refused(work, bucket, per=rules.WINDOW)
        raise RuleBroken(WRONG_CODE, field=field)
    return found


def redeem_token(
    work: Work, purpose: str, token: str, *, target_id: UUID | None = None
) -> Code | None:
    """Use up the secret of a link; None when it is wrong, used, too old or for something else."""
    return _use_up(work, purpose, token, target_id)


def find_token(work: Work, purpose: str, token: str) -> bool:
    """Return whether a link's secret would work now; it stays unused."""
    statement = select(OneTimeCode.id).where(*_live(work, purpose, token))
    return work.session.scalar(statement) is not None


def peek_token(work: Work, purpose: str, token: str) -> Code | None:
    """Return what a link's secret would open; it stays unused."""
    row = work.session.execute(
        select(
            OneTimeCode.id,
            OneTimeCode.purpose,
            OneTimeCode.target_id,
            OneTimeCode.person_id,
            OneTimeCode.issued_by,
        ).where(*_live(work, purpose, token))
    ).one_or_none()
    return Code(*row) if row else None


def revoke(work: Work, purpose: str, target_id: UUID) -> None:
    """End every unused code of this purpose for this target."""
    work.session.execute(
        delete(OneTimeCode).where(
            OneTimeCode.purpose == purpose,
            OneTimeCode.target_id == target_id,
            OneTimeCode.used_at.is_(None),
        )
    )


def tidy(typed: str) -> str:
    """Return a code as it was issued, whatever spaces, dashes or small letters were typed."""
    return "".join(c for c in typed.upper() if c.isalnum()).translate(_ALIKE)[:40]


def store_recovery(work: Work, purpose: str, person_id: UUID, count: int) -> list[str]:
    """Return fresh codes that last until they are used; the earlier ones end."""
    revoke(work, purpose, person_id)
    codes = ["".join(secrets.choice(_LETTERS) for _ in range(_LENGTH)) for _ in range(count)]
    for code in codes:
        _add(work, purpose, code, (person_id, person_id), None)
    return [f"{code[:_GROUP]}-{code[_GROUP:]}" for code in codes]


def _store(
    work: Work,
    purpose: str,
    secret: str,
    owner: tuple[UUID, UUID | None],
    lifetime: timedelta,
) -> None:
    revoke(work, purpose, owner[0])
    _add(work, purpose, secret, owner, lifetime)


def _add(
    work: Work,
    purpose: str,
    secret: str,
    owner: tuple[UUID, UUID | None],
    lifetime: timedelta | None,
) -> None:
    work.session.add(
        OneTimeCode(
            purpose=purpose,
            code_hash=_hash(work, purpose, secret),
            target_id=owner[0],
            person_id=owner[1],
            issued_by=work.actor.user_id,
            created_at=work.now,
            expires_at=None if lifetime is None else work.now + lifetime,
        )
    )
    work.session.flush()


def _use_up(work: Work, purpose: str, secret: str, target_id: UUID | None) -> Code | None:
    where = _live(work, purpose, secret)
    if target_id is not None:
        where.append(OneTimeCode.target_id == target_id)
    found = work.session.scalar(select(OneTimeCode).where(*where))
    if found is None:
        return None
    claimed = work.session.execute(
        update(OneTimeCode)
        .where(OneTimeCode.id == found.id, OneTimeCode.used_at.is_(None))
        .values(used_at=work.now)
        .execution_options(synchronize_session=False)
        .returning(OneTimeCode.id)
    ).all()
    if not claimed:
        return None
    return Code(found.id, purpose, found.target_id, found.person_id, found.issued_by)


def _live(work: Work, purpose: str, secret: str) -> list[ColumnElement[bool]]:
    return [
        OneTimeCode.purpose == purpose,
        OneTimeCode.code_hash == _hash(work, purpose, secret),
        OneTimeCode.used_at.is_(None),
        or_(OneTimeCode.expires_at.is_(None), OneTimeCode.expires_at > work.now),
    ]


def _hash(work: Work, purpose: str, secret: str) -> str:
    return work.vault.fingerprint(f"{purpose}:{secret}", purpose="code")
