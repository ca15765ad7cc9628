"""The same ways for those without a mouse, and for phones whose browser runs no script."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import BATIK, PASSWORD, SignIn, photos
from tests.e2e.visitor import PHONE, Visitor

PLAIN = SignIn("0812 3456 7802")
STORY = (
    "Keranjang rotan untuk cucian atau mainan. Dianyam rapat dari rotan sega yang sudah "
    "dijemur dan diampelas, dengan dua pegangan yang dililit."
)
# What the focus must do: show itself, by a ring of its own or of the frame around it.
_SHOWS = """() => {
  const at = document.activeElement
  const places = [at, at.closest("label, .affix, .pick, li"), at.nextElementSibling].filter(Boolean)
  return places.some(place => {
    const look = getComputedStyle(place)
    return (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2)
      || look.boxShadow !== "none"
  })
}"""


def _tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until the focus is there; every stop on the way must show itself."""
    for _ in range(most):
        page.keyboard.press("Tab")
        where = page.evaluate("() => document.activeElement.outerHTML.slice(0, 200)")
        assert page.evaluate(_SHOWS), f"no focus to be seen at {where}"
        if page.evaluate(f"() => document.activeElement.matches({selector!r})"):
            return
    raise AssertionError(f"{selector} is not reached on {page.url}")


def test_a_product_is_begun_by_keyboard_alone(visit: Visit) -> None:
    page = visit(PHONE).go("/masuk")
    _tab_to(page, "#login")
    page.keyboard.type(BATIK.login)
    _tab_to(page, "#password")
    page.keyboard.type(BATIK.password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/usaha/**")

    _tab_to(page, "a[href$='/produk/baru']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/produk/baru")
    _tab_to(page, "a.kind[href*='batik-wastra']")
    page.keyboard.press("Enter")
    page.wait_for_url("**grup=batik-wastra**")
    _tab_to(page, "button[value='kain-batik-cap']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/foto")
    _tab_to(page, ".wiz__foot .btn:not(.btn--quiet)")
    page.keyboard.press("Enter")
    page.wait_for_url("**/harga")
    _tab_to(page, "#price")
    page.keyboard.type("14,9jt")
    expect(page.locator(".spelt").first).to_have_text("Rp14.900.000")
    _tab_to(page, "input[name=selling]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    assert page.locator("input[name=selling]:checked").count() == 1
    _tab_to(page, "#weight_g")
    page.keyboard.type("0,4 kg")
    page.keyboard.press("Enter")  # sends the form on, and presses no other button
    page.wait_for_url("**/cerita")


def _register(window: Visitor) -> None:
    page = window.go("/daftar?next=/usaha/daftar")
    page.locator("input[name=kind][value=vendor]").check()
    page.fill("#name", "Karsinah")
    page.fill("#login", PLAIN.login)
    page.fill("#password", PASSWORD)
    page.check("#consent")
    window.press("Buat akun saya")
    page.fill("#password", PASSWORD)
    window.press("Masuk")
    window.press("Mulai")
    page.fill("#name", "Anyaman Karsinah")
    page.locator("input[name=kinds][value=rotan-anyaman]").check()
    window.press("Simpan dan lanjut")
    page.get_by_label("Kota Cirebon").check()
    window.press("Simpan dan lanjut")
    page.get_by_label("Kecamatan").select_option(label="Harjamukti")
    window.press("Simpan dan lanjut")
    page.get_by_label("Kalijaga").check()
    window.press("Simpan dan lanjut")
    page.fill("#phone", PLAIN.login)
    page.fill("#nik", "3274034208800002")
    window.press("Simpan dan lanjut")
    page.locator("input[name=permit][value=none]").check()
    window.press("Simpan dan lanjut")
    window.press("Simpan dan lanjut")  # no gallery for now
    page.check("#agrees")
    window.press("Kirim ke dinas")
    page.wait_for_url("**/pendaftaran")


def _add_letter(window: Visitor, picture: Path) -> None:
    """Send the letter of the village, file and all, in one plain form."""
    page = window.press("Tambahkan surat")
    window.press("Tambah surat")
    page.locator("button[name=type][value=sku]").click()
    page.set_input_files("#pilih", picture)
    page.fill("#number", "503/127/Kel.Kjl/2026")
    page.fill("#issued_on", "3 Agustus 2026")
    page.fill("#valid_until", "3 Agustus 2027")
    window.press("Kirim untuk diperiksa")
    if page.locator("#is_checked").count():  # the number is unusual, as letters' numbers are
        page.check("#is_checked")
        window.press("Kirim untuk diperiksa")
    expect(page.locator("h1")).to_have_text("SKU")


def _fill_product(window: Visitor, folder: Path) -> None:
    page = window.press("Produk")
    window.press("Tambah produk")
    page.locator("a.kind[href*=rotan-anyaman]").click()
    page.locator("button[name=category][value=keranjang-rotan]").click()
    page.set_input_files("#galeri", photos(folder, 3, seed=9))
    window.press("Kirim foto yang dipilih")
    expect(page.locator("[data-photo]")).to_have_count(3)
    window.press("Lanjut ke harga")
    page.fill("#price", "Rp 185.000,-")
    page.locator("#unit_code").select_option("pcs")
    page.locator("input[name=selling][value=ready]").check()
    page.fill("#stock", "selusin")
    page.fill("#weight_g", "900")
    window.expect_refusals()
    window.press("Lanjut ke cerita")  # refused, nothing is lost
    expect(page.locator("[data-summary]")).to_be_visible()
    expect(page.locator("#price")).to_have_value("185.000")
    page.fill("#stock", "12")
    window.press("Lanjut ke cerita")
    page.fill("#name", "Keranjang rotan dua pegangan")
    page.fill("#description", STORY)
    page.fill("#attr_length", "40")
    window.press("Lanjut ke ekspor")
    window.press("Periksa dan kirim")


def test_a_maker_without_javascript_registers_and_sends_a_product(
    visit: Visit, tmp_path: Path
) -> None:
    window = visit(PHONE, javascript=False)
    _register(window)
    _add_letter(window, photos(tmp_path, 1, seed=8)[0])
    _fill_product(window, tmp_path)
    page = window.page
    expect(page.locator("main")).to_contain_text("100 %")
    window.press("Kirim untuk diperiksa")
    expect(page.locator(".note--ok")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Diperiksa petugas")
