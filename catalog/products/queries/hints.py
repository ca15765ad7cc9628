"""Everything that hints look at, read for one product; for the editor and for the review desk."""

from uuid import UUID

from sqlalchemy import func, select

from catalog.db.work import Work
from catalog.legality.queries import ProductKey, badges
from catalog.products.models import Product, ProductSupply, ProductTerm, ProductText
from catalog.products.queries.photos import album_of, frames, shot_of
from catalog.products.queries.template import template_of
from catalog.products.rules.hints import (
    Hint,
    Listing,
    PriceSample,
    listing_hints,
    photo_hints,
)
from catalog.products.rules.photos import Album
from catalog.products.rules.status import Status
from catalog.taxonomy.models import Category, Term
from catalog.taxonomy.queries import category_tree


def hints_of(
    work: Work, product: Product, language: str, *, album: Album | None = None
) -> list[Hint]:
    """Return all hints about a product as it stands, words and facts first, then photos.

    ``album`` are other photos than those shown, as in a change that waits.
    """
    shown = album_of(work, product) if album is None else album
    return [
        *listing_hints(listing_of(work, product, language)),
        *hints_of_album(work, product, shown),
    ]


def hints_of_album(work: Work, product: Product, album: Album) -> list[Hint]:
    """Return the hints about these photos."""
    return photo_hints([shot_of(frame) for frame in frames(work, product, album)])


def listing_of(work: Work, product: Product, language: str) -> Listing:
    """Return the words and facts of a product as the rules of hints take them."""
    category = work.session.get_one(Category, product.category_id)
    supply = work.session.get(ProductSupply, product.id)
    return Listing(
        texts=_texts(work, product.id),
        kind=category.kind,
        template=template_of(work, product.category_id),
        attributes=dict(product.attributes),
        weight_g=supply.weight_g if supply else None,
        term_kinds=_term_kinds(work, product.id),
        papers=_papers(work, product),
        price=product.price,
        sample=price_sample(work, product),
        hs_code=product.hs_code,
        hs_prefixes=_hs_prefixes(work, product.category_id),
        category=category.name.best(language),
        language=language,
    )


def price_sample(work: Work, product: Product) -> PriceSample | None:
    """Return what other published goods of this category and unit cost, or None without any."""
    like = (
        Product.status == Status.PUBLISHED,
        Product.category_id == product.category_id,
        Product.unit_code == product.unit_code,
        Product.price.is_not(None),
        Product.id != product.id,
    )
    count = work.session.scalar(select(func.count()).select_from(Product).where(*like)) or 0
    if not count:
        return None
    middle = select(Product.price).where(*like).order_by(Product.price).offset(count // 2).limit(1)
    return PriceSample(int(work.session.scalars(middle).one() or 0), count)


def _texts(work: Work, product_id: UUID) -> dict[str, str]:
    """Return the texts by the names of the editor's fields, empty ones left out."""
    found: dict[str, str] = {}
    rows = work.session.scalars(
        select(ProductText)
        .where(ProductText.product_id == product_id)
        .order_by(ProductText.language.desc())
    )
    for row in rows:
        ending = "" if row.language == "id" else f"_{row.language}"
        told = {"name": row.name, "summary": row.summary, "description": row.description}
        found |= {f"{name}{ending}": text for name, text in told.items() if text}
    return found


def _term_kinds(work: Work, product_id: UUID) -> frozenset[str]:
    kinds = select(Term.kind).join(ProductTerm).where(ProductTerm.product_id == product_id)
    return frozenset(str(kind) for kind in work.session.scalars(kinds))


def _papers(work: Work, product: Product) -> frozenset[str]:
    key = ProductKey(product.id, product.vendor_id, product.category_id)
    return frozenset(code for code, _ in badges(work, [key]).get(product.id, ()))


def _hs_prefixes(work: Work, category_id: UUID) -> list[str]:
    """Return the prefixes of the nearest category that names any."""
    node = category_tree(work.session).by_id.get(category_id)
    for step in reversed(node.path if node else ()):
        category = work.session.get(Category, step)
        if category is not None and category.hs_prefixes:
            return [str(prefix) for prefix in category.hs_prefixes]
    return []
