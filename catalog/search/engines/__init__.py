"""Engines behind ``catalog.search.engine.Engine``."""
