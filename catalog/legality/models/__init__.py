"""Legality tables."""

from catalog.legality.models.checks import DocumentCheck
from catalog.legality.models.documents import (
    Document,
    DocumentCategory,
    DocumentProduct,
    OfDocument,
)
from catalog.legality.models.files import DocumentEvent, DocumentFile, DocumentReminder
from catalog.legality.models.reopenings import DocumentConfirmation, DocumentReopening
from catalog.legality.models.requirements import PirtFood, Requirement, RequirementSet
from catalog.legality.models.types import DocumentType

__all__ = [
    "Document",
    "DocumentCategory",
    "DocumentCheck",
    "DocumentConfirmation",
    "DocumentEvent",
    "DocumentFile",
    "DocumentProduct",
    "DocumentReminder",
    "DocumentReopening",
    "DocumentType",
    "OfDocument",
    "PirtFood",
    "Requirement",
    "RequirementSet",
]
