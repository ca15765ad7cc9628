"""Sheets of many products: every wrong cell is named, good rows go in, nothing goes in twice."""

from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from sqlalchemy import func, select

from catalog.kernel.errors import RuleBroken
from catalog.products.models import ChangeRequest, Product, ProductSku
from catalog.products.queries.bulk import books
from catalog.products.queries.bulk.runs import troubled
from catalog.products.rules.status import Status
from catalog.products.services.bulk import checking, running
from tests.products.bulk.conftest import BASE, Maker, a_row, told

pytestmark = pytest.mark.stocked

NAMES = {header: chr(65 + place) for place, header in enumerate(BASE)}
EXTRA = ("Panjang kain (cm)", "Motif", "Pilihan", "Kode HS", "Berat bersih dus (kg)",
         "Berat kotor dus (kg)")  # fmt: skip
HEADERS = (*BASE, *EXTRA)
COLUMN = {header: chr(65 + place) for place, header in enumerate(HEADERS)}

# What people really do wrong: (heading, what stands in the cell). Each stands in a row of its own.
PLANTED: list[tuple[str, Any]] = [
    ("Harga (Rp)", "murah saja"),
    ("Harga (Rp)", "10rb - 15rb"),
    ("Harga (Rp)", "0"),
    ("Harga (Rp)", 25),  # 25.000 that a spreadsheet took for twenty-five
    ("Harga (Rp)", "=B2*2"),
    ("Harga (Rp)", "99999999999999"),
    ("Stok", "banyak"),
    ("Stok", "2,5"),
    ("Stok", "-3"),
    ("Stok", "=1+1"),
    ("Stok", "5000000"),
    ("Satuan", "lembaran"),
    ("Satuan", "krat"),
    ("Cara jual", "titip"),
    ("Cara jual", "kadang-kadang"),
    ("Berat terbungkus (gram)", "0"),
    ("Berat terbungkus (gram)", "9.12E+12"),
    ("Berat terbungkus (gram)", "2 meter"),
    ("Berat terbungkus (gram)", "ringan"),
    ("Minimum pesanan", "0"),
    ("Minimum pesanan", "satu"),
    ("Jenis", "Helikopter"),
    ("Jenis", "=cmd|' /C calc'!A0"),
    ("Nama produk", None),
    ("Nama produk", "x" * 161),
    ("Nama produk", '=HYPERLINK("http://contoh.example")'),
    ("Ringkasan", "y" * 301),
    ("Cerita", "z" * 8001),
    ("Kode produk (SKU)", None),
    ("Kode produk (SKU)", "K" * 61),
    ("Kode produk (SKU)", "9,12E+12"),
    ("Panjang kain (cm)", "dua meter"),
    ("Panjang kain (cm)", "250 kg"),
    ("Motif", "Motif Antariksa"),
    ("Kode HS", "52"),
    ("Berat kotor dus (kg)", "4"),  # below the net weight of 5 kg beside it
    ("Berat bersih dus (kg)", "#N/A!"),
]  # fmt: skip


def _planted(count: int, apart: int) -> tuple[list[dict[str, Any]], list[tuple[int, str]]]:
    """Return so many rows, one planted error every few of them, and where each stands."""
    rows = [a_row(number) for number in range(1, count + 1)]
    expected = []
    for place, (header, value) in enumerate(PLANTED):
        at = 1 + place * apart
        rows[at][header] = value
        if header == "Berat kotor dus (kg)":
            rows[at]["Berat bersih dus (kg)"] = "5"
        expected.append((at + 4, COLUMN[header]))
    return rows, expected


TITLES = [["Daftar produk 2026"], [None, "dicetak untuk Ibu Sekar"]]


def test_all_37_planted_errors_of_500_rows_are_named_by_row_and_column(maker: Maker) -> None:
    assert len(PLANTED) == 37
    rows, expected = _planted(500, 13)
    run = maker.take(maker.book(*rows, headers=HEADERS, titles=TITLES))
    assert told(run) == expected
    assert (run.rows, run.new, run.changed, run.unchanged, run.bad) == (500, 463, 0, 0, 37)
    assert maker.session.scalar(select(func.count()).select_from(Product)) == 0
    assert len({problem["message"] for problem in run.problems}) >= 12


def test_good_rows_beside_37_bad_ones_go_in_once(maker: Maker) -> None:
    rows, expected = _planted(60, 1)
    path = maker.book(*rows, headers=HEADERS, titles=TITLES)
    run = maker.accept(maker.take(path))
    assert (run.state, run.new, run.bad) == ("done", 23, 37)
    assert maker.session.scalar(select(func.count()).select_from(Product)) == 23
    again = maker.take(path)
    assert (again.new, again.changed, again.unchanged, again.bad) == (0, 0, 23, 37)
    assert told(again) == expected


