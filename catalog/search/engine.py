"""What every search engine offers; ids only, rows come from the database."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from catalog.search.criteria import Criteria, Found, Suggestion
from catalog.search.document import Document


class IndexDamaged(Exception):
    """The index cannot answer; ask the database, and let the indexer build a new one."""


class IndexMissing(IndexDamaged):
    """There is no index yet."""


class IndexBusy(Exception):
    """Another process is writing the index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Something to suggest besides product names; ``kind`` and ``target`` as in Suggestion.

    ``weight`` is its popularity (how many products it stands for); ``language`` is ``id``, ``en``
    or empty for both.
    """

    text: str
    kind: str
    target: str = ""
    language: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Where index and database disagree."""

    missing: tuple[UUID, ...] = ()  # published, but not in the index
    surplus: tuple[UUID, ...] = ()  # in the index, but not published

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.missing or self.surplus)


class Engine(Protocol):
    """One index; safe to share between threads. ``search`` and ``suggest`` raise IndexDamaged."""

    def writing(self) -> AbstractContextManager[None]:
        """Be the only writer of all processes; may be nested. IndexBusy when it takes too long."""
        ...

    def apply(
        self,
        documents: Iterable[Document],
        stale_ids: Iterable[UUID],
        *,
        applied: int | None = None,
        terms: Sequence[Term] | None = None,
    ) -> int:
        """Put in or replace documents, take out ``stale_ids``, durably; return the generation.

        ``applied`` is kept beside the index in the same step: the outbox number that it reflects.
        ``terms``, when given, replaces what is suggested besides names.
        """
        ...

    def rebuild(
        self,
        documents: Iterable[Document],
        *,
        applied: int | None = None,
        terms: Sequence[Term] | None = None,
    ) -> int:
        """Build afresh from all documents and swap; the old index answers until then."""
        ...

    def applied(self) -> int:
        """Return the last outbox number applied; IndexMissing when there is no index."""
        ...

    def generation(self) -> int:
        """Return a number that grows with every change; 0 when there is no index."""
        ...

    def verify(self, *, anew: bool = False) -> None:
        """Open the index as a query does, or ``anew`` from the disk; IndexDamaged when it is not.

        Anew takes back what a reader left for ``doubted``, when the reader was wrong.
        """
        ...

    def doubted(self) -> bool:
        """Return whether a reader, of any process, could not open the index."""
        ...

    def search(self, criteria: Criteria) -> Found:
        """Answer one question."""
        ...

    def suggest(self, prefix: str, language: str = "id", limit: int = 8) -> list[Suggestion]:
        """Return at most ``limit`` completions of what is being typed, best first."""
        ...

    def check(self, ids: Iterable[UUID]) -> Difference:
        """Compare the index with the ids that should be in it."""
        ...
