"""Product tables."""

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
from catalog.products.models.pending import ChangePhoto
from catalog.products.models.trade import (
    PriceTier,
    ProductDisplay,
    ProductMarket,
    TradeFacts,
    Variant,
)

__all__ = [
    "ChangePhoto",
    "ChangeRequest",
    "PriceTier",
    "Product",
    "ProductDisplay",
    "ProductEdit",
    "ProductImage",
    "ProductMarket",
    "ProductSlug",
    "ProductSupply",
    "ProductTerm",
    "ProductText",
    "ReviewNote",
    "ReviewRound",
    "TradeFacts",
    "Variant",
]
