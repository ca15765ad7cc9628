"""The blueprint of a vendor's rooms."""

from collections.abc import Callable, Sequence
from typing import cast

from flask import Blueprint, Flask

from catalog.db.work import Work
from catalog.vendors.rules.registering import Host

bp = Blueprint("vendors_manage", __name__)


def host_sources(app: Flask) -> list[Callable[[Work], Sequence[Host]]]:
    """Return the list that wiring fills: who tells which galleries take vendors in."""
    return cast(
        "list[Callable[[Work], Sequence[Host]]]", app.extensions.setdefault("catalog_hosts", [])
    )
