"""What every template may use: language, addresses, assets, dates, money."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import cast

from flask import Flask, current_app, g, request, url_for
from flask_babel import format_date, format_datetime, gettext

from catalog.kernel.actor import ANONYMOUS
from catalog.kernel.clock import wib
from catalog.kernel.money import Money, format_money
from catalog.kernel.quantity import format_number
from catalog.kernel.text import DEFAULT_LANGUAGE, Language, LocalText
from catalog.settings import ROOT, Settings
from catalog.web.access import access_of
from catalog.web.headers import THEME_SCRIPT
from catalog.web.locale import current_language, path_in


@lru_cache(maxsize=256)
def _fingerprint(name: str) -> str:
    path = ROOT / "static" / name
    return hashlib.blake2b(path.read_bytes(), digest_size=5).hexdigest() if path.exists() else "0"


def asset(name: str, *, plain: bool = False) -> str:
    """Return the address of a static file; it carries the content's hash unless ``plain``."""
    return f"/static/{name}" if plain else f"/static/{name}?v={_fingerprint(name)}"


def absolute(path: str, language: str | None = None) -> str:
    """Return the configured address of a page, in a language; never trusts the Host header."""
    settings: Settings = current_app.extensions["catalog_settings"]
    return settings.site_url + path_in(language or current_language(), path)


def same_page_in(language: str) -> str:
    """Return this page, with its filters, in another language."""
    query = request.query_string.decode("utf-8", "replace")
    return path_in(language) + (f"?{query}" if query else "")


def public_url(endpoint: str, **values: object) -> str:
    """Return the absolute address of an endpoint in the reader's language."""
    settings: Settings = current_app.extensions["catalog_settings"]
    return settings.site_url + url_for(endpoint, **values)  # type: ignore[arg-type]  # Flask takes anything


def money(amount: int, currency: str = "IDR") -> str:
    """Return an amount in minor units as the reader writes money."""
    return format_money(Money(amount, currency), current_language())


def number(value: float, digits: int = 0) -> str:
    """Return a number with the reader's separators and up to ``digits`` decimals."""
    return format_number(value, current_language(), digits)


def day(value: date | datetime) -> str:
    """Return ``22 Nov 2026``, in WIB for a moment."""
    return str(format_date(wib(value).date() if isinstance(value, datetime) else value, "d MMM y"))


def weekday(value: date | datetime) -> str:
    """Return ``Minggu, 22 November 2026``, in WIB for a moment."""
    found = wib(value).date() if isinstance(value, datetime) else value
    return str(format_date(found, "EEEE, d MMMM y"))


def moment(value: datetime) -> str:
    """Return date and time in WIB."""
    text = format_datetime(wib(value).replace(tzinfo=None), "d MMM y, HH.mm", rebase=False)
    return f"{text} WIB"


def local(text: LocalText | None) -> str:
    """Return the text in the reader's language, else in Indonesian."""
    return text.best(current_language()) if text else ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the officers' menu: shown to whom its page admits."""

    key: str
    endpoint: str
    icon: str
    text: str  # msgid


def desk_entries(app: Flask) -> list[MenuEntry]:
    """Return the list that wiring fills: the officers' menu in its order."""
    return cast("list[MenuEntry]", app.extensions.setdefault("catalog_desk_menu", []))


def _desk_menu() -> list[tuple[str, str, str, str]]:
    actor = g.get("actor", ANONYMOUS)
    audiences = [
        (entry, access_of(current_app, entry.endpoint)) for entry in desk_entries(current_app)
    ]
    return [
        (entry.key, entry.endpoint, entry.icon, gettext(entry.text))
        for entry, audience in audiences
        if audience is not None and audience.admits(actor)
    ]


def told(message: str) -> str:
    """Return a msgid in the reader's words; a text that is none, as it is.

    For messages at fields, which may repeat what was typed: unlike ``_`` in a template, it fills
    in no placeholders, and what it returns is escaped.
    """
    return str(gettext(message)) if message else ""


def init_app(app: Flask, settings: Settings) -> None:
    """Give templates their globals and filters."""
    app.jinja_env.filters.update(
        money=money, number=number, day=day, weekday=weekday, moment=moment, local=local, told=told
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        asset=asset,
        absolute=absolute,
        public_url=public_url,
        same_page_in=same_page_in,
        languages=[str(code) for code in Language],
        site_name=settings.site_name,
        theme_script=THEME_SCRIPT,
        default_language=str(DEFAULT_LANGUAGE),
        desk_menu=_desk_menu,
    )

    @app.context_processor
    def _reader() -> dict[str, object]:
        return {"language": str(current_language()), "canonical_path": request.path}
