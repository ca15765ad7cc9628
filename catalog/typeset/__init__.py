"""Turns words and pictures into PDF; knows no feature."""

from catalog.typeset.codes import qr_svg
from catalog.typeset.compiling import TypesettingFailed, page_count, pdf
from catalog.typeset.hyphens import soft

__all__ = ["TypesettingFailed", "page_count", "pdf", "qr_svg", "soft"]
