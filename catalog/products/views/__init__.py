"""Public pages of products and of those who make them."""

from catalog.products.views import preview
from catalog.products.views.makers import bp as vendors_bp
from catalog.products.views.product import bp

__all__ = ["bp", "preview", "vendors_bp"]
