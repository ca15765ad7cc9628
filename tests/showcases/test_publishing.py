"""From a working copy to a page: what must be there, when it turns, who may look before."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib
from catalog.kernel.text import LocalText
from catalog.notices.models import NoticeRow
from catalog.products.rules.status import Status
from catalog.showcases.models import Showcase, ShowcaseComment, ShowcaseOverride, ShowcasePreview
from catalog.showcases.rules import ShowcaseStatus
from tests.factories.galleries import a_gallery
from tests.factories.media import an_image
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item

pytestmark = pytest.mark.stocked
MINUTE = timedelta(minutes=1)
_DESK = "/akun"  # its forms carry the token of whoever is signed in


class Clock:
    """The time that the site reads, to be moved."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(second=0, microsecond=0)

    def __call__(self) -> datetime:
        """Give the time as it stands."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A clock of our own, in the views and in the page cache."""
    made = Clock()
    for module in ("catalog.web.work", "catalog.web.cache"):
        monkeypatch.setattr(f"{module}.utc_now", made)
    return made


@pytest.fixture
def draft(session: Session) -> Showcase:
    """A whole showcase that nobody has published, with two pieces."""
    pieces = [an_item(a_product(session, name=name)) for name in ("Kain awan", "Kain wadas")]
    found = a_showcase(
        session,
        [a_section(pieces, title="Dua kain")],
        slug="dua-kain",
        status=ShowcaseStatus.DRAFT,
        cover_id=an_image(session).id,
        gallery_id=a_gallery(session).id,
    )
    session.commit()
    return found


@pytest.fixture
def desk(app: Flask, session: Session, draft: Showcase) -> FlaskClient:
    """The browser of a curator of the gallery."""
    person = a_person(
        session, GrantSpec(Role.CURATOR, gallery_id=draft.gallery_id), name="Wulan Anggraini"
    )
    return signed_in(app.test_client(), person)


def _post(client: FlaskClient, address: str, **data: str) -> TestResponse:
    """Send a form with the token of a page that this browser can read."""
    page = address.rpartition("/catatan")[0] or _DESK
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    assert token is not None
    return client.post(address, data={"csrf_token": token[1], **data})


def _address(showcase: Showcase, page: str = "tayang") -> str:
    return f"/pengurus/etalase/{showcase.id}/{page}"


def _plan(desk: FlaskClient, showcase: Showcase, **values: str) -> dict[str, str]:
    page = desk.get(_address(showcase)).text
    revision = re.search(r'name="revision"[^>]*value="(\d+)"', page)
    assert revision is not None
    return {
        "revision": revision[1],
        "cover_alt_id": "Kain biru di atas batu",
        "without_english": "y",
        **values,
    }


def test_a_showcase_shows_from_its_minute_to_its_minute(
    desk: FlaskClient, client: FlaskClient, draft: Showcase, clock: Clock
) -> None:
    starts, ends = wib(clock.now + 30 * MINUTE), wib(clock.now + 90 * MINUTE)
    bad = _plan(desk, draft, starts_on="31-02-2027", cover_alt_id="")
    refused = _post(desk, _address(draft), **bad)
    assert refused.status_code == 422
    assert "31-02-2027" in refused.text
    lacking = _post(desk, _address(draft), **_plan(desk, draft, cover_alt_id=""))
    assert "Jelaskan gambar sampul" in lacking.text
    done = _post(
        desk,
        _address(draft),
        **_plan(
            desk,
            draft,
            starts_on=f"{starts:%Y-%m-%d}",  # either way round
            starts_at=f"{starts:%H.%M}",
            ends_on=f"{ends:%d-%m-%Y}",
            ends_at=f"{ends:%H:%M}",
            closing_id="Karya ini kini di Galeri Caruban.",
        ),
    )
    assert done.status_code == 303
    seen: list[tuple[int, int, bool, bool]] = []
    for minutes in (0, 29, 30, 89, 90):
        clock.now += minutes * MINUTE - (seen[-1][0] if seen else 0) * MINUTE
        page, home, listed = (client.get(a) for a in ("/etalase/dua-kain", "/", "/etalase"))
        is_archive = "Karya ini kini di Galeri Caruban." in page.text
        assert home.status_code == 200
        seen.append((minutes, page.status_code, is_archive, "dua-kain" in home.text))
        assert ("dua-kain" in listed.text) is (minutes >= 30)
    assert seen == [
        (0, 404, False, False),
        (29, 404, False, False),
        (30, 200, False, True),
        (89, 200, False, True),
        (90, 200, True, False),
    ]


