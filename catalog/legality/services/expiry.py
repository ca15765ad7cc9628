"""Notices papers that have run out."""

from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.legality.models import Document
from catalog.legality.rules import DocumentState
from catalog.search.outbox import mark_ids

LOOK_BACK = timedelta(days=31)


def mark_expired(session: Session, today: date) -> None:
    """Mark the vendors whose papers ran out lately: their badges and facets are gone today.

    Looks back a month, so that an indexer that was down over a date misses nothing.
    """
    statement = select(Document.vendor_id).where(
        Document.state == DocumentState.VERIFIED,
        Document.valid_until >= today - LOOK_BACK,
        Document.valid_until < today,
    )
    mark_ids(session, "vendor", set(session.scalars(statement)))
