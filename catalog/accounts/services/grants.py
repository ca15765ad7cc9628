"""Giving and taking roles; who may do it is asked by the caller."""

from uuid import UUID

from sqlalchemy import select

from catalog.accounts import queries
from catalog.accounts.models import Grant, Person
from catalog.accounts.rules import GrantSpec
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import STAFF, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_

LAST_ADMIN = N_("This is the last administrator. Make someone else an administrator first.")
UNPROVEN = N_(
    "Nobody has proven yet that this login is theirs. Hand a verification code over first."
)
LAST_OWNER = N_("This is the last owner. Give the business another owner first.")


def add_grant(work: Work, person_id: UUID, spec: GrantSpec) -> Grant:
    """Give a person a role; giving it again changes nothing.

    Raises RuleBroken for a staff role of someone whose login nobody has proven: whoever typed a
    number that is not theirs would work for the office in its owner's name.
    """
    person = lock_person(work, person_id)
    if spec.role in STAFF and person.verified_at is None:
        raise RuleBroken(UNPROVEN)
    for grant in person.grants:
        if spec_of(grant) == spec:
            return grant
    grant = Grant(
        role=spec.role,
        vendor_id=spec.vendor_id,
        gallery_id=spec.gallery_id,
        region_code=spec.region_code,
        granted_at=work.now,
        granted_by=work.actor.user_id,
    )
    person.grants.append(grant)
    work.session.flush()
    record(work, "accounts.grant", target=("person", person_id), after=_facts(grant))
    return grant


def remove_grant(work: Work, grant_id: UUID) -> None:
    """Take a role away; the last administrator and a vendor's last owner keep theirs.

    Raises NotFound when it is gone already: of two who take it away at once, one does.
    """
    grant = work.session.get(Grant, grant_id)
    if grant is None:
        raise NotFound(f"grant {grant_id}")
    person_id = grant.person_id
    check_not_last(work, grant)
    person = lock_person(work, person_id)
    grant = next((one for one in _held(work, person) if one.id == grant_id), None)
    if grant is None:
        raise NotFound(f"grant {grant_id}")
    record(work, "accounts.revoke", target=("person", person_id), before=_facts(grant))
    person.grants.remove(grant)
    work.session.flush()


def _held(work: Work, person: Person) -> list[Grant]:
    """Return a person's roles as they are now, after the lock."""
    work.session.expire(person, ["grants"])
    return person.grants


def check_not_last(work: Work, grant: Grant) -> None:
    """Raise RuleBroken when nobody else could do what this role is for."""
    if grant.role not in {Role.ADMIN, Role.VENDOR}:
        return
    # Whoever takes two of the last two away at once meets the other's lock here.
    same = [Grant.role == grant.role, Grant.vendor_id == grant.vendor_id]
    if grant.vendor_id is None:
        same[1] = Grant.vendor_id.is_(None)
    held = select(Grant.id).where(*same).order_by(Grant.id).with_for_update()
    if grant.id not in work.session.scalars(held).all():
        raise NotFound(f"grant {grant.id}")  # another press was faster
    work.session.expire(grant)
    if not grant.person.is_active:
        return
    if queries.count_active(work, grant.role, vendor_id=grant.vendor_id) <= 1:
        raise RuleBroken(LAST_ADMIN if grant.role is Role.ADMIN else LAST_OWNER)


def spec_of(grant: Grant) -> GrantSpec:
    """Return what a stored role says."""
    return GrantSpec(grant.role, grant.vendor_id, grant.gallery_id, grant.region_code)


def lock_person(work: Work, person_id: UUID) -> Person:
    """Return a person whom no other transaction changes meanwhile."""
    statement = select(Person).where(Person.id == person_id).with_for_update()
    person = work.session.scalar(statement.execution_options(populate_existing=True))
    if person is None:
        raise NotFound(f"person {person_id}")
    return person


def _facts(grant: Grant) -> dict[str, str]:
    facts = {
        "role": str(grant.role),
        "vendor_id": grant.vendor_id,
        "gallery_id": grant.gallery_id,
        "region_code": grant.region_code,
    }
    return {name: str(value) for name, value in facts.items() if value is not None}
