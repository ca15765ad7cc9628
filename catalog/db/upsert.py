"""Loading reference rows that ship with the code beside what people have edited."""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.base import Base

Model = TypeVar("Model", bound=Base)
Key = tuple[Any, ...]


class Stored(dict[Key, Model], Generic[Model]):
    """Every stored row of a model by its key; ``added`` names those that were just added."""

    def __init__(self, rows: Iterable[tuple[Key, Model]]) -> None:
        super().__init__(rows)
        self.added: set[Key] = set()


def put(
    session: Session,
    model: type[Model],
    keys: tuple[str, ...],
    rows: Iterable[Mapping[str, Any]],
    *,
    refresh: bool = False,
) -> Stored[Model]:
    """Add the rows whose key is new; change existing ones only with ``refresh``.

    Without ``refresh`` an edit made in the database always wins over the shipped value. Details
    of a row (its synonyms, its hours) are offered only for ``added`` ones, or with ``refresh``:
    what somebody deleted must not come back at the next start.
    """

    def key_of(row: Model) -> Key:
        return tuple(getattr(row, key) for key in keys)

    stored = Stored((key_of(row), row) for row in session.scalars(select(model)))
    for values in rows:
        key = tuple(values[name] for name in keys)
        if key not in stored:
            stored[key] = model(**values)
            stored.added.add(key)
            session.add(stored[key])
        elif refresh:
            for name, value in values.items():
                if getattr(stored[key], name) != value:
                    setattr(stored[key], name, value)
    session.flush()
    return stored
