"""Whatever a page shows marks its change: an unmarked table leaves old pages in the cache."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.base import Base
from catalog.kernel.text import LocalText
from catalog.legality.models import Document, DocumentCategory, DocumentProduct
from catalog.products.models import ProductSlug
from catalog.search.outbox import ALL, Searchable, SearchMark
from catalog.taxonomy.models import HsCode, Market, Term, TermSynonym, Unit
from catalog.taxonomy.rules import TermKind
from catalog.vendors.models import Exhibition, VendorSlug, VendorText
from tests.factories.legality import a_document, a_document_type
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor

UNMARKED = {
    "assignment": "only read at the desk",
    "assessment": "only read at the desk and in the vendor's rooms; grades are on the product",
    "audit_entry": "read at the desk; passports tell of moves that mark their product",
    "cross_listing": "only read at the desk; what is accepted writes marked rows",
    "data_export": "only read in the vendor's rooms",
    "english_check": "only read at the desk",
    "english_draft": "only read at the desk",
    "glossary_entry": "only read at the desk",
    "document_check": "written with the decision, which marks its document",
    "document_confirmation": "only read in the wallet and at the desk",
    "document_event": "written with a change that marks its document",
    "document_file": "private: its document marks itself when files come and go",
    "document_reminder": "only notes what was sent",
    "lead": "only counted",
    "visit_count": "only counted",
    "bulk_item": "only read in the vendor's rooms",
    "bulk_run": "only read in the vendor's rooms",
    "catalogue_file": "only read at the desk and in the vendor's rooms; a release marks itself",
    "change_photo": "only read at the desk",
    "proposal": "only read at the desk",
    "proposal_swap": "only read at the desk",
    "product_sku": "only read in the vendor's rooms",
    "export_turn": "only read at the desk and in the vendor's rooms",
    "hold": "only read at the desk",
    "grade_decision": "as assessment",
    "incident": "only read in rooms; products are withdrawn themselves",
    "incident_action": "as incident",
    "incident_product": "as incident",
    "incident_task": "only read at the desk",
    "image": "shown through rows that mark themselves; who moves a focal point marks those",
    "job": "only read at the desk",
    "limit_hit": "only counted",
    "note_template": "only read at the desk; a note keeps the words it was written with",
    "one_time_code": "read when it is redeemed",
    "notice": "read by one person, on a page that nothing keeps",
    "notice_settings": "as above",
    "origin_evidence": "only read at the desk and in the vendor's rooms",
    "outgoing_mail": "on no page",
    "person": "no public page names who signs in",
    "pirt_food": "only read in rooms behind sign-in",
    "rating": "as assessment",
    "rating_line": "as assessment",
    "region": "a release of the government's list, loaded as a whole",
    "region_alias": "spellings for imports, on no page",
    "requirement": "only read in rooms behind sign-in",
    "requirement_set": "only read in rooms behind sign-in",
    "role_grant": "only read at the desk",
    "rubric": "only read in rooms behind sign-in",
    "rubric_criterion": "as rubric",
    "schedule_run": "only read at the desk",
    "search_mark": "the marks themselves",
    "search_miss": "only read at the desk",
    "showcase_draft": "only read in the builder; publishing writes marked rows",
    "showcase_photo": "only read in the builder",
    "showcase_version": "only read in the builder",
    "sign_in_session": "read with every request that has one",
    "registration": "a person's own draft, on no public page",
    "vendor_application": "a wish to be taken in: only read at the desk",
    "vendor_claim": "only read at the desk",
    "vendor_closing": "only read in the vendor's rooms; what it changes marks the vendor",
    "vendor_consent": "only read in the vendor's rooms and at the desk",
    "vendor_contact": "private: on no public page, in no index",
    "vendor_fact": "where values come from: only read at the desk",
    "vendor_list": "lists that offices send up, sealed",
    "vendor_number": "only read by imports",
    "vendor_on_behalf": "only read in the vendor's rooms",
    "vendor_registry": "only read at the desk",
    "change_request": "only read in vendors' rooms and at the desk; applying it writes marked rows",
    "product_edit": "the editor's own memory, on no public page",
    "product_grace": "only read at the desk",
    "review_note": "only read in vendors' rooms and at the desk",
    "showcase_absence": "only read at the desk",
    "showcase_comment": "only read at the desk",
    "showcase_preview": "only read at the desk; what is read through it is kept nowhere",
    "review_round": "only read in vendors' rooms and at the desk",
    "review_seen": "only read at the desk",
    "review_seen_photo": "only read at the desk",
    "review_setting": "only read at the desk",
}
Marks = set[tuple[str, UUID]]


def test_every_table_marks_its_changes_or_says_why_not() -> None:
    unmarked = {
        mapper.local_table.description
        for mapper in Base.registry.mappers
        if not issubclass(mapper.class_, Searchable)
    }
    assert unmarked == set(UNMARKED)


def _text(words: str) -> LocalText:
    return LocalText(id=words)


@contextmanager
def _marks(session: Session) -> Iterator[Marks]:
    """Give a set that holds, afterwards, what was marked within."""
    session.flush()
    known = set(session.scalars(select(SearchMark.seq)))
    made: Marks = set()
    yield made
    session.flush()
    rows = select(SearchMark.kind, SearchMark.target_id).where(SearchMark.seq.not_in(known))
    made.update((row.kind, row.target_id) for row in session.execute(rows))


VENDOR_ROWS: dict[str, Callable[[UUID], Base]] = {
    "text": lambda key: VendorText(vendor_id=key, language="id", tagline="Sogan tua"),
    "exhibition": lambda key: Exhibition(vendor_id=key, name="Inacraft", place="JCC", year=2025),
    "old address": lambda key: VendorSlug(vendor_id=key, slug="batik-lama"),
}


@pytest.mark.parametrize("kind", VENDOR_ROWS)
def test_what_belongs_to_a_vendor_marks_the_vendor(session: Session, kind: str) -> None:
    vendor = a_vendor(session)
    row = VENDOR_ROWS[kind](vendor.id)
    with _marks(session) as added:
        session.add(row)
    with _marks(session) as removed:
        session.delete(row)
    assert added == removed == {("vendor", vendor.id)}


def test_an_old_address_marks_its_product(session: Session) -> None:
    product = a_product(session)
    with _marks(session) as made:
        session.add(ProductSlug(product_id=product.id, slug="kain-lama"))
    assert made == {("product", product.id)}


def test_what_a_paper_covers_marks_its_vendor(session: Session) -> None:
    product, category = a_product(session), a_category(session, "batik")
    document = a_document(session, product.vendor)
    vendor_id = document.vendor_id
    links = [
        DocumentProduct(document_id=document.id, product_id=product.id),
        DocumentCategory(document_id=document.id, category_id=category.id),
    ]
    for link in links:
        with _marks(session) as added:
            session.add(link)
        assert added == {("vendor", vendor_id)}
    with _marks(session) as removed:
        session.delete(links[0])
    assert removed == {("vendor", vendor_id)}


def test_a_paper_goes_with_all_that_it_covers(session: Session) -> None:
    product = a_product(session)
    document = a_document(session, product.vendor, products=[product])
    with _marks(session) as made:
        session.delete(document)
    assert made == {("vendor", product.vendor_id)}
    assert not session.scalars(select(Document)).all()


def test_a_paper_that_earns_no_badge_any_more_marks_every_vendor(session: Session) -> None:
    kind = a_document_type(session)
    session.expire_all()
    with _marks(session) as renamed:
        kind.label = "Nomor"
    with _marks(session) as made:
        kind.has_badge = False
    assert renamed == {("page", ALL)}
    assert made == {("page", ALL), ("vendor", ALL)}


@pytest.mark.parametrize(
    "row",
    [
        Unit(code="kodi", name=_text("kodi"), symbol="kodi", dimension="count", factor=20),
        Market(code="ZZ", name=_text("Entah")),
        HsCode(code="999999", title=_text("Entah")),
    ],
    ids=["unit", "market", "hs code"],
)
def test_words_that_many_pages_use_mark_all_pages(session: Session, row: Base) -> None:
    with _marks(session) as made:
        session.add(row)
    assert made == {("page", ALL)}


def test_another_word_for_a_term_marks_the_term(session: Session) -> None:
    term = Term(kind=TermKind.MOTIF, slug="awan", name=_text("Awan"))
    session.add(term)
    with _marks(session) as made:
        session.add(TermSynonym(term=term, text="mega"))
    assert ("page", term.id) in made
