"""Which pieces may show, by the rules alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.products.rules.status import Status
from catalog.showcases.rules.eligibility import (
    FINAL,
    LEAST_REASON,
    LONGEST,
    REMEDIES,
    WORDS,
    Code,
    Gap,
    Gate,
    Override,
    PieceFacts,
    causes_of,
    check_override,
    filled,
    is_shown,
    refusals,
)
from catalog.vendors.rules import VendorStatus

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
REASON = "Sertifikat baru sudah keluar, salinannya menyusul minggu ini."
MARKET = LocalText(id="Malaysia", en="Malaysia")
HALAL = Gap("halal", LocalText(id="sertifikat halal", en="halal certificate"))
LABEL = Gap("label", LocalText(id="label", en="label"))
RAW = Gap("raw_rattan", LocalText(id="rotan mentah", en="raw rattan"), is_final=True)
FINE = PieceFacts(status=Status.PUBLISHED, vendor_status=VendorStatus.ACTIVE)

facts = st.builds(
    PieceFacts,
    status=st.sampled_from(Status),
    vendor_status=st.sampled_from(VendorStatus),
    is_withdrawn=st.booleans(),
    is_paused=st.booleans(),
    paused_until_on=st.none() | st.just(TODAY),
    is_sold_out=st.booleans(),
    gate=st.none()
    | st.lists(st.sampled_from([HALAL, LABEL, RAW]), unique_by=lambda gap: gap.key).map(
        lambda gaps: Gate(MARKET, tuple(gaps))
    ),
)


@given(facts)
def test_a_piece_is_refused_for_what_is_wrong_and_for_nothing_else(found: PieceFacts) -> None:
    gaps = found.gate.gaps if found.gate else ()
    expected = {
        Code.WITHDRAWN: found.is_withdrawn,
        Code.NOT_PUBLIC: found.status is not Status.PUBLISHED,
        Code.VENDOR_CLOSED: found.vendor_status is not VendorStatus.ACTIVE,
        Code.VENDOR_PAUSED: found.is_paused,
        Code.SOLD_OUT: found.is_sold_out,
        Code.PROHIBITED: RAW in gaps,
        Code.NOT_READY: HALAL in gaps or LABEL in gaps,
    }
    said = refusals(found)
    assert {each.code for each in said} == {code for code, holds in expected.items() if holds}
    for each in said:
        each.words % filled(each, "id")  # every word has its value
        assert each.remedy
    assert is_shown(said, None, TODAY) is not any(expected.values())


@given(facts, facts, st.integers(-2, 2))
def test_an_exception_covers_what_it_was_given_for_and_nothing_that_comes_later(
    then: PieceFacts, now: PieceFacts, days: int
) -> None:
    override = Override(causes_of(refusals(then)), TODAY + days * DAY)
    today = refusals(now)
    expected = not today or (
        days >= 0
        and not {each.code for each in today} & FINAL
        and causes_of(today) <= override.causes
    )
    assert is_shown(today, override, TODAY) is expected


def test_the_gaps_are_named_in_the_readers_language() -> None:
    gated = PieceFacts(
        status=Status.PUBLISHED,
        vendor_status=VendorStatus.ACTIVE,
        gate=Gate(MARKET, (HALAL, LABEL)),
    )
    (refusal,) = refusals(gated)
    assert refusal.causes == {"not_ready:halal", "not_ready:label"}
    said = refusal.words % filled(refusal, "en")
    assert said == "Not ready for Malaysia yet: halal certificate, label."
    assert "sertifikat halal, label" in refusal.words % filled(refusal, "id")


def test_every_code_has_words_and_a_way_back() -> None:
    assert set(WORDS) == set(REMEDIES) == set(Code)


SOLD_OUT = refusals(
    PieceFacts(status=Status.PUBLISHED, vendor_status=VendorStatus.ACTIVE, is_sold_out=True)
)
RAW_OUT = refusals(
    PieceFacts(
        status=Status.PUBLISHED, vendor_status=VendorStatus.ACTIVE, gate=Gate(MARKET, (RAW,))
    )
)


@pytest.mark.parametrize(
    ("found", "reason", "until", "field"),
    [
        (SOLD_OUT, REASON, TODAY, ""),
        (SOLD_OUT, REASON, TODAY + LONGEST, ""),
        (SOLD_OUT, "x" * (LEAST_REASON - 1), TODAY + DAY, "reason"),
        (SOLD_OUT, "x" * 501, TODAY + DAY, "reason"),
        (SOLD_OUT, REASON, None, "until_on"),
        (SOLD_OUT, REASON, TODAY - DAY, "until_on"),
        (SOLD_OUT, REASON, TODAY + LONGEST + DAY, "until_on"),
        (RAW_OUT, REASON, TODAY, None),
        ((), REASON, TODAY, None),
    ],
)
def test_an_exception_needs_a_reason_a_day_and_something_to_except(
    found: tuple[object, ...], reason: str, until: date | None, field: str | None
) -> None:
    def check() -> None:
        check_override(found, reason=reason, until_on=until, today=TODAY)  # type: ignore[arg-type]  # of refusals

    if field == "":
        check()
        return
    with pytest.raises(RuleBroken) as broken:
        check()
    assert broken.value.field == field
