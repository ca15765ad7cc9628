"""Reads of products; nothing here writes."""

from catalog.products.queries.visible import is_visible, visible

__all__ = ["is_visible", "visible"]