def test_what_is_taken_down_is_gone_at_once_and_may_come_again(
    desk: FlaskClient, client: FlaskClient, session: Session, draft: Showcase
) -> None:
    assert _post(desk, _address(draft), **_plan(desk, draft)).status_code == 303
    assert client.get("/etalase/dua-kain").status_code == 200
    short = _post(desk, _address(draft, "turunkan"), reason="salah")
    assert short.status_code == 422
    reason = "Foto sampul dipakai tanpa izin pembuatnya."
    assert _post(desk, _address(draft, "turunkan"), reason=reason).status_code == 303
    assert client.get("/etalase/dua-kain").status_code == 404
    assert reason in desk.get(_address(draft)).text
    again = _post(desk, _address(draft, "turunkan"), reason=reason)
    assert again.status_code == 422  # somebody was faster
    assert _post(desk, _address(draft), **_plan(desk, draft)).status_code == 303
    assert client.get("/etalase/dua-kain").status_code == 200
    assert _post(desk, _address(draft, "akhiri")).status_code == 303
    assert "sebagai arsip" in client.get("/etalase/dua-kain").text
    session.commit()
    found = session.get(Showcase, draft.id)
    assert found is not None
    assert found.first_published_at is not None
    assert found.last_published_at is not None
    assert found.first_published_at < found.last_published_at


def test_a_link_shows_the_working_copy_until_it_ends_or_is_taken_back(
    desk: FlaskClient, client: FlaskClient, session: Session, draft: Showcase, clock: Clock
) -> None:
    other = a_showcase(session, slug="rahasia-lain", status=ShowcaseStatus.DRAFT)
    session.commit()
    assert _post(desk, _address(draft, "tautan"), name="", days="14").status_code == 422
    made = _post(desk, _address(draft, "tautan"), name="Ibu Ratna", days="14")
    assert made.status_code == 303
    page = desk.get(_address(draft)).text
    found = re.search(r"/pratinjau/([\w-]{30,})", page)
    assert found is not None
    session.commit()
    row = session.scalars(select(ShowcasePreview)).one()
    assert found[1].encode() not in row.token  # sealed
    for language in ("", "/en"):
        seen = client.get(f"{language}{found[0]}")
        assert seen.status_code == 200
        assert "Kain awan" in seen.text
        assert seen.headers["Cache-Control"] == "no-store"
        assert "noindex" in seen.headers["X-Robots-Tag"]
        assert seen.headers["Referrer-Policy"] == "same-origin"
        assert str(other.slug) not in seen.text
        assert 'rel="canonical"' not in seen.text
    assert "Pratinjau, belum tayang" in client.get(found[0]).text
    assert client.get(found[0][:-1] + "x").status_code == 404
    clock.now += timedelta(days=14)
    assert client.get(found[0]).status_code == 404
    clock.now -= timedelta(days=1)
    assert client.get(found[0]).status_code == 200
    _post(desk, _address(draft, f"tautan/{row.id}/cabut"))
    assert client.get(found[0]).status_code == 404
    assert found[1] not in desk.get(_address(draft)).text


def test_remarks_go_between_curators(
    app: Flask, desk: FlaskClient, session: Session, draft: Showcase
) -> None:
    gallery = GrantSpec(Role.CURATOR, gallery_id=draft.gallery_id)
    ratna = a_person(session, gallery, name="Ratna Dewi")
    session.commit()
    block = str(session.merge(draft).sections[0].id)
    said = {"text": "Sampul terlalu gelap.", "block": block, "meant": str(ratna.id)}
    assert _post(desk, _address(draft, "komentar"), **said).status_code == 303
    session.commit()
    row = session.scalars(select(ShowcaseComment)).one()
    assert [note.person_id for note in session.scalars(select(NoticeRow))] == [ratna.id]
    assert "1 terbuka" in desk.get(f"/pengurus/etalase/{draft.id}").text
    colleague = signed_in(app.test_client(), ratna)
    answer = {"text": "Saya ganti hari ini.", "answers": str(row.id)}
    assert _post(colleague, _address(draft, "komentar"), **answer).status_code == 303
    page = desk.get(_address(draft, "komentar")).text
    assert page.index("Sampul terlalu gelap.") < page.index("Saya ganti hari ini.")
    assert "Untuk Ratna Dewi" in page
    settled = [_post(desk, _address(draft, f"komentar/{row.id}/selesai")) for _ in range(2)]
    assert [each.status_code for each in settled] == [303, 303]
    assert "Selesai" in desk.get(_address(draft, "komentar")).text
    assert "1 terbuka" not in desk.get(f"/pengurus/etalase/{draft.id}").text


