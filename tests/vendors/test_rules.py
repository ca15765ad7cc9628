"""What is told of a vendor: bands instead of numbers, holidays, two letters for a name."""

from datetime import date

import pytest

from catalog.vendors.rules import is_paused, monogram, workers_band

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("count", "band"),
    [(None, None), (0, None), (1, (1, 1)), (4, (2, 4)), (12, (10, 19)), (80, (50, None))],
)
def test_workers_are_told_in_bands(count: int | None, band: object) -> None:
    assert workers_band(count) == band


def test_a_holiday_runs_from_its_first_to_its_last_day() -> None:
    assert is_paused(TODAY, TODAY, TODAY)
    assert is_paused(date(2026, 11, 1), None, TODAY)
    assert not is_paused(date(2026, 11, 23), None, TODAY)
    assert not is_paused(date(2026, 11, 1), date(2026, 11, 21), TODAY)
    assert not is_paused(None, None, TODAY)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Batik Rara Sekar", "RS"), ("Kerupuk", "KE"), ('CV "Jaya" & Co', "CC"), ("  ", "")],
)
def test_a_monogram_is_two_letters(name: str, letters: str) -> None:
    assert monogram(name) == letters
