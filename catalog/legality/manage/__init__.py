"""A vendor's papers: the wallet, one paper, its form, its files."""

from catalog.legality.manage import editing, files, wallet
from catalog.legality.manage.blueprint import bp

__all__ = ["bp", "editing", "files", "wallet"]
