"""Regions, units and categories for tests; a stocked database has them already."""

from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.taxonomy.models import Category, Region, Unit
from catalog.taxonomy.rules import RegionKind

TRUSMI = "32.09.36.2005"
PLERED = "32.09.36"
_NAMES = {
    "32.09": ("Kabupaten Cirebon", RegionKind.REGENCY),
    PLERED: ("Plered", RegionKind.DISTRICT),
    TRUSMI: ("Trusmi Kulon", RegionKind.VILLAGE),
}


def a_region(session: Session, code: str = TRUSMI) -> Region:
    """Give the region of this code, with those above it."""
    found = session.get(Region, code)
    if found is None:
        name, kind = _NAMES.get(code, (f"Desa {code}", RegionKind.VILLAGE))
        parent = code.rpartition(".")[0]
        if parent in _NAMES:
            a_region(session, parent)
        found = Region(
            code=code, name=name, kind=kind, parent_code=parent if parent in _NAMES else None
        )
        session.add(found)
        session.flush()
    return found


def a_unit(session: Session, code: str = "pcs") -> Unit:
    """Give the unit of this code."""
    found = session.get(Unit, code)
    if found is None:
        found = Unit(
            code=code,
            name=LocalText(id="buah", en="piece"),
            symbol=code,
            dimension="count",
            factor=1,
        )
        session.add(found)
        session.flush()
    return found


def a_category(
    session: Session, slug: str = "kain-batik", *, parent: Category | None = None, **values: object
) -> Category:
    """Give the category of this slug."""
    found = session.scalar(select(Category).where(Category.slug == slug))
    if found is None:
        words = slug.replace("-", " ").capitalize()
        found = Category(
            **{
                "id": uuid4(),
                "slug": slug,
                "parent_id": parent.id if parent else None,
                "kind": "craft",
                "name": LocalText(id=words, en=f"{words} (en)"),
                **values,
            }
        )
        session.add(found)
        session.flush()
    return found
