"""Saved searches are answered by a feature that stands above this one; wiring hands it in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.db.work import Work

SAVED_SEARCH = "catalog_saved_search"  # the application's extension that holds a SavedSearch


@dataclass(frozen=True, slots=True)
class Told:
    """A saved search in words: its parameters made canonical, and what each of them means."""

    query: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """What answers the parameters of a browse page's address.

    ``find`` gives at most so many products that the public may see, in the order asked for;
    it needs no SQL statement when the index is sound. ``tell`` gives the search in words.
    """

    find: Callable[[Work, str, int, str], Sequence[UUID]]
    tell: Callable[[Work, str, str], Told]


NO_SEARCH = SavedSearch(
    find=lambda _work, _query, _limit, _language: (),
    tell=lambda _work, query, _language: Told(query, ()),
)
