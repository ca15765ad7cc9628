"""The pages of curators, offices and vendors, by hand and with mistakes."""

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.curation.admin.panels import NO_SCORE, name_guard, rubric_guard
from catalog.curation.models import Incident, Rating, Rubric
from catalog.curation.queries.rubrics import find_for, items_of
from catalog.curation.rules.words import RatingState, RubricState
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.products.models import Product
from catalog.products.rules.status import Status
from tests.factories.curation import a_curator, a_score, rubrics
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product

_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@pytest.fixture
def product(session: Session) -> Product:
    """A product before the officers, of a kind that has a rubric."""
    rubrics(session)
    made = a_product(session, status=Status.IN_REVIEW, published_at=None, name="Tas anyam")
    session.commit()
    return made


@pytest.fixture
def officer(client: FlaskClient, session: Session) -> FlaskClient:
    """A browser of an administrator."""
    return signed_in(client, a_person(session, GrantSpec(Role.ADMIN), name="Dewi"))


def send(browser: FlaskClient, path: str, data: dict[str, Any] | None = None) -> TestResponse:
    token = _TOKEN.search(browser.get("/akun").text)
    assert token is not None
    return browser.post(path, data={"csrf_token": token[1], **(data or {})})


def filled(work: Work, product: Product, points: int, **changes: str) -> dict[str, str]:
    rubric = find_for(work, product)
    assert rubric is not None
    keys = [item.key for item in items_of(rubric)]
    return {"revision": "0", **{f"points-{key}": str(points) for key in keys}, **changes}


def test_a_curator_fills_the_sheet_in_and_sends_it(
    officer: FlaskClient, work: Work, product: Product
) -> None:
    page = f"/pengurus/kurasi/{product.id}"
    assert "Tas anyam" in officer.get("/pengurus/kurasi").text
    assert "Nobody has scored it yet." in officer.get(f"/en{page}").text
    saved = send(officer, f"{page}/otomatis", {"points-price": "2", "comment-price": "wajar"})
    assert saved.get_json()["revision"] == 1
    stale = send(officer, f"{page}/otomatis", {"revision": "0", "points-price": "4"})
    assert stale.status_code == 409
    low = filled(work, product, 3, **{"revision": "1", "points-process": "0"})
    refused = send(officer, f"{page}/kirim", low)
    assert refused.status_code == 422
    assert "Proses dan kerapian" in refused.text
    assert re.search(r'name="points-process"\s+value="0"[^>]*checked', refused.text)
    sent = send(officer, f"{page}/kirim", {**low, "comment-process": "Sambungannya lepas."})
    assert sent.status_code == 303
    work.session.rollback()  # read anew what the site has written
    assert work.session.get_one(Product, product.id).grade == "C"
    assert "Sambungannya lepas." in officer.get(page).text
    letter = send(officer, f"{page}/surat", {"bahasa": "en"})
    assert (letter.mimetype, letter.data[:4]) == ("application/pdf", b"%PDF")
    work.session.rollback()
    taken = select(AuditEntry.action).where(AuditEntry.action == "curation.letter")
    assert work.session.scalars(taken).all() == ["curation.letter"]
    assert send(officer, f"{page}/ubah").status_code == 303
    work.session.rollback()
    states = work.session.scalars(select(Rating.state)).all()
    assert sorted(states) == [RatingState.DRAFT, RatingState.SENT]


def test_no_curator_reads_the_letter_before_the_own_score(
    officer: FlaskClient, work: Work, product: Product
) -> None:
    page = f"/en/pengurus/kurasi/{product.id}"
    a_score(a_curator(work), product, 2)
    work.session.commit()
    early = send(officer, f"{page}/surat", {"bahasa": "en"})
    assert early.status_code == 422
    assert "so that nobody is led" in early.text
    assert "Rapi." not in early.text
    assert send(officer, f"{page}/kirim", filled(work, product, 3)).status_code == 303
    assert send(officer, f"{page}/surat", {"bahasa": "en"}).data[:4] == b"%PDF"
    other_window = send(officer, f"{page}/simpan", filled(work, product, 4, note="Warnanya hidup."))
    assert other_window.status_code == 422
    assert "Warnanya hidup." in other_window.text


def test_what_a_curator_cannot_mean_comes_back_as_it_was_typed(
    officer: FlaskClient, product: Product
) -> None:
    page = f"/pengurus/kurasi/{product.id}"
    for verb in ("ulang", "pengecer", "bukan-pengecer", "ubah"):
        assert send(officer, f"{page}/{verb}", {"reason": ""}).status_code in {404, 422}
    typed = {"evidence": "visit", "text": "Dua bak.", "happened_on": "31-02-2026"}
    wrong = send(officer, f"{page}/bukti", typed)
    assert wrong.status_code == 422
    assert "Dua bak." in wrong.text


