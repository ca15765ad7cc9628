"""Finding people for officers: administrators all, an office those whom it may help."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, false, func, or_, select, true
from sqlalchemy.orm import selectinload

from catalog.accounts.models import Grant, Person
from catalog.accounts.policy import Subject, can_help
from catalog.accounts.queries import get_person, login_hash
from catalog.accounts.queries.scopes import region_codes_of, vendors_of
from catalog.accounts.rules import is_email, is_phone, normal_login
from catalog.db.work import Work
from catalog.kernel.actor import STAFF, Actor, Role
from catalog.kernel.errors import NotFound

PAGE = 50


def get_helped(work: Work, person_id: UUID) -> Person:
    """Return a person whom the actor may help; NotFound otherwise."""
    person = get_person(work, person_id)
    if not can_help(work.actor, subject_of(work, person)):
        raise NotFound(f"person {person_id}")
    return person


def subject_of(work: Work, person: Person) -> Subject:
    """Return what the policy asks about a person."""
    vendor_ids = {grant.vendor_id for grant in person.grants if grant.vendor_id}
    return Subject(
        roles=frozenset(grant.role for grant in person.grants),
        region_codes=frozenset(region_codes_of(work, vendor_ids)),
    )


def find_helped(work: Work, typed: str) -> Sequence[Person]:
    """Return whom the actor may help with this login (exactly) or name (a part of it)."""
    login = normal_login(typed)
    if is_email(login) or is_phone(login):
        where: ColumnElement[bool] = Person.login_hash == login_hash(work.vault, login)
        scope = _helped(work.actor, by_login=True)
    else:
        pattern = "%" + "%".join(_escaped(word) for word in typed.casefold().split()) + "%"
        where = func.lower(Person.name).like(pattern, escape="\\")
        scope = _helped(work.actor, by_login=False)
    return work.session.scalars(
        select(Person)
        .where(where, scope)
        .options(selectinload(Person.grants))
        .order_by(Person.name, Person.id)
        .limit(PAGE)
    ).all()


def list_helped(work: Work, *, role: Role | None, page: int) -> tuple[Sequence[Person], int]:
    """Return a page of the people whom the actor may help, newest first, and their number."""
    where = _helped(work.actor, by_login=False)
    if role is not None:
        where &= Person.id.in_(select(Grant.person_id).where(Grant.role == role))
    count = work.session.scalar(select(func.count()).select_from(Person).where(where)) or 0
    rows = work.session.scalars(
        select(Person)
        .where(where)
        .options(selectinload(Person.grants))
        .order_by(Person.created_at.desc(), Person.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return rows, count


def _helped(actor: Actor, *, by_login: bool) -> ColumnElement[bool]:
    """Return the SQL twin of ``can_help``.

    People without a role show to an office only by their exact login: they are nobody's yet.
    """
    if actor.has(Role.ADMIN):
        return true()
    if not actor.has(Role.DINAS):
        return false()
    served = vendors_of(actor.region_codes)
    ours = select(Grant.person_id).where(Grant.vendor_id.in_(served))
    elsewhere = select(Grant.person_id).where(Grant.vendor_id.not_in(served))
    staff = select(Grant.person_id).where(Grant.role.in_(STAFF))
    allowed: ColumnElement[bool] = Person.id.in_(ours) & Person.id.not_in(elsewhere)
    if by_login:
        bound = select(Grant.person_id).where(Grant.role != Role.BUYER)
        allowed = or_(allowed, Person.id.not_in(bound))
    return allowed & Person.id.not_in(staff)


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
