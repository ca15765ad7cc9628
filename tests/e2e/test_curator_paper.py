"""From a paper on a maker's phone to a badge with its proof in a buyer's hand."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import RATTAN, REGENCY, room_of, sign_in
from tests.e2e.visitor import LAPTOP, PHONE, Visitor
from tests.factories.papers import a_pdf

CHAIR, COVER = "kursi-makan-tegal-jaya", "meja-saji-lipat-tegal-jaya"
NUMBER = "SNI 7381:2008"


def test_an_officer_verifies_a_paper_and_the_badge_appears(visit: Visit, tmp_path: Path) -> None:
    paper = tmp_path / "sni-kursi.pdf"
    paper.write_bytes(a_pdf(pages=2))
    _send(visit(PHONE), paper)
    buyer = visit(PHONE, "en")
    assert NUMBER not in buyer.go(f"/produk/{CHAIR}").content()
    officer = visit(LAPTOP)
    sign_in(officer, REGENCY)
    _compare(officer)
    _verify(officer)
    _read(buyer)


def _send(maker: Visitor, paper: Path) -> None:
    """Send a paper that speaks for one product."""
    sign_in(maker, RATTAN)
    page = maker.go(f"{room_of(maker)}/izin/baru")
    page.locator("button[value=sni]").click()
    page.wait_for_url("**/ubah")
    page.wait_for_load_state()  # the script sends what is chosen
    page.locator("#pilih").set_input_files(paper)
    page.locator("[data-list] b", has_text=paper.name).wait_for()
    page.fill("input[name=number]", NUMBER)
    page.fill("input[name=holder_name]", "Rotan Tegal Jaya")
    page.check("input[name=is_open_ended]")
    page.check("input[name=scope][value=products]")
    page.locator("label", has_text="Kursi makan").locator("input[name=products]").first.check()
    page.locator("button[name=action][value=send]").click()
    expect(page.locator(".note--ok").first).to_be_visible()


def _compare(officer: Visitor) -> None:
    """Read the paper page by page, larger and turned, beside its number and what it badges."""
    page = officer.go("/pengurus/izin")
    page.locator("a", has_text="SNI").filter(has_text="Rotan Tegal Jaya").first.click()
    page.get_by_role("button", name=re.compile("Tampilkan surat")).click()
    leaf = page.locator(".lihat__page")
    expect(leaf).to_have_count(2)
    width = leaf.first.evaluate("each => each.getBoundingClientRect().width")
    page.locator(".lihat__opt", has_text="2×").click()
    assert leaf.first.evaluate("each => each.getBoundingClientRect().width") > 1.8 * width
    page.locator(".lihat__opt", has_text="90°").click()
    expect(page.locator("#nomor")).to_have_text(NUMBER)
    expect(page.locator("section[aria-labelledby=cakupan]")).to_contain_text("Kursi makan")
    officer.look("periksa-surat")


def _verify(officer: Visitor) -> None:
    page = officer.page
    page.locator("button[name=action][value=verify]").click()
    expect(page.locator(".note--ok").first).to_contain_text("terverifikasi")


def _read(buyer: Visitor) -> None:
    """See the badge on the one product, with its proof, and in its passport."""
    page = buyer.go(f"/produk/{CHAIR}")
    badge = page.locator(".legal li", has_text=NUMBER)
    expect(badge).to_contain_text("Dinas")
    expect(badge.locator("a")).to_have_attribute("href", re.compile("^https://"))
    assert NUMBER not in buyer.go(f"/produk/{COVER}").content()
    page = buyer.go(f"/produk/{CHAIR}")
    page.get_by_role("link", name="Product passport").click()
    page.wait_for_url("**/en/paspor/**")
    expect(page.locator(".legal")).to_contain_text(NUMBER)
    expect(page.locator(".paspor-time")).to_contain_text("SNI verified")
    buyer.look("paspor", dark=True)
