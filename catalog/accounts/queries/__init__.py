"""Reads of people, their roles and their sessions."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from catalog.accounts.models import Grant, OneTimeCode, Person, SignInSession
from catalog.accounts.rules import is_email, normal_login
from catalog.db.work import Work
from catalog.kernel.actor import MEMBERS, STAFF, Actor, Role
from catalog.kernel.errors import NotFound
from catalog.kernel.vault import Vault

RECOVERY = "recovery"  # purpose of the codes that replace a lost phone


def digest(value: str) -> str:
    """Return the hash under which a random token is kept."""
    return hashlib.sha256(value.encode()).hexdigest()


def login_hash(vault: Vault, login: str) -> str:
    """Return the fingerprint by which a login is found, however it was typed."""
    return vault.fingerprint(normal_login(login), purpose="login")


def login_of(vault: Vault, person: Person) -> str:
    """Return a person's own login, opened; never for other people's pages or logs."""
    return vault.open_text(person.login_sealed, bound_to=f"person.login:{person.id}")


def email_of(work: Work, person_id: UUID) -> str:
    """Return the e-mail address that a person has proven to be theirs; "" when there is none."""
    person = work.session.get(Person, person_id)
    if person is None or not person.is_active or person.verified_at is None:
        return ""
    login = login_of(work.vault, person)
    return login if is_email(login) else ""


def find_session(session: Session, token: str, now: datetime) -> SignInSession | None:
    """Return the live session of this token with its person, or None."""
    return session.scalar(
        select(SignInSession)
        .join(SignInSession.person)
        .where(
            SignInSession.id_hash == digest(token),
            SignInSession.expires_at > now,
            SignInSession.version == Person.session_version,
            Person.is_active,
        )
        .options(joinedload(SignInSession.person).selectinload(Person.grants))
    )


def list_sessions(work: Work, person: Person) -> Sequence[SignInSession]:
    """Return the live sign-ins of a person, newest first."""
    return work.session.scalars(
        select(SignInSession)
        .where(
            SignInSession.person_id == person.id,
            SignInSession.version == person.session_version,
            SignInSession.expires_at > work.now,
        )
        .order_by(SignInSession.created_at.desc(), SignInSession.id_hash)
    ).all()


def find_person(work: Work, login: str) -> Person | None:
    """Return the active person with this login, or None."""
    found = find_anyone(work, login)
    return found if found is not None and found.is_active else None


def find_anyone(work: Work, login: str) -> Person | None:
    """Return the person with this login, active or not, or None."""
    return work.session.scalar(
        select(Person)
        .where(Person.login_hash == login_hash(work.vault, login))
        .options(selectinload(Person.grants))
    )


def get_person(work: Work, person_id: UUID) -> Person:
    """Return a person with their roles; NotFound when there is none."""
    found = work.session.scalar(
        select(Person).where(Person.id == person_id).options(selectinload(Person.grants))
    )
    if found is None:
        raise NotFound(f"person {person_id}")
    return found


def me(work: Work) -> Person:
    """Return the person who acts; NotFound for jobs and strangers."""
    if work.actor.user_id is None:
        raise NotFound("nobody is signed in")
    return get_person(work, work.actor.user_id)


def member_ids(work: Work, vendor_id: UUID, *roles: Role) -> list[UUID]:
    """Return the active people who belong to a vendor, in these roles or in any."""
    return list(
        work.session.scalars(
            _people_with(Grant.vendor_id == vendor_id, Grant.role.in_(roles or MEMBERS))
        )
    )


def staff_ids(
    work: Work, role: Role, region_code: str | None = None, *, gallery_id: UUID | None = None
) -> list[UUID]:
    """Return the active people of a staff role.

    ``region_code`` (any, of a village too) asks for the offices that serve it, ``gallery_id``
    for those of one gallery.
    """
    where: list[ColumnElement[bool]] = [Grant.role == role]
    if region_code is not None:
        asked = literal(region_code)
        where.append(or_(Grant.region_code == asked, asked.startswith(Grant.region_code + ".")))
    if gallery_id is not None:
        where.append(Grant.gallery_id == gallery_id)
    return list(work.session.scalars(_people_with(*where)))


def names(work: Work, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of these people, for officers' pages and the audit."""
    wanted = set(person_ids)
    rows = work.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
    return dict(rows.all()) if wanted else {}


def count_active(work: Work, role: Role, *, vendor_id: UUID | None = None) -> int:
    """Return how many active people hold this role (for this vendor)."""
    where = [Grant.role == role]
    if vendor_id is not None:
        where.append(Grant.vendor_id == vendor_id)
    count = select(func.count()).select_from(_people_with(*where).subquery())
    return work.session.scalar(count) or 0


def count_recovery_codes(work: Work, person_id: UUID) -> int:
    """Return how many recovery codes a person has left."""
    return (
        work.session.scalar(
            select(func.count()).where(
                OneTimeCode.purpose == RECOVERY,
                OneTimeCode.target_id == person_id,
                OneTimeCode.used_at.is_(None),
            )
        )
        or 0
    )


def _people_with(*where: ColumnElement[bool]) -> Select[UUID]:
    held = select(Grant.person_id).where(and_(*where))
    return (
        select(Person.id)
        .where(Person.is_active, Person.id.in_(held))
        .order_by(Person.created_at, Person.id)
    )


def actor_of(person: Person, *, with_staff: bool = True) -> Actor:
    """Return the person as the rules see it; without staff roles before the second step."""
    grants = [grant for grant in person.grants if with_staff or grant.role not in STAFF]

    def vendors(*roles: Role) -> frozenset[UUID]:
        return frozenset(g.vendor_id for g in grants if g.vendor_id and g.role in roles)

    return Actor(
        user_id=person.id,
        roles=frozenset(grant.role for grant in grants),
        vendor_ids=vendors(*MEMBERS),
        owned_ids=vendors(Role.VENDOR),
        staffed_ids=vendors(Role.VENDOR_STAFF),
        assisted_ids=vendors(Role.ASSISTANT),
        gallery_ids=frozenset(g.gallery_id for g in grants if g.gallery_id),
        curated_ids=frozenset(
            g.gallery_id for g in grants if g.gallery_id and g.role is Role.CURATOR
        ),
        region_codes=frozenset(g.region_code for g in grants if g.region_code),
    )
