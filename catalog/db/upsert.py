"""Loading reference rows that ship with the code beside what people have edited."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.base import Base

Model = TypeVar("Model", bound=Base)


def put(
    session: Session,
    model: type[Model],
    keys: tuple[str, ...],
    rows: Iterable[Mapping[str, Any]],
    *,
    refresh: bool = False,
) -> dict[tuple[Any, ...], Model]:
    """Add the rows whose key is new; change existing ones only with ``refresh``.

    Returns every stored row of the model by its key. Without ``refresh`` an edit made in the
    database always wins over the shipped value.
    """

    def key_of(row: Model) -> tuple[Any, ...]:
        return tuple(getattr(row, key) for key in keys)

    stored = {key_of(row): row for row in session.scalars(select(model))}
    for values in rows:
        key = tuple(values[name] for name in keys)
        if key not in stored:
            stored[key] = model(**values)
            session.add(stored[key])
        elif refresh:
            for name, value in values.items():
                if getattr(stored[key], name) != value:
                    setattr(stored[key], name, value)
    session.flush()
    return stored
