"""The officers' registry of vendors."""

from catalog.vendors.admin import deciding, lists, registry
from catalog.vendors.admin.blueprint import bp

__all__ = ["bp", "deciding", "lists", "registry"]
