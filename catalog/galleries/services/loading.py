"""Loads the two galleries that ship with the code; what the dinas edits later stays."""

import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from catalog.db.upsert import put
from catalog.galleries.models import Gallery, GalleryHoliday, GalleryHours
from catalog.kernel.text import LocalText

DATA = Path(__file__).parents[1] / "data"
_PLAIN = (
    "slug",
    "position",
    "name",
    "address",
    "latitude",
    "longitude",
    "map_url",
    "email",
    "phone",
)
_LOCAL = ("institution", "story", "parking", "hours_note", "contact_note")


def load_galleries(session: Session, *, refresh: bool = False) -> None:
    """Add the galleries that are missing, with their hours and holidays."""
    rows = tomllib.loads((DATA / "galleries.toml").read_text("utf-8"))["gallery"]
    stored = put(session, Gallery, ("slug",), map(_gallery, rows), refresh=refresh)
    hours: list[dict[str, Any]] = []
    holidays: list[dict[str, Any]] = []
    for row in rows:
        if not refresh and (row["slug"],) not in stored.added:
            continue  # hours and holidays that the gallery deleted stay deleted
        gallery = stored[(row["slug"],)]
        if not gallery.hours:  # hours that someone has edited are never mixed with shipped ones
            hours += [_hours(gallery, entry) for entry in row.get("hours", ())]
        holidays += [
            {
                "gallery_id": gallery.id,
                "closed_on": entry["on"],
                "note": LocalText.of(entry.get("note")),
            }
            for entry in row.get("holidays", ())
        ]
    put(session, GalleryHours, ("gallery_id", "weekday", "opens"), hours)
    put(session, GalleryHoliday, ("gallery_id", "closed_on"), holidays)


def _gallery(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{key: row[key] for key in _PLAIN},
        **{key: LocalText.of({k: v.strip() for k, v in row[key].items()}) for key in _LOCAL},
        "region_code": row["region"],
        "entry_rules": [
            {
                "key": entry["key"],
                "text": {language: text.strip() for language, text in entry["text"].items()},
                "source": entry["source"],
                "certainty": entry["certainty"],
                **{key: entry[key] for key in ("statement", "version") if key in entry},
            }
            for entry in row.get("entry_rules", ())
        ],
    }


def _hours(gallery: Gallery, row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "gallery_id": gallery.id,
        "weekday": row["weekday"],
        "opens": time.fromisoformat(row["opens"]),
        "closes": time.fromisoformat(row["closes"]),
        "source": row.get("source", "")[:300],
        "reviewed_on": row.get("reviewed_on"),
    }
