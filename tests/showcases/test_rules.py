"""A showcase's phase follows its status and its dates."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.showcases.rules import Phase, ShowcaseFacts, ShowcaseStatus, is_public, phase

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
PUBLISHED = ShowcaseStatus.PUBLISHED


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ShowcaseFacts(ShowcaseStatus.DRAFT, None, None), Phase.HIDDEN),
        (ShowcaseFacts(ShowcaseStatus.DRAFT, NOW - DAY, NOW + DAY), Phase.HIDDEN),
        (ShowcaseFacts(PUBLISHED, None, None), Phase.RUNNING),
        (ShowcaseFacts(PUBLISHED, NOW + DAY, None), Phase.SCHEDULED),
        (ShowcaseFacts(PUBLISHED, NOW, NOW + DAY), Phase.RUNNING),
        (ShowcaseFacts(PUBLISHED, NOW - DAY, NOW), Phase.ENDED),
        (ShowcaseFacts(PUBLISHED, None, NOW + DAY), Phase.RUNNING),
    ],
)
def test_the_phase_follows_status_and_dates(facts: ShowcaseFacts, expected: Phase) -> None:
    assert phase(facts, NOW) is expected


moments = st.none() | st.integers(-3, 3).map(lambda days: NOW + days * DAY)


@given(st.sampled_from(ShowcaseStatus), moments, moments, st.integers(-3, 3))
def test_a_showcase_never_runs_again_after_it_ended(
    status: ShowcaseStatus, starts: datetime | None, ends: datetime | None, days: int
) -> None:
    facts = ShowcaseFacts(status, starts, ends)
    order = [Phase.HIDDEN, Phase.SCHEDULED, Phase.RUNNING, Phase.ENDED]
    now, later = NOW + days * DAY, NOW + (days + 1) * DAY
    if starts is None or ends is None or starts < ends:
        assert order.index(phase(facts, now)) <= order.index(phase(facts, later))
    assert is_public(facts, now) is (phase(facts, now) in {Phase.RUNNING, Phase.ENDED})
