"""The curators' pages of fair composition, and the fairness board."""

from catalog.composing.admin import board, composing, proposal, turning
from catalog.composing.admin.blueprint import bp

__all__ = ["board", "bp", "composing", "proposal", "turning"]
