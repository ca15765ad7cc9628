"""A badge is computed when it is shown: it goes the moment its paper no longer stands."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.db.work import Work
from catalog.legality import queries
from catalog.legality.rules import (
    DocumentFacts,
    DocumentState,
    Scope,
    Standing,
    earns_badge,
    is_valid,
    mask_number,
    standing,
)
from catalog.products.models import Product
from tests.factories.legality import a_document, a_document_type
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SOME_DAY = datetime(2026, 5, 12, tzinfo=UTC)


def key(product: Product) -> queries.ProductKey:
    return queries.ProductKey(product.id, product.vendor_id, product.category_id)


def labels(work: Work, product: Product) -> list[str]:
    return [label for _, label in queries.badges(work, [key(product)])[product.id]]


def facts(**values: object) -> DocumentFacts:
    given_facts: dict[str, object] = {
        "type_code": "halal",
        "state": DocumentState.VERIFIED,
        "scope": Scope.VENDOR,
        "number": "ID32110001333131122",
        "verified_number": "ID32110001333131122",
        "verified_at": SOME_DAY,
        "valid_until": None,
    } | values
    return DocumentFacts(**given_facts)  # type: ignore[arg-type]  # keywords by name


@given(
    st.sampled_from(DocumentState),
    st.none() | DAYS,
    DAYS,
    st.sampled_from(["ID32110001333131122", "another", None]),
)
def test_only_a_verified_unchanged_unexpired_paper_badges(
    state: DocumentState, valid_until: date | None, today: date, checked: str | None
) -> None:
    paper = facts(
        state=state,
        valid_until=valid_until,
        verified_number=checked,
    )
    stands = (
        state is DocumentState.VERIFIED
        and checked == paper.number
        and (valid_until is None or today <= valid_until)
    )
    assert earns_badge(paper, uuid4(), frozenset({uuid4()}), today) == stands
    assert (standing(paper, today) is Standing.VALID) == stands
    if valid_until is not None and today > valid_until:
        assert standing(paper, today) is Standing.GONE


@given(DAYS, DAYS)
def test_a_paper_never_comes_back_to_life(valid_until: date, today: date) -> None:
    paper = facts(valid_until=valid_until)
    if not is_valid(paper, today):
        assert not is_valid(paper, today + timedelta(days=1))


def test_the_badge_drops_at_midnight_in_cirebon(work: Work) -> None:
    product = a_product(work.session)
    a_document(work.session, product.vendor, valid_until=date(2026, 11, 22))
    work.now = datetime(2026, 11, 22, 16, 59, tzinfo=UTC)  # 23:59 WIB
    assert labels(work, product) == ["NIB"]
    work.now = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
    assert labels(work, product) == []
    assert queries.permits_of_product(work, key(product)) == []


def test_a_changed_number_loses_the_badge_and_waits_again(work: Work) -> None:
    product = a_product(work.session)
    paper = a_document(work.session, product.vendor)
    paper.number = "9120003481555"
    work.session.flush()
    assert labels(work, product) == []
    (permit,) = queries.permits_of_product(work, key(product))
    assert permit.standing is Standing.WAITING
    assert permit.number == ""
    assert permit.verified_by == ""


@pytest.mark.parametrize("state", [DocumentState.REJECTED, DocumentState.REPLACED])
def test_a_refused_paper_is_not_spoken_of(work: Work, state: DocumentState) -> None:
    product = a_product(work.session)
    a_document(work.session, product.vendor, state=state)
    assert labels(work, product) == []
    assert queries.permits_of_product(work, key(product)) == []
    assert queries.permits_of_vendor(work, product.vendor_id) == []


def test_a_paper_for_a_product_type_covers_its_branch_and_nothing_else(work: Work) -> None:
    session = work.session
    snacks = a_category(session, "camilan")
    crackers = a_category(session, "kerupuk", parent=snacks)
    batik = a_category(session, "batik")
    vendor = a_vendor(session)
    a_document(session, vendor, type_code="halal", categories=[snacks])
    cracker, cloth = a_product(session, vendor, crackers), a_product(session, vendor, batik)
    assert labels(work, cracker) == ["HALAL"]
    assert labels(work, cloth) == []


def test_a_paper_for_one_product_covers_only_it(work: Work) -> None:
    session = work.session
    first = a_product(session)
    second = a_product(session, first.vendor, first.category)
    a_document(session, first.vendor, type_code="pirt", products=[first])
    assert labels(work, first) == ["PIRT"]
    assert labels(work, second) == []


def test_another_vendors_paper_covers_nothing(work: Work) -> None:
    session = work.session
    mine, theirs = a_product(session), a_product(session)
    a_document(session, theirs.vendor, type_code="pirt", products=[mine])
    assert labels(work, mine) == []


def test_badges_of_many_products_take_one_statement(work: Work) -> None:
    session = work.session
    products = [a_product(session) for _ in range(12)]
    for product in products:
        a_document(session, product.vendor)
        a_document(session, product.vendor, type_code="halal", products=[product])
    queries.badges(work, [key(products[0])])  # the category tree is kept from here on
    with count_statements() as seen:
        found = queries.badges(work, [key(product) for product in products])
    assert len(seen) == 1
    assert all(len(earned) == 2 for earned in found.values())


def test_a_private_number_is_masked_and_a_public_one_is_not(work: Work) -> None:
    product = a_product(work.session)
    a_document(work.session, product.vendor, number="1112210007923")
    (private,) = queries.permits_of_product(work, key(product))
    assert "1221000" not in private.number
    a_document_type(work.session, is_number_public=True)
    (public,) = queries.permits_of_product(work, key(product))
    assert public.number == "1112210007923"


@given(st.text("0123456789ABC-/", max_size=60))
def test_a_masked_number_shows_at_most_a_third_of_it(number: str) -> None:
    masked = mask_number(number)
    assert len(masked) == len(number)
    assert len(masked.replace("•", "")) <= len(number) / 3


def test_a_long_number_can_still_be_told_from_another() -> None:
    assert mask_number("ID32110001234560921") == "ID••••••••••••••921"
    assert mask_number("1234567") == "1•••••7"


def test_a_type_without_a_badge_is_only_listed(work: Work) -> None:
    product = a_product(work.session)
    a_document_type(work.session, "sku", has_badge=False)
    a_document(work.session, product.vendor, type_code="sku")
    assert labels(work, product) == []
    assert [p.code for p in queries.permits_of_product(work, key(product))] == ["sku"]
