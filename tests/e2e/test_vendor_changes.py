"""A live product is changed: buyers see the old one until an officer has agreed to the new one."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import RATTAN, REGENCY, room_of, sign_in
from tests.e2e.officers import open_in_queue
from tests.e2e.visitor import PHONE, Visitor

SLUG = "kursi-makan-tegal-jaya"
NEW_NAME = "Kursi makan rotan bersandar tinggi"
WISH = "Sebut juga tinggi sandarannya."


def _change(window: Visitor) -> str:
    """Type a new name and a much higher price; return the address of the last look."""
    page = sign_in(window, RATTAN)
    room = room_of(window)
    page = window.go(f"{room}/produk?q=Kursi+makan&keadaan=tayang")
    window.look("70-produk-tayang")
    page.locator("a.t[href*='/produk/']").first.click()
    page.wait_for_load_state()
    last_look = page.url.removeprefix(window.site.url)
    window.go(re.sub(r"/[a-z]+$", "/harga", last_look))
    page.fill("#price", "1,49jt")
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    window.press("Lanjut ke cerita")
    page.fill("#name", NEW_NAME)
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    window.look("71-cerita-berubah")
    window.press("Lanjut ke ekspor")
    window.press("Periksa dan kirim")
    before, after = page.locator(".diff__old"), page.locator(".diff__new")
    expect(before.filter(has_text="1.150.000")).to_have_count(1)
    expect(after.filter(has_text="1.490.000")).to_have_count(1)
    expect(after.filter(has_text=NEW_NAME)).to_have_count(1)
    window.look("72-perubahan", dark=True)
    window.press("Kirim perubahan")
    window.look("73-terkirim")
    return page.url.removeprefix(window.site.url)


def _buyer_sees(window: Visitor, *, name: str, price: str) -> None:
    page = window.go(f"/produk/{SLUG}")
    expect(page.locator("h1")).to_have_text(re.compile(name, re.IGNORECASE))
    expect(page.locator("main")).to_contain_text(price)


def _open_in_queue(window: Visitor) -> None:
    open_in_queue(window, "Kursi makan")


def _ask(window: Visitor) -> None:
    sign_in(window, REGENCY)
    _open_in_queue(window)
    page = window.look("74-putusan", dark=True)
    entry = page.locator("details.ask:has([name='say:name'])").first
    entry.locator("summary").click()
    page.fill("[name='say:name']", WISH)
    window.look("75-catatan")
    window.press("Minta perbaikan")
    page.wait_for_url("**/pengurus/antrean**")


def _mend(window: Visitor, last_look: str) -> None:
    page = window.go("/kabar")
    window.look("76-kabar")
    page = window.go(last_look)
    expect(page.locator(".returned")).to_contain_text(WISH)
    window.look("77-diminta-perbaikan")
    page.locator(".returned a").first.click()
    expect(page.locator(".asked")).to_contain_text(WISH)
    expect(page.locator("#name")).to_have_value(NEW_NAME)
    window.look("78-di-kolomnya")
    page.fill("#name", f"{NEW_NAME} 55 cm")
    window.press("Lanjut ke ekspor")
    window.press("Periksa dan kirim")
    window.press("Kirim perubahan")
    expect(page.locator(".note--ok")).to_be_visible()


def test_a_change_of_a_live_product_waits_for_an_officer(visit: Visit) -> None:
    maker, officer, buyer = visit(PHONE), visit(PHONE), visit(PHONE)
    last_look = _change(maker)
    _buyer_sees(buyer, name="kursi makan", price="1.150.000")
    _ask(officer)
    _mend(maker, last_look)
    _buyer_sees(buyer, name="kursi makan", price="1.150.000")
    _open_in_queue(officer)
    officer.press("Terapkan perubahan")
    officer.page.wait_for_url("**/pengurus/antrean**")

    # The old address leads to the new one, for whoever has kept it.
    _buyer_sees(buyer, name=f"{NEW_NAME} 55 cm", price="1.490.000")
    assert not buyer.page.url.endswith(SLUG)
    buyer.look("79-pembeli")
