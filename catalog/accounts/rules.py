"""How people are named at sign-in, and how often a sign-in may fail."""

import ipaddress
import re
from datetime import timedelta

ATTEMPTS = 10  # failed sign-ins per account and per address …
WINDOW = timedelta(minutes=5)  # … in this time
SESSION_LENGTH = timedelta(days=14)
MAX_LOGIN = 200
MAX_PASSWORD = 200

_NOT_DIGIT = re.compile(r"[^\d+]")
_PHONE = re.compile(r"^\+628[1-9]\d{7,10}$")


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
    return digits if _PHONE.match(digits) else login


def address_group(address: str) -> str:
    """Return what counts as one address for limits: IPv4 itself, IPv6 by its /64."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
