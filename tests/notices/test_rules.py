from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.text import LocalText
from catalog.notices.rules import (
    Group,
    Value,
    Wish,
    check,
    group_of,
    key_of,
    packed,
    read_stop,
    sign_stop,
    unpacked,
    wish_for,
)
from tests.notices.told import DEADLINE, a_decision

SEKAR = UUID(int=7)


def test_what_has_a_deadline_is_mailed_at_once_and_the_rest_gathered() -> None:
    assert wish_for(group_of("legality.verified", date(2026, 12, 1)), {}) is Wish.AT_ONCE
    assert wish_for(group_of("legality.expired", None), {}) is Wish.AT_ONCE
    assert wish_for(group_of("products.approved", None), {}) is Wish.DAILY
    assert wish_for(group_of("accounts.joined", None), {}) is Wish.DAILY


def test_a_wish_that_no_version_knows_any_more_becomes_the_default() -> None:
    assert wish_for(Group.OTHER, {"other": "monthly"}) is Wish.DAILY


@pytest.mark.parametrize(
    "url", ["https://evil.example", "//evil.example", "/\\evil.example", "izin", "/a\nb", "/" * 400]
)
def test_a_notice_leads_nowhere_else(url: str) -> None:
    with pytest.raises(ValueError, match="path of this site"):
        check(replace(DEADLINE, url=url))


def test_a_notice_with_a_forgotten_value_fails_where_it_is_written() -> None:
    with pytest.raises(KeyError):
        check(replace(DEADLINE, values={"name": "x"}))


def test_the_same_news_has_the_same_key_and_other_news_another() -> None:
    assert key_of(a_decision()) == key_of(a_decision())
    assert key_of(a_decision()) != key_of(a_decision("Topeng"))
    assert key_of(a_decision(key="42")) == key_of(a_decision("Topeng", key="42"))
    assert key_of(a_decision(key="42")) != key_of(a_decision(key="43"))


def test_values_come_back_as_they_were_given() -> None:
    values: dict[str, Value] = {
        "day": date(2026, 1, 2),
        "name": LocalText(id="Kursi"),
        "count": 3,
        "text": "x",
    }
    assert unpacked(packed(values)) == values


@pytest.mark.parametrize("group", [None, *Group])
def test_the_way_out_says_who_and_what_but_only_to_us(group: Group | None) -> None:
    token = sign_stop("key", SEKAR, group)
    assert read_stop("key", token) == (SEKAR, group)
    assert read_stop("other", token) is None
    assert str(SEKAR) not in token


@given(st.text(max_size=80))
def test_nobody_guesses_a_way_out(token: str) -> None:
    assert read_stop("key", token) is None


@given(st.integers(0, 400), st.integers(1, 255))
def test_a_changed_way_out_is_none(place: int, change: int) -> None:
    token = bytearray(sign_stop("key", SEKAR, Group.OTHER), "ascii")
    token[place % len(token)] ^= change
    assert read_stop("key", token.decode("latin-1")) is None or token == bytearray(
        sign_stop("key", SEKAR, Group.OTHER), "ascii"
    )
