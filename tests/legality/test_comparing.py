"""What lies beside a paper when somebody checks it, and who may look."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.legality.models import Document, DocumentCheck
from catalog.legality.policy import can_verify
from catalog.legality.queries import comparing, verifiers
from catalog.legality.queries import wallet as queries
from catalog.legality.queries.badges import permits_of_vendor
from catalog.legality.queries.openings import OPENED
from catalog.legality.rules import DocumentState, FilePurpose, Scope
from catalog.legality.rules.checking import (
    CheckOutcome,
    Likeness,
    check_again,
    compare_names,
    refusal_words,
)
from catalog.legality.rules.wallet import MAX_PROOFS
from catalog.legality.services import verifying, wallet
from catalog.vendors.models import Vendor
from tests.factories.galleries import a_gallery
from tests.factories.legality import a_document, a_document_type
from tests.factories.papers import a_pdf, a_prepared_file
from tests.factories.people import a_person, signed_in
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.legality.pages import begun, saved
from tests.legality.wallets import DRAFT, acting, an_officer, sent

TODAY = date(2026, 11, 22)


def test_names_are_compared_without_titles_order_and_legal_forms() -> None:
    assert compare_names("CV. Rara Sekar", "Sekar Rara").likeness is Likeness.SAME
    near = compare_names("Hj. Sekar Wijayanti", "Sekar Wijaya")
    assert near.likeness is Likeness.NEAR
    assert {"gone", "come"} <= {piece.kind for piece in near.pieces}
    assert compare_names("Budi Santoso", "Batik Rara Sekar").likeness is Likeness.FAR


@given(st.text(max_size=40), st.text(max_size=40))
def test_the_difference_of_two_names_holds_both_names_whole(name: str, other: str) -> None:
    pieces = compare_names(name, other).pieces
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == name
    gone = "".join(piece.text for piece in pieces if piece.kind != "come")
    assert len(gone) == len(other) or gone.casefold() == other.casefold()


def test_a_reason_comes_from_a_template_from_ones_own_words_or_from_both() -> None:
    assert refusal_words("Fotonya tidak terbaca.", "") == "Fotonya tidak terbaca."
    assert refusal_words("Halamannya kurang.", "Halaman 2.") == "Halamannya kurang. Halaman 2."
    for template, own in (("", ""), ("x" * 200, "y" * 200)):
        with pytest.raises(RuleBroken):
            refusal_words(template, own)


@pytest.mark.parametrize("days", [None, -1, 0, 61])
def test_a_paper_is_put_off_to_a_day_ahead_within_two_months(days: int | None) -> None:
    with pytest.raises(RuleBroken):
        check_again(None if days is None else TODAY + timedelta(days=days), TODAY)
    assert check_again(TODAY + timedelta(days=60), TODAY) == TODAY + timedelta(days=60)


_IDS = [uuid4() for _ in range(3)]


@given(
    roles=st.frozensets(st.sampled_from([Role.ADMIN, Role.DINAS, Role.CURATOR, Role.AUDITOR])),
    curated=st.frozensets(st.sampled_from(_IDS)),
    theirs=st.frozensets(st.sampled_from(_IDS)),
    regions=st.frozensets(st.sampled_from(["32.09", "32.74"])),
    is_personal=st.booleans(),
    is_own=st.booleans(),
)
def test_curators_decide_on_papers_of_their_galleries_but_never_on_those_of_people(
    *,
    roles: frozenset[Role],
    curated: frozenset,  # type: ignore[type-arg]  # of ids
    theirs: frozenset,  # type: ignore[type-arg]  # of ids
    regions: frozenset[str],
    is_personal: bool,
    is_own: bool,
) -> None:
    vendor_id = uuid4()
    actor = Actor(
        uuid4(),
        roles,
        vendor_ids=frozenset({vendor_id} if is_own else ()),
        curated_ids=curated,
        region_codes=regions,
    )
    may = can_verify(
        actor,
        vendor_id=vendor_id,
        region_code="32.09.36.2005",
        gallery_ids=theirs,
        is_personal=is_personal,
    )
    office = Role.DINAS in roles and "32.09" in regions
    curator = Role.CURATOR in roles and bool(curated & theirs) and not is_personal
    assert may == (not is_own and (Role.ADMIN in roles or office or curator))


def test_a_curator_of_the_vendors_gallery_verifies_what_tells_of_no_person(
    work: Work, vendor: Vendor
) -> None:
    a_document_type(work.session, "ktp", is_personal=True, has_badge=False)
    gallery, other = a_gallery(work.session), a_gallery(work.session, "mall-ukm")
    work.session.add(GalleryVendor(gallery_id=gallery.id, vendor_id=vendor.id))
    work.session.flush()
    document = sent(acting(work, vendor), vendor)
    personal = sent(acting(work, vendor), vendor, code="ktp")
    curator = acting(work, None, Role.CURATOR, curated_ids=frozenset({gallery.id}))
    stranger = acting(work, None, Role.CURATOR, curated_ids=frozenset({other.id}))
    assert [paper.id for paper in queries.waiting(curator)[0]] == [document.id]
    assert queries.waiting(stranger) == ([], 0)
    assert verifiers.verifier_name(curator, document) == f"Kurator {gallery.name}"
    for who, what in ((stranger, document), (curator, personal)):
        with pytest.raises(NotFound):
            queries.get_for_verifier(who, what.id)
        with pytest.raises(NotFound):
            verifying.verify(who, what, what.version, verifier="Kurator")
    verifying.verify(
        curator, document, document.version, verifier="Kurator", looked_on=date(2026, 11, 20)
    )
    (check,) = work.session.scalars(select(DocumentCheck)).all()
    assert (check.outcome, check.looked_on) == (CheckOutcome.VERIFIED, date(2026, 11, 20))
    assert [permit.looked_on for permit in permits_of_vendor(work, vendor.id)] == [check.looked_on]
    # Verified anew without a look at the register, perhaps under another number.
    wallet.add_files(acting(work, vendor), document, [a_prepared_file()])
    later = replace(curator, now=work.now + timedelta(hours=1))
    verifying.verify(later, document, document.version, verifier="Kurator")
    work.session.flush()
    assert [permit.looked_on for permit in permits_of_vendor(later, vendor.id)] == [None]


def test_equal_numbers_and_files_in_other_wallets_are_shown(work: Work, vendor: Vendor) -> None:
    there, near = a_vendor(work.session, region_code=vendor.region_code), a_vendor(work.session)
    document = sent(acting(work, vendor), vendor)
    twin = sent(acting(work, there), there)
    sent(acting(work, near), near, replace(DRAFT, number="9912210007923"))
    (found,) = comparing.twins(an_officer(work), document)
    assert (found.vendor, found.same) == (there.name, (comparing.Same.NUMBER,))
    assert found.document_id == twin.id
    same = a_prepared_file("satu berkas")
    wallet.add_files(acting(work, vendor), document, [same])
    wallet.add_files(acting(work, there), twin, [replace(same, id=uuid4(), key=uuid4().hex)])
    work.session.flush()
    (found,) = comparing.twins(an_officer(work), document)
    assert set(found.same) == {comparing.Same.NUMBER, comparing.Same.FILE}


def test_a_verifier_reads_what_a_paper_would_badge_and_what_other_papers_say(
    work: Work, vendor: Vendor
) -> None:
    snacks = a_category(work.session)
    held = a_product(work.session, vendor, snacks, name="Kerupuk melarat")
    a_product(work.session, vendor, a_category(work.session, "kain-lain"), name="Kain batik")
    a_document(work.session, vendor, holder_name="Budi Santoso")
    draft = replace(DRAFT, scope=Scope.PRODUCT_TYPES, category_ids=frozenset({snacks.id}))
    document = sent(acting(work, vendor), vendor, draft, "pirt")
    reach = comparing.reach(an_officer(work), document)
    assert (reach.names, reach.total, reach.of) == ((held.texts[0].name,), 1, 2)
    (other,) = comparing.other_papers(an_officer(work), document)
    assert other.holder is not None
    assert other.holder.likeness is Likeness.FAR


def test_what_speaks_for_products_is_never_sent_nor_verified_for_a_whole_business(
    work: Work, vendor: Vendor
) -> None:
    with pytest.raises(RuleBroken) as refused:
        sent(acting(work, vendor), vendor, DRAFT, "pirt")
    assert refused.value.field == "scope"
    snacks = a_category(work.session)
    draft = replace(DRAFT, scope=Scope.PRODUCT_TYPES, category_ids=frozenset({snacks.id}))
    document = sent(acting(work, vendor), vendor, draft, "pirt")
    document.scope = Scope.VENDOR
    work.session.flush()
    with pytest.raises(RuleBroken):
        verifying.verify(an_officer(work), document, document.version, verifier="Dinas")


def test_a_decree_is_not_verified_as_a_certificate(work: Work, vendor: Vendor) -> None:
    a_document_type(work.session, "halal")
    document = sent(acting(work, vendor), vendor, replace(DRAFT, number="KH123"), "halal")
    with pytest.raises(RuleBroken, match="KH"):
        verifying.verify(an_officer(work), document, document.version, verifier="Dinas")


def test_what_cannot_be_checked_now_comes_back_on_its_day_or_with_any_change(
    work: Work, vendor: Vendor
) -> None:
    document = sent(acting(work, vendor), vendor)
    office = an_officer(work)
    verifying.put_off(office, document, document.version, again_on=date(2026, 11, 25))
    wallet.add_files(office, document, [a_prepared_file()], purpose=FilePurpose.PROOF)
    work.session.flush()
    assert queries.waiting(office) == ([], 0)
    assert [day for _, day in queries.put_off(office)] == [date(2026, 11, 25)]
    later = Work(session=work.session, now=work.now + timedelta(days=3), actor=office.actor)
    assert queries.count_waiting(later) == 1
    wallet.add_files(acting(work, vendor), document, [a_prepared_file()])
    work.session.flush()
    assert queries.count_waiting(office) == 1


def test_proofs_of_a_verifier_are_limited(work: Work, vendor: Vendor) -> None:
    document = sent(acting(work, vendor), vendor)
    files = [a_prepared_file() for _ in range(MAX_PROOFS + 1)]
    wallet.add_files(an_officer(work), document, files[:-1], purpose=FilePurpose.PROOF)
    with pytest.raises(RuleBroken) as refused:
        wallet.add_files(an_officer(work), document, files[-1:], purpose=FilePurpose.PROOF)
    assert refused.value.field == "proof"


@pytest.fixture
def open_app(app: Flask) -> Flask:
    """The application, whose forms take posts without a token in this test."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


