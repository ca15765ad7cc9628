"""A curator builds a showcase for a market from a proposal, and a buyer abroad reads it."""

import re
from pathlib import Path

from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import Visit
from tests.e2e.makers import CURATOR, photos, sign_in
from tests.e2e.visitor import LAPTOP, PHONE, Visitor

TITLE, TITLE_EN = "Siap Ekspor Malaysia", "Export Ready for Malaysia"
LEAD_EN = "Goods whose papers are in order for Malaysia today."


def test_from_a_proposal_to_a_buyer_in_kuala_lumpur(visit: Visit, tmp_path: Path) -> None:
    desk = visit(LAPTOP)
    sign_in(desk, CURATOR)
    room = _begin(desk)
    _write(desk, room)
    _take_proposal(desk, room)
    _send_cover(desk, room, tmp_path)

    link = _share(desk, room)
    guest = visit(PHONE, "en")
    page = guest.go(link)
    expect(page.locator(".outside-bar")).to_contain_text("Preview, not published yet")
    expect(page.locator("h1")).to_have_text(TITLE_EN)
    guest.look("preview-outside")
    page.fill("#name", "Aisyah, Kuala Lumpur")
    page.fill("#text", "Please add the carton sizes.")
    guest.press("Send the remark")
    desk.go(f"{room}/komentar")
    expect(desk.page.locator(".thread").first).to_contain_text("Aisyah, Kuala Lumpur")
    desk.look("showcase-remarks")

    page = _publish(desk, room)
    desk.look("showcase-publishing")
    slug = page.get_by_role("link", name="Buka halaman").get_attribute("href")
    assert slug is not None
    page = visit(PHONE, "en").go(slug)
    expect(page.locator("h1")).to_have_text(TITLE_EN)
    expect(page.locator(".dek")).to_have_text(LEAD_EN)
    assert page.locator("a[href^='/en/produk/']").count() > 1


def _begin(desk: Visitor) -> str:
    """Start a showcase for Malaysia; return the path of its builder."""
    page = desk.go("/pengurus/etalase/baru")
    page.check("input[name=kind][value=export]")
    page.select_option("select[name=market]", "MY")
    page.fill("#title_id", TITLE)
    page.fill("#title_en", TITLE_EN)
    desk.press("Mulai menyusun")
    page.wait_for_url(re.compile(r"/pengurus/etalase/[0-9a-f-]{36}"))
    found = re.search(r"/pengurus/etalase/[0-9a-f-]{36}", page.url)
    assert found is not None
    return found[0]


def _write(desk: Visitor, room: str) -> None:
    page = desk.go(room)
    page.fill("#lead_id", "Barang yang suratnya lengkap untuk Malaysia hari ini.")
    page.fill("#lead_en", LEAD_EN)
    with page.expect_response(lambda answer: "papers" in _sent(answer)):
        page.locator(".insp__save button").click()
    page = desk.go(room)
    expect(page.locator("#lead_en")).to_have_value(LEAD_EN)


def _sent(answer: Response) -> str:
    """Return what a form sent that this answers."""
    return (answer.request.post_data or "") if answer.request.method == "POST" else ""


def _take_proposal(desk: Visitor, room: str) -> None:
    desk.go(f"{room}/susun")
    desk.press("Usulkan susunan")
    desk.press("Ambil ke etalase")
    desk.page.wait_for_url(re.compile(rf"{room}$|{room}[?#]"))


def _send_cover(desk: Visitor, room: str, folder: Path) -> None:
    page = desk.go(f"{room}/foto/kepala")
    page.set_input_files("#photos", photos(folder, 1))
    desk.press("Kirim")


def _share(desk: Visitor, room: str) -> str:
    """Make a link for somebody outside; return its path."""
    page = desk.go(f"{room}/tayang")
    page.fill("#name", "Aisyah")
    desk.press("Buat tautan")
    address = page.locator(".link input").first.input_value()
    return address[address.index("/pratinjau/") :]


def _publish(desk: Visitor, room: str) -> Page:
    """Schedule it, see that nobody reads it yet, then let it show at once."""
    page = desk.go(f"{room}/tayang")
    page.fill("#cover_alt_id", "Kain dan anyaman di meja pamer")
    page.check("#without_english")
    page.fill("#starts_on", "2099-12-24")
    page.fill("#starts_at", "08.00")
    desk.press("Tayangkan")
    expect(page.locator(".badge--wait").first).to_contain_text("Terjadwal")
    page.fill("#starts_on", "")
    page.fill("#starts_at", "")
    page.check("#without_english")
    desk.press("Tayangkan lagi")
    expect(page.locator(".badge--ok").first).to_contain_text("Tayang")
    return page
