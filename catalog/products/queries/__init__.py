"""Reads of products; nothing here writes."""

from catalog.products.queries.visible import visible

__all__ = ["visible"]
