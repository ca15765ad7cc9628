"""Markup of product cards, kept by value: a listing renders only the cards it has never shown.

A card's value holds everything that its markup depends on, so nothing ever has to be forgotten;
only its name is put in afterwards, plain or with the searched words marked.
"""

import re
from collections.abc import Hashable
from functools import lru_cache
from typing import Any, Protocol

from flask import Flask, get_template_attribute, request, url_for
from markupsafe import Markup, escape

from catalog.web.locale import current_language

_KEPT = 6_000  # cards of one worker, each about 1.5 KB
_SPACES = re.compile(r"\s+")  # a template's line breaks; a card has no text that needs them
_NAME = "\ue000name\ue000"  # private use: no name holds it, cleaning or not


class CardValue(Hashable, Protocol):
    """What a card is made of; hashable, see ``catalog.products.queries.cards``."""

    @property
    def slug(self) -> str: ...  # noqa: D102  # a value
    @property
    def name(self) -> str: ...  # noqa: D102  # a value


def init_app(app: Flask) -> None:
    """Give templates ``card_html(card, eager=False, level=3, name=None)``."""

    @lru_cache(maxsize=_KEPT)
    def halves(card: CardValue, eager: bool, level: int, _page: tuple[str, str]) -> tuple[str, ...]:  # noqa: FBT001  # part of the key
        macro: Any = get_template_attribute("_macros/card.html", "product")
        url = url_for("products.show", slug=card.slug)
        markup = _SPACES.sub(" ", str(macro(card, url, _NAME, eager=eager, level=level)))
        return tuple(markup.split(_NAME, 1))

    def card_html(
        card: CardValue, *, eager: bool = False, level: int = 3, name: Markup | None = None
    ) -> Markup:
        """Return a card's markup; ``name`` is its name with words marked, already escaped."""
        page = (str(current_language()), request.script_root)
        before, after = halves(card, eager, level, page)
        return Markup(before) + (escape(card.name) if name is None else name) + Markup(after)  # noqa: S704  # our own template

    app.jinja_env.globals["card_html"] = card_html
