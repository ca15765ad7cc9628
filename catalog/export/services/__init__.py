"""Changes to export rules, confirmations and what follows from them."""

from catalog.export.services.shipped import load_rules

__all__ = ["load_rules"]
