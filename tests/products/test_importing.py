import csv
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.products.models import Product, ProductText
from catalog.products.rules.guessing import FALLBACK, guess
from catalog.products.rules.status import Status
from catalog.products.search import load
from catalog.search.outbox import SearchMark
from catalog.vendors.models import Vendor
from tests.products.lists import HEADINGS, count, take_in, write_list

ROWS = [
    ["a1", "Kerupuk melarat 250 g", "Digoreng pasir", "12.500", "Camilan", "Plered", "Dapur Mimi"],
    ["a2", "Batik tulis megamendung", "Katun", "Rp 1.250.000,-", "Batik", "Cirebon", "Rara Sekar"],
    ["a3", "", "tanpa nama", "10000", "", "", "Dapur Mimi"],
    ["a4", "Terasi udang", "", "murah saja", "", "", "Dapur Mimi"],
    ["a5", "Terasi udang rebon", "", "8 rb", "", "Gebang", ""],
    [
        "a1",
        "Kerupuk melarat 250 g",
        "Digoreng pasir",
        "12.500",
        "Oleh-oleh",
        "Plered",
        "Dapur Mimi",
    ],
    ["a2", "Batik lain", "Katun", "5jt", "Batik", "Cirebon", "Rara Sekar"],
    ["a6", "Lukisan kaca kereta singa barong", "", "", "", "Negeri Jauh", "Sanggar Kaca"],
]


@pytest.mark.stocked
def test_good_rows_go_in_and_bad_ones_come_back_with_reasons(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    code, output = take_in(app, write_list(tmp_path / "daftar.csv", ROWS), "--status", "published")
    assert code == 3
    assert "8 rows read, 3 added" in output
    assert "1 repeated, 4 refused; 3 vendors added" in output
    with (tmp_path / "daftar.refused.csv").open(encoding="utf-8-sig") as file:
        refused = {(row["line"], row["field"]): row["reason"] for row in csv.DictReader(file)}
    assert set(refused) == {("4", "name"), ("5", "price"), ("6", "vendor"), ("8", "id")}
    assert all(refused.values())
    batik = session.scalars(select(Product).where(Product.external_id == "a2")).one()
    assert (batik.price, batik.vendor.name, batik.status) == (1_250_000, "Rara Sekar", "published")


@pytest.mark.stocked
def test_the_same_file_again_changes_nothing(app: Flask, session: Session, tmp_path: Path) -> None:
    path = write_list(tmp_path / "daftar.csv", ROWS[:2])
    assert take_in(app, path)[0] == 0
    before = (count(session, Product), count(session, Vendor), count(session, SearchMark))
    code, output = take_in(app, path)
    assert code == 0
    assert "0 added, 0 changed, 2 unchanged" in output
    assert (
        count(session, Product),
        count(session, Vendor),
        count(session, SearchMark),
    ) == before


@pytest.mark.stocked
def test_a_corrected_row_is_rewritten_and_marked_for_the_index(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    take_in(app, write_list(tmp_path / "daftar.csv", ROWS[:1]), "--status", "published")
    corrected = [*ROWS[0]]
    corrected[3] = "13.000"
    _, output = take_in(
        app, write_list(tmp_path / "daftar.csv", [corrected]), "--status", "published"
    )
    assert "1 changed" in output
    product = session.scalars(select(Product)).one()
    assert product.price == 13_000
    marks = session.scalars(select(SearchMark.target_id).where(SearchMark.kind == "product")).all()
    assert list(marks) == [product.id, product.id]


@pytest.mark.stocked
def test_a_dry_run_tells_all_and_writes_nothing(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    code, output = take_in(app, write_list(tmp_path / "daftar.csv", ROWS), "--dry-run")
    assert code == 3
    assert "checked: 8 rows read, 3 added" in output
    assert count(session, Product) == 0
    assert count(session, Vendor) == 0


@pytest.mark.stocked
def test_places_become_regions_and_words_become_categories(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    take_in(app, write_list(tmp_path / "daftar.csv", ROWS), "--status", "published")
    found = {document.texts["name"]: document.facets for document in load(session, None)}
    assert found["Kerupuk melarat 250 g"]["district"] == ("32.09.36",)
    assert found["Kerupuk melarat 250 g"]["category"] == ("camilan-kue", "kerupuk-melarat")
    assert found["Lukisan kaca kereta singa barong"]["district"] == ("00",)
    assert found["Lukisan kaca kereta singa barong"]["category"][-1] == "lukisan-kaca"


@pytest.mark.stocked
def test_drafts_stay_out_of_the_index(app: Flask, session: Session, tmp_path: Path) -> None:
    take_in(app, write_list(tmp_path / "daftar.csv", ROWS[:2]))
    assert session.scalars(select(Product.status)).all() == [Status.DRAFT, Status.DRAFT]
    assert list(load(session, None)) == []


@pytest.mark.stocked
def test_a_spreadsheet_is_read_like_a_csv_file(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Daftar produk 2026"])
    sheet.append([*HEADINGS])
    for row in ROWS[:2]:
        sheet.append(row)
    sheet.append([77, "Sirup pisang susu", None, 28000.0, None, None, "Dapur Mimi"])
    book.save(tmp_path / "daftar.xlsx")
    code, output = take_in(app, tmp_path / "daftar.xlsx")
    assert (code, "3 added" in output) == (0, True)
    syrup = session.scalars(select(Product).where(Product.external_id == "77")).one()
    assert syrup.price == 28_000


@pytest.mark.stocked
@pytest.mark.parametrize(("encoding", "delimiter"), [("cp1252", ";"), ("utf-16", "\t")])
def test_old_office_files_are_read(
    app: Flask, session: Session, tmp_path: Path, encoding: str, delimiter: str
) -> None:
    row = ["b1", "Café kopi “Ciremai”", "", "45.000", "Kopi", "", "Kopi Kang Dudung"]
    path = write_list(tmp_path / "lama.csv", [row], encoding=encoding, delimiter=delimiter)
    assert take_in(app, path)[0] == 0
    assert session.scalars(select(ProductText.name)).one() == "Café kopi “Ciremai”"


@pytest.mark.stocked
def test_a_missing_column_is_named(app: Flask, tmp_path: Path) -> None:
    path = tmp_path / "lain.csv"
    path.write_text("kode,nama\n1,Topeng\n")
    code, output = take_in(app, path)
    assert code == 2
    assert "FILE has no column" in output
    assert "nama" in output


def test_refused_cells_never_become_formulas(app: Flask, tmp_path: Path) -> None:
    row = ["c1", "", "=cmd|' /C calc'!A0", "1", "", "", "+62"]
    take_in(app, write_list(tmp_path / "daftar.csv", [row]))
    with (tmp_path / "daftar.refused.csv").open(encoding="utf-8-sig") as file:
        cells = [cell for row in list(csv.reader(file))[1:] for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_a_listing_that_says_nothing_gets_the_fallback_category() -> None:
    assert guess("Flashdisk 16 GB", "komputer", ["kopi", FALLBACK]) == FALLBACK
    assert guess("Biji kopi arabika", "Minuman", ["kopi", FALLBACK]) == "kopi"
    assert guess("Apa saja", "Kain batik tulis", ["kain-batik-tulis"]) == "kain-batik-tulis"
