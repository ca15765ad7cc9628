"""Notices for tests."""

from datetime import date
from typing import Any

from catalog.kernel.text import LocalText
from catalog.notices.services import Notice

# Sentences that have an Indonesian text already, so that tests see the reader's language.
DEADLINE = Notice(
    kind="legality.expiring",
    title="Before: %(day)s",
    text="Your account has no e-mail address yet, so no mails are sent.",
    values={"day": date(2026, 12, 22)},
    url="/usaha/0/izin",
    next_step="Open my account",
    deadline_on=date(2026, 12, 22),
)


def a_decision(name: str = "Kursi rotan", **changes: Any) -> Notice:
    """Return a notice about a product; nobody mails it at once."""
    parts = {
        "kind": "products.approved",
        "title": "Hello %(name)s,",
        "text": "You have read everything.",
        "values": {"name": LocalText(id=name, en="Rattan chair")},
        "url": "/usaha/0/produk",
        "next_step": "Open",
    }
    return Notice(**{**parts, **changes})
