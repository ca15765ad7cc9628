"""A Whoosh index on disk, searched through our own arrays."""

from catalog.search.engines.whoosh.index import WhooshEngine

__all__ = ["WhooshEngine"]
