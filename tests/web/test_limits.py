import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.web import limits
from catalog.web.limits import LimitHit

MINUTE = timedelta(minutes=1)


def _times(work: Work, bucket: str, count: int) -> None:
    for _ in range(count):
        limits.allow(work, bucket, per=MINUTE, most=3)


def test_a_limit_is_reached_and_ends_by_itself(work: Work) -> None:
    _times(work, "a", 3)
    with pytest.raises(RuleBroken, match="1 minutes"):
        limits.allow(work, "a", per=MINUTE, most=3)
    later = dataclasses.replace(work, now=work.now + MINUTE)
    limits.allow(later, "a", per=MINUTE, most=3)


def _refuse(work: Work) -> None:
    with committed(work):
        limits.check(work, "a", per=MINUTE, most=3)
        limits.count_refused(work, "a", per=MINUTE)
        raise RuleBroken("no")


def test_one_bucket_says_nothing_about_another(work: Work) -> None:
    _times(work, "a", 3)
    _times(work, "b", 3)


def test_who_or_where_is_not_readable_in_the_table(work: Work) -> None:
    limits.allow(work, "sign-in:account:sekar@contoh.example", per=MINUTE, most=3)
    assert "sekar" not in "".join(work.session.scalars(select(LimitHit.bucket)))


def test_a_long_wait_is_told_in_hours(work: Work) -> None:
    limits.allow(work, "a", per=timedelta(days=1), most=1)
    with pytest.raises(RuleBroken, match="24 hours"):
        limits.allow(work, "a", per=timedelta(days=1), most=1)


def test_what_was_refused_counts_although_it_was_rolled_back(work: Work) -> None:
    for _ in range(3):
        with pytest.raises(RuleBroken, match="no"):
            _refuse(work)
    with pytest.raises(RuleBroken, match="Too many"):
        limits.check(work, "a", per=MINUTE, most=3)


def test_what_turned_out_well_does_not_count(work: Work) -> None:
    _times(work, "a", 3)
    limits.take_back(work, "a")
    limits.allow(work, "a", per=MINUTE, most=3)
    limits.forgive(work, "a")
    _times(work, "a", 3)


def test_old_events_are_dropped(work: Work) -> None:
    _times(work, "a", 3)
    later = dataclasses.replace(work, now=work.now + MINUTE)
    limits.allow(later, "b", per=MINUTE, most=3)
    assert len(work.session.scalars(select(LimitHit.id)).all()) == 1
