"""Officers' pages: papers that wait for a verifier, requirement sets."""

from catalog.legality.admin import (
    foods,
    looking,
    papers,
    reopened,
    requirement_editing,
    requirement_lines,
    requirements,
)
from catalog.legality.admin.blueprint import bp

__all__ = [
    "bp",
    "foods",
    "looking",
    "papers",
    "reopened",
    "requirement_editing",
    "requirement_lines",
    "requirements",
]
