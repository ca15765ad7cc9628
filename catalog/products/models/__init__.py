"""Product tables."""

from catalog.products.models.bulk import BulkItem, BulkRun, ProductSku
from catalog.products.models.core import (
    Product,
    ProductImage,
    ProductSlug,
    ProductTerm,
    ProductText,
)
from catalog.products.models.editing import (
    ChangeRequest,
    ProductEdit,
    ProductSupply,
    ReviewNote,
    ReviewRound,
)
from catalog.products.models.pending import ChangePhoto, ProductGrace
from catalog.products.models.reviewing import (
    CrossListing,
    NoteTemplate,
    ReviewSeen,
    ReviewSeenPhoto,
    ReviewSetting,
)
from catalog.products.models.trade import (
    PriceTier,
    ProductDisplay,
    ProductMarket,
    TradeFacts,
    Variant,
)

__all__ = [
    "BulkItem",
    "BulkRun",
    "ChangePhoto",
    "ChangeRequest",
    "CrossListing",
    "NoteTemplate",
    "PriceTier",
    "Product",
    "ProductDisplay",
    "ProductEdit",
    "ProductGrace",
    "ProductImage",
    "ProductMarket",
    "ProductSku",
    "ProductSlug",
    "ProductSupply",
    "ProductTerm",
    "ProductText",
    "ReviewNote",
    "ReviewRound",
    "ReviewSeen",
    "ReviewSeenPhoto",
    "ReviewSetting",
    "TradeFacts",
    "Variant",
]
