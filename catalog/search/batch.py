"""What the indexer hands over at once."""

from dataclasses import dataclass
from uuid import UUID

from catalog.search.document import Document
from catalog.search.engine import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one step applies: new documents, ids that are gone, and the marks that this settles."""

    documents: tuple[Document, ...]
    stale: tuple[UUID, ...]
    terms: tuple[Term, ...] | None
    marks: tuple[int, ...]
    applied: int  # the number that the index reflects afterwards
    kept: int  # and the one that it reflected before, whose row was kept
