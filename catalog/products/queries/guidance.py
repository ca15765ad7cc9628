"""Reads of what guides officers: the words they choose from, and the limits that are set."""

from collections.abc import Mapping

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.products.models import NoteTemplate, ReviewSetting
from catalog.products.rules.limits import LIMITS
from catalog.products.rules.safety import Bounds
from catalog.products.rules.templates import Template


def templates(work: Work) -> list[Template]:
    """Return all words for notes, in their order, those that are put away included."""
    rows = work.session.scalars(
        select(NoteTemplate).order_by(NoteTemplate.position, NoteTemplate.code)
    )
    return [_template(row) for row in rows]


def get_template(work: Work, code: str) -> Template:
    """Return the words of this code, or raise NotFound."""
    row = work.session.scalar(select(NoteTemplate).where(NoteTemplate.code == code))
    if row is None:
        raise NotFound("template")
    return _template(row)


def limits(work: Work) -> Mapping[str, int]:
    """Return every limit by its key: as it was set, else its default."""
    rows = work.session.execute(select(ReviewSetting.key, ReviewSetting.value))
    return {limit.key: limit.default for limit in LIMITS} | {row.key: row.value for row in rows}


def bounds(work: Work) -> Bounds:
    """Return how far prices and texts may move in changes that are approved together."""
    found = limits(work)
    return Bounds(price=found["bulk_price"], text=found["bulk_text"])


def _template(row: NoteTemplate) -> Template:
    return Template(
        row.id, row.code, row.place, row.category_slug, row.text, row.is_active, row.version
    )