def test_a_pdf_is_read_page_by_page_each_look_noted_then_decided(
    open_app: Flask, session: Session, vendor: Vendor
) -> None:
    session.commit()
    owner = signed_in(
        open_app.test_client(), a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    )
    document = begun(owner, session, vendor)
    saved(owner, document, files=[(io.BytesIO(a_pdf(pages=8)), "nib.pdf")])
    session.rollback()
    address = f"/pengurus/izin/{document.id}"
    first, second = (
        signed_in(
            open_app.test_client(), a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
        )
        for _ in range(2)
    )
    # Neither a picture that nobody asked for, nor a look at the register that nobody told of.
    assert not re.search(r'data:image|name="looked_on"[^>]*value="[^"]', first.get(address).text)
    page = _look(first, address)
    assert page.count("data:image/jpeg") == 6
    assert "Halaman 6 dari 8" in page
    assert _look(first, address, dari="6").count("data:image/jpeg") == 2
    session.rollback()
    looks = select(AuditEntry).where(AuditEntry.action == OPENED)
    assert len(session.scalars(looks).all()) == 2
    assert "sedang membuka ini. Ibu/Bapak" in second.get(address).text
    seen = str(session.get_one(Document, document.id).version)
    for mistake in ({"version": "1"}, {"version": "1", "action": "later"}):
        wrong = first.post(address, data=mistake)
        assert wrong.status_code == 422
        assert _version_in(wrong.text) == "1"  # what was not told of is not taken as seen
    refusal = {"version": seen, "action": "refuse", "template": "unreadable", "reason": "Hal. 2."}
    assert first.post(address, data=refusal).status_code == 302
    late = second.post(address, data={**refusal, "reason": "Kata saya tetap di sini."})
    assert (late.status_code, _version_in(late.text)) == (422, str(int(seen) + 1))
    assert "Kata saya tetap di sini." in late.text
    session.rollback()
    stored = session.get_one(Document, document.id)
    assert stored.state is DocumentState.REJECTED
    assert stored.refusal.startswith("Fotonya tidak terbaca.")
    assert stored.refusal.endswith("Hal. 2.")


def _version_in(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    return found[1] if found else ""


def _look(officer: FlaskClient, address: str, **fields: str) -> str:
    return officer.post(f"{address}/lihat", data=fields).text
