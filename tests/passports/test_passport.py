"""The page behind a printed code, its drawing and its data; what it tells of the past."""

from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from catalog.curation.models import Incident, IncidentProduct
from catalog.curation.rules.words import IncidentKind, IncidentState, Severity
from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.legality.rules import Scope
from catalog.legality.services import verifying, wallet
from catalog.passports import queries
from catalog.passports.rules import (
    Event,
    Happening,
    PaperLife,
    Standing,
    history,
    of_paper,
    spellings,
    standing,
)
from catalog.passports.views import PASSPORT_STATEMENTS
from catalog.products.rules.status import Status
from catalog.products.services import submitting
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus
from tests.conftest import NOW
from tests.factories.legality import a_document, a_document_type
from tests.factories.papers import a_prepared_file
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor
from tests.legality.wallets import DRAFT, acting, an_officer, sent

DAY = timedelta(days=1)
PAPER = PaperLife(LocalText(id="NIB"), "NIB", False, (), "", (), None)  # noqa: FBT003  # a row


def test_a_code_is_found_as_people_read_it() -> None:
    assert spellings("1KFF3JO") == ("1KFF3JO", "1kff3jo", "1kff3j0")
    assert spellings("dbjt21m") == ("dbjt21m",)
    for text in ("", "a b", "../x", "x" * 9, "é"):
        assert spellings(text) == ()


@given(
    published=st.booleans(),
    archived=st.booleans(),
    active=st.booleans(),
    withdrawn=st.booleans(),
)
def test_only_what_is_published_by_an_active_maker_and_not_withdrawn_is_live(
    *, published: bool, archived: bool, active: bool, withdrawn: bool
) -> None:
    found = standing(
        is_published=published and not archived,
        is_archived=archived,
        is_vendor_active=active,
        is_withdrawn=withdrawn,
    )
    is_live = published and not archived and active and not withdrawn
    assert (found is Standing.LIVE) == is_live


def kinds(events: list[Event]) -> list[str]:
    return [event.kind.value for event in events]


def test_a_paper_runs_out_once_and_only_when_it_still_counted() -> None:
    start = NOW - 400 * DAY
    until = date(2026, 11, 1)
    ran_out = PaperLife(PAPER.name, "NIB", False, (start,), "Dinas", (), until)  # noqa: FBT003  # a row
    assert kinds(history(of_paper(ran_out, NOW), NOW)) == ["expired", "verified"]
    ended = PaperLife(PAPER.name, "NIB", True, (start,), "", (start + DAY,), until)  # noqa: FBT003  # a row
    assert kinds(history(of_paper(ended, NOW), NOW)) == ["lapsed", "renewed"]
    ahead = PaperLife(PAPER.name, "NIB", False, (start,), "", (), date(2026, 11, 22))  # noqa: FBT003  # a row
    assert kinds(history(of_paper(ahead, NOW), NOW)) == ["verified"]


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001  # made aware below
    lambda moment: moment.replace(tzinfo=UTC)
)


@given(st.lists(st.builds(Event, st.sampled_from(Happening), MOMENTS), max_size=30))
def test_history_never_tells_of_days_to_come_nor_out_of_order(events: list[Event]) -> None:
    told = history(events, NOW)
    assert all(event.at <= NOW for event in told)
    assert [event.at for event in told] == sorted((event.at for event in told), reverse=True)


@pytest.fixture
def vendor(session: Session) -> Vendor:
    """A vendor with nothing in its wallet."""
    a_document_type(session, "nib", label="NIB", is_number_public=True)
    return a_vendor(session)


def test_a_code_leads_to_the_passport_in_the_readers_language(
    session: Session, client: FlaskClient, vendor: Vendor
) -> None:
    product = a_product(session, vendor, english=True, code="dbjt21m")
    session.commit()
    for wish, path in (
        ({}, "/paspor/"),
        ({"Accept-Language": "id-ID,id;q=0.9,en;q=0.8"}, "/paspor/"),
        ({"Accept-Language": "ar-SA,ar;q=0.9"}, "/en/paspor/"),
        ({"Accept-Language": "en-GB"}, "/en/paspor/"),
    ):
        answer = client.get(f"/p/{product.code.upper()}", headers=wish)
        assert (answer.status_code, answer.location) == (302, f"{path}{product.code}")
        assert "Accept-Language" in answer.headers["Vary"]
    product.slug = "nama-baru"
    session.commit()
    assert client.get(f"/paspor/{product.code.upper()}").location == f"/paspor/{product.code}"
    assert "/produk/nama-baru" in client.get(f"/paspor/{product.code}").text
    for path in ("/p/P99999", "/paspor/P99999", "/p/P99999.json", "/p/P99999.svg", "/p/a%00b"):
        unknown = client.get(path)
        assert unknown.status_code == 404
    assert 'role="search"' in client.get("/en/paspor/P99999").text


