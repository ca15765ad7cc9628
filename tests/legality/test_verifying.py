"""What officers say of papers, and who may say it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.legality.queries import wallet as queries
from catalog.legality.rules import DocumentState
from catalog.legality.rules.wallet import DECIDED
from catalog.legality.services import verifying, wallet
from catalog.vendors.models import Vendor
from tests.conftest import NOW
from tests.factories.papers import a_prepared_file
from tests.factories.vendors import a_vendor
from tests.legality.wallets import DRAFT, acting, an_officer, badges_of, sent, verified


def test_a_refused_paper_keeps_its_reason_until_it_is_sent_again(
    work: Work, vendor: Vendor
) -> None:
    document = sent(acting(work, vendor), vendor)
    verifying.refuse(an_officer(work), document, document.version, reason="Fotonya buram.")
    assert (document.state, document.refusal) == (DocumentState.REJECTED, "Fotonya buram.")
    wallet.add_files(acting(work, vendor), document, [a_prepared_file()])
    assert document.state is DocumentState.REJECTED
    wallet.save(acting(work, vendor), document, DRAFT, document.version, is_sending=True)
    assert (document.state, document.refusal) == (DocumentState.PENDING, "")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_refusal_says_what_to_change(work: Work, vendor: Vendor, reason: str) -> None:
    document = sent(acting(work, vendor), vendor)
    with pytest.raises(RuleBroken) as refused:
        verifying.refuse(an_officer(work), document, document.version, reason=reason)
    assert refused.value.field == "reason"
    assert document.state is DocumentState.PENDING


def test_a_renewed_paper_replaces_the_old_one_once_it_is_verified(
    work: Work, vendor: Vendor
) -> None:
    old = verified(work, vendor)
    new = wallet.renew(acting(work, vendor), old)
    assert wallet.renew(acting(work, vendor), old) is new
    wallet.add_files(acting(work, vendor), new, [a_prepared_file()])
    wallet.save(acting(work, vendor), new, DRAFT, new.version, is_sending=True)
    assert (old.state, badges_of(work, vendor)) == (DocumentState.VERIFIED, ["nib"])
    verifying.verify(an_officer(work), new, new.version, verifier="Dinas")
    assert (old.state, badges_of(work, vendor)) == (DocumentState.REPLACED, ["nib"])
    with pytest.raises(RuleBroken):
        wallet.save(acting(work, vendor), old, DRAFT, old.version, is_sending=True)
    with pytest.raises(RuleBroken):
        wallet.renew(acting(work, vendor), old)


def test_a_verifier_decides_about_what_they_saw(work: Work, vendor: Vendor) -> None:
    document = sent(acting(work, vendor), vendor)
    seen = document.version
    changed = replace(DRAFT, number="1112210007999")
    wallet.save(acting(work, vendor), document, changed, seen, is_sending=True)
    with pytest.raises(RuleBroken) as refused:
        verifying.verify(an_officer(work), document, seen, verifier="Dinas")
    assert refused.value.message == DECIDED
    wallet.add_files(acting(work, vendor), document, [a_prepared_file()])
    with pytest.raises(RuleBroken):
        verifying.refuse(an_officer(work), document, seen + 1, reason="Buram.")
    assert document.state is DocumentState.PENDING


def test_of_two_verifiers_one_decides(work: Work, vendor: Vendor) -> None:
    document = sent(acting(work, vendor), vendor)
    seen = document.version
    verifying.verify(an_officer(work), document, seen, verifier="Dinas")
    with pytest.raises(RuleBroken):
        verifying.refuse(an_officer(work), document, seen, reason="Buram.")
    with pytest.raises(RuleBroken):
        verifying.verify(an_officer(work), document, document.version, verifier="Dinas")
    assert document.state is DocumentState.VERIFIED


@pytest.mark.parametrize(
    ("role", "scopes", "may"),
    [
        (Role.ADMIN, {}, True),
        (Role.CURATOR, {}, False),
        (Role.DINAS, {"region_codes": frozenset({"32.09"})}, True),
        (Role.DINAS, {"region_codes": frozenset({"32.74"})}, False),
        (Role.DINAS, {"region_codes": frozenset({"32.0"})}, False),
        (Role.DINAS, {}, False),
        (Role.ASSISTANT, {}, False),
        (Role.AUDITOR, {}, False),
        (Role.COUNTER, {}, False),
        (Role.VENDOR, {}, False),
        (Role.BUYER, {}, False),
    ],
)
def test_who_may_verify(
    work: Work,
    vendor: Vendor,
    role: Role,
    scopes: dict[str, object],
    may: bool,  # noqa: FBT001  # a column
) -> None:
    document = sent(acting(work, vendor), vendor)
    officer = acting(work, None, role, **scopes)
    listed = [paper.id for paper in queries.waiting(officer)[0]]
    assert (listed == [document.id]) is may
    if may:
        assert queries.get_for_verifier(officer, document.id) is document
        verifying.verify(officer, document, document.version, verifier="Dinas")
        return
    with pytest.raises(NotFound):
        queries.get_for_verifier(officer, document.id)
    with pytest.raises(NotFound):
        verifying.verify(officer, document, document.version, verifier="Dinas")


def test_nobody_verifies_the_papers_of_their_own_business(work: Work, vendor: Vendor) -> None:
    document = sent(acting(work, vendor), vendor)
    both = acting(work, vendor, Role.ADMIN, Role.VENDOR)
    assert queries.waiting(both) == ([], 0)
    with pytest.raises(NotFound):
        verifying.verify(both, document, document.version, verifier="Dinas")


def test_a_draft_is_nobody_elses_business(work: Work, vendor: Vendor) -> None:
    document = wallet.begin(work, vendor.id, "nib")
    with pytest.raises(NotFound):
        queries.get_for_verifier(an_officer(work), document.id)
    with pytest.raises(NotFound):
        queries.get_paper(work, a_vendor(work.session).id, document.id)


def test_what_has_run_out_is_not_verified(work: Work, vendor: Vendor) -> None:
    until = date(2026, 11, 30)
    document = sent(acting(work, vendor), vendor, replace(DRAFT, valid_until=until))
    late = Work(session=work.session, now=NOW + timedelta(days=30), actor=an_officer(work).actor)
    with pytest.raises(RuleBroken, match="run out"):
        verifying.verify(late, document, document.version, verifier="Dinas")
