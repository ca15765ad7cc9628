"""A curator brings a product back and forth to the public, by keyboard alone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import BATIK, SignIn, room_of, sign_in
from tests.e2e.officers import open_in_queue, score
from tests.e2e.visitor import LAPTOP, PHONE, Visitor

CURATOR = SignIn("kurator@caruban.example", "canting-teduh-sembilan")
NAME = "Selendang megamendung biru malam"
NEW_NAME = "Selendang batik cap megamendung biru malam"
WISH = "Sebut teknik batiknya di nama."


def _ask(place: Locator, *, reason: str = "", words: str = "") -> None:
    """Open a place for a note and fill it in, without a mouse."""
    place.locator("summary").press("Enter")
    if reason:
        place.locator("select").select_option(reason)
    if words:
        place.locator("input").press_sequentially(words)


def _give_back(window: Visitor) -> None:
    page = window.go("/pengurus/antrean?jenis=produk")
    page.keyboard.press("j")
    line = page.locator("a.q__line:focus")
    expect(line).to_contain_text(NAME)
    window.look("80-antrean", dark=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/pengurus/produk/**")
    window.look("81-periksa", dark=True)

    page.keyboard.press("?")
    expect(page.locator("dialog[open]")).to_contain_text("berikutnya, sebelumnya")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("button[data-key=a]")).to_be_focused()
    expect(page.locator("button[data-key=a]")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("[data-keys-said]")).to_contain_text("Belum bisa")

    _ask(page.locator("details.ask:has([name='say:name'])"), words=WISH)
    _ask(page.locator(".up-item details.ask").first, reason="photo_dark")
    page.keyboard.press("Tab")
    page.locator("h1").click()
    page.keyboard.press("r")
    expect(page.locator("#message")).to_be_focused()
    page.keyboard.type("Bagus, tinggal sedikit: jar")  # letters of the keys are only letters here
    expect(page.locator("#message")).to_have_value("Bagus, tinggal sedikit: jar")
    page.locator("button[data-key=r]").press("Enter")
    page.wait_for_url("**/pengurus/antrean**")


def _mend(window: Visitor) -> None:
    sign_in(window, BATIK)
    page = window.go(f"{room_of(window)}/produk?q=biru+malam")
    page.locator("a.t[href*='/produk/']").first.click()
    page.wait_for_load_state()
    path = page.url.removeprefix(window.site.url)
    page = window.go(re.sub(r"/[a-z]+$", "/cerita", path))
    expect(page.locator(".asked").first).to_contain_text(WISH)
    page.fill("#name", NEW_NAME)
    expect(page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    window.go(re.sub(r"/[a-z]+$", "/foto", path))
    expect(page.locator(".asked").first).to_contain_text("terlalu gelap")
    window.go(re.sub(r"/[a-z]+$", "/periksa", path))
    window.press("Kirim untuk diperiksa")
    expect(page.locator(".note--ok")).to_be_visible()


def _second_round(window: Visitor) -> Page:
    page = open_in_queue(window, NEW_NAME, "produk")
    changed = page.locator("#baru .diff > li")
    expect(changed).to_have_count(1)
    expect(changed).to_contain_text(NEW_NAME)
    expect(page.locator(".rounds__notes .badge--ok")).to_have_count(1)
    expect(page.locator(".rounds__notes .badge--wait")).to_have_count(1)
    expect(page.get_by_text("Putaran 2 dari paling banyak 4")).to_be_visible()
    window.look("83-putaran-dua", dark=True)
    return page


def test_a_curator_reviews_a_product_back_and_forth_to_published(visit: Visit) -> None:
    curator, maker, buyer = visit(LAPTOP), visit(PHONE), visit(PHONE)
    sign_in(curator, CURATOR)
    curator.look("79-beranda-petugas", dark=True)
    _give_back(curator)
    _mend(maker)
    page = _second_round(curator)
    score(curator)
    page.keyboard.press("a")
    expect(page.locator("button[data-key=a]")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/pengurus/antrean**")
    expect(page.locator(".note--ok")).to_be_visible()

    found = buyer.go("/produk?q=batik+cap+megamendung+biru+malam")
    found.get_by_role("link", name=NEW_NAME).first.click()
    expect(found.locator("h1")).to_have_text(NEW_NAME)
