"""Loads the document types that ship with the code; notices papers that have run out."""

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.upsert import put
from catalog.kernel.text import LocalText
from catalog.legality.models import Document, DocumentType
from catalog.legality.rules import DocumentState, Scope
from catalog.search.outbox import mark_ids

DATA = Path(__file__).parent / "data"
LOOK_BACK = timedelta(days=31)


def load_types(session: Session, *, refresh: bool = False) -> None:
    """Add the document types that are missing."""
    rows = tomllib.loads((DATA / "document_types.toml").read_text("utf-8"))["document_type"]
    put(session, DocumentType, ("code",), map(_type, rows), refresh=refresh)


def _type(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "position": row.get("position", 0),
        "name": LocalText.of(row["name"]),
        "label": row["label"],
        "description": LocalText.of(row["description"]),
        "checker_name": row.get("checker_name", ""),
        "checker_url": row.get("checker_url", ""),
        "is_number_public": row["number_is_public"],
        "has_badge": row["badge"],
        "default_scope": Scope(row["default_scope"]),
        "applies": row.get("applies", "all"),
        "pattern": row.get("pattern", ""),
        "source": row.get("source", "")[:300],
        "reviewed_on": row.get("reviewed_on"),
    }


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
