"""The attribute templates of categories, kept in memory until reference data changes."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.products.rules.facts import Attribute
from catalog.search.outbox import versioned
from catalog.taxonomy import models
from catalog.taxonomy.queries import category_tree


@versioned
def _own(session: Session) -> dict[UUID, list[Attribute]]:
    """Return what each category asks itself, without what it inherits."""
    row = models.Attribute
    found: dict[UUID, list[Attribute]] = defaultdict(list)
    for line in session.execute(
        select(
            row.category_id,
            row.key,
            row.type,
            row.unit_code,
            row.block,
            row.label,
            row.choices,
            row.help,
            row.is_required,
        ).order_by(row.position, row.key)
    ):
        found[line.category_id].append(
            Attribute(
                key=line.key,
                type=line.type,
                unit=line.unit_code or "",
                block=line.block,
                label=line.label,
                choices=tuple(line.choices),
                help=line.help,
                is_required=line.is_required,
            )
        )
    return dict(found)


def template_of(work: Work, category_id: UUID) -> list[Attribute]:
    """Return the template of a category: its ancestors' lines first, the nearest one wins."""
    node = category_tree(work.session).by_id.get(category_id)
    own = _own(work.session)
    lines: dict[str, Attribute] = {}
    for step in node.path if node else ():
        lines.update({attribute.key: attribute for attribute in own.get(step, ())})
    return list(lines.values())
