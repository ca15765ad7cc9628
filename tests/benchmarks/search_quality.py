"""How well results are ranked: nDCG@10 on judged queries, ours beside plain SQLite FTS5.

``python -m tests.benchmarks.search_quality FOLDER [FOLDER …]``; a folder holds ``docs.csv``
(doc_id, then ``text`` or ``title`` and ``description``), ``queries_dev.csv`` (query_id, query) and
``qrels_dev.csv`` (query_id, doc_id, grade). The folder's name ending in ``_id`` says that its
documents are Indonesian.
"""

import csv
import math
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import pysqlite3

from catalog.search.criteria import Criteria
from catalog.search.document import Document
from catalog.search.engines.whoosh import WhooshEngine

_DEPTH = 10


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _key(doc_id: str) -> UUID:
    return uuid5(NAMESPACE_URL, doc_id)


def ndcg(found: list[str], grades: dict[str, int]) -> float:
    """Return nDCG@10 with gains 2^grade - 1."""
    gains = [2 ** grades.get(each, 0) - 1 for each in found[:_DEPTH]]
    best = sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:_DEPTH]
    ideal = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(best))
    return (
        sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains)) / ideal if ideal else 0.0
    )


def _document(row: dict[str, str], *, indonesian: bool) -> Document:
    title, body = row.get("title", ""), row.get("description") or row.get("text", "")
    names = ("name", "body") if indonesian else ("name_en", "body_en")
    return Document(id=_key(row["doc_id"]), texts=dict(zip(names, (title, body), strict=True)))


def _ours(
    rows: list[dict[str, str]], folder: Path, *, indonesian: bool
) -> Callable[[str], list[str]]:
    engine = WhooshEngine(folder)
    engine.rebuild(_document(row, indonesian=indonesian) for row in rows)
    names = {_key(row["doc_id"]): row["doc_id"] for row in rows}
    return lambda query: [
        names[each] for each in engine.search(Criteria(text=query, size=_DEPTH, counted=())).ids
    ]


def _fts5(rows: list[dict[str, str]]) -> Callable[[str], list[str]]:
    database = pysqlite3.connect(":memory:")
    database.execute("create virtual table docs using fts5(key unindexed, title, body)")
    database.executemany(
        "insert into docs values (?, ?, ?)",
        [
            (row["doc_id"], row.get("title", ""), row.get("description") or row.get("text", ""))
            for row in rows
        ],
    )

    def search(query: str) -> list[str]:
        words = "".join(char if char.isalnum() else " " for char in query).split()
        asked = " OR ".join(f'"{word}"' for word in words)
        sql = "select key from docs where docs match ? order by bm25(docs), key limit 10"
        return [key for (key,) in database.execute(sql, (asked,))]

    return search


def measure(folder: Path) -> dict[str, float]:
    """Return each engine's mean nDCG@10 on a folder's judged queries."""
    rows = _rows(folder / "docs.csv")
    grades: dict[str, dict[str, int]] = {}
    for row in _rows(folder / "qrels_dev.csv"):
        grades.setdefault(row["query_id"], {})[row["doc_id"]] = int(row["grade"])
    queries = [row for row in _rows(folder / "queries_dev.csv") if row["query_id"] in grades]
    with tempfile.TemporaryDirectory() as scratch:
        engines = {
            "ours": _ours(rows, Path(scratch), indonesian=folder.name.endswith("_id")),
            "FTS5": _fts5(rows),
        }
        return {
            name: sum(ndcg(search(row["query"]), grades[row["query_id"]]) for row in queries)
            / len(queries)
            for name, search in engines.items()
        }


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        figures = measure(Path(argument))
        print(Path(argument).name, *(f"{name} {figure:.3f}" for name, figure in figures.items()))
