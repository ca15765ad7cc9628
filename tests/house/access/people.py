"""Who tries the doors: one person of every role, and what each is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services.signing import Browser, open_session
from catalog.db.work import Work
from catalog.kernel.actor import Role


class Place(NamedTuple):
    """What roles are held for."""

    a: UUID
    b: UUID
    gallery: UUID
    city: str
    regency: str


Spec = Callable[[Place], GrantSpec]
ANONYMOUS = "anonymous"
GRANTS: dict[str, tuple[Spec, ...]] = {
    "newcomer": (),
    "buyer": (lambda _: GrantSpec(Role.BUYER),),
    "owner_a": (lambda at: GrantSpec(Role.VENDOR, vendor_id=at.a),),
    "staff_a": (lambda at: GrantSpec(Role.VENDOR_STAFF, vendor_id=at.a),),
    "helper_a": (lambda at: GrantSpec(Role.VENDOR_HELPER, vendor_id=at.a),),
    "owner_b": (lambda at: GrantSpec(Role.VENDOR, vendor_id=at.b),),
    "staff_b": (lambda at: GrantSpec(Role.VENDOR_STAFF, vendor_id=at.b),),
    "assistant_a": (lambda at: GrantSpec(Role.ASSISTANT, vendor_id=at.a),),
    "assistant_b": (lambda at: GrantSpec(Role.ASSISTANT, vendor_id=at.b),),
    "dinas_a": (lambda at: GrantSpec(Role.DINAS, region_code=at.city),),
    "dinas_b": (lambda at: GrantSpec(Role.DINAS, region_code=at.regency),),
    "curator": (lambda at: GrantSpec(Role.CURATOR, gallery_id=at.gallery),),
    "counter": (lambda at: GrantSpec(Role.COUNTER, gallery_id=at.gallery),),
    "auditor": (lambda _: GrantSpec(Role.AUDITOR),),
    "admin": (lambda _: GrantSpec(Role.ADMIN),),
    "admin_unproven": (lambda _: GrantSpec(Role.ADMIN),),
    "dinas_unproven": (lambda at: GrantSpec(Role.DINAS, region_code=at.city),),
}
EVERYBODY = (ANONYMOUS, *GRANTS)


def opened_session(work: Work, person: Person, *, has_step: bool) -> str:
    """Return the token of a new session, past the second step or before it."""
    return open_session(work, person, Browser("Chrome, Android", has_second_step=has_step))


@dataclass
class World:
    """What stands in the database: ids by owner and argument, session tokens by person."""

    ids: dict[str, dict[str, str]] = field(default_factory=lambda: {"A": {}, "B": {}})
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)
