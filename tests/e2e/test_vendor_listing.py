"""A maker without e-mail opens a window: account, business, papers, a product, sent and sold."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import (
    OFFICE,
    PASSWORD,
    SignIn,
    broken_photo,
    photos,
    room_of,
    sign_in,
)
from tests.e2e.officers import open_in_queue, score
from tests.e2e.visitor import PHONE, Visitor

MAKER = SignIn("0812 3456 7801")
BUSINESS = "Rotan Bu Suminah"
PRODUCT = "Kursi teras rotan manau anyaman rapat"
PASTED = (
    "*Kursi teras rotan* 🪑✨\u200b\n\n"
    "Halo kak\u200d, ini kursi teras dari rotan manau asli, dianyam tangan oleh ibu-ibu\u00a0di "
    "Argasunya.\r\n• rangka kuat\r\n• sudah diampelas\r\n\r\n\r\n"
    "Cocok untuk teras dan ruang tamu 😊"
)


def _sign_up(window: Visitor) -> None:
    page = window.go("/usaha/daftar")  # leads to the sign-in, and back afterwards
    window.press("Buat akun")
    window.look("01-akun")
    page.locator("input[name=kind][value=vendor]").check()
    page.fill("#name", "Suminah")
    page.fill("#login", MAKER.login)
    page.fill("#password", PASSWORD)
    page.check("#consent")
    window.press("Buat akun saya")
    if "/masuk" in page.url:  # the same page whether the number was known or not
        window.look("02-masuk")
        page.fill("#password", PASSWORD)
        window.press("Masuk")
    page.wait_for_url("**/usaha/daftar")


def _register(window: Visitor) -> None:
    page = window.look("03-daftar-usaha")
    window.press("Mulai")
    window.look("04-usaha")
    page.fill("#name", BUSINESS)
    page.locator("input[name=kinds][value=rotan-anyaman]").check()
    window.press("Simpan dan lanjut")

    window.look("05-kota")
    page.get_by_label("Kota Cirebon").check()
    window.press("Simpan dan lanjut")
    window.look("06-kecamatan")
    page.get_by_label("Kecamatan").select_option(label="Harjamukti")

    # The battery is empty here; the next morning it goes on where it stopped.
    page = window.go("/usaha/daftar")
    expect(page.locator("h2").first).to_contain_text(BUSINESS)
    window.look("07-lanjut")
    window.press("Lanjutkan pendaftaran")
    page.get_by_label("Kecamatan").select_option(label="Harjamukti")
    window.press("Simpan dan lanjut")
    window.look("08-kelurahan")
    page.get_by_label("Argasunya").check()
    page.fill("#address", "Jl. Kopi Luhur, RT 02 RW 05")
    window.press("Simpan dan lanjut")


def _say_who_owns_it(window: Visitor) -> str:
    page = window.look("09-pemilik")
    page.fill("#phone", MAKER.login)
    page.fill("#nik", "3274 0341 0270 0001")
    window.press("Simpan dan lanjut")
    window.look("10-izin")
    page.locator("input[name=permit][value=nib]").check()
    page.fill("#nib", "1234 5678 9012")
    window.expect_refusals()
    window.press("Simpan dan lanjut")
    expect(page.locator("[data-summary]")).to_contain_text("13")
    window.look("11-nib-salah")
    page.fill("#nib", "1220 0012 3456 7")
    window.press("Simpan dan lanjut")

    window.look("12-galeri", dark=True)
    page.locator("input[name=galleries][value=mall-ukm]").check()
    for box in page.locator("input[name^='mall-ukm:']").all():
        box.check()
    window.press("Simpan dan lanjut")
    window.look("13-periksa")
    expect(page.locator("dl.facts").first).not_to_contain_text("0341")  # the NIK stays masked
    page.check("#agrees")
    window.press("Kirim ke dinas")
    page.wait_for_url("**/pendaftaran")
    window.look("14-terdaftar", dark=True)
    return room_of(window)


def _add_nib(window: Visitor, room: str, picture: Path) -> None:
    page = window.press("Buka usaha saya")
    window.look("20-beranda", dark=True)
    page = window.go(f"{room}/izin")
    window.look("21-izin")
    window.press("Tambah surat")
    window.look("22-surat-apa")
    page.locator("button[name=type][value=nib]").click()
    page.wait_for_url("**/ubah")
    window.look("23-nib")
    page.set_input_files("#kamera", picture)
    expect(page.locator("[data-list] li")).to_have_count(1)
    page.fill("#number", "1220001234567")
    window.press("Periksa nomor")
    window.look("24-nib-terisi", dark=True)
    page.fill("#holder_name", "SUMINAH")
    page.fill("#issued_on", "17 Okt 2025")
    page.locator("#is_open_ended").check()
    window.press("Kirim untuk diperiksa")
    expect(page.locator("h1")).to_contain_text("NIB")
    window.look("25-nib-terkirim")


def _photograph(window: Visitor, room: str, folder: Path) -> None:
    page = window.go(f"{room}/produk")
    window.look("30-produk-kosong")
    window.press("Tambah produk")
    window.look("31-jenis")
    page.locator("a.kind[href*=rotan-anyaman]").click()
    window.look("32-jenis-rotan")
    page.locator("button[name=category][value=kursi-rotan]").click()
    page.wait_for_url("**/foto")
    window.look("33-foto")
    page.set_input_files("#galeri", [*photos(folder, 3), broken_photo(folder)])
    expect(page.locator("[data-photo]")).to_have_count(3)
    expect(page.locator("[data-pending]")).to_contain_text("IMG_rusak")
    page.locator("[data-pending]").get_by_role("button", name="Batalkan").click()
    window.look("34-foto-terkirim", dark=True)
    page.set_input_files("#kamera", photos(folder, 1, seed=5))
    expect(page.locator("[data-photo]")).to_have_count(4)
    window.press("Lanjut ke harga")


def _say_what_it_is(window: Visitor) -> None:
    page = window.look("35-harga")
    page.fill("#price", "1,49jt")
    expect(page.locator(".spelt").first).to_have_text("Rp1.490.000")
    page.locator("#unit_code").select_option("pcs")
    page.locator("input[name=selling][value=order]").check()
    page.fill("#lead_days_max", "14")
    page.fill("#weight_g", "8,5 kg")
    window.look("36-harga-terisi", dark=True)
    window.press("Lanjut ke cerita")
    window.look("37-cerita")
    page.fill("#name", PRODUCT)
    page.fill("#description", PASTED)
    window.press("Lanjut ke ekspor")
    window.look("38-ekspor")
    window.press("Periksa dan kirim")
    window.look("39-periksa")
    expect(page.locator("main")).not_to_contain_text("100 %")
    window.press("Kirim untuk diperiksa")
    expect(page.locator("[data-summary]")).to_be_visible()


def _mend_and_send(window: Visitor) -> None:
    page = window.page
    page.get_by_role("link", name="Isi: Panjang.").click()
    expect(page.locator("#description")).to_have_value(re.compile("^Kursi teras rotan"))
    page.fill("#attr_length", "65")
    page.locator("#attr_frame").select_option(label="Rotan")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    window.press("Lanjut ke ekspor")
    window.press("Periksa dan kirim")
    expect(page.locator("main")).to_contain_text("100 %")
    window.look("40-lengkap", dark=True)
    window.press("Kirim untuk diperiksa")
    expect(page.locator(".note--ok")).to_be_visible()
    window.look("41-terkirim")


def _agree(window: Visitor, room: str) -> None:
    """The office opens the window of the business, the curator publishes the product."""
    sign_in(window, OFFICE)
    window.look("50-pengurus")
    page = window.go(f"/pengurus{room}")
    window.look("51-usaha")
    window.press("Setujui dan tampilkan")
    window.look("52-usaha-terbuka")
    window.go("/pengurus/antrean")
    window.look("53-antrean")
    open_in_queue(window, PRODUCT)
    window.look("54-putusan", dark=True)
    score(window)
    window.press("Tayangkan")
    expect(page.locator("main")).not_to_contain_text(PRODUCT)


def _buy(window: Visitor) -> None:
    page = window.go("/produk")
    search = page.locator("#q").first
    search.fill("kursi teras manau")
    search.press("Enter")
    page.wait_for_url("**q=**")
    page.get_by_role("link", name=PRODUCT).first.click()
    expect(page.locator("h1")).to_have_text(PRODUCT)
    window.look("60-pembeli")
    expect(page.locator("main")).to_contain_text("1.490.000")
    expect(page.locator("main")).to_contain_text(BUSINESS)
    expect(page.locator("main")).to_contain_text("Cocok untuk teras")
    assert page.locator(".gallery img").count() >= 4


@pytest.mark.smoke
def test_a_maker_without_email_comes_from_nothing_to_a_live_product(
    visit: Visit, tmp_path: Path
) -> None:
    window = visit(PHONE)
    _sign_up(window)
    _register(window)
    room = _say_who_owns_it(window)
    _add_nib(window, room, photos(tmp_path, 1, seed=3)[0])
    _photograph(window, room, tmp_path)
    _say_what_it_is(window)
    _mend_and_send(window)
    _agree(visit(PHONE), room)
    _buy(visit(PHONE, "id"))
    window.go("/kabar")
    window.look("61-kabar")
    expect(window.page.locator("main")).to_contain_text(PRODUCT)
