"""Pages of makers and officers: what a person reads and does."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.services import GrantSpec
from catalog.export.models import ExportConfirmation, ExportRule
from catalog.export.rules import Fact
from catalog.export.rules.confirming import ConfirmState
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now, wib_date
from catalog.products.models import ProductMarket
from tests.export.conftest import a_craft
from tests.factories.people import a_person, signed_in

pytestmark = pytest.mark.stocked


def token_of(page: str) -> str:
    """Return the token of the first form of a page."""
    return page.split('name="csrf_token"', 1)[1].split('value="', 1)[1].split('"', 1)[0]


def ready_for(session: Session, product_id: UUID) -> set[str]:
    """Return the markets that pages show for a product, as the site has stored them."""
    session.rollback()
    rows = select(ProductMarket.market_code).where(ProductMarket.product_id == product_id)
    return set(session.scalars(rows))


def test_what_a_maker_says_is_done_waits(client: FlaskClient, session: Session) -> None:
    product = a_craft(session, name="Kain sogan")
    maker = signed_in(
        client, a_person(session, GrantSpec(Role.VENDOR, vendor_id=product.vendor_id))
    )
    room = f"/usaha/{product.vendor_id}/produk/{product.id}/gerbang"
    page = maker.get(f"{room}?pasar=US").text
    assert "Masih ada celah" in page
    assert "sertifikat kemasan, karton juga" in page
    assert "sintesis Sarumban" in page
    assert "Kain sogan" in maker.get(f"/usaha/{product.vendor_id}/gerbang").text
    form = {"csrf_token": token_of(page), "market": "US", "fact": "package_papers"}
    assert maker.post(f"{room}/selesai", data=form).status_code == 303
    assert "Menunggu petugas" in maker.get(f"{room}?pasar=US").text
    assert ready_for(session, product.id) == {"SG", "MY", "AE", "SA", "QA", "HK", "TW"}
    assert maker.post(f"{room}/selesai", data={**form, "fact": "nib"}).status_code == 303
    assert session.scalars(select(ExportConfirmation.fact)).all() == ["package_papers"]


def test_an_office_confirms_what_it_saw_and_takes_it_back(
    client: FlaskClient, session: Session
) -> None:
    product = a_craft(session, name="Kain sogan")
    session.add(
        ExportConfirmation(
            product_id=product.id,
            market_code="US",
            fact=Fact.PACKAGE_PAPERS,
            state=ConfirmState.CLAIMED,
            claim="Di galeri",
            claimed_at=utc_now(),
        )
    )
    office = signed_in(client, a_person(session, GrantSpec(Role.ADMIN)))
    assert "1 hal dilaporkan selesai" in office.get("/pengurus/ekspor").text
    desk = f"/pengurus/ekspor/{product.id}"
    page = office.get(f"{desk}?pasar=US&fakta=package_papers").text
    assert "Di galeri" in page
    until = (wib_date(utc_now()) + timedelta(days=300)).strftime("%d-%m-%Y")
    form = {"csrf_token": token_of(page), "market": "US", "fact": "package_papers"}
    wrong = office.post(f"{desk}/sahkan", data={**form, "valid_until": "kapan-kapan"})
    assert wrong.status_code == 422
    assert "kapan-kapan" in wrong.text
    seen = {**form, "evidence": "Sertifikat karton dilihat", "valid_until": until}
    assert office.post(f"{desk}/sahkan", data=seen).status_code == 303
    assert "US" in ready_for(session, product.id)  # in the same transaction
    row = session.scalars(
        select(ExportConfirmation).where(ExportConfirmation.state == "confirmed")
    ).one()
    back = f"{desk}/tolak/{row.id}"
    for reason in ("", "Salah karton"):
        assert office.post(back, data={**form, "reason": reason}).status_code == 303
    assert "US" not in ready_for(session, product.id)


def test_the_matrix_reads_alike_on_the_page_and_in_the_file(
    client: FlaskClient, session: Session
) -> None:
    product = a_craft(session, name="Kain sogan")
    office = signed_in(client, a_person(session, GrantSpec(Role.ADMIN)))
    page = office.get("/pengurus/ekspor?pasar=MY").text
    assert "Kain sogan" in page
    assert page.count("gate-cell--ready") == 7
    book = load_workbook(BytesIO(office.get("/pengurus/ekspor/matriks.xlsx").data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1][0] == "Kain sogan"
    assert sum(str(cell).startswith("Siap") for cell in rows[1][3:]) == 7
    assert {row[2] for row in list(book.worksheets[1].iter_rows(values_only=True))[1:]} >= {
        "Amerika Serikat"
    }
    assert "Kain sogan" not in office.get("/pengurus/ekspor?kategori=rotan-anyaman").text
    assert office.get(f"/pengurus/ekspor/{product.vendor_id}").status_code == 404


NEW_RULE = {
    "market_code": "MY",
    "fact": "quality",
    "severity": "block",
    "part": "product",
    "who": "vendor",
    "name_id": "Bukti mutu",
    "name_en": "Proof of quality",
    "requirement": "",
    "hs_prefixes": "5208, 62",
    "source": "Kata importir",
    "certainty": "K",
    "reviewed_on": "22-11-2026",
}


def test_an_office_drafts_a_rule_sees_what_it_turns_and_puts_it_in_force(
    client: FlaskClient, session: Session
) -> None:
    product = a_craft(session, name="Kain sogan")
    office = signed_in(client, a_person(session, GrantSpec(Role.ADMIN)))
    rules = "/pengurus/ekspor/aturan"
    token = {"csrf_token": token_of(office.get(f"{rules}/baru").text)}
    hearsay = office.post(f"{rules}/baru", data=NEW_RULE | token)
    assert hearsay.status_code == 422
    assert "Bukti mutu" in hearsay.text
    assert (
        office.post(f"{rules}/baru", data=NEW_RULE | token | {"severity": "gap"}).status_code == 303
    )
    session.rollback()
    row = session.scalars(select(ExportRule).where(ExportRule.state == "draft")).one()
    assert row.key == "my-proof-of-quality"
    at = f"{rules}/{row.id}"
    assert "Kain sogan" in office.get(f"{at}/dampak").text
    assert office.get(f"{at}/ubah").status_code == 200
    decide = token | {"revision": "1", "against": "", "note": "Uji"}
    assert office.post(f"{at}/berlakukan", data=decide).status_code == 303
    assert (
        "berlaku sejak" in office.post(f"{at}/berlakukan", data=decide, follow_redirects=True).text
    )
    assert "MY" not in ready_for(session, product.id)
    assert "Kain sogan" in office.get(f"{at}/cabut").text
    assert (
        "dibaca hari ini" in office.post(f"{at}/ditinjau", data=token, follow_redirects=True).text
    )
    assert office.post(f"{at}/cabut", data=decide).status_code == 303
    assert "MY" in ready_for(session, product.id)
    assert office.get(rules).status_code == 200


def test_an_auditor_reads_rules_and_changes_none(client: FlaskClient, session: Session) -> None:
    auditor = signed_in(client, a_person(session, GrantSpec(Role.AUDITOR)))
    page = auditor.get("/pengurus/ekspor/aturan").text
    assert "Rotan mentah atau setengah jadi" in page
    assert "Aturan baru" not in page
    assert auditor.get("/pengurus/ekspor").status_code == 200
    assert auditor.get("/pengurus/ekspor/aturan/baru").status_code == 404
