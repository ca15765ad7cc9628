"""The builder's pages, by plain forms: what a curator without scripts sees and loses (nothing)."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.showcases.models import ShowcaseDraft
from catalog.showcases.rules.content import Content
from catalog.showcases.rules.keeping import from_json
from tests.factories.galleries import a_gallery
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.media.pictures import SECRET, photo

LIST = "/pengurus/etalase"


@dataclass
class Desk:
    """A curator with a browser."""

    app: Flask
    session: Session
    client: FlaskClient
    welcome: str = ""

    def get(self, path: str) -> str:
        """Return a page's text."""
        answer = self.client.get(path)
        assert answer.status_code == 200, answer.status
        return unescape(answer.text)

    def post(
        self, path: str, form: Mapping[str, object] | None = None, **data: object
    ) -> TestResponse:
        """Send a form with the token of the page; return the page that it leads to."""
        page = self.client.get(LIST + "/baru").text
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
        assert token is not None
        sent = {"csrf_token": token[1], **(form or {}), **data}
        return self.client.post(path, data=sent, follow_redirects=True)

    def content(self) -> Content:
        """Return the one working copy."""
        self.session.rollback()
        (draft,) = self.session.query(ShowcaseDraft).all()
        return from_json(draft.content)

    def start(self) -> str:
        """Start a showcase; return its builder's address."""
        answer = self.post(
            f"{LIST}/baru",
            kind="story",
            gallery=str(a_gallery(self.session).id),
            title_id="Awan yang Sabar",
        )
        assert answer.status_code == 200, answer.text
        self.welcome = unescape(answer.text)
        return str(answer.request.path)


@pytest.fixture
def desk(app: Flask, session: Session) -> Desk:
    """A curator of Galeri Caruban, signed in."""
    gallery = a_gallery(session)
    person = a_person(session, GrantSpec(Role.CURATOR, gallery_id=gallery.id), name="Wulan")
    return Desk(app, session, signed_in(app.test_client(), person))


def _another(desk: Desk, role: Role = Role.CURATOR, gallery: str = "galeri-caruban") -> Desk:
    desk.session.rollback()  # what it read is old: the site has written since
    where = a_gallery(desk.session, gallery).id if role is Role.CURATOR else None
    person = a_person(desk.session, GrantSpec(role, gallery_id=where), name="Reza Firdaus")
    return Desk(desk.app, desk.session, signed_in(desk.app.test_client(), person))


def _prints(page: str) -> str:
    found = re.search(r'name="prints"\s+value=(["\'])(\{.*?\})\1', page)
    assert found is not None
    return found[2]


def test_a_page_is_built_with_buttons_and_numbers_alone(desk: Desk) -> None:
    kain = a_product(desk.session, name="Kain biru")
    topeng = a_product(desk.session, name="Topeng panji")
    desk.session.commit()
    home = desk.start()
    assert "Etalase sudah dimulai" in desk.welcome
    assert "Tulis pengantar" in desk.welcome  # what is still to do
    for kind in ("text", "grid", "quote"):
        desk.post(f"{home}/susun", deed=f"add:{kind}")
    text, grid, quote = desk.content().blocks
    for product in (kain, topeng):
        answer = desk.post(f"{home}/karya", karya=str(product.id), ke=str(grid.id))
        assert "Keluarkan" in answer.text
    desk.post(f"{home}/susun", {"deed": f"place:{quote.id}", f"to-{quote.id}": "1"})
    desk.post(f"{home}/susun", deed=f"down:{text.id}")
    assert [block.kind for block in desk.content().blocks] == ["quote", "grid", "text"]
    first, second = desk.content().blocks[1].items
    answer = desk.post(
        f"{home}/bagian/{grid.id}",
        {
            "title_id": "Tiga cara",
            "columns": "4",
            f"note_id-{first.id}": "Mulai dari sini.",
            f"hidden-{second.id}": "1",
            "deed": f"item-down:{grid.id}:{first.id}",  # typed words come along with the button
        },
    )
    assert "Tiga cara" in answer.text
    block = desk.content().blocks[1]
    assert [item.id for item in block.items] == [second.id, first.id]
    assert block.items[1].note["id"] == "Mulai dari sini."
    assert block.items[0].is_hidden
    answer = desk.post(f"{home}/susun", deed=f"delete:{grid.id}")
    assert "Kembalikan" in answer.text
    desk.post(f"{home}/susun", deed=f"restore:{grid.id}")
    assert desk.content().blocks[1] == block
    preview = desk.get(f"{home}/pratinjau")
    assert "Topeng panji" not in preview  # hidden
    assert "Kain biru" in preview
    assert "noindex" in preview


def test_wrong_words_come_back_and_the_right_ones_are_saved(desk: Desk) -> None:
    home = desk.start()
    answer = desk.post(f"{home}/kepala", title_id="x" * 130, lead_id="Tujuh celupan.")
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert "x" * 130 in page
    assert "paling banyak 120 huruf; sekarang 130" in page
    assert desk.content().lead["id"] == "Tujuh celupan."
    assert desk.content().title["id"] == "Awan yang Sabar"
    assert desk.post(f"{home}/susun", deed="explode:everything").status_code == 422
    assert desk.post(f"{home}/karya", karya="bukan-id").status_code == 422
    answer = desk.post(f"{LIST}/baru", kind="export", gallery="x", title_id="", slug="Miring/")
    assert answer.status_code == 422
    assert "Beri judul dalam bahasa Indonesia." in answer.text


