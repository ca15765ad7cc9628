"""Removing a person who never was anybody: nobody proved the login, so nobody ever signed in."""

from sqlalchemy import delete

from catalog.accounts.models import OneTimeCode, Person, SignInSession
from catalog.db.work import Work
from catalog.kernel.actor import Role


def is_nobodys(person: Person) -> bool:
    """Return whether this account is unproven and opens nothing that someone has given it."""
    return person.verified_at is None and all(one.role is Role.BUYER for one in person.grants)


def remove_unproven(work: Work, person: Person) -> None:
    """Remove the row with its codes; a browser that kept its id finds nothing behind it."""
    for kept in (OneTimeCode, SignInSession):
        work.session.execute(delete(kept).where(kept.person_id == person.id))
    work.session.delete(person)
    work.session.flush()