def test_whoever_reads_a_preview_may_say_something_a_few_times(
    desk: FlaskClient, client: FlaskClient, session: Session, draft: Showcase
) -> None:
    _post(desk, _address(draft, "tautan"), name="Kadin", days="14")
    found = re.search(r"/pratinjau/[\w-]{30,}", desk.get(_address(draft)).text)
    assert found is not None
    remark = {"name": "Bu Dina", "text": "Bagus sekali <b>ya</b>.", "block": "", "website": ""}
    assert _post(client, f"{found[0]}/catatan", **{**remark, "name": ""}).status_code == 422
    machine = _post(client, f"{found[0]}/catatan", **{**remark, "website": "x"})
    assert machine.status_code == 303
    for _ in range(10):
        assert _post(client, f"{found[0]}/catatan", **remark).status_code == 303
    assert _post(client, f"{found[0]}/catatan", **remark).status_code == 422
    session.commit()
    outside = session.scalars(
        select(ShowcaseComment).where(ShowcaseComment.preview_id.is_not(None))
    ).all()
    assert len(outside) == 10
    page = desk.get(_address(draft, "komentar")).text
    assert "Bu Dina" in page
    assert "Dari luar" in page
    assert "Bagus sekali &lt;b&gt;ya&lt;/b&gt;." in page


def test_exceptions_are_made_on_a_page_and_read_by_auditors(
    app: Flask, desk: FlaskClient, session: Session, draft: Showcase
) -> None:
    vendor = session.merge(draft).sections[0].items[0].product.vendor
    vendor.paused_from_on = (datetime.now(UTC) - timedelta(days=3)).date()
    product_id: UUID = session.merge(draft).sections[0].items[0].product_id
    session.commit()
    page = desk.get(_address(draft, "kelayakan")).text
    assert "Perajinnya sedang libur." in page
    secret = a_product(session, status=Status.DRAFT, name="Belum diumumkan").id
    session.commit()
    for answer in (
        desk.get(f"{_address(draft, 'kelayakan')}?karya={secret}"),
        _post(desk, _address(draft, f"kelayakan/{secret}"), reason="x" * 30),
    ):
        assert answer.status_code == 404  # not even its name is told
    asked = _address(draft, f"kelayakan/{product_id}")
    until = f"{wib(datetime.now(UTC) + timedelta(days=5)):%d-%m-%Y}"
    short = _post(desk, asked, reason="mohon", until_on=until)
    assert short.status_code == 422
    assert "mohon" in short.text
    reason = "Perajin menjamin kiriman selama libur lewat adiknya."
    assert _post(desk, asked, reason=reason, until_on=until).status_code == 303
    session.commit()
    auditor = signed_in(app.test_client(), a_person(session, GrantSpec(Role.AUDITOR)))
    listed = auditor.get("/pengurus/etalase/pengecualian").text
    assert reason in listed
    assert "Wulan Anggraini" in listed
    override = session.scalars(select(ShowcaseOverride)).one()
    end = f"/pengurus/etalase/pengecualian/{override.id}/akhiri"
    assert _post(auditor, end).status_code == 404
    assert _post(desk, end).status_code == 303
    assert "Berakhir pada" in auditor.get("/pengurus/etalase/pengecualian").text
    assert "Kain awan" in desk.get(_address(draft)).text


def test_a_title_is_needed_in_indonesian(
    desk: FlaskClient, session: Session, draft: Showcase
) -> None:
    session.merge(draft).title = LocalText(en="Two cloths")
    session.commit()
    refused = _post(desk, _address(draft), **_plan(desk, draft))
    assert refused.status_code == 422
    assert "Tulis judul dalam bahasa Indonesia dahulu." in refused.text
