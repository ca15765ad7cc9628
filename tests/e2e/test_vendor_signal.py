"""The signal goes and comes, two windows are open, buttons are pressed twice: nothing is lost."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import RATTAN, room_of, sign_in
from tests.e2e.visitor import PHONE, Visitor


def _draft(window: Visitor) -> str:
    """Begin a product by pressing twice as fast as a thumb can; return its address."""
    room = room_of(window)
    page = window.go(f"{room}/produk?keadaan=draf")
    before = page.locator(".lst > li").count()
    page = window.go(f"{room}/produk/baru?grup=rotan-anyaman")
    page.locator("button[value=keranjang-rotan]").dblclick()
    page.wait_for_url("**/foto")
    address = page.url.removeprefix(window.site.url).removesuffix("/foto")
    page = window.go(f"{room}/produk?keadaan=draf")
    expect(page.locator(".lst > li")).to_have_count(before + 1)
    return address


def _saved(page: Page, state: str = "saved") -> None:
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", state, timeout=20_000)


def _lose_the_signal(window: Visitor, product: str) -> None:
    page = window.go(f"{product}/cerita")
    page.context.set_offline(True)
    page.fill("#name", "Keranjang rotan sega")
    page.locator("#summary").focus()
    _saved(page, "kept")
    expect(page.locator("[data-saved]")).to_contain_text("Tersimpan di HP")
    window.look("95-tersimpan-di-hp", dark=True)
    page.context.set_offline(False)
    _saved(page)
    window.go(f"{product}/cerita")
    expect(page.locator("#name")).to_have_value("Keranjang rotan sega")


def _open_a_second_window(window: Visitor, product: str) -> None:
    """The later of two is told, and loses nothing of what stands in its form."""
    page = window.page
    other = Visitor(page.context, window.site, window.language)
    other.expect_conflicts()
    second = other.go(f"{product}/cerita")
    page.fill("#name", "Keranjang rotan sega besar")
    page.locator("#summary").focus()
    _saved(page)
    second.fill("#name", "Keranjang rotan sega kecil")
    second.locator("#summary").focus()
    expect(second.locator(".field--error:has(#name) .error-msg")).to_be_visible()
    expect(second.locator("#name")).to_have_value("Keranjang rotan sega kecil")
    other.look("96-jendela-kedua")
    assert other.troubles == []
    window.go(f"{product}/cerita")
    expect(page.locator("#name")).to_have_value("Keranjang rotan sega besar")


def test_words_survive_a_lost_signal_a_second_window_and_the_way_back(visit: Visit) -> None:
    window = visit(PHONE)
    page = sign_in(window, RATTAN)
    product = _draft(window)
    _lose_the_signal(window, product)
    _open_a_second_window(window, product)

    # Back after saving shows the form again, and sending it again harms nobody.
    page.fill("#summary", "Muat cucian serumah.")
    window.press("Lanjut ke ekspor")
    page.wait_for_url(re.compile("/ekspor"))
    page.go_back()
    expect(page.locator("#summary")).to_have_value("Muat cucian serumah.")
    window.press("Lanjut ke ekspor")
    page.wait_for_url(re.compile("/ekspor"))
