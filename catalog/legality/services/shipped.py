"""Loads the requirement sets that ship with the code, where an office has none yet."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from catalog.db.base import Base
from catalog.kernel.clock import utc_now
from catalog.kernel.text import LocalText
from catalog.legality.models import Requirement, RequirementSet
from catalog.legality.rules.requirements import Level, Purpose, SetState
from catalog.taxonomy.models import Category

FIRST_NOTE = "Versi pertama, dari bahan bawaan Sarumban"


def load_requirements(session: Session, rows: Iterable[Mapping[str, Any]]) -> None:
    """Add the sets that have no version at all; an edited one is never touched.

    A set of a category or gallery that this catalogue does not have is left out.
    """
    known = set(session.scalars(select(RequirementSet.key)))
    categories = {row.slug: row.id for row in session.execute(select(Category.slug, Category.id))}
    galleries = _galleries(session)
    for row in rows:
        category, gallery = row.get("category", ""), row.get("gallery", "")
        key = set_key(Purpose(row["purpose"]), row.get("kind", ""), category, gallery)
        is_here = category in {"", *categories} and gallery in {"", *galleries}
        if key not in known and is_here:
            session.add(_set(key, row, categories.get(category), galleries.get(gallery)))


def set_key(purpose: Purpose, kind: str, category_slug: str, gallery_slug: str) -> str:
    """Return what all versions of a set are called."""
    return ":".join((purpose.value, kind or category_slug or "semua", gallery_slug)).rstrip(":")


def _galleries(session: Session) -> dict[str, UUID]:
    gallery: Table = Base.metadata.tables["gallery"]  # a sibling of this feature
    return {row.slug: row.id for row in session.execute(select(gallery.c.slug, gallery.c.id))}


def _set(
    key: str, row: Mapping[str, Any], category_id: UUID | None, gallery_id: UUID | None
) -> RequirementSet:
    now = utc_now()
    return RequirementSet(
        key=key,
        state=SetState.ACTIVE,
        purpose=Purpose(row["purpose"]),
        kind=row.get("kind", ""),
        category_id=category_id,
        gallery_id=gallery_id,
        note=FIRST_NOTE,
        made_at=now,
        active_from=now,
        requirements=[_requirement(line) for line in row["requirement"]],
    )


def _requirement(row: Mapping[str, Any]) -> Requirement:
    days = row.get("days", (None, None))
    words = ("name", "next_step", "office", "cost", "how_to", "papers")
    return Requirement(
        key=row["key"],
        position=row["position"],
        type_codes=row.get("types", []),
        stopgap_codes=row.get("stopgap", []),
        fact=row.get("fact", ""),
        level=Level(row["level"]),
        applies_when=row.get("applies_when", []),
        except_when=row.get("except_when", []),
        effective_from=row.get("effective_from"),
        effective_until=row.get("effective_until"),
        days_min=days[0],
        days_max=days[1],
        link=row.get("link", ""),
        source=row["source"],
        certainty=row["certainty"],
        reviewed_on=row["reviewed_on"],
        **{word: LocalText.of(row.get(word, {})) for word in words},
    )
