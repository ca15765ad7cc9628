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
    "TradeFacts",
    "Variant",
]