def test_a_passport_tells_what_is_valid_in_which_showcases_and_as_data(
    session: Session, client: FlaskClient, vendor: Vendor
) -> None:
    product = a_product(session, vendor, english=True, grade="A", is_pick=True)
    a_document(session, vendor)
    a_document(session, vendor, number="1112210007999", state="rejected", refusal="Rahasia.")
    a_showcase(session, [a_section([an_item(product)])])
    session.commit()
    client.get(f"/paspor/{product.code}")  # reference data is read once
    with count_statements() as seen:
        page = client.get(f"/en/paspor/{product.code}")
    assert len(seen) <= PASSPORT_STATEMENTS
    for words in ("Cloud batik", "1112210007923", "Galeri Caruban", "Grade A", "Patient Cloud"):
        assert words in page.text
    told = client.get(f"/p/{product.code}.json")
    assert told.json is not None
    assert told.json["status"] == "live"
    assert told.json["product"]["name"]["en"] == "Cloud batik"
    (paper,) = told.json["valid_papers"]
    assert (paper["type"], paper["number"]) == ("nib", "1112210007923")
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(f"/p/{product.code}.json", headers={"If-None-Match": told.headers["ETag"]})
    assert again.status_code == 304
    for answer in (page, told):
        assert "Rahasia" not in answer.text
        assert "1112210007999" not in answer.text
    drawing = client.get(f"/p/{product.code}.svg")
    assert drawing.mimetype == "image/svg+xml"


def test_what_is_not_shown_says_so_and_vouches_for_nothing(
    session: Session, client: FlaskClient, vendor: Vendor
) -> None:
    product = a_product(session, vendor, name="Kain awan")
    a_document(session, vendor)
    session.commit()
    path = f"/paspor/{product.code}"
    assert "1112210007923" in client.get(path).text
    product.withdrawn_at = NOW
    session.commit()
    page = client.get(path).text
    assert "Kurator menarik produk ini sejak" in page
    assert "1112210007923" not in page
    product.withdrawn_at = None
    product.status, product.archived_at = Status.ARCHIVED, NOW
    session.commit()
    page = client.get(path).text
    assert "Pembuatnya tidak lagi menawarkan produk ini" in page
    assert "Kain awan" in page
    product.status = Status.DRAFT
    session.commit()
    page = client.get(path).text
    assert "sedang tidak ditampilkan" in page
    assert "Kain awan" not in page  # nobody has looked at what it is called by now
    vendor.status = VendorStatus.CLOSED
    session.commit()
    page = client.get(path).text
    assert vendor.name not in page
    product.published_at = None
    session.commit()
    assert client.get(path).status_code == 404


def test_history_is_built_from_what_was_stored_and_tells_no_refusal(
    work: Work, vendor: Vendor
) -> None:
    product = a_product(work.session, vendor)
    owner, office = acting(work, vendor), an_officer(work)
    first = sent(owner, vendor)
    verifying.refuse(office, first, first.version, reason="Buram.")
    wallet.save(owner, first, DRAFT, first.version, is_sending=True)
    later = _at(work, 1)
    verifying.verify(_as(later, office), first, first.version, verifier="Dinas Cirebon")
    renewal = wallet.renew(_as(_at(work, 2), owner), first)
    wallet.add_files(_as(_at(work, 2), owner), renewal, [a_prepared_file()])
    wallet.save(_as(_at(work, 2), owner), renewal, DRAFT, renewal.version, is_sending=True)
    verifying.verify(_as(_at(work, 3), office), renewal, renewal.version, verifier="Dinas")
    _incident(work, vendor, product.id)
    assert product.published_at is not None
    before = product.published_at - work.now - 9 * DAY
    _incident(work, vendor, opened=before, covers_all=True)  # of a time before this product
    submitting.archive(_as(_at(work, 6), owner), product)
    work.session.flush()
    now = _at(work, 7)
    told = queries.history_of(now, queries.find(now, product.code))
    assert kinds(told) == [
        "archived", "reopened", "withdrawn", "renewed", "verified", "published",
    ]  # fmt: skip
    assert told[3].who == "Dinas"


def _at(work: Work, days: int) -> Work:
    return Work(session=work.session, now=work.now + days * DAY, vault=work.vault)


def _as(work: Work, who: Work) -> Work:
    return Work(session=work.session, now=work.now, vault=work.vault, actor=who.actor)


def _incident(
    work: Work, vendor: Vendor, *products: object, opened: timedelta = 4 * DAY, **values: bool
) -> None:
    incident = Incident(
        vendor_id=vendor.id,
        kind=next(iter(IncidentKind)),
        severity=next(iter(Severity)),
        state=IncidentState.CLOSED,
        is_withdrawn=True,
        text="Rahasia petugas.",
        told="Ganti kemasan.",
        due_on=date(2026, 12, 1),
        opened_at=work.now + opened,
        closed_at=work.now + opened + DAY,
        **values,
    )
    incident.products = [IncidentProduct(product_id=each) for each in products]
    work.session.add(incident)
    work.session.flush()


def test_a_narrow_kind_never_badges_by_a_vendors_scope(work: Work, vendor: Vendor) -> None:
    a_document_type(work.session, "halal", default_scope=Scope.PRODUCT_TYPES)
    product = a_product(work.session, vendor)
    a_document(work.session, vendor, type_code="halal")
    now = _at(work, 0)
    assert queries.get_passport(now, product.code, "id").permits == ()  # type: ignore[arg-type]  # a language's word
