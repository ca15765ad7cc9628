"""What vendors do with their papers, and what becomes of badges."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.vault import Vault
from catalog.legality.models import Document, DocumentFile
from catalog.legality.queries import wallet as queries
from catalog.legality.rules import DocumentState, PaperState, Scope
from catalog.legality.rules.wallet import CHANGED, masked, shown_state
from catalog.legality.services import verifying, wallet
from catalog.legality.services.wallet import NotSendable
from catalog.media.store import LocalStore
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document, a_document_type
from tests.factories.papers import a_prepared_file, some_files
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.legality.wallets import DRAFT, NIB, acting, an_officer, badges_of, sent, verified


def test_a_paper_that_was_begun_and_left_is_taken_up_again(work: Work, vendor: Vendor) -> None:
    first = wallet.begin(work, vendor.id, "nib")
    assert wallet.begin(work, vendor.id, "nib") is first
    assert wallet.begin(work, a_vendor(work.session).id, "nib") is not first
    with pytest.raises(NotFound):
        wallet.begin(work, vendor.id, "none-such")


def test_a_draft_may_be_half_empty_but_what_is_sent_may_not(work: Work, vendor: Vendor) -> None:
    document = wallet.begin(work, vendor.id, "nib")
    empty = replace(DRAFT, number="", is_open_ended=False)
    assert wallet.save(work, document, replace(empty, holder_name="S"), 1, is_sending=False)
    assert document.state is DocumentState.DRAFT
    with pytest.raises(NotSendable) as refused:
        wallet.save(work, document, empty, document.version, is_sending=True)
    assert [problem.field for problem in refused.value.problems] == [
        "number",
        "valid_until",
        "files",
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"issued_on": date(2027, 1, 1)}, "issued_on"),
        ({"valid_until": date(2025, 1, 1)}, "valid_until"),
        ({"valid_until": date(2026, 11, 21), "issued_on": None}, "valid_until"),
        ({"scope": Scope.PRODUCT_TYPES}, "categories"),
        ({"scope": Scope.PRODUCTS}, "products"),
    ],
)
def test_what_cannot_be_true_is_told_at_its_field(
    work: Work, vendor: Vendor, change: dict[str, object], field: str
) -> None:
    document = wallet.begin(work, vendor.id, "nib")
    wallet.add_files(work, document, [a_prepared_file()])
    draft = replace(DRAFT, **change)  # type: ignore[arg-type]  # a value per name
    with pytest.raises(NotSendable) as refused:
        wallet.save(work, document, draft, document.version, is_sending=True)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_sent_paper_waits_and_a_verified_one_earns_its_badge(work: Work, vendor: Vendor) -> None:
    document = sent(acting(work, vendor), vendor)
    assert document.state is DocumentState.PENDING
    assert badges_of(work, vendor) == []
    verifying.verify(an_officer(work), document, document.version, verifier="Dinas")
    assert badges_of(work, vendor) == ["nib"]


@pytest.mark.parametrize(
    "change",
    [
        {"number": "1112210007999"},
        {"holder_name": "Aminah"},
        {"issued_on": date(2026, 2, 5)},
        {"valid_until": date(2030, 1, 1)},
    ],
)
def test_any_change_of_a_verified_paper_drops_its_badge_at_once(
    work: Work, vendor: Vendor, change: dict[str, object]
) -> None:
    document = verified(work, vendor)
    draft = replace(DRAFT, **change)  # type: ignore[arg-type]  # a value per name
    wallet.save(acting(work, vendor), document, draft, document.version, is_sending=False)
    assert document.state is DocumentState.PENDING
    assert badges_of(work, vendor) == []


def test_another_scope_drops_the_badge(work: Work, vendor: Vendor) -> None:
    product = a_product(work.session, vendor)
    document = verified(work, vendor)
    draft = replace(DRAFT, scope=Scope.PRODUCTS, product_ids=frozenset({product.id}))
    wallet.save(acting(work, vendor), document, draft, document.version, is_sending=True)
    assert document.state is DocumentState.PENDING
    assert [link.product_id for link in document.products] == [product.id]


def test_another_file_drops_the_badge_and_so_does_one_less(
    work: Work, vendor: Vendor, store: LocalStore
) -> None:
    document = verified(work, vendor)
    wallet.add_files(acting(work, vendor), document, [a_prepared_file()])
    assert (badges_of(work, vendor), document.state) == ([], DocumentState.PENDING)
    verifying.verify(an_officer(work), document, document.version, verifier="Dinas")
    assert badges_of(work, vendor) == ["nib"]
    wallet.remove_file(acting(work, vendor), document, document.files[0].id, store=store)
    assert (badges_of(work, vendor), document.state) == ([], DocumentState.PENDING)


def test_a_badge_needs_the_files_that_the_verifier_saw(work: Work, vendor: Vendor) -> None:
    document = verified(work, vendor)
    document.files_digest = "0" * 64  # whatever wrote past the services
    assert badges_of(work, vendor) == []


def test_saving_without_a_change_keeps_the_badge(work: Work, vendor: Vendor) -> None:
    document = verified(work, vendor)
    actor = acting(work, vendor)
    assert not wallet.save(actor, document, DRAFT, document.version, is_sending=True)
    assert badges_of(work, vendor) == ["nib"]


def test_of_two_who_edit_the_later_one_is_told(work: Work, vendor: Vendor) -> None:
    document = wallet.begin(work, vendor.id, "nib")
    seen = document.version
    wallet.save(work, document, replace(DRAFT, holder_name="A"), seen, is_sending=False)
    with pytest.raises(RuleBroken) as refused:
        wallet.save(work, document, replace(DRAFT, holder_name="B"), seen, is_sending=False)
    assert refused.value.message == CHANGED
    assert document.holder_name == "A"


def test_a_paper_has_at_most_five_files(work: Work, vendor: Vendor) -> None:
    document = wallet.begin(work, vendor.id, "nib")
    wallet.add_files(work, document, some_files(5))
    with pytest.raises(RuleBroken) as refused:
        wallet.add_files(work, document, [a_prepared_file()])
    assert refused.value.field == "files"
    assert wallet.add_files(work, document, some_files(5)) == 0  # a retry of the same


def test_a_personal_number_is_sealed_and_shown_by_its_end(work: Work, vendor: Vendor) -> None:
    a_document_type(work.session, "ktp", is_personal=True, has_badge=False)
    document = sent(work, vendor, replace(DRAFT, number="3209360101800001"), "ktp")
    assert document.number == "••••••••••••0001"
    assert b"3209" not in (document.number_sealed or b"")
    assert queries.number_of(work, document) == "3209360101800001"
    other = Work(session=work.session, now=work.now, vault=Vault([b"x" * 32]))
    with pytest.raises(Exception, match="key"):
        queries.number_of(other, document)
    kept = replace(DRAFT, number=None)
    assert not wallet.save(work, document, kept, document.version, is_sending=True)
    assert queries.number_of(work, document) == "3209360101800001"
    entries = work.session.scalars(select(AuditEntry)).all()
    assert "3209360101800001" not in str([(entry.before, entry.after) for entry in entries])


def test_the_history_names_what_changed_and_never_to_what(work: Work, vendor: Vendor) -> None:
    document = verified(work, vendor)
    draft = replace(DRAFT, number="1112210007999", holder_name="Aminah")
    wallet.save(acting(work, vendor), document, draft, document.version, is_sending=True)
    work.session.flush()
    steps = queries.history(work, document.id)
    assert [step.kind for step in steps] == ["sent", "verified", "sent", "file_added", "started"]
    assert steps[0].fields == ("number", "holder_name")
    assert [step.is_officer for step in steps] == [False, True, False, False, False]
    assert "1112210007999" not in str(steps)
    actions = set(work.session.scalars(select(AuditEntry.action)))
    assert {"legality.started", "legality.sent", "legality.verified"} <= actions


def test_only_a_draft_is_thrown_away_with_its_files(
    work: Work, vendor: Vendor, store: LocalStore
) -> None:
    document = wallet.begin(work, vendor.id, "nib")
    wallet.add_files(work, document, some_files(2))
    wallet.discard(work, document, document.version, store=store)
    work.session.flush()
    assert work.session.scalars(select(Document)).all() == []
    assert work.session.scalars(select(DocumentFile)).all() == []
    waiting = sent(work, vendor)
    with pytest.raises(RuleBroken):
        wallet.discard(work, waiting, waiting.version, store=store)


def test_the_wallet_lists_papers_with_what_people_say_of_them(work: Work, vendor: Vendor) -> None:
    session = work.session
    a_document(session, vendor, valid_until=date(2026, 11, 21))
    a_document(session, vendor, type_code="pirt", categories=[a_category(session)])
    wallet.begin(work, vendor.id, "nib")
    papers = queries.list_papers(work, vendor.id)
    assert [paper.state for paper in papers] == [
        PaperState.DRAFT,
        PaperState.EXPIRED,
        PaperState.VERIFIED,
    ]
    assert papers[1].number == "11•••••••••23"[:2] + papers[1].number[2:]
    assert NIB not in papers[1].number


def test_states_as_people_speak_of_them() -> None:
    today = date(2026, 11, 22)
    yesterday = today - timedelta(days=1)
    assert shown_state(DocumentState.VERIFIED, today, today) is PaperState.VERIFIED
    assert shown_state(DocumentState.VERIFIED, yesterday, today) is PaperState.EXPIRED
    assert shown_state(DocumentState.PENDING, yesterday, today) is PaperState.EXPIRED
    assert shown_state(DocumentState.REPLACED, yesterday, today) is PaperState.REPLACED
    assert (masked("3209360101800001"), masked("1234")) == ("••••••••••••0001", "••••")
