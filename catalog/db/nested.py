"""Reads the rows that belong to one row in the same statement, as JSON.

A page about one thing needs ten small lists; ten statements cost ten round trips. Values arrive as
JSON knows them: ids, enums, dates and moments as text.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, ScalarSelect, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class _Rows(FunctionElement[list[list[Any]]]):
    """All rows of a select as a list of lists; empty when there is none."""

    type = JSON()
    name = "rows"
    inherit_cache = True


@compiles(_Rows, "postgresql")
def _on_postgresql(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    parts = ", ".join(compiler.process(part, **options) for part in element.clauses)
    return f"coalesce(json_agg(json_build_array({parts})), '[]'::json)"


@compiles(_Rows, "sqlite")
def _on_sqlite(element: _Rows, compiler: SQLCompiler, **options: Any) -> str:
    parts = ", ".join(_sqlite_part(part, compiler, options) for part in element.clauses)
    return f"json_group_array(json_array({parts}))"


def _sqlite_part(part: ColumnElement[Any], compiler: SQLCompiler, options: dict[str, Any]) -> str:
    text = compiler.process(part, **options)
    stored = part.type.impl_instance if isinstance(part.type, TypeDecorator) else part.type
    # SQLite keeps JSON as text, and would nest it as a string.
    return f"json({text})" if isinstance(stored, JSON) else text


def rows_of(
    *columns: Any, to: Any, where: ColumnElement[bool], join: Any = None
) -> ScalarSelect[Any]:
    """Return a column holding the rows of ``columns`` (their order is not kept) as lists.

    ``to`` is the outer entity that ``where`` refers to; ``join`` is (entity, on-clause).
    """
    chosen = select(_Rows(*columns))
    if join is not None:
        chosen = chosen.join_from(columns[0].class_, join[0], join[1])
    return chosen.where(where).correlate(to).scalar_subquery()


def moment_of(text: str | None) -> datetime | None:
    """Return the aware moment that a nested ``UtcDateTime`` column held."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)
