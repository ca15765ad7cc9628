"""Which officers may help whom with their account; pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.kernel.actor import STAFF, Actor, Role


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone an officer looks at: their roles, and the places where their vendors are served."""

    roles: frozenset[Role]
    region_codes: frozenset[str]


def can_help(actor: Actor, subject: Subject) -> bool:
    """Return whether the actor may see this person and hand codes over.

    An office helps people all of whose vendors it serves, and those without a role yet: a code
    opens everything that the account does. So it never helps staff, nor who works elsewhere too.
    """
    if actor.has(Role.ADMIN):
        return True
    if not actor.has(Role.DINAS) or not subject.roles.isdisjoint(STAFF):
        return False
    if not subject.roles - {Role.BUYER}:
        return True
    codes = subject.region_codes
    return bool(codes) and all(_lies_in(code, actor.region_codes) for code in codes)


def can_govern(actor: Actor) -> bool:
    """Return whether the actor may give roles, close accounts and switch off a second step."""
    return actor.has(Role.ADMIN)


def _lies_in(code: str, offices: Iterable[str]) -> bool:
    return any(code == office or code.startswith(f"{office}.") for office in offices)
