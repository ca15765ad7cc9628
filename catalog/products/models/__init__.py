"""Product tables."""

from catalog.products.models.core import (
    Product,
    ProductImage,
    ProductSlug,
    ProductTerm,
    ProductText,
)
from catalog.products.models.trade import (
    PriceTier,
    ProductDisplay,
    ProductMarket,
    TradeFacts,
    Variant,
)

__all__ = [
    "PriceTier",
    "Product",
    "ProductDisplay",
    "ProductImage",
    "ProductMarket",
    "ProductSlug",
    "ProductTerm",
    "ProductText",
    "TradeFacts",
    "Variant",
]
