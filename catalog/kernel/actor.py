"""Who acts: a value, not the ORM user, so that rules need no database."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a signed-in person may be."""

    VENDOR = "vendor"
    CURATOR = "curator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or job on whose behalf a service runs."""

    user_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    vendor_ids: frozenset[UUID] = field(default_factory=frozenset)
    gallery_ids: frozenset[UUID] = field(default_factory=frozenset)

    @property
    def is_anonymous(self) -> bool:
        """Return whether nobody is signed in."""
        return self.user_id is None and not self.roles

    def has(self, *roles: Role) -> bool:
        """Return whether the actor holds at least one of the roles."""
        return not self.roles.isdisjoint(roles)


ANONYMOUS = Actor()
# Commands and jobs that an operator starts on the machine itself.
OPERATOR = Actor(roles=frozenset({Role.ADMIN}))
