"""Legality tables."""

from catalog.legality.models.documents import (
    Document,
    DocumentCategory,
    DocumentProduct,
    OfDocument,
)
from catalog.legality.models.types import DocumentType

__all__ = ["Document", "DocumentCategory", "DocumentProduct", "DocumentType", "OfDocument"]
