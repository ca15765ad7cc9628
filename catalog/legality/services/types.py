"""Loads the document types, and with them all of legality's reference data."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from catalog.db.upsert import put
from catalog.kernel.text import LocalText
from catalog.legality.models import DocumentType, PirtFood
from catalog.legality.rules import Scope
from catalog.legality.services.shipped import load_requirements

DATA = Path(__file__).parents[1] / "data"
REVIEWED = date(2026, 11, 22)
_FOOD_SOURCES = {
    "S": "PerBPOM 22/2018; tempo.co 2021-10-20",
    "K": "Pengetahuan umum: daftar yang beredar tidak sama; baca jenisnya pada sertifikat",
}


def load_types(session: Session, *, refresh: bool = False) -> None:
    """Add what is missing of document types, food types and requirement sets."""
    rows = _rows("document_types", "document_type")
    stored = put(session, DocumentType, ("code",), map(_type, rows), refresh=refresh)
    for row in rows:
        _fill(stored[row["code"],], row)
    foods = _rows("pirt_foods", "food")
    put(session, PirtFood, ("code",), map(_food, foods), refresh=refresh)
    load_requirements(session, _rows("requirements", "set"))
    session.flush()


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))[table]
    return rows


def _number(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return how the numbers of a type are written and checked."""
    return {
        "hint": LocalText.of(row["hint"]),
        "level": row["level"],
        "strip": row["strip"],
        "prefix": row["prefix"],
        "certainty": row["certainty"],
        "validity_years": row.get("validity_years"),
        "checker_note": LocalText.of(row.get("checker_note", {})),
    }


def _fill(stored: DocumentType, row: Mapping[str, Any]) -> None:
    """Give a type of an older release what it lacks; what somebody edited stays."""
    if not stored.certainty:
        for name, value in _number(row).items():
            setattr(stored, name, value)


def _food(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": row["code"],
        "name": LocalText.of(row["name"]),
        "category_slugs": row["categories"],
        "certainty": row["certainty"],
        "source": _FOOD_SOURCES[row["certainty"]],
        "reviewed_on": REVIEWED,
    }


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
        **_number(row),
        "source": row.get("source", "")[:300],
        "reviewed_on": row.get("reviewed_on"),
    }
