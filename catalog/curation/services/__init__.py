"""Changes of curation."""

from catalog.curation.services.shipped import load_rubrics

__all__ = ["load_rubrics"]