def test_two_curators_in_one_field_both_see_both_texts(desk: Desk) -> None:
    home = desk.start()
    mine = desk.get(home)
    reza = _another(desk)
    theirs = reza.get(home)
    reza.post(f"{home}/kepala", prints=_prints(theirs), lead_id="Kalimat Reza.", note_id="Ikut.")
    answer = desk.post(
        f"{home}/kepala", prints=_prints(mine), lead_id="Kalimat Wulan.", lead_en="By Wulan."
    )
    assert answer.status_code == 409
    page = unescape(answer.text)
    assert "Reza Firdaus menulis di sini pukul" in page
    assert "Kalimat Reza." in page
    assert "Kalimat Wulan." in page
    content = desk.content()
    assert content.lead == {"id": "Kalimat Reza.", "en": "By Wulan."}
    assert content.note["id"] == "Ikut."
    desk.post(f"{home}/kepala", prints=_prints(page), lead_id="Kalimat Wulan.")
    assert desk.content().lead["id"] == "Kalimat Wulan."


def test_words_typed_into_a_part_that_is_gone_are_shown_again(desk: Desk) -> None:
    home = desk.start()
    desk.post(f"{home}/susun", deed="add:text")
    (block,) = desk.content().blocks
    _another(desk).post(f"{home}/susun", deed=f"delete:{block.id}")
    answer = desk.post(f"{home}/bagian/{block.id}", text_id="Kata-kata yang lama disusun.")
    assert answer.status_code == 409
    assert "Kata-kata yang lama disusun." in answer.text
    assert "kurator lain" in answer.text


def test_the_script_gets_what_changed_and_nothing_else(desk: Desk) -> None:
    home = desk.start()
    page = desk.client.get(home).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token is not None
    answer = desk.client.post(
        f"{home}/kepala",
        data={"csrf_token": token[1], "prints": "{}", "lead_id": "Tujuh celupan."},
        headers={"Accept": "application/json"},
    )
    told = json.loads(answer.text)
    assert told["revision"] == 2
    assert re.fullmatch(r"\d\d\.\d\d", told["saved_at"])
    assert "Tujuh celupan." in told["canvas"]
    assert "inspector" not in told  # what one types in stays untouched
    other = desk.client.get(home, headers={"Accept": "application/json"})
    assert {"canvas", "inspector", "library", "lacks"} <= set(json.loads(other.text))


def test_other_galleries_find_nothing_and_auditors_only_read(desk: Desk) -> None:
    home = desk.start()
    stranger = _another(desk, gallery="mall-ukm")
    for path in (home, f"{home}/pratinjau", f"{home}/versi", f"{home}/foto/kepala"):
        assert stranger.client.get(path).status_code == 404
    assert stranger.post(f"{home}/susun", deed="add:text").status_code == 404
    auditor = _another(desk, Role.AUDITOR)
    page = auditor.get(home)
    assert "Awan yang Sabar" in page
    assert 'name="deed"' not in page
    assert auditor.client.get(f"{home}/foto/kepala").status_code == 404


def test_versions_are_named_looked_at_and_brought_back(desk: Desk) -> None:
    home = desk.start()
    assert "Belum ada versi" in desk.get(f"{home}/versi")
    assert desk.post(f"{home}/versi", name=" ").status_code == 422
    page = unescape(desk.post(f"{home}/versi", name="Sebelum rapat").text)
    assert "Sebelum rapat" in page
    assert "Wulan" in page
    desk.post(f"{home}/kepala", title_id="Judul lain")
    assert "Awan yang Sabar</h1>" in desk.get(f"{home}/versi/1")
    page = unescape(desk.post(f"{home}/versi/1/kembalikan").text)
    assert "Sebelum versi lama kembali" in page
    assert desk.content().title["id"] == "Awan yang Sabar"
    assert desk.client.get(f"{home}/versi/9").status_code == 404


def test_a_photo_becomes_the_cover_in_every_cut_and_a_bad_one_loses_nothing(desk: Desk) -> None:
    home = desk.start()
    good = BytesIO()
    photo((1200, 900)).save(good, "JPEG")
    files = [
        FileStorage(BytesIO(good.getvalue()), "awan.jpg"),
        FileStorage(BytesIO(b"<svg>" + SECRET), "gambar.svg"),
    ]
    answer = desk.post(f"{home}/foto/kepala/kirim", photos=files)
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert "gambar.svg" in page
    assert "SVG" in page
    (chosen,) = re.findall(r'name="foto"\s+value="([0-9a-f-]{36})"', page)
    page = desk.post(f"{home}/foto/kepala/pilih", foto=chosen).text
    assert desk.content().cover_id == UUID(chosen)
    assert "Foto sudah dipilih" in page
    assert desk.post(f"{home}/foto/kepala/titik", x="101", y="5").status_code == 422
    desk.post(f"{home}/foto/kepala/titik", x="10", y="90")
    preview = desk.get(f"{home}/pratinjau")
    assert "orientation: portrait" in preview  # the upright cut for phones
    assert "fp-0-100" in preview
    refused = desk.post(f"{home}/foto/kepala/pilih", foto=str(UUID(int=5)))
    assert refused.status_code == 422
    assert desk.client.get(f"{home}/foto/{UUID(int=7)}").status_code == 404
