from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from catalog.jobs.rules import (
    PAUSES,
    Argument,
    Daily,
    check_name,
    most_tries,
    pack,
    pause_after,
    unpack,
)

REMINDERS = Daily("legality.remind", at_hour_wib=7)  # 00:00 UTC


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 22, 0, 0, tzinfo=UTC), datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        (datetime(2026, 11, 21, 23, 59, tzinfo=UTC), datetime(2026, 11, 21, 0, 0, tzinfo=UTC)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
        # 01:00 in Cirebon on the 23rd
        (datetime(2026, 11, 22, 18, 0, tzinfo=UTC), datetime(2026, 11, 22, 0, 0, tzinfo=UTC)),
    ],
)
def test_a_schedule_is_due_by_the_clock_of_cirebon(now: datetime, due: datetime) -> None:
    assert REMINDERS.last_due(now) == due


def test_a_job_is_tried_less_and_less_often_and_then_no_more() -> None:
    pauses = [pause_after(tries) for tries in range(1, most_tries())]
    assert pauses == list(PAUSES) == sorted(PAUSES)
    assert pause_after(most_tries()) is None
    assert sum(PAUSES, timedelta()) < timedelta(days=1)


def test_arguments_come_back_as_they_were_given() -> None:
    given: dict[str, Argument] = {
        "vendor_id": uuid4(),
        "days": 30,
        "ids": [uuid4(), uuid4()],
        "on": "2026-11-22",
    }
    assert unpack(pack(given)) == given


@pytest.mark.parametrize(
    "text", ["sekar@contoh.example", "+62 812 3456 7890", "Ibu Sekar", "x" * 81, 1.5, {"a": 1}]
)
def test_what_looks_like_a_text_of_people_is_no_argument(text: object) -> None:
    with pytest.raises(ValueError, match="an id, a number or a code"):
        pack({"to": text})  # type: ignore[dict-item]  # what a careless caller does


@pytest.mark.parametrize("name", ["send", "Mail.send", "mail send", ""])
def test_a_job_is_named_after_its_feature(name: str) -> None:
    with pytest.raises(ValueError, match=r"feature\.verb"):
        check_name(name)
