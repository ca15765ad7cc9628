"""Links to films. They stay links: no script and no picture of a third party is ever loaded."""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

HOSTS = {  # a host and the name that its link goes by
    "youtube.com": "YouTube",
    "youtu.be": "YouTube",
    "vimeo.com": "Vimeo",
    "instagram.com": "Instagram",
    "tiktok.com": "TikTok",
    "facebook.com": "Facebook",
    "fb.watch": "Facebook",
}
REFUSED = N_(
    "Paste the address of a film at YouTube, Vimeo, Instagram, TikTok or Facebook, "
    "beginning with https://"
)
_HTTPS = 443


@dataclass(frozen=True, slots=True)
class Film:
    """A film as a page links to it."""

    url: str
    host: str


def check_url(typed: str) -> str:
    """Return the address of a film at one of the known hosts; raise RuleBroken for others."""
    text = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise RuleBroken(REFUSED) from error
    is_plain = parts.scheme in {"https", "http"} and port in {None, _HTTPS} and not parts.username
    path = parts.path.strip("/")
    if not is_plain or _host(parts.hostname) is None or not (path or parts.query):
        raise RuleBroken(REFUSED)
    return urlunsplit(("https", parts.hostname or "", parts.path, parts.query, ""))


def film(url: str) -> Film | None:
    """Return the film of a kept address; None for one that is not, or no longer, allowed."""
    try:
        clean = check_url(url)
    except RuleBroken:
        return None
    return Film(clean, _host(urlsplit(clean).hostname) or "")


def _host(name: str | None) -> str | None:
    known = (name or "").lower()
    for prefix in ("www.", "m."):
        known = known.removeprefix(prefix)
    return HOSTS.get(known)
