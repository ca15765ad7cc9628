"""Officers' pages: papers that wait for a verifier, requirement sets."""

from catalog.legality.admin.blueprint import bp

__all__ = ["bp"]
