"""CSV and XLSX files as they really come."""

from collections.abc import Callable, Iterable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from catalog.kernel.errors import RuleBroken
from catalog.sheets import reading as sheets
from catalog.sheets.tables import read_table


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "daftar.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("content", [b"", b"\x00\x00\x00", b"PK\x03\x04 not a zip at all"])
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rusak.xlsx"
    path.write_bytes(content)
    with pytest.raises(RuleBroken):
        list(sheets.read(path))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_among_other_marks(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["name", "price", "text"],
        ["Kopi", '"12,500"', '"a; b, c | d\te\nzwei, drei; vier"'],
        ["Teh", "8.000", '"kata ""pedas"", asin"'],
    ]
    path = _file(tmp_path, "".join(delimiter.join(row) + "\n" for row in rows))
    found = [cells for _, cells in sheets.read(path)]
    assert [(row["name"], row["price"]) for row in found] == [("Kopi", "12,500"), ("Teh", "8.000")]


def test_decimal_commas_do_not_hide_a_semicolon(tmp_path: Path) -> None:
    path = _file(tmp_path, "name;price\nKopi;12,500\nTeh;8,000\n")
    assert [cells["price"] for _, cells in sheets.read(path)] == ["12,500", "8,000"]


@pytest.mark.parametrize("title", ["DAFTAR IKM\n", "DAFTAR IKM\n\n", "DAFTAR IKM;;\n;;\n"])
def test_a_title_line_is_no_heading(tmp_path: Path, title: str) -> None:
    path = _file(tmp_path, f"{title}name;price;place\nKopi;8000;Weru\n")
    assert [cells["price"] for _, cells in sheets.read(path)] == ["8000"]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert [cells for _, cells in sheets.read(_file(tmp_path, "name\nKopi\n"))] == [
        {"name": "Kopi"}
    ]


@pytest.mark.parametrize("text", ['","' * 20_000, '"' * 60_001, ",;" * 30_000, ',"' * 30_000])
def test_a_file_of_delimiters_and_quotes_is_read_at_once(tmp_path: Path, text: str) -> None:
    path = _file(tmp_path, text + "\n")
    assert not list(sheets.read(path))


def test_rows_are_counted_not_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    row = 'Kopi,"satu\ndua\ntiga"\n'
    path = _file(tmp_path, "name,text\n" + row * 3)
    assert [number for number, _ in sheets.read(path)] == [2, 3, 4]  # as a spreadsheet shows
    path = _file(tmp_path, "name,text\n" + row * 4)
    with pytest.raises(RuleBroken):
        list(sheets.read(path))


def test_empty_rows_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MAX_ROWS", 2)
    path = _file(tmp_path, "name,text\nKopi,a\n\n,\n\nTeh,b\n")
    assert [number for number, _ in sheets.read(path)] == [2, 6]


STRINGS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    b'officedocument.spreadsheetml.sharedStrings+xml" /></Types>'
)


def _padded(tmp_path: Path, part: str, content: bytes) -> Path:
    """Store a good workbook of which one part is another."""
    plain, path = tmp_path / "baik.xlsx", tmp_path / "bom.xlsx"
    book = Workbook()
    for row in (["Nama", "Harga"], ["Kopi", "12"]):
        book.worksheets[0].append(row)
    book.save(plain)
    with ZipFile(plain) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        strings = "xl/sharedStrings.xml"
        for name in {*source.namelist(), part, strings}:
            good = source.read(name) if name in source.namelist() else b"<sst/>"
            if name == "[Content_Types].xml":
                good = good.replace(b"</Types>", STRINGS)
            target.writestr(name, content if name == part else good)
    return path


@pytest.mark.parametrize(
    "read", [sheets.read, lambda path: read_table(path, most=9)], ids=["lists", "tables"]
)
@pytest.mark.parametrize(
    ("part", "size", "says"),
    [
        ("xl/styles.xml", 1, "too much formatting"),
        ("xl/theme/theme1.xml", 1, "too much formatting"),
        ("xl/workbook.xml", 1, "too much formatting"),
        ("xl/_rels/workbook.xml.rels", 1, "too much formatting"),
        ("xl/worksheets/_rels/sheet1.xml.rels", 1, "too much formatting"),
        ("docProps/core.xml", 1, "too much formatting"),
        ("[Content_Types].xml", 1, "too much formatting"),
        ("xl/sharedStrings.xml", 32, "too large when unpacked"),
        ("xl/worksheets/sheet1.xml", 64, "too large when unpacked"),
    ],
)
def test_no_part_of_a_workbook_is_unpacked_beyond_its_measure(
    tmp_path: Path, read: Callable[[Path], Iterable[object]], part: str, size: int, says: str
) -> None:
    path = _padded(tmp_path, part, b" " * (size * 1024 * 1024 + 1))
    with pytest.raises(RuleBroken, match=says):
        list(read(path))


def test_pictures_in_a_workbook_weigh_as_much_as_they_like(tmp_path: Path) -> None:
    path = _padded(tmp_path, "xl/media/image1.png", b" " * 40 * 1024 * 1024)
    assert len(list(sheets.read(path))) == 1
    assert len(list(read_table(path, most=9))) == 2
