"""Officers' pages of export readiness: the matrix, one product, the rules."""

from catalog.export.admin import matrix, product, rule_editing, rules
from catalog.export.admin.blueprint import bp

__all__ = ["bp", "matrix", "product", "rule_editing", "rules"]
