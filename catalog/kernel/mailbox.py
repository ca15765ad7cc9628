"""Addresses of mail: those that people have, and the server that a site sends through."""

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

MAX_ADDRESS = 254
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_DOMAIN = (
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]"
)
_ADDRESS = re.compile(rf"(?=.{{1,64}}@){_LOCAL}@{_DOMAIN}")
_SENDER = re.compile(r"(?P<name>[^<>\r\n\"]*)<(?P<address>[^<>\s]+@[^<>\s]+)>")
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mails are handed over, and how."""

    host: str
    port: int
    is_tls: bool  # TLS from the first byte
    needs_starttls: bool
    user: str = ""
    password: str = field(default="", repr=False)


def is_address(text: str) -> bool:
    """Return whether a mail can be sent to this: one plain address, without a name around it."""
    return len(text) <= MAX_ADDRESS and _ADDRESS.fullmatch(text) is not None


def read_sender(text: str) -> tuple[str, str]:
    """Return (name, address) of ``Name <address>`` or of a bare address; raises ValueError."""
    found = _SENDER.fullmatch(text.strip())
    name, address = (found["name"].strip(), found["address"]) if found else ("", text.strip())
    local, _, domain = address.partition("@")
    if not is_address(address) and not (local and domain == "localhost" and is_host(local)):
        raise ValueError("write Name <name@domain>")
    return name, address


def is_host(text: str) -> bool:
    """Return whether this can be the name of a host, or one label of it."""
    return re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?", text) is not None


def read_server(url: str) -> MailServer | None:
    """Return the server of ``smtp[s]://[user:password@]host[:port]``; None for an empty text.

    ``smtp`` asks for STARTTLS, except towards this machine or with ``?tls=off``; ``smtps`` speaks
    TLS at once. Raises ValueError with what is wrong, never repeating the password.
    """
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in _PORTS:
        raise ValueError("write smtp://user:password@host:587 or smtps://user:password@host:465")
    host = parts.hostname or ""
    if not is_host(host) and not _is_ip(host):
        raise ValueError("the host is missing or misspelt")
    try:
        port = parts.port or _PORTS[parts.scheme]
    except ValueError as error:
        raise ValueError("the port is a number from 1 to 65535") from error
    if parts.path.strip("/") or parts.fragment:
        raise ValueError("nothing stands behind the port; write # / ? in a password as %23 %2F %3F")
    tls = parse_qs(parts.query).get("tls", ["on"])[-1]
    if tls not in {"on", "off"}:
        raise ValueError("tls is on or off")
    return MailServer(
        host=host,
        port=port,
        is_tls=parts.scheme == "smtps",
        needs_starttls=parts.scheme == "smtp" and tls == "on" and not _is_here(host),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_here(host: str) -> bool:
    return host == "localhost" or (_is_ip(host) and ipaddress.ip_address(host).is_loopback)