def test_rows_to_mend_come_back_marked_and_go_in_once_mended(maker: Maker) -> None:
    path = maker.book(a_row(1), a_row(2, Stok="banyak"), a_row(3, **{"Harga (Rp)": "murah"}))
    run = maker.accept(maker.take(path))
    items = troubled(maker.work, run.id)
    say = {item.id: ["Baris ini."] for item in items}
    back = maker.path("baris-salah.xlsx")
    back.write_bytes(books.bad_rows(maker.work, run, say))
    book = load_workbook(back)
    sheet = book["Produk"]
    assert [cell.value for cell in sheet[2]] == ["Masalah", *BASE]
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == ["BTK-002", "BTK-003"]
    assert sheet["J3"].value == "banyak"
    assert sheet["J3"].fill.start_color.rgb != sheet["J4"].fill.start_color.rgb
    sheet["J3"], sheet["G4"] = "4", "14,9jt"
    book.save(back)
    run = maker.accept(maker.take(back))
    assert (run.new, run.bad) == (2, 0)
    assert maker.values("BTK-003")["price"] == 14_900_000


def test_a_sheet_changes_only_what_it_says(maker: Maker) -> None:
    maker.accept(maker.take(maker.book(a_row(1), a_row(2))))
    few = ("SKU", "harga", "ringkasan")
    rows = ({"SKU": "btk-001", "harga": "99.000"}, {"SKU": "BTK-002", "ringkasan": "-"})
    run = maker.take(maker.book(*rows, headers=few))
    assert (run.new, run.changed, run.bad) == (0, 2, 0)
    maker.accept(run)
    assert maker.values("BTK-001")["price"] == 99_000
    assert maker.values("BTK-001")["summary"] == "Biru tujuh lapis."
    assert maker.values("BTK-002")["summary"] == ""
    assert maker.values("BTK-002")["name"] == "Batik tulis megamendung 2"


def test_what_was_exported_comes_back_as_no_change(maker: Maker) -> None:
    options = {"Pilihan": "Merah", "Harga pilihan (Rp)": "1.400.000", "Stok pilihan": "3"}
    more = {
        "Kode produk (SKU)": "BTK-002", "Pilihan": "Biru", "Stok pilihan": "0",
        "Kode pilihan": "BTK-002-B",
    }  # fmt: skip
    trade = {
        "Grosir 1: mulai jumlah": "10", "Grosir 1: harga (Rp)": "1jt", "Incoterms": "FOB; CIF",
        "FOB 1: mulai jumlah": "50", "FOB 1: harga": "34,50", "FOB: pelabuhan": "Tanjung Priok",
        "FOB: berlaku sampai": "31/12/2026", "Berat bersih dus (kg)": 1.234, "Kode HS": "5208.52",
        "Motif": "Megamendung", "Jenis kain": "Katun primisima", "Warna": "Biru",
    }  # fmt: skip
    headers = (*BASE, *options, "Kode pilihan", *trade)
    first = a_row(1, **trade)
    run = maker.take(maker.book(first, a_row(2, Stok=None, **options), more, headers=headers))
    assert run.problems == []
    assert (run.rows, run.new) == (3, 3)
    maker.accept(run)
    assert maker.values("BTK-001")["net_g"] == 1234
    assert maker.values("BTK-001")["fob"][0]["amount"] == 3450
    assert len(maker.values("BTK-002")["variants"]) == 2
    path = maker.path("semua.xlsx")
    path.write_bytes(books.everything(maker.work, maker.vendor.id, [], "Pilih."))
    run = maker.take(path)
    assert (run.rows, run.new, run.changed, run.unchanged, run.bad) == (3, 0, 0, 3, 0)
    assert run.problems == []
    assert run.notes == []


def test_an_export_holds_no_formula(maker: Maker) -> None:
    maker.accept(maker.take(maker.book(a_row(1, Ringkasan="+62 sehelai", Cerita="@biru"))))
    path = maker.path("semua.xlsx")
    path.write_bytes(books.everything(maker.work, maker.vendor.id, [], "Pilih."))
    book: Workbook = load_workbook(path)
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds


@pytest.mark.parametrize("slug", ["kain-batik-tulis", "terasi", "kursi-rotan", "lain-lain", "kopi"])
def test_the_example_of_a_template_is_right_and_skipped(maker: Maker, slug: str) -> None:
    path = maker.path("contoh.xlsx")
    path.write_bytes(books.template(maker.work, maker.kind(slug), [["a", "b"]], "Pilih."))
    with pytest.raises(RuleBroken, match="no row to take in"):
        maker.take(path)
    book = load_workbook(path)
    assert book.sheetnames == ["Produk", "Daftar", "Petunjuk"]
    sheet = book["Produk"]
    assert len(sheet.data_validations.dataValidation) >= 4
    sheet["A3"], sheet["B3"] = "CTH-1", None  # the title line says which kind it is
    book.save(path)
    run = maker.take(path)
    assert run.problems == []
    assert (run.new, run.bad) == (1, 0)
    maker.accept(run)
    assert maker.values("CTH-1")["category"] == slug


