"""Changes to papers and their kinds; each function is one thing that a person wants done."""

from catalog.legality.services.expiry import mark_expired
from catalog.legality.services.types import load_types

__all__ = ["load_types", "mark_expired"]
