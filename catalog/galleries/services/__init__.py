"""Changes to the galleries: what ships with the code, and whom they take in."""

from catalog.galleries.services.loading import DATA, load_galleries

__all__ = ["DATA", "load_galleries"]
