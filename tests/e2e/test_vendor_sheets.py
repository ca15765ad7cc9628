"""Whoever has many products, or an office with a long list, works with sheets."""

import csv
import re
from pathlib import Path

from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import BATIK, OFFICE, PASSWORD, SignIn, room_of, sign_in
from tests.e2e.visitor import PHONE, Visitor
from tests.products.bulk.conftest import a_book, a_row
from tests.products.bulk.test_sheet import COLUMN, HEADERS, PLANTED

CLAIMANT = SignIn("0812 3456 7803")
IMPORTED = "Terasi Udang Bu Jamilah"
_A_WHILE = 90_000  # ms; five hundred rows on a busy machine


def _sheet(path: Path) -> list[str]:
    """Store 500 rows with 37 wrong cells; return where they are, as the page must say it."""
    rows = [a_row(number, Jenis="Kain batik tulis") for number in range(1, 501)]
    places = []
    for number, (header, value) in enumerate(PLANTED):
        at = 11 + number * 13
        rows[at][header] = value
        if header == "Berat kotor dus (kg)":
            rows[at]["Berat bersih dus (kg)"] = "5"
        places.append(f"Baris {at + 2}, kolom {COLUMN[header]}")
    a_book(path, rows, HEADERS)
    return places


def test_a_sheet_of_500_rows_names_all_37_wrong_cells_and_takes_in_the_rest(
    visit: Visit, tmp_path: Path
) -> None:
    window = visit(PHONE)
    sign_in(window, BATIK)
    room = room_of(window)
    page = window.go(f"{room}/impor")
    window.look("80-massal", dark=True)
    path = tmp_path / "produk-2026.xlsx"
    places = _sheet(path)
    page.set_input_files("#sheet", path)
    page.locator("form:has(#sheet) [type=submit]").click()
    expect(page.locator(".bulk-wrong")).to_be_visible(timeout=_A_WHILE)
    told = [text.strip() for text in page.locator(".bulk-where b").all_inner_texts()]
    assert told == places
    assert len(set(told)) == 37
    window.look("81-massal-periksa", dark=True)

    with page.expect_download() as waiting:
        page.locator("a[href*='salah']").first.click()
    back = tmp_path / "salah.xlsx"
    waiting.value.save_as(back)
    sheet = load_workbook(back)["Produk"]
    assert len([row for row in sheet.iter_rows(min_row=2) if any(c.value for c in row)]) >= 37

    page.get_by_role("button", name=re.compile("463")).click()
    expect(page.get_by_role("link", name="Lihat produk Ibu/Bapak")).to_be_visible(timeout=_A_WHILE)
    window.look("82-massal-masuk")
    page = window.go(f"{room}/produk?keadaan=draf")
    expect(page.locator(".tabs a[aria-current=page]")).to_contain_text(re.compile("46[3-9]"))
    window.look("83-produk-banyak")


def _list(path: Path) -> Path:
    """Store a small list, as an office gets it from OSS."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Daftar pelaku usaha", "", "", ""])
        writer.writerow(["Nama Usaha", "Kelurahan", "Nama Pemilik", "No HP"])
        writer.writerow([IMPORTED, "Argasunya", "Jamilah", "081255500199"])
        writer.writerow(["Kerupuk Sari Laut", "Kelurahan Antah Berantah", "Darso", "081255500188"])
    return path


def _import(window: Visitor, path: Path) -> str:
    """Take the list in, and return the claim code for the business."""
    sign_in(window, OFFICE)
    page = window.go("/pengurus/usaha/impor")
    window.look("84-daftar")
    page.set_input_files("#file", path)
    page.locator("#source").select_option(index=1)
    page.fill("#dated_on", "1 November 2026")
    page.check("#may_use")
    window.press("Unggah dan pilih kolom")
    window.look("85-kolom")
    window.press("Coba daftar ini")
    expect(page.locator("main")).to_contain_text("tidak ada di daftar wilayah")
    window.look("86-percobaan", dark=True)
    window.press("Masukkan daftar ini")
    window.look("87-hasil")
    page = window.go("/pengurus/usaha?q=Jamilah")
    window.look("88-usaha")
    page.get_by_role("link", name=IMPORTED).click()
    window.press("Terbitkan kode klaim")
    window.look("89-kode")
    return page.locator(".reg__code").inner_text().strip()


def test_a_business_from_a_list_is_claimed_by_its_owner(visit: Visit, tmp_path: Path) -> None:
    code = _import(visit(PHONE), _list(tmp_path / "oss.csv"))
    window = visit(PHONE)
    page = window.go("/daftar?next=/usaha/klaim")
    page.locator("input[name=kind][value=vendor]").check()
    page.fill("#name", "Jamilah")
    page.fill("#login", CLAIMANT.login)
    page.fill("#password", PASSWORD)
    page.check("#consent")
    window.press("Buat akun saya")
    page.fill("#password", PASSWORD)
    window.press("Masuk")
    window.look("90-klaim")
    window.expect_refusals()
    page.fill("#code", "ABCD-2345")
    window.press("Tampilkan usahanya")
    expect(page.locator("[data-summary]")).to_be_visible()
    page.fill("#code", code.lower())
    window.press("Tampilkan usahanya")
    expect(page.locator("dl.facts")).to_contain_text(IMPORTED)
    window.look("91-usaha-saya")
    page.check("#agrees")
    window.press("Ya, ini usaha saya: ambil alih")
    page.wait_for_url(re.compile("/usaha/[0-9a-f-]{36}"))
    window.look("92-rumah")
    page = window.go(f"{room_of(window)}/produk")
    expect(page.get_by_role("link", name="Tambah produk").first).to_be_visible()

    # The slip works once.
    window.go("/usaha/klaim")
    page.fill("#code", code)
    window.press("Tampilkan usahanya")
    expect(page.locator("[data-summary]")).to_be_visible()
