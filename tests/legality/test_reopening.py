"""A changed recipe: which papers stop to speak for which product, and how they speak again."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import LocalText
from catalog.legality import queries
from catalog.legality.models import Document, DocumentConfirmation, DocumentReopening
from catalog.legality.queries import reopenings
from catalog.legality.queries.papers import papers_of
from catalog.legality.rules import (
    DocumentFacts,
    DocumentState,
    Scope,
    Standing,
    earns_badge,
    standing,
)
from catalog.legality.rules.reopening import (
    Alteration,
    ReopenReason,
    is_at_stake,
    joined,
    reason_of,
)
from catalog.legality.rules.requirements import Facts, Level, Rule, State, assess
from catalog.legality.services import confirming, reopening, verifying, wallet
from catalog.notices.models import NoticeRow
from catalog.products.models import Product
from catalog.search.outbox import SearchMark
from tests.conftest import NOW
from tests.factories.legality import a_document
from tests.factories.people import a_person
from tests.factories.products import a_product
from tests.legality.wallets import acting, an_officer

INGREDIENTS = Alteration("composition", "tepung, udang", "tepung, udang, gelatin")
NEW_FLAVOUR = Alteration("variants", "Asli", "Asli, Keju")
TODAY = NOW.date()


@pytest.fixture
def product(session: Session) -> Product:
    """A cracker that a halal certificate speaks for, as for its whole kind."""
    product = a_product(session, name="Kerupuk udang")
    a_document(
        session, product.vendor, type_code="halal", categories=[product.category]
    ).type.label = "Halal"
    session.flush()
    return product


@pytest.fixture
def owner(session: Session, product: Product) -> Person:
    """Whoever hears what becomes of the papers."""
    return a_person(session, GrantSpec(Role.VENDOR, vendor_id=product.vendor_id))


def _key(product: Product) -> queries.ProductKey:
    return queries.ProductKey(product.id, product.vendor_id, product.category_id)


def _badges(work: Work, product: Product) -> list[str]:
    work.session.flush()
    return [code for code, _ in queries.badges(work, [_key(product)])[product.id]]


def _reopened(work: Work, product: Product, *what: Alteration) -> DocumentReopening:
    reopening.reopen(work, _key(product), "Kerupuk udang", what or [INGREDIENTS])
    mine = DocumentReopening.product_id == product.id
    return work.session.scalars(select(DocumentReopening).where(mine)).one()


def _told(work: Work, person: Person) -> list[str]:
    work.session.flush()
    mine = select(NoticeRow.kind).where(NoticeRow.person_id == person.id)
    return sorted(work.session.scalars(mine))


def _facts(**values: object) -> DocumentFacts:
    given: dict[str, object] = {
        "type_code": "halal",
        "state": DocumentState.VERIFIED,
        "scope": Scope.VENDOR,
        "number": "ID1",
        "verified_number": "ID1",
        "verified_at": NOW,
        "valid_until": None,
    } | values
    return DocumentFacts(**given)  # type: ignore[arg-type]  # keywords by name


def test_a_reopened_product_earns_no_badge_and_all_others_do() -> None:
    changed, other = uuid4(), uuid4()
    paper = _facts(reopened_ids=frozenset({changed}))
    assert not earns_badge(paper, changed, frozenset(), TODAY)
    assert earns_badge(paper, other, frozenset(), TODAY)
    assert standing(paper, TODAY, changed) is Standing.WAITING
    assert standing(paper, TODAY) is Standing.VALID


def test_only_papers_about_recipes_are_at_stake() -> None:
    product_id = uuid4()
    assert is_at_stake(_facts(), product_id, frozenset(), TODAY)
    assert not is_at_stake(_facts(type_code="pirt"), product_id, frozenset(), TODAY)
    assert not is_at_stake(_facts(state=DocumentState.PENDING), product_id, frozenset(), TODAY)


def test_a_requirement_waits_while_its_paper_is_looked_at_again() -> None:
    changed = uuid4()
    rule = Rule(
        "halal", LocalText(id="Halal"), Level.BLOCKING, "S", type_codes=frozenset({"halal"})
    )
    paper = _facts(reopened_ids=frozenset({changed}))
    states = [
        assess([rule], Facts(papers=[paper], product_id=each), TODAY).items[0].state
        for each in (changed, uuid4())
    ]
    assert states == [State.WAITING, State.DONE]


def test_the_officer_reads_the_first_words_and_the_newest() -> None:
    more = Alteration("composition", INGREDIENTS.after, "tepung, udang, keju")
    assert joined(joined((), [INGREDIENTS]), [more, NEW_FLAVOUR]) == [
        {"part": "composition", "before": "tepung, udang", "after": "tepung, udang, keju"},
        {"part": "variants", "before": "Asli", "after": "Asli, Keju"},
    ]
    assert reason_of([NEW_FLAVOUR]) is ReopenReason.VARIANTS
    assert reason_of([NEW_FLAVOUR, INGREDIENTS]) is ReopenReason.COMPOSITION


def test_the_badge_goes_from_one_product_and_the_paper_stays(
    work: Work, product: Product, owner: Person
) -> None:
    other = a_product(work.session, product.vendor, product.category)
    row = _reopened(work, product)
    assert (_badges(work, product), _badges(work, other)) == ([], ["halal"])
    (permit,) = queries.permits_of_product(work, _key(product))
    assert (permit.standing, permit.number) == (Standing.WAITING, "")
    assert queries.permits_of_product(work, _key(other))[0].standing is Standing.VALID
    assert queries.permits_of_vendor(work, product.vendor_id)[0].standing is Standing.VALID
    assert work.session.get_one(Document, row.document_id).state is DocumentState.VERIFIED
    (paper,) = papers_of(work.session, [product.vendor_id])[product.vendor_id]
    assert paper.reopened_ids == {product.id}
    assert _told(work, owner) == ["legality.reopened"]


def test_other_papers_keep_speaking_for_it(work: Work, product: Product) -> None:
    a_document(work.session, product.vendor, type_code="nib")
    _reopened(work, product)
    assert _badges(work, product) == ["nib"]


def test_a_paper_that_does_not_speak_for_the_product_is_left_alone(work: Work) -> None:
    first = a_product(work.session)
    second = a_product(work.session, first.vendor)
    a_document(work.session, first.vendor, type_code="halal", products=[first])
    assert reopening.reopen(work, _key(second), "Lain", [INGREDIENTS]) == 0
    assert _badges(work, first) == ["halal"]


def test_a_second_change_adds_to_what_waits_and_tells_once(
    work: Work, product: Product, owner: Person
) -> None:
    _reopened(work, product, NEW_FLAVOUR)
    row = _reopened(work, product, INGREDIENTS)
    assert (row.version, row.reason) == (2, ReopenReason.COMPOSITION)
    assert [each["part"] for each in row.changes] == ["variants", "composition"]
    assert _told(work, owner) == ["legality.reopened"]


def test_an_officer_lets_the_paper_speak_again(work: Work, product: Product, owner: Person) -> None:
    row = _reopened(work, product)
    marks = select(SearchMark.seq).where(SearchMark.target_id == product.id)
    before = len(work.session.scalars(marks).all())
    reopening.accept(an_officer(work), row.id, row.version)
    assert _badges(work, product) == ["halal"]
    assert len(work.session.scalars(marks).all()) > before
    assert _told(work, owner) == ["legality.reopened", "legality.reopening_accepted"]
    with pytest.raises(RuleBroken):
        reopening.accept(an_officer(work), row.id, row.version)


def test_an_officer_decides_about_what_they_saw(work: Work, product: Product) -> None:
    seen = _reopened(work, product, NEW_FLAVOUR).version
    row = _reopened(work, product, INGREDIENTS)
    with pytest.raises(RuleBroken):
        reopening.accept(an_officer(work), row.id, seen)
    assert _badges(work, product) == []


def test_asking_for_an_update_leaves_the_product_without_the_badge(
    work: Work, product: Product, owner: Person
) -> None:
    row = _reopened(work, product)
    with pytest.raises(RuleBroken) as refused:
        reopening.ask_update(an_officer(work), row.id, row.version, message=" ")
    assert refused.value.field == "message"
    reopening.ask_update(an_officer(work), row.id, row.version, message="Daftarkan gelatinnya.")
    assert _badges(work, product) == []
    (found,) = reopenings.to_look_at(an_officer(work))
    assert found.asked == "Daftarkan gelatinnya."
    assert "legality.reopening_asked" in _told(work, owner)


def test_nobody_looks_again_at_their_own_business(work: Work, product: Product) -> None:
    row = _reopened(work, product)
    own = acting(work, product.vendor, Role.VENDOR, Role.ADMIN)
    assert reopenings.to_look_at(own) == []
    assert reopenings.count_reopened(own) == 0
    with pytest.raises(NotFound):
        reopening.accept(own, row.id, row.version)


def test_verifying_the_paper_anew_settles_all(work: Work, product: Product) -> None:
    row = _reopened(work, product)
    document = work.session.get_one(Document, row.document_id)
    document.state = DocumentState.PENDING
    work.session.flush()
    verifying.verify(an_officer(work), document, document.version, verifier="Dinas")
    assert _badges(work, product) == ["halal"]
    assert reopenings.count_reopened(an_officer(work)) == 0


def test_the_renewed_paper_takes_over(work: Work, product: Product) -> None:
    row = _reopened(work, product)
    old = work.session.get_one(Document, row.document_id)
    new = wallet.begin(acting(work, product.vendor), old.vendor_id, "halal", replaces=old)
    new.number, new.state = "ID32110001333131122", DocumentState.PENDING
    work.session.flush()
    verifying.verify(an_officer(work), new, new.version, verifier="Dinas")
    assert old.state is DocumentState.REPLACED
    assert _badges(work, product) == ["halal"]
    assert reopenings.count_reopened(an_officer(work)) == 0


def _on(work: Work, moment: datetime) -> Work:
    return Work(session=work.session, now=moment, vault=work.vault)


def test_the_yearly_question_is_asked_once_and_answered_with_one_tap(
    work: Work, product: Product, owner: Person
) -> None:
    document = reopenings.papers_at_stake(work, _key(product))[0]
    document.verified_at = verified = datetime(2026, 5, 12, 2, tzinfo=UTC)
    day = timedelta(days=1)
    asked = [confirming.ask(_on(work, verified + n * day)) for n in (364, 365, 366, 380, 396, 731)]
    assert asked == [0, 1, 0, 0, 0, 0]
    assert _told(work, owner) == ["legality.confirm.due"]
    assert reopenings.asked_papers(work, product.vendor_id) == [document.id]
    officer = an_officer(work)
    officer.now = verified + 394 * day
    assert reopenings.unanswered(officer) == []
    officer.now = verified + 395 * day
    assert [each.document_id for each in reopenings.unanswered(officer)] == [document.id]
    assert _badges(_on(work, officer.now), product) == ["halal"]
    assert confirming.confirm(_on(work, officer.now), document)
    assert not confirming.confirm(_on(work, officer.now), document)
    assert reopenings.unanswered(officer) == []
    assert confirming.ask(_on(work, officer.now + 364 * day)) == 0
    assert confirming.ask(_on(work, officer.now + 365 * day)) == 1


def test_verifying_a_paper_anew_answers_the_question(work: Work, product: Product) -> None:
    document = reopenings.papers_at_stake(work, _key(product))[0]
    document.verified_at = NOW - timedelta(days=400)
    assert confirming.ask(work) == 1
    document.state = DocumentState.PENDING
    work.session.flush()
    assert reopenings.question_of(work, document.id) is None
    verifying.verify(an_officer(work), document, document.version, verifier="Dinas")
    assert work.session.scalars(select(DocumentConfirmation)).one().answered_at == NOW
    assert reopenings.question_of(work, document.id) is None
    assert confirming.ask(_on(work, NOW + timedelta(days=365))) == 1
