"""Reads of showcases."""

from catalog.showcases.queries.page import Piece, Section, ShowcasePage, get_page, get_preview
from catalog.showcases.queries.teasers import (
    Cover,
    Named,
    Teaser,
    find_running,
    is_public,
    is_running,
    list_archive,
    list_of_product,
    list_of_vendor,
    list_running,
)

__all__ = [
    "Cover",
    "Named",
    "Piece",
    "Section",
    "ShowcasePage",
    "Teaser",
    "find_running",
    "get_page",
    "get_preview",
    "is_public",
    "is_running",
    "list_archive",
    "list_of_product",
    "list_of_vendor",
    "list_running",
]
