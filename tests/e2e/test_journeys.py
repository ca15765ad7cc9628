"""What buyers do: browse, filter, search, look at a product, its maker and a showcase."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import LAPTOP, PHONE, Visitor

WORDS = {
    "id": {"search": "kursi rotan", "found": r"rotan|kursi", "showcases": "Etalase"},
    "en": {"search": "rattan chair", "found": r"rattan|chair", "showcases": "Showcases"},
}


def _total(page: Page) -> int:
    found = re.search(r"[\d.,]+", page.locator("[data-total]").inner_text())
    assert found
    return int(re.sub(r"[.,]", "", found[0]))


def _query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _tick(visitor: Visitor, parameter: str) -> None:
    """Choose the first value of a facet, in the sheet on a phone, beside the results else."""
    page = visitor.page
    box = page.locator(f"input[name={parameter}]").first
    if page.viewport_size and page.viewport_size["width"] < 600:
        page.locator("[data-sheet]").click()
        expect(page.locator("dialog[open]")).to_be_visible()
    fold = page.locator(f"details.fold:has(input[name={parameter}])").first
    if fold.get_attribute("open") is None:
        fold.locator("> summary").click()
    box.check()
    if page.locator("dialog[open]").count():
        page.locator("dialog[open] [type=submit]").first.click()
        expect(page.locator("dialog[open]")).to_have_count(0)


def test_a_buyer_goes_from_browsing_to_a_showcase(visitor: Visitor) -> None:
    words = WORDS[visitor.language]
    page = visitor.go("/produk")
    everything = _total(page)
    assert everything > 200

    _tick(visitor, "ekspor")
    page.wait_for_url(re.compile("ekspor="))
    expect(page.locator("[data-total]")).not_to_contain_text(f"{everything} ")
    assert 0 < _total(page) < everything

    visitor.go("/produk")
    search = page.locator("#q").first
    search.fill(words["search"])
    search.press("Enter")
    page.wait_for_url(re.compile(r"q="))
    assert _query(page)["q"] == [words["search"]]
    first = page.locator("#hasil .card__title a").first
    assert re.search(words["found"], first.inner_text(), re.IGNORECASE)

    name = first.inner_text()
    first.click()
    expect(page.locator("h1")).to_have_text(name)
    expect(page.locator("html")).to_have_attribute("lang", visitor.language)

    page.locator("a[href*='/umkm/']").first.click()
    page.wait_for_url(re.compile("/umkm/"))
    assert page.locator(".card").count() > 0


def test_a_showcase_leads_to_its_pieces(visitor: Visitor) -> None:
    page = visitor.go("/etalase")
    page.locator("main a[href*='/etalase/']").first.click()
    page.wait_for_url(re.compile("/etalase/."))
    expect(page.locator("h1")).to_be_visible()
    page.locator("main a[href*='/produk/']").first.click()
    page.wait_for_url(re.compile("/produk/."))
    assert visitor.excess_width() == 0


def test_the_language_switch_stays_on_the_page(visit: Visit) -> None:
    window = visit(LAPTOP)
    page = window.go("/produk?q=batik&urut=termurah")
    page.locator("header a[hreflang=en]").first.click()
    page.wait_for_url(re.compile("/en/produk"))
    assert _query(page) == {"q": ["batik"], "urut": ["termurah"]}
    page.locator("header a[hreflang=id]").first.click()
    page.wait_for_url(re.compile(r"//[^/]+/produk"))


def test_suggestions_can_be_used_by_keyboard_alone(visit: Visit) -> None:
    window = visit(LAPTOP)
    page = window.go("/produk")
    box = page.get_by_role("combobox").first
    box.press_sequentially("kerup", delay=20)
    options = page.locator("[role=listbox] [role=option]")
    expect(options.first).to_be_visible()
    assert 0 < options.count() <= 8
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    box.press("ArrowDown")
    box.press("ArrowDown")
    before = page.url
    box.press("Enter")
    page.wait_for_url(lambda url: url != before)


def test_a_typo_is_mended_and_says_so(visitor: Visitor) -> None:
    page = visitor.go("/produk?q=megamedung")
    assert _total(page) > 0
    expect(page.locator("#hasil")).to_contain_text("megamendung", ignore_case=True)
    expect(page.locator("#hasil a[href*='tepat=1']").first).to_be_visible()


def test_a_search_without_results_offers_ways_on(visitor: Visitor) -> None:
    page = visitor.go("/produk?q=batik&harga_maks=1")
    assert _total(page) == 0
    ways = page.locator("#hasil a")
    assert ways.count() > 0
    ways.first.click()
    expect(page.locator(".card").first).to_be_visible()


def test_everything_works_without_javascript(visit: Visit, language: str) -> None:
    window = visit(PHONE, language, javascript=False)
    page = window.go("/produk")
    everything = _total(page)
    page.locator("[data-sheet]").click()  # a plain link to the filters
    page.locator("input[name=ekspor]").first.check()
    page.locator("#saringan [type=submit]").last.click()
    assert _query(page)["ekspor"] == ["1"]
    assert 0 < _total(page) < everything
    page.locator("#hasil .card__title a").first.click()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".gallery img").count() > 0


def test_the_skip_link_leads_to_the_content(visit: Visit) -> None:
    page = visit(LAPTOP).go("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert urlsplit(page.url).fragment == "isi"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_theme_follows_the_device_and_can_be_changed(visit: Visit, *, dark: bool) -> None:
    page = visit(LAPTOP, dark=dark).go("/tentang")
    switch = page.locator("[data-theme-switch]")
    expect(switch).to_have_attribute("aria-pressed", str(dark).lower())
    switch.click()
    page.reload()
    expect(page.locator("[data-theme-switch]")).to_have_attribute(
        "aria-pressed", str(not dark).lower()
    )


def test_a_phone_loads_little_before_it_is_touched(visit: Visit) -> None:
    for path in ("/", "/produk", "/etalase"):
        window = visit(PHONE)
        session = window.page.context.new_cdp_session(window.page)
        session.send("Network.enable")
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda e, s=sizes: s.append(e["encodedDataLength"]))
        window.go(path).wait_for_load_state("networkidle")
        assert sum(sizes) < 300_000, f"{path} sends {sum(sizes) / 1000:.0f} KB"
