"""What else could do the work: SQLite FTS5 and stock Whoosh, on the same tokens."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import pysqlite3
from whoosh.sorting import FieldFacet

from catalog.search.analysis import analyze
from catalog.search.criteria import Criteria, Sort
from catalog.search.document import Document
from catalog.search.engines.whoosh.schema import facet_field
from catalog.search.plan import query_words
from tests.search import stock

SCALAR = ("district", "grade", "made_to_order")  # facets with one value at most
RUNS = ("category", "gallery", "legality")  # and with several


class Fts5:
    """SQLite FTS5 over our tokens; facets by GROUP BY over a temporary set of ids."""

    def __init__(self, catalogue: Sequence[Document]) -> None:
        base = self._base = pysqlite3.connect(":memory:")
        base.execute("create virtual table words using fts5(name, rest, tokenize='ascii')")
        columns = ", ".join(SCALAR)
        base.execute(
            f"create table product (n integer primary key, id, price, published, {columns})"
        )
        base.execute("create table value (facet text, value text, n integer)")
        base.execute("create temp table hit (n integer primary key, rank real)")
        base.execute("create temp table kept (n integer primary key)")
        for number, each in enumerate(catalogue):
            self._add(number, each)
        for column in ("price", "published", "district"):
            base.execute(f"create index {column}_index on product ({column})")
        base.execute("create index by_n on value (n, facet, value)")
        base.execute("create index by_value on value (facet, value, n)")
        base.execute("analyze")

    def _add(self, number: int, each: Document) -> None:
        name = " ".join(analyze(each.texts["name"]))
        rest = " ".join(
            " ".join(analyze(each.texts.get(part, "")))
            for part in ("terms", "place", "vendor", "body")
        )
        self._base.execute(
            "insert into words (rowid, name, rest) values (?, ?, ?)", (number, name, rest)
        )
        scalars = [(each.facets.get(facet) or (None,))[0] for facet in SCALAR]
        row = (number, each.id.bytes, each.numbers["price"], each.numbers["published"], *scalars)
        self._base.execute(f"insert into product values ({','.join('?' * len(row))})", row)  # noqa: S608  # our names
        self._base.executemany(
            "insert into value values (?, ?, ?)",
            [(facet, value, number) for facet in RUNS for value in each.facets.get(facet, ())],
        )

    def search(self, criteria: Criteria) -> list[UUID]:
        """Find, filter, count, order."""
        base = self._base
        base.execute("delete from hit")
        if criteria.text:
            words = [" ".join(analyze(word)) for word in query_words(criteria.text)]
            asked = " AND ".join(f'"{word}"' for word in words if word) or '"no word"'
            base.execute(
                "insert into hit select rowid, bm25(words, 10, 1) from words where words match ?",
                (asked,),
            )
            source = "hit join product using (n)"
        else:
            source = "product"
        self._keep(source, criteria)
        for facet in (*SCALAR, *RUNS):
            if facet in criteria.counted:
                self._count(facet, source, criteria)
        order = {
            Sort.PRICE_UP: "price",
            Sort.RELEVANCE: "rank" if criteria.text else "published desc",
        }[criteria.sort]
        base.execute("select count(*) from kept").fetchone()
        offset = (criteria.page - 1) * criteria.size
        joined = "join product using (n)" + (" join hit using (n)" if criteria.text else "")
        rows = base.execute(
            f"select id from kept {joined} order by {order}, id limit ? offset ?",  # noqa: S608  # our names
            (criteria.size, offset),
        )
        return [UUID(bytes=each) for (each,) in rows]

    def _keep(self, source: str, criteria: Criteria, besides: str = "") -> None:
        """Put the numbers of what passes the filters into the temporary set."""
        where, values = self._filters(criteria, besides)
        self._base.execute("delete from kept")
        self._base.execute(f"insert into kept select n from {source} where {where}", values)  # noqa: S608  # our names

    def _count(self, facet: str, source: str, criteria: Criteria) -> None:
        """Count one facet over the temporary set, made anew without the facet's own filter."""
        if facet in criteria.facets:
            self._keep(source, criteria, besides=facet)
        if facet in SCALAR:
            sql = f"select {facet}, count(*) from kept join product using (n) group by 1"  # noqa: S608  # same
        else:
            sql = (
                "select value, count(*) from kept cross join value indexed by by_n using (n) "  # noqa: S608  # same
                f"where facet = '{facet}' group by 1"
            )
        self._base.execute(sql).fetchall()
        if facet in criteria.facets:
            self._keep(source, criteria)

    @staticmethod
    def _filters(criteria: Criteria, besides: str = "") -> tuple[str, list[object]]:
        parts, values = ["1"], list[object]()
        for facet, wanted in criteria.facets.items():
            if facet == besides:
                continue
            marks = ",".join("?" * len(wanted))
            if facet in SCALAR:
                parts.append(f"{facet} in ({marks})")
            else:
                parts.append(
                    f"n in (select n from value where facet = '{facet}' and value in ({marks}))"  # noqa: S608  # same
                )
            values += wanted
        for name, (low, high) in criteria.ranges.items():
            parts.append(f"{name} between ? and ?")
            values += [low, high]
        return " and ".join(parts), values


class Stock:
    """Stock Whoosh on our own index, its searcher kept open; ranges by its column comparison."""

    def __init__(self, root: Path) -> None:
        self._searcher = stock.open_stock(root)

    def search(self, criteria: Criteria) -> list[UUID]:
        """Find, filter, count, order."""
        searcher = self._searcher
        facets = {
            facet_field(each): FieldFacet(facet_field(each), allow_overlap=True)
            for each in (*SCALAR, *RUNS)
            if each in criteria.counted
        }
        asked = stock.all_words(criteria)
        allowed = stock.in_ranges(criteria)
        results = searcher.search(
            asked,
            limit=criteria.page * criteria.size,
            filter=allowed,
            groupedby=facets or None,
            sortedby="price" if criteria.sort is Sort.PRICE_UP else None,
        )
        column = searcher.reader().column_reader("id")
        return [UUID(bytes=bytes(column[hit.docnum])) for hit in results][-criteria.size :]

    def close(self) -> None:
        """Close the index."""
        self._searcher.close()
