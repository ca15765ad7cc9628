"""What a vendor may be, and which facts of it are public."""

from enum import StrEnum


class VendorStatus(StrEnum):
    """Whether a vendor's window is open to the public."""

    DRAFT = "draft"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class TextState(StrEnum):
    """Where a translation comes from."""

    MACHINE = "machine"
    HUMAN = "human"
