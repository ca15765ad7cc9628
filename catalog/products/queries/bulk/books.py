"""The files that a vendor fetches: the template of a kind, everything there is, rows to mend."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.products.models import BulkRun, Product
from catalog.products.queries.bulk.known import file_name, image_names, skus_of
from catalog.products.queries.bulk.lists import Kind, Lists, category_names
from catalog.products.queries.bulk.runs import rows_of, troubled
from catalog.products.queries.editing import Desk, open_desks
from catalog.products.rules.bulk import examples
from catalog.products.rules.bulk.columns import (
    CATEGORY,
    GUIDE,
    LISTS,
    SHEET,
    TROUBLE,
    Column,
)
from catalog.products.rules.bulk.plans import letters
from catalog.products.rules.bulk.showing import Shown, joined, lines, table, words
from catalog.products.rules.fields import Field, Look
from catalog.sheets.books import Pick, Sheet, book_bytes

_LANGUAGE = "id"
_FILLS = {
    "base": "DCE7F7", "photo": "E7E0F5", "option": "FBE9D0", "own": "DDF1E9", "english": "EFEFEF",
    "trade": "F3E6E6",
}  # fmt: skip
_PAGE = 100  # products
_GUIDE_WIDTH, _TROUBLE_WIDTH = 110, 70


def template_rows(work: Work, kind: Kind) -> list[list[str]]:
    """Return the rows of a kind's template: which kind, the headings, a filled example."""
    name = category_names(work)[kind.slug]
    example = examples.example(kind.fields, kind.reference, name)
    return [
        [f"Jenis: {name}"],
        [column.label for column in kind.columns],
        *table(kind.columns, [example]),
    ]


def template(work: Work, kind: Kind, guide: Sequence[Sequence[str]], pick: str) -> bytes:
    """Return the template of a kind as a workbook; ``pick`` is what stands beside lists."""
    rows = template_rows(work, kind)
    lists = _lists(work, kind)
    return book_bytes(
        [
            _sheet(rows, kind.columns, _picks(kind.columns, kind.fields, lists, pick)),
            _list_sheet(lists, kind.columns),
            _guide_sheet(guide),
        ]
    )


def everything(work: Work, vendor_id: UUID, guide: Sequence[Sequence[str]], pick: str) -> bytes:
    """Return all products of a vendor, with what waits of them, in the shape of the templates."""
    lists = Lists(work, vendor_id)
    names, skus = category_names(work), skus_of(work, vendor_id)
    rows: list[dict[str, str]] = []
    met: dict[str, Kind] = {}
    products = work.session.scalars(
        select(Product)
        .where(Product.vendor_id == vendor_id)
        .order_by(Product.created_at, Product.id)
    )
    by_header: list[tuple[Kind, dict[str, str]]] = []
    for product, desk, pictures in _desks(work, products.all()):
        slug = str(desk.values.get(CATEGORY) or "")
        if slug not in names:
            continue  # its kind is divided by now: the editor asks for another one
        kind = met.setdefault(slug, lists.kind(slug))
        shown = Shown(
            skus.get(product.id, product.code), names[slug], _photos(pictures, desk.values)
        )
        by_header += [
            (kind, line) for line in lines(shown, desk.fields, desk.values, desk.reference)
        ]
    columns = joined([kind.columns for kind in met.values()] or [lists.kind(min(names)).columns])
    for kind, line in by_header:
        headers = {column.header: column.input for column in kind.columns}
        rows.append({c.header: line.get(headers.get(c.header, ""), "") for c in columns})
    body = [[row[column.header] for column in columns] for row in rows]
    title = [["Semua produk"], [column.label for column in columns], *body]
    found = {CATEGORY: sorted(names.values())}
    return book_bytes(
        [
            _sheet(title, columns, _picks(columns, {}, found, pick)),
            _list_sheet(found, columns),
            _guide_sheet(guide),
        ]
    )


