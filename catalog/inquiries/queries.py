"""Reads of what buyers can ask about, and how often they did."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.inquiries.rules import is_made_up
from catalog.kernel.errors import NotFound
from catalog.products.models import Product
from catalog.products.queries import cards
from catalog.products.queries.cards import Card
from catalog.vendors import queries as vendors


@dataclass(frozen=True, slots=True)
class Asked:
    """A product that can be asked about; ``phone`` is for the redirect, never for a page."""

    id: UUID
    vendor_id: UUID
    code: str
    card: Card
    phone: str
    is_sample: bool


def get_asked(work: Work, code: str, language: str) -> Asked:
    """Return the public product of this code whose maker has a phone; else raise NotFound."""
    statement = select(Product.id, Product.vendor_id, Product.code).where(Product.code == code)
    row = work.session.execute(statement).one_or_none()
    found = cards.by_ids(work, [row.id], language) if row else []
    if row is None or not found:
        raise NotFound("product")
    contact = vendors.contact(work, row.vendor_id)
    if not contact.phone:
        raise NotFound("phone")
    return Asked(
        row.id, row.vendor_id, row.code, found[0], contact.phone, is_made_up(contact.phone)
    )
