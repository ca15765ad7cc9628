"""Logs questions, so that makers and the dinas can count them."""

from datetime import timedelta

from sqlalchemy import delete

from catalog.db.work import Work
from catalog.inquiries.models import Lead
from catalog.inquiries.queries import Asked
from catalog.inquiries.rules import LeadKind

KEPT = timedelta(days=3 * 365)


def log_whatsapp(work: Work, asked: Asked, *, language: str, quantity: int | None) -> Lead:
    """Log that somebody is about to ask by WhatsApp."""
    lead = Lead(
        vendor_id=asked.vendor_id,
        product_id=asked.id,
        kind=LeadKind.WHATSAPP,
        language=language,
        quantity=quantity,
        asked_at=work.now,
    )
    work.session.add(lead)
    return lead


def forget_old(work: Work) -> None:
    """Remove leads that nobody counts any more."""
    work.session.execute(delete(Lead).where(Lead.asked_at < work.now - KEPT))
