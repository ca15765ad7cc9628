"""Browsing and searching the catalogue."""
