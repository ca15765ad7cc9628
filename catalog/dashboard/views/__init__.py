"""A vendor's home and a vendor's own data."""

from catalog.dashboard.views import data, leaving, own
from catalog.dashboard.views.blueprint import bp

__all__ = ["bp", "data", "leaving", "own"]
