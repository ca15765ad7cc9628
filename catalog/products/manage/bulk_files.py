"""The files of an import: the template of a kind, everything a vendor has, the rows to mend."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.kernel.text import N_
from catalog.products.manage.blueprint import bp
from catalog.products.models import BulkRun
from catalog.products.queries.bulk import books
from catalog.products.queries.bulk import runs as queries
from catalog.products.queries.bulk.lists import Kind, Lists
from catalog.products.queries.reference import leaves
from catalog.products.rules.bulk.problems import Problem
from catalog.sheets.writing import csv_bytes
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.access import manager
from catalog.web.work import current_work

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ROOM = "/usaha/<uuid:vendor_id>/impor"
PICK = N_("Choose from the list. Several values are parted by a semicolon (;).")
GUIDE = (
    (N_("How to fill"), N_("One row for each product, below the headings on the sheet “Produk”.")),
    (
        N_("Your code (SKU)"),
        N_(
            "Give every product a code of your own that never changes. The same code sent again"
            " changes that product; it never makes a second one."
        ),
    ),
    (
        N_("The example"),
        N_("The row with the code CONTOH shows how it is done. It is skipped; you may delete it."),
    ),
    (N_("Starred headings"), N_("A new product needs them. All else can be filled in later.")),
    (
        N_("Empty cells"),
        N_("An empty cell leaves what is stored. A single dash (-) empties what is stored."),
    ),
    (
        N_("Options"),
        N_(
            "For sizes or colours, repeat the code in further rows and fill only the columns that"
            " begin with “Pilihan”, one option a row."
        ),
    ),
    (N_("Prices and numbers"), N_("25.000, Rp 25.000 and 14,9jt are all understood.")),
    (N_("Lists"), N_("The sheet “Daftar” holds what may stand in columns with a list.")),
    (
        N_("Photos"),
        N_(
            "Write the names of the files, for example batik-1.jpg, and send the photos as one ZIP"
            " together with this sheet."
        ),
    ),
    (N_("Long numbers"), N_("Keep the columns as text, so that no digits of codes are lost.")),
)


@bp.get(f"{_ROOM}/contoh/<slug>.xlsx")
@manager
def bulk_template(vendor_id: UUID, slug: str) -> ResponseReturnValue:
    """Give the template of a kind of product as a workbook."""
    work, kind = _kind(vendor_id, slug)
    return _file(books.template(work, kind, _guide(), gettext(PICK)), f"contoh-{slug}.xlsx")


@bp.get(f"{_ROOM}/contoh/<slug>.csv")
@manager
def bulk_template_csv(vendor_id: UUID, slug: str) -> ResponseReturnValue:
    """Give the template of a kind of product as CSV, parted by semicolons."""
    work, kind = _kind(vendor_id, slug)
    data = csv_bytes(books.template_rows(work, kind), delimiter=";")
    return _file(data, f"contoh-{slug}.csv", "text/csv; charset=utf-8")


@bp.get(f"{_ROOM}/semua.xlsx")
@manager
def bulk_everything(vendor_id: UUID) -> ResponseReturnValue:
    """Give all products of the vendor, in the shape that can be sent back."""
    work = current_work()
    get_managed(work, vendor_id, Ability.SUBMIT)
    return _file(books.everything(work, vendor_id, _guide(), gettext(PICK)), "semua-produk.xlsx")


@bp.get(f"{_ROOM}/<uuid:run_id>/baris-salah.xlsx")
@manager
def bulk_bad_rows(vendor_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Give the rows that have a problem, each with what to do, ready to be mended and sent."""
    work = current_work()
    get_managed(work, vendor_id, Ability.SUBMIT)
    run = queries.get_run(work, vendor_id, run_id)
    told = _told(work, run)
    if not told:
        raise NotFound("problems")
    return _file(books.bad_rows(work, run, told), "baris-salah.xlsx")


def _told(work: Work, run: BulkRun) -> dict[UUID, list[str]]:
    return {
        item.id: [_sentence(Problem.of(entry)) for entry in item.problems]
        for item in queries.troubled(work, run.id)
    }


def _sentence(problem: Problem) -> str:
    where = gettext(
        "Row %(row)s, column %(column)s (%(header)s):",
        row=problem.row,
        column=problem.column,
        header=problem.header,
    )
    return f"{where} {gettext(problem.message, **problem.values)}"


def _kind(vendor_id: UUID, slug: str) -> tuple[Work, Kind]:
    work = current_work()
    get_managed(work, vendor_id, Ability.SUBMIT)
    if slug not in leaves(work):
        raise NotFound("category")
    return work, Lists(work, vendor_id).kind(slug)


def _guide() -> Sequence[Sequence[str]]:
    return [[gettext(head), gettext(text)] for head, text in GUIDE]


def _file(data: bytes, name: str, kind: str = _XLSX) -> Response:
    response = Response(data, mimetype=kind.partition(";")[0], content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
