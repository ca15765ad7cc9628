"""Incidents take goods off web and shelves at once, and bring them back when something was done."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.curation.queries import withdrawn
from catalog.curation.queries.incidents import count_open, get_incident, list_incidents
from catalog.curation.queries.summary import has_open_incident
from catalog.curation.rules.incidents import Draft
from catalog.curation.rules.words import IncidentKind, IncidentState, Severity, Side
from catalog.curation.services import incidents as services
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.notices.models import NoticeRow
from catalog.products import search
from catalog.products.models import Product, ProductDisplay
from catalog.products.rules.status import Status
from catalog.site.queries import figures
from catalog.vendors.models import Vendor
from tests.factories.curation import a_curator, later
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.people import VAULT, a_person
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor


def a_draft(*products: Product, **values: object) -> Draft:
    return Draft(**{  # type: ignore[arg-type]  # columns by name
        "kind": IncidentKind.SPOILED, "severity": Severity.HIGH, "text": "Berjamur, kode 2.",
        "told": "Hentikan penjualan kode 2.", "product_ids": [each.id for each in products],
        "withdraws": True, **values,
    })  # fmt: skip


def shown(session: Session) -> set[UUID]:
    return search.public_ids(session)


def test_goods_are_gone_everywhere_at_once_and_come_back_with_a_reason(work: Work) -> None:
    session, officer = work.session, a_curator(work)
    vendor = a_vendor(session)
    bad, good = a_product(session, vendor), a_product(session, vendor)
    gallery = a_gallery(session)
    session.add(ProductDisplay(product_id=bad.id, gallery_id=gallery.id, shelf="A2", stock=7))
    owner = a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    counter = a_person(session, GrantSpec(Role.COUNTER, gallery_id=gallery.id))
    session.flush()
    assert figures.totals(session)[0] == 2
    found = services.open_incident(officer, vendor, a_draft(bad))
    assert shown(session) == {good.id}
    assert figures.totals(session) == (1, 1)
    assert set(withdrawn(work, [bad.id, good.id])) == {bad.id}
    told = {
        row.person_id: (row.kind, row.deadline_on) for row in session.scalars(select(NoticeRow))
    }
    assert told[owner.id] == ("products.incident", found.due_on)
    assert told[counter.id][0] == "curation.pull"
    task = get_incident(officer, found.id).tasks[0]
    assert (task.shelf, task.stock) == ("A2", 7)
    at_counter = Work(
        session=session, now=work.now, vault=VAULT,
        actor=Actor(counter.id, frozenset({Role.COUNTER}), gallery_ids=frozenset({gallery.id})),
    )  # fmt: skip
    services.pull(at_counter, get_incident(at_counter, found.id), task.id)
    with pytest.raises(RuleBroken, match="already ticked"):
        services.pull(at_counter, get_incident(at_counter, found.id), task.id)
    with pytest.raises(RuleBroken, match="First write down"):
        services.close(officer, found, "beres")
    services.document(later(work, hours=1), found, Side.VENDOR, "Disegel ulang.")
    assert found.state is IncidentState.ANSWERED
    services.close(later(officer, hours=2), found, "Sudah diuji seminggu.")
    assert shown(session) == {good.id, bad.id}
    verbs = session.scalars(select(AuditEntry.action).where(AuditEntry.kind == "incident")).all()
    assert sorted(verbs) == [
        "incident.close", "incident.document", "incident.open", "incident.pull",
        "incident.withdraw",
    ]  # fmt: skip


def test_goods_that_two_incidents_hold_come_back_with_the_second(work: Work) -> None:
    session, officer = work.session, a_curator(work)
    vendor = a_vendor(session)
    product = a_product(session, vendor)
    one = services.open_incident(officer, vendor, a_draft(product))
    two = services.open_incident(officer, vendor, a_draft(covers_all=True))
    for found in (one, two):
        services.document(officer, found, Side.OFFICER, "Diperiksa.")
    services.close(officer, one, "beres")
    assert shown(session) == set()
    draft = a_product(session, vendor, status=Status.IN_REVIEW, published_at=None)
    assert has_open_incident(work, draft)  # of the whole business: nothing new goes live
    services.close(officer, two, "beres")
    assert shown(session) == {product.id}
    assert not has_open_incident(work, draft)


def test_without_withdrawal_goods_stay_until_an_officer_takes_them_down(work: Work) -> None:
    session, officer = work.session, a_curator(work)
    vendor = a_vendor(session)
    product = a_product(session, vendor)
    found = services.open_incident(officer, vendor, a_draft(product, withdraws=False))
    assert shown(session) == {product.id}
    services.withdraw(officer, found)
    services.withdraw(officer, found)
    assert shown(session) == set()
    with pytest.raises(RuleBroken, match="not of this business"):
        services.open_incident(officer, a_vendor(session), a_draft(product))


def test_what_was_published_since_goes_down_with_the_whole_business(work: Work) -> None:
    session, officer = work.session, a_curator(work)
    vendor = a_vendor(session)
    a_product(session, vendor)
    found = services.open_incident(officer, vendor, a_draft(covers_all=True, withdraws=False))
    newer = a_product(session, vendor)
    assert newer.id in shown(session)
    services.withdraw(officer, found)
    assert shown(session) == set()


def test_each_officer_sees_the_incidents_of_the_own_house(work: Work) -> None:
    session, officer = work.session, a_curator(work)
    vendor, gallery = a_vendor(session), a_gallery(session)
    found = services.open_incident(officer, vendor, a_draft(a_product(session, vendor)))
    curated = frozenset({gallery.id})
    curator = Actor(
        officer.actor.user_id, frozenset({Role.CURATOR}), gallery_ids=curated, curated_ids=curated
    )
    of_gallery = Work(session=session, now=work.now, vault=VAULT, actor=curator)
    with pytest.raises(NotFound):
        get_incident(of_gallery, found.id)
    taken_in(session, gallery, vendor)
    assert get_incident(of_gallery, found.id).id == found.id
    assert list_incidents(of_gallery, closed=False, page=1)[1] == 1
    assert count_open(of_gallery) == (1, 0)
    assert count_open(later(of_gallery, days=4)) == (1, 1)


def test_a_withdrawn_page_answers_as_if_archived_and_tells_no_reason(
    client: FlaskClient, work: Work
) -> None:
    session, officer = work.session, a_curator(work)
    vendor: Vendor = a_vendor(session)
    product = a_product(session, vendor, name="Kerupuk melarat")
    session.commit()
    assert client.get(f"/produk/{product.slug}").status_code == 200
    services.open_incident(officer, vendor, a_draft(product, text="Rahasia berjamur"))
    session.commit()
    answer = client.get(f"/produk/{product.slug}")
    assert answer.status_code == 410
    assert "Kerupuk melarat" in answer.text
    assert "jamur" not in answer.text
