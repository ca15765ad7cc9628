"""Loads the document types that ship with the code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from catalog.db.upsert import put
from catalog.kernel.text import LocalText
from catalog.legality.models import DocumentType
from catalog.legality.rules import Scope

DATA = Path(__file__).parents[1] / "data"


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
        "is_personal": row.get("personal", False),
        "default_scope": Scope(row["default_scope"]),
        "applies": row.get("applies", "all"),
        "pattern": row.get("pattern", ""),
        "source": row.get("source", "")[:300],
        "reviewed_on": row.get("reviewed_on"),
    }
