"""The pages of browsing and searching."""

from catalog.discovery.views import suggestions
from catalog.discovery.views.browse import bp

bp.get("/saran")(suggestions.suggest)

__all__ = ["bp"]
