"""A curator has a fair set proposed, eases what cannot be, exchanges, and takes it over."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import SignIn, sign_in
from tests.e2e.visitor import LAPTOP, PHONE, Visitor

CURATOR = SignIn("kurator@caruban.example", "canting-teduh-sembilan")
SHOWCASE = "Teras Sore"


def _propose(window: Visitor) -> Page:
    """Ask for more places than there are, and ease that."""
    window.press("Susun dengan adil")
    window.page.get_by_label("Jumlah kecamatan, paling sedikit").fill("60")
    window.look("91-permintaan")
    page = window.press("Usulkan susunan")
    expect(page.locator("h1")).to_have_text(re.compile("Tidak ada susunan"))
    expect(page.locator(".ways")).to_contain_text("Paling sedikit 60 kecamatan →")
    page = window.press("Longgarkan dan susun lagi")
    expect(page.locator("h1")).to_have_text(re.compile("12 karya diusulkan"))
    expect(page.locator(".proof").first).to_contain_text("terbukti")
    return window.look("92-usulan", dark=True)


def test_a_fair_set_is_proposed_eased_exchanged_and_taken_over(visit: Visit) -> None:
    window = visit(LAPTOP)
    sign_in(window, CURATOR)
    page = window.go("/pengurus/pemerataan")
    window.look("90-pemerataan", dark=True)
    target = page.locator("#lingkup option", has_text=SHOWCASE).get_attribute("value")
    assert target is not None
    room = f"/pengurus/etalase/{target.partition(':')[2]}"
    window.go(room)
    page = _propose(window)
    page.locator("details:has(button[name=swap]) > summary").first.press("Enter")
    page.locator("button[name=swap]").first.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("[role=status]").first).to_contain_text("semua batas tetap terpenuhi")
    names = page.locator(".setpiece__text a.t").all_text_contents()
    proposal = page.url
    window.press("Ambil ke etalase")
    page.wait_for_url(f"**{room}*")
    expect(page.locator("body")).to_contain_text(names[0])

    phone = visit(PHONE)
    sign_in(phone, CURATOR)
    page = phone.go(proposal.partition(phone.site.url)[2])
    expect(page.locator("main")).to_contain_text("Diambil oleh")
    phone.look("93-usulan-hp")