def test_first_publication_needs_a_score_that_is_good_enough(
    officer: FlaskClient, work: Work, product: Product
) -> None:
    app = officer.application
    with app.test_request_context():
        first = rubric_guard(work, product)
        assert first is not None
        assert first.text == NO_SCORE
        curator = a_curator(work)
        a_score(curator, product, 1)
        low = rubric_guard(curator, product)
        assert low is not None
        assert low.values == {"grade": "D"}
        led = rubric_guard(work, product)
        assert led is not None
        assert led.values == {}  # who has not scored is not led
        other = a_product(work.session)
        a_score(curator, other, 3)
        assert rubric_guard(work, other) is None
        assert name_guard(work, other) is None


def test_an_office_changes_a_rubric_and_sees_whom_it_turns(
    officer: FlaskClient, work: Work, product: Product
) -> None:
    active = work.session.scalars(select(Rubric).where(Rubric.key == "craft")).one()
    assert "Kriya" in officer.get("/pengurus/kurasi/rubrik").text
    root = "/pengurus/kurasi/rubrik"
    draft_page = send(officer, f"{root}/{active.id}/draf").headers["Location"]
    draft_id = draft_page.rsplit("/", 1)[1]
    form = officer.get(f"{root}/{draft_id}/kriteria/price").text
    assert "Ditebak, tanpa hitungan." in form
    bad = send(officer, f"{root}/{draft_id}/kriteria/price", {"weight": "abc", "name_id": "Harga"})
    assert bad.status_code == 422
    assert 'value="Harga"' in bad.text
    scale = {
        "revision": "1", "least_a": "60", "least_b": "70", "least_c": "50", "gap": "1.5",
        "raters_low": "1", "raters_high": "2", "publish_from": "C", "where_a": "flagship",
        "where_b": "gallery", "where_c": "online", "where_d": "coaching",
    }  # fmt: skip
    assert send(officer, f"{root}/{draft_id}/ambang", scale).status_code == 422
    assert send(officer, f"{root}/{draft_id}/ambang", {**scale, "least_a": "90"}).status_code == 303
    effect = officer.get(f"{root}/{draft_id}/dampak").text
    seen = dict(re.findall(r'name="(revision|against)"[^>]*value="([^"]*)"', effect))
    put = send(officer, f"{root}/{draft_id}/berlakukan", {**seen, "note": "Lebih ketat"})
    assert put.status_code == 303
    work.session.rollback()  # read anew what the site has written
    assert work.session.get_one(Rubric, UUID(draft_id)).state is RubricState.ACTIVE
    assert "Lebih ketat" in officer.get(f"{root}/{draft_id}/riwayat").text
    assert product.grade is None


def test_a_vendor_reads_the_letter(client: FlaskClient, work: Work) -> None:
    rubrics(work.session)
    product = a_product(work.session, name="Tas anyam")
    owner = a_person(work.session, GrantSpec(Role.VENDOR, vendor_id=product.vendor_id))
    page = f"/usaha/{product.vendor_id}/produk/{product.id}/kurasi"
    browser = signed_in(client, owner)
    assert "belum menilai" in browser.get(page).text
    assert send(browser, f"{page}/surat").status_code == 404
    assert send(browser, f"{page}/pernyataan", {"text": "Saya buat sendiri."}).status_code == 422
    told = {"text": "Saya buat sendiri.", "agrees": "y"}
    assert send(browser, f"{page}/pernyataan", told).status_code == 303
    a_score(a_curator(work, "Wulan"), product, 2)
    work.session.commit()
    read = browser.get(page).text
    assert "Yang diperbaiki dulu" in read
    assert "Saya buat sendiri." in read
    assert send(browser, f"{page}/surat", {"bahasa": "id"}).data[:4] == b"%PDF"


def test_a_vendor_answers_what_was_reported(client: FlaskClient, work: Work) -> None:
    product = a_product(work.session, name="Tas anyam")
    vendor = product.vendor
    owner = a_person(work.session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    officer = a_person(work.session, GrantSpec(Role.ADMIN))
    desk = signed_in(client, officer)
    new = f"/pengurus/insiden/baru/{vendor.id}"
    assert 'value="' + str(product.id) in desk.get(f"{new}?produk={product.id}").text
    typed = {"kind": "label", "severity": "high", "text": "Luntur", "told": "Cetak ulang"}
    assert send(desk, new, typed).status_code == 422
    opened = send(desk, new, {**typed, "products": str(product.id), "withdraws": "y"})
    assert opened.status_code == 303
    work.session.rollback()  # read anew what the site has written
    found = work.session.scalars(select(Incident)).one()
    answer = f"/usaha/{vendor.id}/insiden/{found.id}"
    browser = signed_in(client, owner)
    assert "Cetak ulang" in browser.get(answer).text
    assert "Luntur" not in browser.get(answer).text
    assert send(browser, answer, {"text": ""}).status_code == 422
    assert send(browser, answer, {"text": "Sudah dicetak ulang."}).status_code == 303
    desk = signed_in(client, officer)
    shown = desk.get(f"/pengurus/insiden/{found.id}").text
    assert "Sudah dicetak ulang." in shown
    closed = send(desk, f"/pengurus/insiden/{found.id}/selesai", {"reason": "Fotonya jelas."})
    assert closed.status_code == 303
    assert "Fotonya jelas." in signed_in(client, owner).get(answer).text
