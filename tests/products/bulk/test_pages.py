"""The pages of imports: who may, what they say, the files that they give."""

import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.products.manage import bulk as pages
from catalog.products.models import BulkRun, Product
from catalog.vendors.models import OnBehalf
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_vendor
from tests.products.bulk.conftest import Maker, a_row, a_zip

pytestmark = pytest.mark.stocked


def _post(client: FlaskClient, address: str, page: str, **data: object) -> TestResponse:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(page).text)
    token = found[1] if found else ""
    return client.post(
        address, data={"csrf_token": token, **data}, content_type="multipart/form-data"
    )


def _work(app: Flask) -> None:
    app.test_cli_runner().invoke(args=["jobs", "run-due"], catch_exceptions=False)


def test_an_officer_sends_a_sheet_for_a_maker_and_she_is_told(app: Flask, maker: Maker) -> None:
    officer = a_person(maker.session, GrantSpec(Role.ASSISTANT, vendor_id=maker.vendor.id))
    client = signed_in(app.test_client(), officer)
    room = f"/usaha/{maker.vendor.id}/impor"
    path = maker.book(a_row(1), a_row(2, Stok="banyak"))
    answer = _post(client, room, room, sheet=(BytesIO(path.read_bytes()), "produk.xlsx"))
    assert answer.status_code == 303
    _work(app)
    page = client.get(answer.location).text
    assert "Baris 3, kolom I" in page
    assert "Masukkan 1 baris" in page
    back = client.get(f"{answer.location}/baris-salah.xlsx")
    sheet = load_workbook(BytesIO(back.data))["Produk"]
    assert sheet["A3"].value.startswith("Baris 3, kolom I (Stok):")
    assert _post(client, f"{answer.location}/terima", answer.location).status_code == 303
    _work(app)
    maker.session.rollback()
    assert len(maker.session.scalars(select(Product)).all()) == 1
    assert len(maker.session.scalars(select(OnBehalf)).all()) == 1
    assert '"state":"done"' in client.get(f"{answer.location}/keadaan").text
    assert client.get(f"{room}/semua.xlsx").status_code == 200


def test_what_cannot_be_read_is_said_at_its_field(app: Flask, maker: Maker) -> None:
    client = signed_in(app.test_client(), maker.person)
    room = f"/usaha/{maker.vendor.id}/impor"
    nothing = _post(client, room, room)
    assert nothing.status_code == 422
    assert "Pilih dahulu lembar" in nothing.text
    path = maker.book(a_row(1))
    bad = _post(
        client,
        room,
        room,
        sheet=(BytesIO(path.read_bytes()), "produk.xlsx"),
        photos=(BytesIO(b"no zip"), "foto.zip"),
    )
    assert bad.status_code == 422
    assert 'id="photos-error"' in bad.text
    assert maker.session.scalar(select(BulkRun.id)) is None


def test_three_sheets_may_wait_and_ten_zips_a_day(
    app: Flask, maker: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_ZIPS", 1)
    client = signed_in(app.test_client(), maker.person)
    room = f"/usaha/{maker.vendor.id}/impor"
    sheet = maker.book(a_row(1)).read_bytes()
    pack = a_zip(maker.path("foto.zip"), {"1.jpg": b"x"}).read_bytes()

    def send(*, zipped: bool) -> TestResponse:
        photos = {"photos": (BytesIO(pack), "foto.zip")} if zipped else {}
        return _post(client, room, room, sheet=(BytesIO(sheet), "produk.xlsx"), **photos)

    first = send(zipped=True)
    assert first.status_code == 303
    assert send(zipped=True).status_code == 422
    assert [send(zipped=False).status_code for _ in range(3)] == [303, 303, 422]
    assert "3 lembar" in send(zipped=False).text
    _work(app)
    _post(client, f"{first.location}/batal", first.location)
    assert send(zipped=False).status_code == 303


def test_strangers_and_helpers_find_no_such_page(app: Flask, maker: Maker) -> None:
    run = maker.take(maker.book(a_row(1)))
    stranger = a_person(maker.session, GrantSpec(Role.VENDOR, vendor_id=a_vendor(maker.session).id))
    helper = a_person(maker.session, GrantSpec(Role.VENDOR_HELPER, vendor_id=maker.vendor.id))
    room = f"/usaha/{maker.vendor.id}/impor"
    for person in (stranger, helper):
        client = signed_in(app.test_client(), person)
        for address in (room, f"{room}/semua.xlsx", f"{room}/contoh/terasi.xlsx",
                        f"{room}/{run.id}", f"{room}/{run.id}/keadaan"):  # fmt: skip
            assert client.get(address).status_code == 404, address
    own = signed_in(app.test_client(), stranger)
    other = next(grant.vendor_id for grant in stranger.grants)
    assert own.get(f"/usaha/{other}/impor/{run.id}").status_code == 404


def test_a_post_without_its_token_is_refused(app: Flask, maker: Maker) -> None:
    client = signed_in(app.test_client(), maker.person)
    room = f"/usaha/{maker.vendor.id}/impor"
    assert client.post(room, data={}).status_code == 400