def bad_rows(work: Work, run: BulkRun, say: Mapping[UUID, Sequence[str]]) -> bytes:
    """Return the rows of a sheet that have a problem; ``say`` are the sentences by item."""
    places = [place for place, header in enumerate(run.headers) if header]
    headings = [TROUBLE, *(run.headers[place] for place in places)]
    names = category_names(work)
    rows = [[f"Jenis: {names[run.category]}" if run.category in names else SHEET], headings]
    marked: set[tuple[int, int]] = set()
    for item in troubled(work, run.id):
        told = "\n".join(say.get(item.id, ()))
        for row in rows_of(item):
            wrong = {p["column"] for p in item.problems if p["row"] == row.number}
            rows.append([told, *(row.at(place).text for place in places)])
            marked |= {
                (len(rows), at) for at, place in enumerate(places, 1) if letters(place) in wrong
            }
            told = ""
    widths = {0: _TROUBLE_WIDTH, **dict.fromkeys(range(1, len(headings)), 18)}
    return book_bytes(
        [
            Sheet(
                SHEET, rows, heading=2, widths=widths, marked=frozenset(marked), is_wrapped=True,
                fills={0: "FBE3B5"},
            )
        ]
    )  # fmt: skip


_Named = tuple[Product, Desk, Mapping[UUID, str]]


def _desks(work: Work, products: Sequence[Product]) -> Iterator[_Named]:
    """Yield each product with its desk and the names of its pictures, read a hundred at a time."""
    for start in range(0, len(products), _PAGE):
        desks = open_desks(work, products[start : start + _PAGE], _LANGUAGE)
        ids = {image_id for desk in desks.values() for image_id in _image_ids(desk.values)}
        names = image_names(work, ids)
        for product in products[start : start + _PAGE]:
            yield product, desks[product.id], names


def _image_ids(values: Mapping[str, Any]) -> list[UUID]:
    return [UUID(entry["image"]) for entry in values.get("photos") or ()]


def _photos(names: Mapping[UUID, str], values: Mapping[str, Any]) -> list[str]:
    ids = _image_ids(values)
    return [file_name(names[image_id]) for image_id in ids if image_id in names]


def _sheet(
    rows: Sequence[Sequence[str]], columns: Sequence[Column], picks: Mapping[int, Pick]
) -> Sheet:
    return Sheet(
        SHEET,
        rows,
        heading=2,
        widths={place: column.width for place, column in enumerate(columns)},
        fills={place: _FILLS[column.group] for place, column in enumerate(columns)},
        picks=picks,
    )


def _lists(work: Work, kind: Kind) -> dict[str, list[str]]:
    """Return the words of each list by input."""
    found = {CATEGORY: sorted(category_names(work).values())}
    for name, each in kind.fields.items():
        listed = words(each, kind.reference)
        offered = [value for value, _ in each.choices]
        if name != CATEGORY and listed and not each.cells:
            found[name] = [listed[value] for value in offered if value in listed]
    return {name: values for name, values in found.items() if values}


def _picks(
    columns: Iterable[Column],
    fields: Mapping[str, Field],
    lists: Mapping[str, Sequence[str]],
    prompt: str,
) -> dict[int, Pick]:
    order = list(lists)
    found = {}
    for place, column in enumerate(columns):
        values = lists.get(column.input)
        if values:
            each = fields.get(column.input)
            # Several values stand in one cell: the list helps, and refuses nothing.
            is_several = each is not None and each.look is Look.CHECKS
            found[place] = Pick(
                LISTS,
                order.index(column.input),
                2,
                len(values) + 1,
                is_strict=not is_several,
                title=column.header,
                prompt=prompt,
            )
    return found


def _list_sheet(lists: Mapping[str, Sequence[str]], columns: Iterable[Column]) -> Sheet:
    headers = {column.input: column.header for column in columns}
    longest = max(map(len, lists.values()), default=0)
    body = [
        [values[at] if at < len(values) else "" for values in lists.values()]
        for at in range(longest)
    ]
    headings = [headers.get(name, name) for name in lists]
    return Sheet(LISTS, [headings, *body], widths=dict.fromkeys(range(len(lists)), 30))


def _guide_sheet(guide: Sequence[Sequence[str]]) -> Sheet:
    return Sheet(GUIDE, guide, heading=0, widths={0: 34, 1: _GUIDE_WIDTH})
