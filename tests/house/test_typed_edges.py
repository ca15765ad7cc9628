"""Strange values in every field of every form and in every address are never an error of ours.

The same statuses are asked for on both databases: what one would store and the other refuse must
be stopped before either.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from urllib.parse import quote_from_bytes

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from catalog.web.access import Access, access_of
from tests.house.access.doors import Doors, address, rules
from tests.house.access.expecting import Outcome, expected
from tests.house.access.forms import (
    IMAGE,
    SCRIPT,
    STRANGE,
    URLENCODED,
    encoded,
    fields_of,
    form_names,
    query_names,
)
from tests.house.access.people import ANONYMOUS, World
from tests.house.access.restoring import Copies
from tests.house.access.watching import writes

# How many of the strange values each gets; the next field, form, page or address gets other ones.
_PER_FIELD = 2
_PER_FORM = 7
_PER_PAGE = 9
_PER_ADDRESS = 5
_READERS = ("owner_a", "dinas_a", "admin", "newcomer")


@pytest.fixture(scope="module")
def site(site: Flask) -> Flask:
    """The site as it is on a machine of a user: errors become answers."""
    site.config["PROPAGATE_EXCEPTIONS"] = False
    return site


def _somebody(site: Flask, rule: Rule, method: str) -> str:
    audience = access_of(site, rule.endpoint)
    if audience is None or audience.access is Access.PUBLIC:
        return ANONYMOUS
    for who in _READERS:
        if expected(rule.endpoint, method, who, "A") is Outcome.OPEN:
            return who
    raise AssertionError(rule.endpoint)


def wrong_with(answer: TestResponse) -> str:
    """Return what is wrong with an answer to a strange value, or nothing."""
    if answer.status_code >= 500:
        return answer.status
    if "Set-Cookie: x=1" in str(answer.headers):
        return "a header was smuggled in"
    body = answer.data
    is_page = answer.mimetype == "text/html"
    if is_page and (SCRIPT.encode() in body or IMAGE.encode() in body):
        return "a script was given back"
    return ""


def test_every_form_with_every_field_strange(
    doors: Doors, site: Flask, world: World, copies: Copies
) -> None:
    wrong, names, kinds = [], form_names(site), cycle(STRANGE.items())
    assert {"login", "phone", "what", "ke"} <= set(names)
    for rule in rules(site, "POST"):
        who, path = _somebody(site, rule, "POST"), address(site, world, rule, "A")
        with writes() as statements:
            for kind, value in islice(kinds, _PER_FORM):
                body = encoded({"csrf_token": doors.token, **dict.fromkeys(names, value)})
                answer = doors.knock(who, "POST", path, data=body, headers=URLENCODED)
                if problem := wrong_with(answer):
                    wrong.append(f"{rule.rule}, {kind}: {problem}")
        if statements:
            copies.restore()
    assert not wrong, "\n".join(wrong)


def _filled(site: Flask) -> Iterator[Rule]:
    """Give the rules that show the form which they take."""
    readable = {rule.rule for rule in rules(site, "GET")}
    yield from (rule for rule in rules(site, "POST") if rule.rule in readable)


def test_filled_forms_with_one_field_strange(
    doors: Doors, site: Flask, world: World, copies: Copies
) -> None:
    wrong, tried, kinds = [], 0, cycle(STRANGE.items())
    for rule in _filled(site):
        who, path = _somebody(site, rule, "POST"), address(site, world, rule, "A")
        fields = fields_of(doors.knock(who, "GET", path).get_data(as_text=True))
        for name in fields:
            for kind, value in islice(kinds, _PER_FIELD):
                sent: dict[str, str | bytes] = {
                    "csrf_token": doors.token,
                    **fields,
                    name: value,
                }
                with writes() as statements:
                    answer = doors.knock(who, "POST", path, data=encoded(sent), headers=URLENCODED)
                tried += 1
                if problem := wrong_with(answer):
                    wrong.append(f"{rule.rule}, {name}, {kind}: {problem}")
                if statements:
                    copies.restore()
    assert not wrong, "\n".join(wrong)
    assert tried > 100


def test_every_page_with_strange_arguments(doors: Doors, site: Flask, world: World) -> None:
    wrong, names, kinds = [], query_names(), cycle(STRANGE.items())
    assert {"q", "hal"} <= set(names)
    for rule in rules(site, "GET"):
        who, path = _somebody(site, rule, "GET"), address(site, world, rule, "A")
        for kind, value in islice(kinds, _PER_PAGE):
            short = value[:300]  # a server takes no longer addresses
            query = encoded(dict.fromkeys(names, short)).decode()
            if problem := wrong_with(doors.knock(who, "GET", f"{path}?{query}")):
                wrong.append(f"{rule.rule}, {kind}: {problem}")
    assert not wrong, "\n".join(wrong)


def test_every_address_with_strange_parts(doors: Doors, site: Flask, world: World) -> None:
    wrong, kinds = [], cycle(STRANGE.items())
    for rule in (*rules(site, "GET"), *rules(site, "POST")):
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        who, path = _somebody(site, rule, method), address(site, world, rule, "A")
        parts = path.split("/")
        texts = [at for at, part in enumerate(rule.rule.split("/")) if part.startswith("<")]
        for at in texts[-1:]:
            for kind, value in islice(kinds, _PER_ADDRESS):
                there = "/".join([*parts[:at], quote_from_bytes(value[:300]), *parts[at + 1 :]])
                data = None if method == "GET" else {"csrf_token": doors.token}
                if problem := wrong_with(doors.knock(who, method, there, data=data)):
                    wrong.append(f"{method} {rule.rule}, {kind}: {problem}")
    assert not wrong, "\n".join(wrong)


def test_the_search_for_scripts_sees_one(site: Flask) -> None:
    page = site.response_class(f"<p>{SCRIPT}</p>", mimetype="text/html")
    assert wrong_with(TestResponse(page.response, "200 OK", page.headers, None)) != ""  # type: ignore[arg-type]  # of no request
