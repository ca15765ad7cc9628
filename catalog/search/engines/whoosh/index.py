"""The engine: a reader that notices new generations, and a writer behind a lock."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Lock, RLock
from uuid import UUID

from catalog.search.criteria import Criteria, Found, Suggestion
from catalog.search.document import Document
from catalog.search.engine import Difference, IndexDamaged, IndexMissing, Term
from catalog.search.engines.whoosh.opened import forget
from catalog.search.engines.whoosh.query import answer
from catalog.search.engines.whoosh.state import CURRENT, read_state, writing
from catalog.search.engines.whoosh.suggest import Known, read_terms, suggest
from catalog.search.engines.whoosh.view import View
from catalog.search.engines.whoosh.writer import Writer

_PATIENCE = 10.0  # seconds that a change waits for another process's
DOUBT = "doubt"  # a file that a reader leaves for the indexer
_TRIES = 5  # a state may be replaced while its files are opened


class WhooshEngine:
    """Search in a folder of its own, private to the user that runs the site."""

    def __init__(self, folder: Path) -> None:
        self._root = folder
        self._stamp: tuple[int, int] | None = None
        self._opened: tuple[View, list[Known]] | None = None
        self._lock = Lock()
        self._writer = RLock()
        self._depth = 0

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer of all processes; may be nested. IndexBusy when it takes too long."""
        with self._writer:
            if self._depth:
                yield
                return
            with writing(self._root, _PATIENCE):
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    def apply(
        self,
        documents: Iterable[Document],
        stale_ids: Iterable[UUID],
        *,
        applied: int | None = None,
        terms: Sequence[Term] | None = None,
    ) -> int:
        """Put in or replace documents, take out ``stale_ids``, durably; return the generation."""
        batch = list(documents)
        with self.writing():
            writer = Writer(self._root)
            try:
                state = writer.apply(batch, stale_ids, applied, terms)
            except IndexMissing:
                state = writer.rebuild(batch, applied or 0, terms or ())
            return (writer.tidy() or state).generation

    def rebuild(
        self,
        documents: Iterable[Document],
        *,
        applied: int | None = None,
        terms: Sequence[Term] | None = None,
    ) -> int:
        """Build afresh from all documents and swap; the old index answers until then."""
        with self.writing():
            state = Writer(self._root).rebuild(documents, applied or 0, terms or ())
            self._hint.unlink(missing_ok=True)
            return state.generation

    def applied(self) -> int:
        """Return the last outbox number applied; IndexMissing when there is no index."""
        return read_state(self._root).applied

    def generation(self) -> int:
        """Return a number that grows with every change; 0 when there is no index."""
        try:
            return read_state(self._root).generation
        except IndexDamaged:
            return 0

    def search(self, criteria: Criteria) -> Found:
        """Answer one question; IndexDamaged when the index cannot."""
        with _sound():
            return answer(self._view()[0], criteria)

    def suggest(self, prefix: str, language: str = "id", limit: int = 8) -> list[Suggestion]:
        """Return at most ``limit`` completions of what is being typed, best first."""
        with _sound():
            view, terms = self._view()
            return suggest(view, terms, prefix, language, limit)

    def check(self, ids: Iterable[UUID]) -> Difference:
        """Compare the index with the ids that should be in it."""
        wanted = {each.bytes for each in ids}
        with _sound():
            view, _ = self._view()
            held = set(view.ids(view.alive()))
        return Difference(
            missing=tuple(UUID(bytes=each) for each in sorted(wanted - held)),
            surplus=tuple(UUID(bytes=each) for each in sorted(held - wanted)),
        )

    def verify(self, *, anew: bool = False) -> None:
        """Open the index as a query does, or ``anew`` from the disk; IndexDamaged when it is not.

        Anew takes back what a reader left for ``doubted``, when the reader was wrong.
        """
        if anew:
            forget()
            with self._lock:
                self._opened = None
        with _sound():
            self._view()
        if anew:
            self._hint.unlink(missing_ok=True)

    def doubted(self) -> bool:
        """Return whether a reader, of any process, could not open the index."""
        return self._hint.exists()

    @property
    def _hint(self) -> Path:
        return self._root / DOUBT

    def _view(self) -> tuple[View, list[Known]]:
        """Return the present generation, opening only the segments that are new."""
        try:
            found = (self._root / CURRENT).stat()
        except FileNotFoundError as error:
            raise IndexMissing("there is no index yet") from error
        stamp = (found.st_mtime_ns, found.st_ino)
        with self._lock:
            if self._opened is None or stamp != self._stamp:
                try:
                    with _sound():
                        self._opened = self._open()
                except IndexDamaged:
                    with suppress(OSError):  # a hint, no more
                        self._hint.touch(mode=0o600)
                    raise
                self._stamp = stamp
            return self._opened

    def _open(self) -> tuple[View, list[Known]]:
        for _ in range(_TRIES):
            state = read_state(self._root)
            try:
                return View(self._root, state), read_terms(self._root, state.terms)
            except FileNotFoundError:
                if read_state(self._root).generation == state.generation:
                    break
        raise IndexDamaged("files of the index are missing")


@contextmanager
def _sound() -> Iterator[None]:
    """Take for damage whatever reading says of files that are not what this code writes."""
    try:
        yield
    except IndexDamaged:
        raise
    except (LookupError, OSError, TypeError, ValueError) as error:
        raise IndexDamaged("the index holds what cannot be") from error
