"""How long things wait, and what an address asks the queue for."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from catalog.desk.rules.queue import Kind, Pace, Wanted, Who, age, border, wanted

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def test_a_thing_is_fresh_then_due_then_late() -> None:
    paces = [age(NOW - timedelta(hours=hours), NOW, 3).pace for hours in (1, 47, 48, 71, 72, 100)]
    assert paces == [Pace.FRESH, Pace.FRESH, Pace.SOON, Pace.SOON, Pace.LATE, Pace.LATE]
    late = age(NOW - timedelta(days=5), NOW, 3)
    assert (late.days, late.days_left) == (5, -2)


@given(minutes=st.integers(0, 60 * 24 * 40), days=st.integers(1, 30))
def test_the_database_draws_the_same_border(minutes: int, days: int) -> None:
    since = NOW - timedelta(minutes=minutes)
    fitting = []
    for pace in Pace:
        after, until = border(pace, NOW, days)
        if (after is None or since > after) and (until is None or since <= until):
            fitting.append(pace)
    assert fitting == [age(since, NOW, days).pace]


def test_an_address_can_be_shared() -> None:
    asked = Wanted(Kind.CHANGE, "mall-ukm", "batik-wastra", Pace.LATE, uuid4(), Who.NOBODY)
    assert wanted(asked.query()) == asked
    assert wanted({"jenis": "apa", "umur": "9", "tugas": "x", "pegang": ""}) == Wanted()
    assert asked.query(jenis=None, umur=Pace.SOON)["umur"] == "segera"
    assert "jenis" not in asked.query(jenis=None)
    assert Wanted(kind=Kind.PAPER).is_narrowed is False
