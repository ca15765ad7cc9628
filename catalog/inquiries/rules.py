"""How a question reaches a maker."""

from datetime import timedelta
from enum import StrEnum
from urllib.parse import quote

ASKS, WINDOW = 10, timedelta(hours=1)  # questions from one address
MAX_NOTE = 300
MAX_QUANTITY = 1_000_000


class LeadKind(StrEnum):
    """By what way somebody asked."""

    WHATSAPP = "whatsapp"


def whatsapp_url(phone: str, text: str) -> str:
    """Return the address that opens a chat with ``phone`` (``+62…``) and this text in it."""
    return f"https://wa.me/{phone.lstrip('+')}?text={quote(text)}"


def is_made_up(phone: str) -> bool:
    """Return whether this is a number of the sample catalogue, which no network gives out."""
    return phone.startswith("+62800000")
