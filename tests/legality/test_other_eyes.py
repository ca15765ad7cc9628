"""Papers are decided by the office that serves the business, and never by whoever sent them."""

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.legality.models import Document
from catalog.legality.queries import ProductKey, reopenings
from catalog.legality.queries import wallet as queries
from catalog.legality.rules import DocumentState, FilePurpose
from catalog.legality.rules.reopening import Alteration
from catalog.legality.services import reopening, verifying, wallet
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document
from tests.factories.papers import a_prepared_file
from tests.factories.people import a_person, signed_in
from tests.factories.places import a_region
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.legality.wallets import DRAFT, acting, an_officer, sent

CITY = "32.74"


@pytest.fixture
def outsider(session: Session, vendor: Vendor) -> Vendor:
    """A business of the regency that the office of the city looks after."""
    a_region(session, CITY)
    return a_vendor(session, region_code=vendor.region_code, office_code=CITY)


def _office(work: Work, code: str) -> Work:
    return acting(work, None, Role.DINAS, region_codes=frozenset({code}))


def test_the_serving_office_decides_and_the_one_of_the_place_does_not(
    work: Work, outsider: Vendor
) -> None:
    document = sent(acting(work, outsider), outsider)
    place, serving = _office(work, "32.09"), _office(work, CITY)
    assert queries.waiting(place) == ([], 0)
    with pytest.raises(NotFound):
        queries.get_for_verifier(place, document.id)
    with pytest.raises(NotFound):
        verifying.verify(place, document, document.version, verifier="Dinas")
    assert [paper.id for paper in queries.waiting(serving)[0]] == [document.id]
    assert queries.get_for_verifier(serving, document.id) is document
    verifying.verify(serving, document, document.version, verifier="Dinas")
    assert document.state is DocumentState.VERIFIED


def test_the_serving_office_looks_again_at_a_changed_recipe(work: Work, outsider: Vendor) -> None:
    product = a_product(work.session, vendor=outsider)
    a_document(work.session, outsider, type_code="halal", products=[product])
    key = ProductKey(product.id, outsider.id, product.category_id)
    reopening.reopen(work, key, "Kerupuk", [Alteration("composition", "udang", "gelatin")])
    place, serving = _office(work, "32.09"), _office(work, CITY)
    (found,) = reopenings.to_look_at(serving)
    assert (reopenings.to_look_at(place), reopenings.count_reopened(place)) == ([], 0)
    with pytest.raises(NotFound):
        reopening.accept(place, found.id, found.version)
    reopening.accept(serving, found.id, found.version)


def test_a_second_role_opens_no_papers_of_others(work: Work, vendor: Vendor) -> None:
    document = sent(acting(work, vendor), vendor)
    far = frozenset({CITY})
    for roles in ((Role.DINAS, Role.CURATOR), (Role.DINAS, Role.AUDITOR, Role.COUNTER)):
        officer = acting(work, None, *roles, region_codes=far)
        assert queries.waiting(officer) == ([], 0)
        with pytest.raises(NotFound):
            verifying.verify(officer, document, document.version, verifier="Dinas")


@pytest.mark.parametrize("role", [Role.DINAS, Role.ADMIN])
def test_whoever_sent_a_paper_for_a_vendor_does_not_verify_it(
    work: Work, vendor: Vendor, role: Role
) -> None:
    sender = acting(work, None, role, region_codes=frozenset({"32.09"}))
    document = sent(sender, vendor)
    with pytest.raises(RuleBroken, match="Another officer"):
        verifying.verify(sender, document, document.version, verifier="Dinas")
    verifying.verify(an_officer(work), document, document.version, verifier="Dinas")
    assert document.state is DocumentState.VERIFIED


def test_whoever_changed_a_paper_last_does_not_verify_it(work: Work, vendor: Vendor) -> None:
    edited, filed = an_officer(work), an_officer(work)
    document = sent(acting(work, vendor), vendor)
    wallet.save(
        edited, document, replace(DRAFT, holder_name="Rini"), document.version, is_sending=True
    )
    with pytest.raises(RuleBroken):
        verifying.verify(edited, document, document.version, verifier="Dinas")
    wallet.add_files(filed, document, [a_prepared_file()])
    with pytest.raises(RuleBroken):
        verifying.verify(filed, document, document.version, verifier="Dinas")
    wallet.add_files(filed, document, [a_prepared_file()], purpose=FilePurpose.PROOF)
    with pytest.raises(RuleBroken):
        verifying.verify(filed, document, document.version, verifier="Dinas")
    verifying.verify(edited, document, document.version, verifier="Dinas")


def test_a_proof_of_ones_own_look_is_no_sending(work: Work, vendor: Vendor) -> None:
    document = sent(acting(work, vendor), vendor)
    officer = an_officer(work)
    wallet.add_files(officer, document, [a_prepared_file()], purpose=FilePurpose.PROOF)
    verifying.verify(officer, document, document.version, verifier="Dinas")
    assert document.state is DocumentState.VERIFIED


def test_ones_own_sending_may_be_given_back(work: Work, vendor: Vendor) -> None:
    sender = an_officer(work)
    document = sent(sender, vendor)
    verifying.refuse(sender, document, document.version, reason="Salah berkas.")
    assert document.state is DocumentState.REJECTED


def test_the_page_says_that_another_officer_has_to_look(
    app: Flask, client: FlaskClient, session: Session, work: Work, vendor: Vendor
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    sender = an_officer(work)
    sender.actor = replace(sender.actor, user_id=person.id)
    document: Document = sent(sender, vendor)
    signed_in(client, person)
    address = f"/pengurus/izin/{document.id}"
    data = {"version": str(document.version), "action": "verify"}
    answer = client.post(address, data=data)
    assert answer.status_code == 422
    assert "Petugas lain" in answer.text
    assert "Petugas lain" in client.get(address).text
