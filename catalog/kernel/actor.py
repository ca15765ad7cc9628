"""Who acts: a value, not the ORM user, so that rules need no database."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a signed-in person may be; most roles hold for a vendor, a gallery or a region."""

    ADMIN = "admin"
    DINAS = "dinas"  # an office of the city or the regency, for the vendors of its region
    CURATOR = "curator"  # of one gallery
    ASSISTANT = "assistant"  # a pendamping, for the vendors that are assigned
    COUNTER = "counter"  # of one gallery
    AUDITOR = "auditor"  # reads, changes nothing
    VENDOR = "vendor"  # owner
    VENDOR_STAFF = "vendor_staff"
    VENDOR_HELPER = "vendor_helper"  # photographs and writes, sends nothing off
    BUYER = "buyer"


STAFF = frozenset(
    {Role.ADMIN, Role.DINAS, Role.CURATOR, Role.ASSISTANT, Role.COUNTER, Role.AUDITOR}
)
MEMBERS = frozenset({Role.VENDOR, Role.VENDOR_STAFF, Role.VENDOR_HELPER})


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or job on whose behalf a service runs.

    ``vendor_ids`` are those that the actor belongs to, in any of the roles of members;
    ``owned_ids`` and ``staffed_ids`` are among them, as ``curated_ids`` are among ``gallery_ids``.
    ``region_codes`` are those of an office.
    """

    user_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    vendor_ids: frozenset[UUID] = field(default_factory=frozenset)
    gallery_ids: frozenset[UUID] = field(default_factory=frozenset)
    curated_ids: frozenset[UUID] = field(default_factory=frozenset)
    owned_ids: frozenset[UUID] = field(default_factory=frozenset)
    staffed_ids: frozenset[UUID] = field(default_factory=frozenset)
    assisted_ids: frozenset[UUID] = field(default_factory=frozenset)
    region_codes: frozenset[str] = field(default_factory=frozenset)

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
