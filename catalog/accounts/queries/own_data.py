"""What is kept of a person, for the person; rows of higher layers are read by table."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Uuid, column, func, select, table

from catalog.accounts.models import Grant, Person
from catalog.accounts.queries import count_active, list_sessions, login_of
from catalog.accounts.queries.scopes import Held, held
from catalog.db.work import Work
from catalog.kernel.actor import STAFF, Role

# What a person leaves in higher layers that nobody else needs; it goes with the account.
_OF_PERSON = ("registration", "notice", "notice_settings", "vendor_claim")
PERSONAL = {name: table(name, column("person_id", Uuid)) for name in _OF_PERSON}


@dataclass(frozen=True, slots=True)
class Ties:
    """What keeps an account from being deleted."""

    is_last_admin: bool
    is_staff: bool
    alone: list[Held]  # businesses that would be left without an owner

    @property
    def hold(self) -> bool:
        """Return whether anything does."""
        return self.is_staff or bool(self.alone)


def ties(work: Work, person: Person) -> Ties:
    """Return what keeps this account from being deleted."""
    roles = {grant.role for grant in person.grants}
    is_last = Role.ADMIN in roles and count_active(work, Role.ADMIN) <= 1
    owned = held(work, [grant for grant in person.grants if _is_only_owner(work, grant)])
    return Ties(is_last, not roles.isdisjoint(STAFF), owned)


def _is_only_owner(work: Work, grant: Grant) -> bool:
    return (
        grant.role is Role.VENDOR
        and grant.vendor_id is not None
        and count_active(work, Role.VENDOR, vendor_id=grant.vendor_id) <= 1
    )


def count_of(work: Work, name: str, person_id: UUID) -> int:
    """Return how many rows of one of ``PERSONAL`` a person has."""
    of_person = PERSONAL[name].c.person_id == person_id
    return work.session.scalar(select(func.count()).where(of_person)) or 0


def facts(work: Work, person: Person) -> dict[str, Any]:
    """Return all that is kept of a person, opened: for that person only."""
    return {
        "dibuat_pada": work.now.isoformat(),
        "nama": person.name,
        "masuk_dengan": login_of(work.vault, person),
        "bahasa": person.language,
        "akun_dibuat_pada": person.created_at.isoformat(),
        "terbukti_pada": person.verified_at.isoformat() if person.verified_at else None,
        "langkah_kedua": person.totp_sealed is not None,
        "persetujuan": {
            "versi": person.consent_version,
            "pada": person.consented_at.isoformat() if person.consented_at else None,
        },
        "peran": [{"peran": one.role.value, "di": one.scope} for one in held(work, person.grants)],
        "perangkat": [
            {
                "nama": one.agent,
                "alamat": one.address_hint,
                "sejak": one.created_at.isoformat(),
                "sampai": one.expires_at.isoformat(),
            }
            for one in list_sessions(work, person)
        ],
        "jumlah_pesan": count_of(work, "notice", person.id),
        "ada_pendaftaran_belum_selesai": count_of(work, "registration", person.id) > 0,
    }
