"""What the vendors' journeys share: who signs in, and the files on their phones."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.visitor import Visitor
from tests.media.pictures import photo, saved

PASSWORD = "kembang-wadasan-biru"


@dataclass(frozen=True)
class SignIn:
    """An account: of the sample catalogue, or made on the way."""

    login: str
    password: str = PASSWORD


OFFICE = SignIn("dinas@kota-cirebon.example", "pelabuhan-pagi-delapan")
REGENCY = SignIn("dinas@kab-cirebon.example", "kebun-tebu-sebelas")
CURATOR = SignIn("curator@mall-ukm.example", "wadasan-biru-tujuh")
BATIK = SignIn("sekar@batik-rara-sekar.example", "awan-sabar-dua-belas")
RATTAN = SignIn("rini@rotan-tegal-jaya.example", "manau-lurus-enam")


def sign_in(window: Visitor, who: SignIn) -> Page:
    """Sign in with the form; the page that follows is where this person works."""
    page = window.go("/masuk")
    page.fill("input[name=login]", who.login)
    page.fill("input[name=password]", who.password)
    page.locator("input[name=password]").press("Enter")
    page.wait_for_url(lambda url: "/masuk" not in url)
    return page


def room_of(window: Visitor) -> str:
    """Return the address of the business whose room is open, such as ``/usaha/1f…``, or ""."""
    found = re.search(r"/usaha/[0-9a-f-]{36}", window.page.url)
    return found[0] if found else ""


def photos(folder: Path, count: int, *, seed: int = 1) -> list[Path]:
    """Return photos as in the gallery of a phone, each of something else."""
    made = []
    for number in range(count):
        path = folder / f"IMG_2026{seed:02}{number:02}.jpg"
        path.write_bytes(saved(photo((1200, 1200), seed * 17 + number), quality=85))
        made.append(path)
    return made


def broken_photo(folder: Path) -> Path:
    """Return a photo that was cut off on its way to the phone."""
    path = folder / "IMG_rusak.jpg"
    path.write_bytes(saved(photo((1200, 1200), 99))[:9000])
    return path
