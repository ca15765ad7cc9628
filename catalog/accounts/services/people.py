"""Adding people and changing what is kept of them."""

from collections.abc import Iterable
from uuid import uuid4

from catalog.accounts import queries, rules
from catalog.accounts.models import Grant, Person
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services.secrets import hash_of
from catalog.audit.services import record
from catalog.db.work import Work


def enrol(
    work: Work, login: str, *, name: str, password: str, grants: Iterable[GrantSpec] = ()
) -> Person:
    """Add a person whose login is known to be theirs, with roles; for operators and the demo."""
    person = new_person(work, login, name=name, password_hash=hash_of(password))
    person.verified_at = work.now
    person.grants = [
        Grant(
            role=spec.role,
            vendor_id=spec.vendor_id,
            gallery_id=spec.gallery_id,
            region_code=spec.region_code,
            granted_at=work.now,
            granted_by=work.actor.user_id,
        )
        for spec in grants
    ]
    work.session.flush()
    record(work, "accounts.enrol", target=("person", person.id))
    return person


def new_person(work: Work, login: str, *, name: str, password_hash: str) -> Person:
    """Store a person with a sealed login."""
    person = Person(id=uuid4(), name=name, password_hash=password_hash, created_at=work.now)
    put_login(work, person, login)
    work.session.add(person)
    work.session.flush()
    return person


def put_login(work: Work, person: Person, login: str) -> None:
    """Seal a login into a person's row."""
    normal = rules.normal_login(login)
    person.login_hash = queries.login_hash(work.vault, normal)
    person.login_sealed = work.vault.seal(normal, bound_to=f"person.login:{person.id}")
    person.login_hint = rules.hint_of(normal)
