"""Which rows belong to a vendor: whatever points to it by foreign keys, over however many steps.

Asked of the models themselves, so that a table that some feature adds tomorrow is deleted with its
vendor unless ``KEPT`` names it.
"""

from collections.abc import Iterator
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Table, or_, select

from catalog.db.base import Base
from catalog.db.work import Work
from catalog.media.models import Image
from catalog.vendors.models import Vendor

# Rows that stay, emptied of what the vendor gave: names of the closed register, bare numbers for
# the statistics, and the proofs that the law asks for.
KEPT = frozenset({"vendor", "product", "lead", "vendor_consent", "vendor_closing"})
_ROOT = Vendor.__tablename__


@cache
def owned_tables() -> tuple[Table, ...]:
    """Return every table with rows of vendors, children before what they point to."""
    found = {_ROOT}
    for table in Base.metadata.sorted_tables:  # parents first
        if any(key.column.table.name in found for key in _ways(table)):
            found.add(table.name)
    return tuple(t for t in reversed(Base.metadata.sorted_tables) if t.name in found)


def owned(table: Table, vendor_id: UUID) -> ColumnElement[bool]:
    """Return the clause of this table's rows that belong to the vendor."""
    if table.name == _ROOT:
        return table.c.id == vendor_id
    names = {each.name for each in owned_tables()}
    return or_(
        *(
            key.parent == vendor_id
            if key.column.table.name == _ROOT
            else key.parent.in_(select(key.column).where(owned(key.column.table, vendor_id)))
            for key in _ways(table)
            if key.column.table.name in names
        )
    )


def image_ids(work: Work, vendor_id: UUID) -> set[UUID]:
    """Return every picture that a row of the vendor shows."""
    found: set[UUID] = set()
    for table in owned_tables():
        for key in _ways(table):
            if key.column.table.name == Image.__tablename__:
                shown = select(key.parent).where(owned(table, vendor_id), key.parent.is_not(None))
                found.update(work.session.scalars(shown))
    return found


def file_keys(work: Work, vendor_id: UUID) -> list[str]:
    """Return every private file that a row of the vendor names."""
    found: list[str] = []
    for table in owned_tables():
        if "key" in table.c and table.name not in KEPT:
            keys = work.session.scalars(select(table.c.key).where(owned(table, vendor_id)))
            found += [key for key in keys if str(key).startswith("private/")]
    return found


def _ways(table: Table) -> Iterator[ForeignKey]:
    """Yield the foreign keys to other tables, in a stable order."""
    keys = (key for key in table.foreign_keys if key.column.table is not table)
    yield from sorted(keys, key=lambda key: key.parent.name)
