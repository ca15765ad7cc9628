"""What a paper can speak for: the vendor's own products, and kinds of products.

Products stand above this feature, so their tables are named, not imported.
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import String, Uuid, column, select, table

from catalog.db.work import Work
from catalog.kernel.text import DEFAULT_LANGUAGE
from catalog.legality.models import Document, DocumentType
from catalog.legality.rules import Scope
from catalog.taxonomy.queries import category_tree

_PRODUCT = table(
    "product",
    column("id", Uuid),
    column("vendor_id", Uuid),
    column("category_id", Uuid),
    column("code", String),
    column("status", String),
)
_WORDS = table(
    "product_text", column("product_id", Uuid), column("language", String), column("name", String)
)
_ALL = "all"


@dataclass(frozen=True, slots=True)
class Own:
    """A product of the vendor, as a choice."""

    id: UUID
    name: str
    category_id: UUID


def own_products(work: Work, vendor_id: UUID) -> list[Own]:
    """Return the vendor's products that are not archived, by name; one without a name by code."""
    named = (_WORDS.c.product_id == _PRODUCT.c.id) & (_WORDS.c.language == str(DEFAULT_LANGUAGE))
    rows = work.session.execute(
        select(_PRODUCT.c.id, _PRODUCT.c.code, _PRODUCT.c.category_id, _WORDS.c.name)
        .outerjoin(_WORDS, named)
        .where(_PRODUCT.c.vendor_id == vendor_id, _PRODUCT.c.status != "archived")
    )
    found = [Own(row.id, row.name or row.code, row.category_id) for row in rows]
    return sorted(found, key=lambda own: (own.name.casefold(), str(own.id)))


def categories(
    work: Work, kind: DocumentType, products: list[Own], language: str
) -> list[tuple[UUID, str]]:
    """Return the kinds of products that such a paper may speak for; those of the vendor first."""
    tree = category_tree(work.session)
    mine = {step for own in products for step in tree.by_id[own.category_id].path}
    fitting = [node for node in tree.by_id.values() if kind.applies in {_ALL, node.kind}]
    choices = [
        (node.id, " / ".join(step.name.best(language) for step in tree.path(node.id)))
        for node in fitting
    ]
    return sorted(choices, key=lambda choice: (choice[0] not in mine, choice[1].casefold()))


def slugs_with_ancestors(work: Work, category_ids: frozenset[UUID]) -> frozenset[str]:
    """Return the slugs of these categories and of all above them."""
    tree = category_tree(work.session)
    return frozenset(
        step.slug for each in category_ids if each in tree.by_id for step in tree.path(each)
    )


def covered(work: Work, document: Document, language: str) -> list[str]:
    """Return the names of what a paper speaks for; empty for the whole business."""
    if document.scope is Scope.PRODUCT_TYPES:
        tree = category_tree(work.session).by_id
        names = [
            tree[link.category_id].name.best(language)
            for link in document.categories
            if link.category_id in tree
        ]
        return sorted(names)
    if document.scope is Scope.PRODUCTS:
        linked = {link.product_id for link in document.products}
        return [own.name for own in own_products(work, document.vendor_id) if own.id in linked]
    return []
