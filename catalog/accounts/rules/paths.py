"""Where a sign-in may lead to: a page of this site, never another one."""

import re
from urllib.parse import unquote, urlsplit

_LONGEST = 500
# One leading slash, then printable ASCII without what browsers read as a slash or drop.
_LOCAL = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_NEVER = ("/keluar", "/masuk", "/daftar", "/lupa")


def safe_next(path: str | None) -> str:
    """Return the path if it is a plain one of this site, else ""."""
    if not path or len(path) > _LONGEST or _LOCAL.fullmatch(path) is None:
        return ""
    # What a proxy or browser could unpack once more must be as harmless.
    unpacked = unquote(path)
    if "\\" in unpacked or unpacked.startswith("//") or any(c < " " for c in unpacked):
        return ""
    parts = urlsplit(path)
    if parts.scheme or parts.netloc or "//" in parts.path or ".." in parts.path:
        return ""
    return "" if parts.path.startswith(_NEVER) else path
