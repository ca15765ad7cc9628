"""Which products of a vendor a sheet speaks of, and which pictures it names."""

import re
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import func, or_, select

from catalog.db.work import Work
from catalog.media.models import Image
from catalog.products.models import Product, ProductImage, ProductSku
from catalog.products.rules.bulk.words import fold

_NAME = 16  # characters of a picture's public name that an exported file name carries
_OWN = re.compile(r"foto-([0-9a-f]{16})\.jpg", re.IGNORECASE)


def products_by_sku(work: Work, vendor_id: UUID, skus: Iterable[str]) -> dict[str, UUID]:
    """Return a vendor's products by folded code: their own one, else the permanent one."""
    wanted = {fold(sku) for sku in skus if sku}
    if not wanted:
        return {}
    coded = work.session.execute(
        select(Product.code, Product.id).where(
            Product.vendor_id == vendor_id, func.lower(Product.code).in_(wanted)
        )
    )
    found = {fold(code): product_id for code, product_id in coded}
    own = work.session.execute(
        select(ProductSku.folded, ProductSku.product_id).where(
            ProductSku.vendor_id == vendor_id, ProductSku.folded.in_(wanted)
        )
    )
    return found | {row.folded: row.product_id for row in own}


def skus_of(work: Work, vendor_id: UUID) -> dict[UUID, str]:
    """Return the vendor's own codes by product."""
    rows = work.session.execute(
        select(ProductSku.product_id, ProductSku.sku).where(ProductSku.vendor_id == vendor_id)
    )
    return {row.product_id: row.sku for row in rows}


def file_name(image_name: str) -> str:
    """Return what a stored picture is called in an exported sheet."""
    return f"foto-{image_name[:_NAME]}.jpg"


def is_own_name(typed: str) -> bool:
    """Return whether a cell names a picture as an export does."""
    return _OWN.fullmatch(typed.strip()) is not None


def own_images(
    work: Work, vendor_id: UUID, typed: Iterable[str], albums: Collection[UUID] = ()
) -> dict[str, UUID]:
    """Return pictures of this vendor, or of ``albums``, by the name that a cell gives."""
    marks = {match[1].lower(): name for name in typed if (match := _OWN.fullmatch(name.strip()))}
    if not marks:
        return {}
    shown = (
        select(ProductImage.image_id)
        .join(Product, Product.id == ProductImage.product_id)
        .where(Product.vendor_id == vendor_id)
    )
    rows = work.session.execute(
        select(Image.id, Image.name).where(
            func.substr(Image.name, 1, _NAME).in_(marks),
            or_(Image.id.in_(shown), Image.id.in_(albums)),
        )
    )
    return {marks[row.name[:_NAME]]: row.id for row in rows}


def image_names(work: Work, image_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the public names of pictures by id."""
    rows = work.session.execute(select(Image.id, Image.name).where(Image.id.in_(image_ids)))
    return {row.id: row.name for row in rows}


def existing(work: Work, image_ids: Collection[UUID], *, lock: bool = False) -> set[UUID]:
    """Return those of these pictures that are stored; ``lock`` keeps them until the commit."""
    if not image_ids:
        return set()
    statement = select(Image.id).where(Image.id.in_(image_ids)).order_by(Image.id)
    return set(
        work.session.scalars(
            statement.with_for_update(key_share=True, read=True) if lock else statement
        )
    )


def images_by_digest(work: Work, digests: Collection[str]) -> dict[str, UUID]:
    """Return the stored pictures of these files by digest."""
    rows = work.session.execute(select(Image.digest, Image.id).where(Image.digest.in_(digests)))
    return {row.digest: row.id for row in rows}
