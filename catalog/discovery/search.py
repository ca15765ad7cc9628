"""What the search box suggests besides product names: makers, categories and terms."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.products.models import Product, ProductTerm
from catalog.products.queries.visible import public
from catalog.search.engine import Term
from catalog.taxonomy.queries import category_tree, term_words
from catalog.vendors.models import Vendor


def suggestible(session: Session) -> Iterator[Term]:
    """Give every maker, category and term that has public products, with how many."""
    yield from _vendors(session)
    yield from _categories(session)
    yield from _terms(session)


def _vendors(session: Session) -> Iterator[Term]:
    rows = session.execute(
        select(Vendor.name, Vendor.slug, func.count())
        .join(Product, Product.vendor_id == Vendor.id)
        .where(public())
        .group_by(Vendor.id, Vendor.name, Vendor.slug)
    )
    for name, slug, products in rows:
        yield Term(text=name, kind="vendor", target=slug, weight=products)


def _categories(session: Session) -> Iterator[Term]:
    tree = category_tree(session)
    counts: dict[UUID, int] = {}
    for category_id, products in session.execute(
        select(Product.category_id, func.count())
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
        .group_by(Product.category_id)
    ):
        for step in tree.by_id[category_id].path:
            counts[step] = counts.get(step, 0) + products
    for category_id, products in counts.items():
        node = tree.by_id[category_id]
        for language, name in node.name.items():
            yield Term(
                text=name, kind="category", target=node.slug, language=language, weight=products
            )


def _terms(session: Session) -> Iterator[Term]:
    words = term_words(session)
    rows = session.execute(
        select(ProductTerm.term_id, func.count())
        .join(Product, Product.id == ProductTerm.product_id)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(public())
        .group_by(ProductTerm.term_id)
    )
    for term_id, products in rows:
        term = words[term_id]
        for language, name in term.name.items():
            yield Term(
                text=name,
                kind="term",
                target=f"{term.kind}/{term.slug}",
                language=language,
                weight=products,
            )
