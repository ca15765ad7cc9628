"""What is written comes back as it was, and no cell of it runs."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from catalog.sheets.reading import is_shortened, read
from catalog.sheets.writing import csv_bytes, xlsx_bytes

ROWS = [["name", "nib"], ["Batik \x01Rara", "0912345678901"], ["=cmd|' /C calc'!A0", "+62812"]]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_is_written_can_be_read_again(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"daftar.{suffix}"
    path.write_bytes(csv_bytes(ROWS) if suffix == "csv" else xlsx_bytes(ROWS, title="Usaha"))
    rows = [cells for _, cells in read(path)]
    assert rows[0]["nib"] == "0912345678901"
    assert rows[1]["name"].endswith("=cmd|' /C calc'!A0")


def test_no_cell_of_a_spreadsheet_is_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "daftar.xlsx"
    path.write_bytes(xlsx_bytes(ROWS, title="Usaha"))
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].font.b


def test_a_csv_cell_that_looks_like_a_formula_is_quoted() -> None:
    assert b"'=cmd" in csv_bytes(ROWS)


@pytest.mark.parametrize("written", [",", ";"])
@pytest.mark.parametrize("read_by", [",", ";", "\t"])
def test_no_cell_of_a_csv_runs_whatever_it_is_parted_by(written: str, read_by: str) -> None:
    texts = [
        "=1+1",
        "Kain;=1+1",
        "Kain,=1+1",
        'Kain";"=1+1',
        'Kain,"" @SUM(A1)',
        "Kain\n=1+1",
        "a\t-1",
    ]
    rows = [["biasa", text, "akhir", text] for text in texts]
    data = csv_bytes(rows, delimiter=written).decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(data), delimiter=read_by) for cell in row]
    assert not [cell for cell in cells if cell.lstrip(' "').startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize(
    ("cell", "is_cut"),
    [("9.12E+12", True), ("9,12e12", True), ("9120100000001", False), ("E12", False)],
)
def test_a_shortened_number_is_known(cell: str, is_cut: bool) -> None:  # noqa: FBT001  # a case
    assert is_shortened(cell) is is_cut
