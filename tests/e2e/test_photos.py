"""A maker at her phone sends photos while the signal comes and goes."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visit
from tests.e2e.visitor import PHONE
from tests.media.pictures import photo, saved


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Three photos in the gallery of the phone."""
    made = [tmp_path / f"IMG_{number}.jpg" for number in (1, 2, 3)]
    for number, path in enumerate(made, 21):
        path.write_bytes(saved(photo((1000, 1000), number)))
    return made


def test_photos_survive_a_lost_signal_and_a_closed_page(visit: Visit, files: list[Path]) -> None:
    window = visit(PHONE)
    page = window.go("/masuk")
    page.fill("input[name=login]", "sekar@batik-rara-sekar.example")
    page.fill("input[name=password]", "awan-sabar-dua-belas")
    page.click("form:has(input[name=password]) button[type=submit]")
    room = page.url.removesuffix("/").removeprefix(window.site.url)
    page = window.go(f"{room}/produk?keadaan=draf")
    draft = page.locator("a[href*='/jenis']").first.get_attribute("href")
    assert draft is not None
    address = draft.split("/jenis")[0] + "/foto"
    photos = window.go(address).locator("[data-photo]")
    before = photos.count()

    page.set_input_files("#galeri", files[:2])
    expect(photos).to_have_count(before + 2)

    page.context.set_offline(True)
    page.set_input_files("#kamera", files[2])
    expect(page.locator("[data-pending]")).to_contain_text("Tersimpan di HP")
    page.context.set_offline(False)
    page = window.go(address)
    expect(photos).to_have_count(before + 3)
    expect(page.locator("[data-pending]")).to_have_count(0)
    assert window.axe() == []
    assert window.excess_width() == 0

    page.locator("[data-photo]").last.get_by_role("button").last.click()
    expect(photos).to_have_count(before + 2)
    page.get_by_role("button", name="Kembalikan").click()
    expect(photos).to_have_count(before + 3)
