"""Loads the sample catalogue that ships with the code."""

from catalog.demo.services.bulk import load_bulk
from catalog.demo.services.loading import Report, load

__all__ = ["Report", "load", "load_bulk"]
