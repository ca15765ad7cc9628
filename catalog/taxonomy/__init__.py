"""Regions, categories, units, terms, currencies."""
