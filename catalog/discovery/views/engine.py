"""Finds the search engine that the application was wired with."""

from flask import current_app

from catalog.search.engine import Engine


def engine() -> Engine | None:
    """Return the engine, or None when search is not set up."""
    indexer = current_app.extensions.get("catalog_indexer")
    found: Engine | None = getattr(indexer, "engine", None)
    return found
