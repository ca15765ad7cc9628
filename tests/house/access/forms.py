"""Reads the forms of pages, and sends strange values in their fields."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

from flask import Flask

from catalog.web.forms import CatalogForm

_ROOT = Path(__file__).resolve().parents[3]
_FORM_NAME = re.compile(r'form\.(?:get|getlist)\(\s*"([\w:-]+)"')
_QUERY_NAME = re.compile(r'args\.(?:get|getlist)\(\s*"([\w:-]+)"')
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}

SCRIPT = "\"'><script>alert(77)</script>"
IMAGE = "<img src=x onerror=alert(78)>"
STRANGE: dict[str, bytes] = {
    "NUL": b"a\x00b",
    "lone surrogate": b"a\xed\xa0\x80b",
    "broken UTF-8": b"a\xff\xfeb",
    "2^31": b"2147483648",
    "2^63": b"9223372036854775808",
    "minus 2^63": b"-9223372036854775809",
    "many digits": b"9" * 400,
    "no number": b"NaN",
    "exponent": b"1e400",
    "long": b"x" * 10_000,
    "right to left": "\u202eabc\u202c\u2066".encode(),
    "emoji": "👩🏽‍🏭🇮🇩".encode(),
    "formula": b"=cmd|'/c calc'!A1",
    "script": SCRIPT.encode(),
    "picture": IMAGE.encode(),
    "template": b"{{7*7}}%(name)s%s{0}",
    "path": b"../../../etc/passwd",
    "quotes": b"'; DROP TABLE vendor; --",
    "far day": b"99999-12-31",
    "lines": b"a\r\nSet-Cookie: x=1\r\n",
    "other digits": "٣٢٧٤²".encode(),
}


class _Fields(HTMLParser):
    """Collects what the forms of a page would send."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take a field in, with the value that stands there."""
        found = dict(attrs)
        name, value = found.get("name") or "", found.get("value") or ""
        if tag in {"input", "textarea", "button"} and name:
            if found.get("type") in {"radio", "checkbox"} and name in self.values:
                return
            self.values.setdefault(name, value)
        if tag == "select":
            self._select = name
        if tag == "option" and self._select and not self.values.get(self._select):
            self.values[self._select] = value


def fields_of(page: str) -> dict[str, str]:
    """Return the fields of all forms of a page, without its token."""
    reader = _Fields()
    reader.feed(page)
    reader.values.pop("csrf_token", None)
    return reader.values


def names_in_code(pattern: re.Pattern[str]) -> list[str]:
    """Return the names of fields that views read without a form of their own."""
    found = {
        name
        for path in (_ROOT / "catalog").rglob("*.py")
        for name in pattern.findall(path.read_text(encoding="utf-8"))
    }
    return sorted(found)


def form_names(app: Flask) -> list[str]:
    """Return the names of all fields of all forms of the site, and those read without one."""
    assert app.view_functions  # the forms are known once the site is there
    names = set(names_in_code(_FORM_NAME))
    waiting: list[Any] = [CatalogForm]
    while waiting:
        form = waiting.pop()
        waiting += form.__subclasses__()
        names |= {name for name in dir(form) if hasattr(getattr(form, name, None), "field_class")}
    return sorted(names - {"csrf_token"})


def query_names() -> list[str]:
    """Return the names of all arguments that views read from addresses."""
    return names_in_code(_QUERY_NAME)


def encoded(fields: dict[str, str | bytes]) -> bytes:
    """Return the body of a form; bytes go as they are, whatever they are."""
    parts = (
        f"{quote_from_bytes(name.encode())}="
        f"{quote_from_bytes(value if isinstance(value, bytes) else value.encode())}"
        for name, value in fields.items()
    )
    return "&".join(parts).encode()
