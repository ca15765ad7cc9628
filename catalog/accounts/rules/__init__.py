"""How people are named at sign-in, how long things last, and what a role is held for."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from catalog.kernel.actor import MEMBERS, STAFF, Role

ATTEMPTS = 10  # sign-ins per account and per address …
WINDOW = timedelta(minutes=5)  # … in this time
CODE_TRIES = 5  # wrong codes per person or address in the same time
NEW_PASSWORDS = 40  # looked at per address in the same time: a training signs up together
RESETS = 5  # a day, per account and per address
SIGN_UPS = 40  # a day, per address: a market, a training or a network shares one
DAY = timedelta(days=1)

SESSION_LENGTH = timedelta(days=14)  # of a browser that is to be remembered
SHORT_SESSION = timedelta(hours=12)  # of one that is not
RESET_LIFETIME = timedelta(minutes=30)
HANDED_LIFETIME = timedelta(days=3)  # of a code that an officer hands over on paper
VERIFY_LIFETIME = timedelta(days=1)
CONSENT = "2026-11"  # version of the text that people agree to at sign-up
MAX_LOGIN = 200
MAX_PASSWORD = 200

_NOT_DIGIT = re.compile(r"[^\d+]")
_PHONE = re.compile(r"^\+628[1-9]\d{7,10}$")
_EMAIL = re.compile(r"^[^@\s,;<>()\"]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$")
_SHOWN_DIGITS = 4


class ScopeKind(StrEnum):
    """What a role can be held for."""

    NONE = "none"
    VENDOR = "vendor"
    GALLERY = "gallery"
    REGION = "region"


SCOPE_OF: dict[Role, ScopeKind] = {
    Role.ADMIN: ScopeKind.NONE,
    Role.AUDITOR: ScopeKind.NONE,
    Role.BUYER: ScopeKind.NONE,
    Role.DINAS: ScopeKind.REGION,
    Role.CURATOR: ScopeKind.GALLERY,
    Role.COUNTER: ScopeKind.GALLERY,
    Role.ASSISTANT: ScopeKind.VENDOR,
    **dict.fromkeys(MEMBERS, ScopeKind.VENDOR),
}


@dataclass(frozen=True, slots=True)
class GrantSpec:
    """A role to give: for one vendor, one gallery, one region's office, or everywhere."""

    role: Role
    vendor_id: UUID | None = None
    gallery_id: UUID | None = None
    region_code: str | None = None


def normal_login(typed: str) -> str:
    """Return an e-mail in lower case, or a phone number as ``+628…``, whatever way it was typed."""
    login = typed.strip().casefold()
    if "@" in login:
        return login
    digits = _NOT_DIGIT.sub("", login)
    if digits.startswith("0"):
        digits = "+62" + digits[1:]
    elif digits.startswith("62"):
        digits = "+" + digits
    elif digits.startswith("8"):
        digits = "+62" + digits
    return digits if _PHONE.match(digits) else login


def is_email(login: str) -> bool:
    """Return whether a normalised login is an e-mail address that mail can be sent to."""
    return _EMAIL.fullmatch(login) is not None and login.isascii()


def is_phone(login: str) -> bool:
    """Return whether a normalised login is an Indonesian mobile number."""
    return _PHONE.fullmatch(login) is not None


def hint_of(login: str) -> str:
    """Return what may be shown of a login: ``s…@contoh.id`` or ``+62…4567``."""
    name, at, host = login.partition("@")
    if at:
        return f"{name[:1]}…@{host}"[:60]
    return f"{login[:3]}…{login[-_SHOWN_DIGITS:]}"


def needs_second_step(roles: frozenset[Role]) -> bool:
    """Return whether someone with these roles must prove twice who they are."""
    return not roles.isdisjoint(STAFF)


def address_group(address: str) -> str:
    """Return what counts as one address for limits: IPv4 itself, IPv6 by its /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def address_hint(address: str) -> str:
    """Return the coarse place of an address for one's own list of sign-ins: ``192.0.2.…``."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address):
        return f"{str(ipaddress.ip_network((parsed, 48), strict=False).network_address)[:-1]}…"
    return f"{str(parsed).rpartition('.')[0]}.…"