def test_a_live_product_keeps_its_face_until_an_officer_agrees(maker: Maker) -> None:
    maker.accept(maker.take(maker.book(a_row(1))))
    product = maker.product("BTK-001")
    product.status, product.published_at = Status.PUBLISHED, maker.work.now
    maker.session.commit()
    row = a_row(1, **{"Nama produk": "Nama yang baru", "Stok": "1"})
    run = maker.accept(maker.take(maker.book(row)))
    assert (run.changed, run.bad) == (1, 0)
    change = maker.session.scalars(select(ChangeRequest)).one()
    assert change.after == {"name": "Nama yang baru"}
    assert maker.values("BTK-001")["stock"] == 1
    assert maker.take(maker.book(row)).unchanged == 1
    product = maker.product("BTK-001")
    product.status = Status.IN_REVIEW
    maker.session.commit()
    assert told(maker.take(maker.book(row))) == [(2, "A")]


def test_options_stand_in_further_rows(maker: Maker) -> None:
    headers = (*BASE, "Pilihan", "Harga pilihan (Rp)")
    rows = [
        a_row(1, Stok=None, Pilihan="S"),
        {"Kode produk (SKU)": "BTK-001", "Pilihan": "M", "Harga pilihan (Rp)": "seribu"},
        a_row(2, Pilihan="S"),
        {"Kode produk (SKU)": "BTK-002", "Pilihan": "s"},
        a_row(3),
        {"Kode produk (SKU)": "btk-003"},
        a_row(4),
        a_row(4, Stok=None, Pilihan="L", Ringkasan="Lain"),
        a_row(5, Stok=None, Pilihan=None, **{"Harga pilihan (Rp)": "9000"}),
    ]
    run = maker.take(maker.book(*rows, headers=headers))
    assert told(run) == [
        (3, "M"), (4, "I"), (5, "L"), (7, "A"), (8, "I"), (9, "D"), (10, "M"),
    ]  # fmt: skip
    assert (run.new, run.bad) == (0, 9)


def test_columns_of_another_kind_are_told_of_and_unknown_ones_left_out(maker: Maker) -> None:
    headers = (*BASE, "Bisa untuk makanan", "Catatan gudang")
    path = maker.book(a_row(1, **{"Catatan gudang": "rak 3"}), headers=headers)
    run = maker.take(path)
    assert run.problems == []
    assert [note["values"]["header"] for note in run.notes][-1] == "Catatan gudang"


def test_words_pasted_from_a_chat_are_cleaned(maker: Maker) -> None:
    row = a_row(
        1,
        **{
            "Nama produk": "\u200bBatik\u00a0*Mega* 🎉\u202e",
            "Kode produk (SKU)": " BTK\u200b-001 ",
            "Satuan": "LEMBAR ",
            "Cara jual": "siap\u00a0kirim",
            "Harga (Rp)": "Rp 14,9jt",
        },
    )
    maker.accept(maker.take(maker.book(row)))
    values = maker.values("BTK-001")
    assert (values["name"], values["price"]) == ("Batik Mega", 14_900_000)


def test_two_sheets_at_once_make_one_product_of_one_code(maker: Maker) -> None:
    one = maker.take(maker.book(a_row(1), a_row(2)))
    other = maker.take(maker.book(a_row(2, Stok="9"), a_row(3)))
    assert (one.new, other.new) == (2, 2)
    with maker.writing() as work:
        for run in (one, other):
            running.accept(work, run)
    for run in (one, other, one, other):
        running.run(maker.work, run.id, store=maker.store)
    skus = maker.session.scalars(select(ProductSku.sku).order_by(ProductSku.sku)).all()
    assert skus == ["BTK-001", "BTK-002", "BTK-003"]
    assert maker.values("BTK-002")["stock"] == 9


def test_a_yes_said_twice_is_said_once(maker: Maker) -> None:
    run = maker.take(maker.book(a_row(1)))
    with maker.writing() as work:
        running.accept(work, run)
    with pytest.raises(RuleBroken), maker.writing() as work:
        running.accept(work, run)


def test_a_no_leaves_nothing(maker: Maker) -> None:
    run = maker.take(maker.book(a_row(1)))
    with maker.writing() as work:
        running.drop(work, run, store=maker.store)
    checking.check(maker.work, run.id, store=maker.store)
    running.run(maker.work, run.id, store=maker.store)
    assert maker.session.scalar(select(func.count()).select_from(Product)) == 0


def test_who_has_left_the_business_takes_nothing_in(maker: Maker) -> None:
    run = maker.take(maker.book(a_row(1)))
    with maker.writing() as work:
        running.accept(work, run)
    maker.person.is_active = False
    maker.session.commit()
    maker.run(run.id)
    assert maker.session.scalar(select(func.count()).select_from(Product)) == 0
    assert maker.reloaded(run.id).notes
