"""Confirmations and rules: who may, what they turn, and two at once."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.export.models import ExportConfirmation, ExportRule
from catalog.export.queries import verdicts, verdicts_by_market
from catalog.export.queries.book import rule_of
from catalog.export.queries.rules import find_active, impact
from catalog.export.rules import Fact, RuleState, Severity, Standing
from catalog.export.services import confirming, load_rules
from catalog.export.services import rules as rule_services
from catalog.export.services.confirming import Evidence
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import Forbidden, NotFound, RuleBroken
from catalog.products.models import Product
from tests.export.conftest import a_craft
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.statements import count_statements

pytestmark = pytest.mark.stocked
UNTIL = date(2027, 6, 30)
ADMIN = Actor(user_id=uuid4(), roles=frozenset({Role.ADMIN}))
SEEN = Evidence("Dilihat di galeri, foto di berkas.", UNTIL)


@pytest.fixture
def office(work: Work) -> Work:
    """An administrator's unit of work."""
    return replace(work, actor=ADMIN)


def test_only_an_officer_confirms_and_a_claim_waits(office: Work) -> None:
    session = office.session
    product = a_craft(session)
    owner = replace(
        office, actor=Actor(uuid4(), frozenset({Role.VENDOR}), frozenset({product.vendor_id}))
    )
    confirming.claim(owner, product, Fact.PACKAGE_PAPERS, "US", "Surat pemasok karton")
    waiting = verdicts(office, [product.id], "US")[product.id]
    assert [(gap.key, gap.is_waiting) for gap in waiting.gaps] == [("us-package", True)]
    with pytest.raises(RuleBroken):  # once is enough
        confirming.claim(owner, product, Fact.PACKAGE_PAPERS, "US", "")
    with pytest.raises(NotFound):
        confirming.confirm(owner, product, Fact.PACKAGE_PAPERS, "US", SEEN)
    with pytest.raises(RuleBroken):  # computed: nobody declares it
        confirming.confirm(office, product, Fact.NIB, "US", SEEN)
    for wrong in (
        Evidence("", UNTIL),
        Evidence(SEEN.text, None),
        Evidence(SEEN.text, date(2020, 1, 1)),
    ):
        with pytest.raises(RuleBroken):
            confirming.confirm(office, product, Fact.PACKAGE_PAPERS, "US", wrong)
    confirming.confirm(office, product, Fact.PACKAGE_PAPERS, "US", SEEN)
    ready = verdicts(office, [product.id], "US")[product.id]
    assert ready.standing is Standing.READY
    assert verdicts(office, [product.id], "EU")[product.id].standing is Standing.GAPS
    row = session.scalars(
        select(ExportConfirmation).where(ExportConfirmation.state == "confirmed")
    ).one()
    assert row.claim == "Surat pemasok karton"
    confirming.refuse(office, product, row.id, "Karton lain yang dipakai")
    assert verdicts(office, [product.id], "US")[product.id].standing is Standing.GAPS
    with pytest.raises(RuleBroken):  # somebody was faster
        confirming.refuse(office, product, row.id, "Sekali lagi")
    trail = set(session.scalars(select(AuditEntry.action)))
    assert {"export.claim", "export.confirm", "export.take_back"} <= trail


def test_a_confirmation_ends_with_its_day(office: Work) -> None:
    product = a_craft(office.session)
    confirming.confirm(
        office, product, Fact.PACKAGE_PAPERS, "US", replace(SEEN, valid_until=date(2026, 12, 1))
    )
    assert verdicts(office, [product.id], "US")[product.id].valid_until == date(2026, 12, 1)
    later = replace(office, now=office.now + timedelta(days=10))
    assert verdicts(later, [product.id], "US")[product.id].standing is Standing.GAPS


def test_food_needs_its_permit_its_halal_paper_and_a_body_that_the_market_knows(
    office: Work,
) -> None:
    session = office.session
    product = a_product(session, category=a_category(session, "kerupuk-udang"), hs_code="190590")
    keys = {gap.key for gap in verdicts(office, [product.id], "SA")[product.id].blockers}
    assert {"nib", "permits", "capacity", "english", "sa-halal"} <= keys
    there = {gap.key for gap in verdicts(office, [product.id], "MY")[product.id].blockers}
    assert "my-halal" not in there  # general knowledge does not block


def test_a_draft_turns_nothing_before_it_is_in_force(office: Work) -> None:
    session = office.session
    product = a_craft(session)
    active = find_active(office, "merek")
    assert active is not None
    draft = rule_services.start(office, active)
    assert rule_services.start(office, active) is draft
    wanted = replace(rule_of(draft), severity=Severity.GAP, fact=Fact.QUALITY)
    rule_services.save(office, draft, wanted, draft.revision)
    seen = impact(office, "merek", rule_of(draft))
    assert (seen.products, [one.product_id for one in seen.named]) == (1, [product.id])
    assert set(seen.named[0].market_codes) == {"SG", "MY", "AE", "SA", "QA", "HK", "TW"}
    assert verdicts(office, [product.id], "MY")[product.id].is_ready
    stale = draft.revision - 1
    with pytest.raises(RuleBroken):
        rule_services.activate(office, draft, note="x", revision=stale, against=active.id)
    rule_services.activate(office, draft, note="Uji", revision=draft.revision, against=active.id)
    session.flush()
    verdict = verdicts(office, [product.id], "MY")[product.id]
    assert [gap.key for gap in verdict.gaps] == ["merek"]
    with pytest.raises(RuleBroken):  # no draft any more
        rule_services.activate(office, draft, note="x", revision=9, against=draft.id)
    rule_services.end(office, draft, "Tidak perlu lagi")
    assert load_rules(session) == 0  # what an office ended does not come back
    assert verdicts(office, [product.id], "MY")[product.id].is_ready
    states = session.scalars(select(ExportRule.state).where(ExportRule.key == "merek"))
    assert set(states) == {RuleState.RETIRED}


def test_curators_change_no_rules(work: Work) -> None:
    curator = replace(work, actor=Actor(uuid4(), frozenset({Role.CURATOR})))
    active = find_active(curator, "fob")
    assert active is not None
    with pytest.raises(Forbidden):
        rule_services.start(curator, active)


def test_many_products_cost_as_few_statements_as_one(work: Work, session: Session) -> None:
    one = a_craft(session)
    vendor = one.vendor
    many = [one.id, *(a_product(session, vendor, hs_code="460212").id for _ in range(12))]
    session.commit()
    counts = []
    for ids in ([one.id], many):
        session.expire_all()
        with count_statements() as seen:
            found = verdicts_by_market(work, ids)
        counts.append(len(seen))
        assert len(found) == len(ids)
    assert counts[1] <= counts[0] <= 14
    assert session.get_one(Product, one.id).hs_code == "520852"
