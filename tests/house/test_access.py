"""Every address × everybody × one's own, another's and nobody's thing, from the map of addresses.

What must come of it stands in ``access/tables.py``, written by hand: a new endpoint fails here by
name until somebody has said whom it serves.
"""

from collections import defaultdict
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from catalog.vendors.rules.rooms import TEAM_WORDS
from catalog.web.access import Access, access_of
from tests.house.access import tables
from tests.house.access.desk import DESK
from tests.house.access.doors import (
    Doors,
    Unknown,
    address,
    body_of,
    can_mix,
    has_object,
    outcome_of,
    rules,
)
from tests.house.access.expecting import MISSING, MIXED, Outcome, expected
from tests.house.access.people import ANONYMOUS, EVERYBODY, World
from tests.house.access.restoring import Copies
from tests.house.access.watching import standing, writes

pytestmark = pytest.mark.once

# Shows a pending change as its page will be: written, drawn, rolled back.
_DRAWN = frozenset({"products.preview", "products.officers_preview"})
# What a form sends where an empty one names nothing that is there, so that the answer is 404.
BODIES: dict[str, dict[str, str]] = {
    "legality_manage.begin": {"type": "nib"},
    "products_manage.move_photo": {"ke": "0"},
    "products_manage.turn_photo": {"seperempat": "1"},
    "vendors_manage.change_member": {"role": next(iter(TEAM_WORDS))},
    "vendors_manage.change_profile_photo": {"what": "cover"},
}
# What is not there in this world, whoever asks: an answer of 404 is right.
_NOT_YET = frozenset({"vendors_admin.list_refused"})


def whose(rule: Rule) -> Iterator[str]:
    """Give the owners of the things that a rule is tried with."""
    yield "A"
    if has_object(rule):
        yield from ("B", MISSING)
    if can_mix(rule):
        yield MIXED


def _problem(answer: TestResponse, wanted: Outcome, rule: Rule) -> bool:
    if answer.status_code >= 500:
        return bool(rule.endpoint != "site.readyz")
    got = outcome_of(answer)
    if rule.endpoint in tables.PUBLIC:  # with 404 where nothing is, and steps of a sign-in in order
        return got is Outcome.SIGN_IN and not rule.endpoint.startswith("accounts.")
    return got is not wanted


def test_every_endpoint_stands_in_the_tables(site: Flask) -> None:
    there = {rule.endpoint for rule in site.url_map.iter_rules()}
    assert sorted(there - tables.KNOWN) == []
    assert sorted(tables.KNOWN - there) == []


def test_every_argument_of_every_address_has_a_value(site: Flask, world: World) -> None:
    unknown = []
    for rule in site.url_map.iter_rules():
        try:
            address(site, world, rule, "A")
        except Unknown as error:
            unknown.append(str(error))
    assert unknown == []


def test_the_marks_of_the_views_say_what_the_tables_say(site: Flask) -> None:
    found = {name: access_of(site, name) for name in site.view_functions}
    public = {name for name, mark in found.items() if mark and mark.access is Access.PUBLIC}
    assert public == set(tables.PUBLIC)
    desk = {
        name: mark.roles for name, mark in found.items() if mark and mark.access is Access.STAFF
    }
    assert desk == {name: line[0] for name, line in DESK.items()}


def test_everybody_reads_what_is_theirs_and_nothing_else(
    doors: Doors, site: Flask, world: World, world_url: str
) -> None:
    before, wrong, written = standing(world_url), [], set()
    absent: dict[str, set[str]] = defaultdict(set)
    for rule in rules(site, "GET"):
        for owner in whose(rule):
            path = address(site, world, rule, owner)
            for who in EVERYBODY:
                with writes() as statements:
                    answer = doors.knock(who, "GET", path)
                if statements and rule.endpoint not in _DRAWN:
                    written.add(f"{rule.endpoint}: {statements[0]}")
                wanted = expected(rule.endpoint, "GET", who, owner)
                if _problem(answer, wanted, rule):
                    wrong.append(f"{who}, {rule.rule} of {owner}: {answer.status}, not {wanted}")
                elif outcome_of(answer) is wanted is Outcome.MISSING:
                    absent[who].add(body_of(answer, path))
    assert not wrong, "\n".join(wrong)
    assert not written, "\n".join(sorted(written))
    assert standing(world_url) == before
    # What is forbidden looks like what is not there: to each person all of it is one same page.
    assert {who: len(bodies) for who, bodies in absent.items() if len(bodies) > 1} == {}
    assert set(absent) == set(EVERYBODY) - {ANONYMOUS}


def test_nobody_changes_what_is_not_theirs(
    doors: Doors, site: Flask, world: World, world_url: str
) -> None:
    before, wrong, written = standing(world_url), [], []
    absent: dict[str, set[str]] = defaultdict(set)
    for rule, owner, who, wanted in _changes(site):
        if wanted is Outcome.OPEN:
            continue
        path = address(site, world, rule, owner)
        with writes() as statements:
            answer = doors.post(who, path, **BODIES.get(rule.endpoint, {}))
        if answer.status_code >= 500 or outcome_of(answer) is not wanted:
            wrong.append(f"{who}, POST {rule.rule} of {owner}: {answer.status}, not {wanted}")
        elif wanted is Outcome.MISSING:
            absent[who].add(body_of(answer, path))
        written += [f"{who}, POST {rule.rule} of {owner}: {sql}" for sql in statements[:1]]
    assert not wrong, "\n".join(wrong)
    assert not written, "\n".join(written)
    assert standing(world_url) == before
    assert {who: len(bodies) for who, bodies in absent.items() if len(bodies) > 1} == {}


def test_who_may_change_something_gets_an_answer_whatever_is_missing_in_the_form(
    doors: Doors, site: Flask, world: World, copies: Copies
) -> None:
    wrong = []
    for rule, owner, who, wanted in _changes(site):
        if wanted is not Outcome.OPEN or rule.endpoint in tables.PUBLIC:
            continue
        with writes() as statements:
            path = address(site, world, rule, owner)
            answer = doors.post(who, path, **BODIES.get(rule.endpoint, {}))
        is_open = outcome_of(answer) is Outcome.OPEN or rule.endpoint in _NOT_YET
        if answer.status_code >= 500 or not is_open:
            wrong.append(f"{who}, POST {rule.rule} of {owner}: {answer.status}")
        if statements:
            copies.restore()
    assert not wrong, "\n".join(wrong)


def _changes(site: Flask) -> Iterator[tuple[Rule, str, str, Outcome]]:
    for rule in rules(site, "POST"):
        for owner in whose(rule):
            for who in EVERYBODY:
                yield rule, owner, who, expected(rule.endpoint, "POST", who, owner)


def test_the_tables_would_see_a_door_that_stands_open(doors: Doors, world: World) -> None:
    path = f"/usaha/{world.ids['A']['vendor_id']}/izin"
    open_door, shut_door = doors.knock("owner_a", "GET", path), doors.knock("owner_b", "GET", path)
    assert outcome_of(open_door) is Outcome.OPEN
    assert outcome_of(shut_door) is Outcome.MISSING
    assert body_of(open_door, path) != body_of(shut_door, path)
