"""The one statement behind a product's page, with its side rows nested as JSON."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, func, select
from sqlalchemy.orm import aliased

from catalog.db.nested import rows_of
from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.media.models import Image
from catalog.products.models import (
    PriceTier,
    Product,
    ProductDisplay,
    ProductImage,
    ProductMarket,
    ProductTerm,
    ProductText,
    TradeFacts,
    Variant,
)
from catalog.taxonomy.models import HsCode, Market, Region
from catalog.vendors.models import Vendor, VendorContact, VendorPhoto, VendorText

Line = Row[*tuple[Any, ...]]

_ID, _EN = aliased(ProductText), aliased(ProductText)
_STORY_ID, _STORY_EN = aliased(VendorText), aliased(VendorText)

_NESTED = (
    rows_of(
        ProductImage.position,
        ProductImage.alt,
        Image.name,
        Image.widths,
        Image.width,
        Image.height,
        Image.colour,
        Image.focal_x,
        Image.focal_y,
        Image.crops,
        to=Product,
        where=ProductImage.product_id == Product.id,
        join=(Image, Image.id == ProductImage.image_id),
    ).label("images"),
    rows_of(
        Variant.position,
        Variant.name,
        Variant.price,
        Variant.stock,
        Variant.minimum_order,
        Variant.case_size,
        Variant.sku,
        to=Product,
        where=Variant.product_id == Product.id,
    ).label("variants"),
    rows_of(
        PriceTier.kind,
        PriceTier.currency,
        PriceTier.minimum_quantity,
        PriceTier.amount,
        PriceTier.port,
        PriceTier.valid_until,
        to=Product,
        where=PriceTier.product_id == Product.id,
    ).label("tiers"),
    rows_of(ProductTerm.term_id, to=Product, where=ProductTerm.product_id == Product.id).label(
        "terms"
    ),
    rows_of(
        ProductDisplay.gallery_id,
        ProductDisplay.shelf,
        ProductDisplay.stock,
        ProductDisplay.counted_at,
        to=Product,
        where=ProductDisplay.product_id == Product.id,
    ).label("displays"),
    rows_of(
        ProductMarket.checked_on,
        ProductMarket.valid_until,
        Market.position,
        Market.name,
        to=Product,
        where=ProductMarket.product_id == Product.id,
        join=(Market, Market.code == ProductMarket.market_code),
    ).label("markets"),
    rows_of(
        VendorPhoto.position,
        VendorPhoto.caption,
        Image.name,
        Image.widths,
        Image.width,
        Image.height,
        Image.colour,
        Image.focal_x,
        Image.focal_y,
        to=Vendor,
        where=VendorPhoto.vendor_id == Vendor.id,
        join=(Image, Image.id == VendorPhoto.image_id),
    ).label("photos"),
    rows_of(GalleryVendor.gallery_id, to=Vendor, where=GalleryVendor.vendor_id == Vendor.id).label(
        "vendor_galleries"
    ),
)

_STATEMENT = (
    select(
        Product,
        Vendor,
        TradeFacts,
        Region.name.label("village"),
        HsCode.title.label("hs_title"),
        # Whether there is a number to lead to; the number itself is read when somebody asks.
        exists()
        .where(VendorContact.vendor_id == Vendor.id, VendorContact.phone.is_not(None))
        .label("has_phone"),
        _ID.name.label("name_id"),
        _ID.summary.label("summary_id"),
        _ID.description.label("description_id"),
        _EN.name.label("name_en"),
        _EN.summary.label("summary_en"),
        _EN.description.label("description_en"),
        _STORY_ID.tagline.label("tagline_id"),
        _STORY_ID.story.label("story_id"),
        _STORY_EN.tagline.label("tagline_en"),
        _STORY_EN.story.label("story_en"),
        *_NESTED,
    )
    .join(Vendor, Vendor.id == Product.vendor_id)
    .outerjoin(TradeFacts, TradeFacts.product_id == Product.id)
    .outerjoin(Region, Region.code == func.coalesce(Product.origin_code, Vendor.region_code))
    .outerjoin(HsCode, HsCode.code == func.substr(Product.hs_code, 1, 6))
    .outerjoin(_ID, and_(_ID.product_id == Product.id, _ID.language == "id"))
    .outerjoin(_EN, and_(_EN.product_id == Product.id, _EN.language == "en"))
    .outerjoin(_STORY_ID, and_(_STORY_ID.vendor_id == Vendor.id, _STORY_ID.language == "id"))
    .outerjoin(_STORY_EN, and_(_STORY_EN.vendor_id == Vendor.id, _STORY_EN.language == "en"))
)


def find_row(work: Work, slug: str) -> Line | None:
    """Return everything stored of the product at this slug, or None."""
    return work.session.execute(_STATEMENT.where(Product.slug == slug)).one_or_none()


def find_row_of(work: Work, product_id: UUID) -> Line | None:
    """Return everything stored of this product, or None."""
    return work.session.execute(_STATEMENT.where(Product.id == product_id)).one_or_none()
