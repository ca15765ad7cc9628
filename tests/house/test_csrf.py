"""Changes come from our own pages only.

Every form of the site is sent without its token, with somebody else's, and as the page of another
site would send it: none is taken, and nothing is written.
"""

from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from itsdangerous import URLSafeTimedSerializer

from catalog.web.access import Access, access_of
from tests.house.access.doors import Doors, address, outcome_of, rules
from tests.house.access.expecting import Outcome, expected
from tests.house.access.people import ANONYMOUS, GRANTS, World
from tests.house.access.watching import standing, writes

# One-click unsubscribing (RFC 8058): the signed token in the address is the proof.
EXEMPT = frozenset({"notices.stop_now"})
_REFUSED = frozenset({400, 403})
Attack = Callable[[Doors], tuple[Mapping[str, str], Mapping[str, str]]]


def _nothing(_doors: Doors) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return {}, {}


def _anothers(doors: Doors) -> tuple[Mapping[str, str], Mapping[str, str]]:
    sealer = URLSafeTimedSerializer(str(doors.app.secret_key), salt="wtf-csrf-token")
    return {"csrf_token": str(sealer.dumps("e1" * 20))}, {}


def _forged(_doors: Doors) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return {"csrf_token": str(URLSafeTimedSerializer("guess", salt="wtf-csrf-token").dumps(""))}, {}


def _foreign_origin(doors: Doors) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return {"csrf_token": doors.token}, {"Origin": "https://jahat.example"}


def _null_origin(doors: Doors) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return {"csrf_token": doors.token}, {"Origin": "null"}


def _cross_site(doors: Doors) -> tuple[Mapping[str, str], Mapping[str, str]]:
    return {"csrf_token": doors.token}, {"Sec-Fetch-Site": "cross-site"}


ATTACKS: dict[str, Attack] = {
    "without a token": _nothing,
    "with a token of another session": _anothers,
    "with a forged token": _forged,
    "from another site": _foreign_origin,
    "from a page that hides where it is": _null_origin,
    "from a page of another site, told by the browser": _cross_site,
}
_BY_TOKEN = frozenset(list(ATTACKS)[:3])


@pytest.mark.parametrize("way", ATTACKS)
def test_no_form_is_taken(
    doors: Doors, site: Flask, world: World, world_url: str, way: str
) -> None:
    data, headers = ATTACKS[way](doors)
    taken, written, before = [], [], standing(world_url)
    for rule in rules(site, "POST"):
        if rule.endpoint in EXEMPT and way in _BY_TOKEN:
            continue
        path, who = address(site, world, rule, "A"), _somebody(site, rule.endpoint)
        with writes() as statements:
            answer = doors.knock(who, "POST", path, data=data, headers=headers)
        if answer.status_code not in _REFUSED:
            taken.append(f"{who}, {rule.rule}: {answer.status}")
        written += [f"{rule.rule}: {sql}" for sql in statements[:1]]
    assert not taken, "\n".join(taken)
    assert not written, "\n".join(written)
    assert standing(world_url) == before


def test_what_is_exempt_is_proven_by_its_address(doors: Doors) -> None:
    with writes() as statements:
        answer = doors.knock(ANONYMOUS, "POST", "/kabar/berhenti/tidak-ada")
    assert answer.status_code == 404
    assert statements == []


def test_the_attacks_would_see_a_form_that_is_taken(doors: Doors, world: World) -> None:
    path = f"/usaha/{world.ids['A']['vendor_id']}/profil"
    answer = doors.post("owner_a", path)
    assert answer.status_code not in _REFUSED
    assert doors.knock("owner_a", "POST", path).status_code in _REFUSED


def test_a_token_in_the_address_does_not_count(doors: Doors, world: World) -> None:
    path = f"/usaha/{world.ids['A']['vendor_id']}/profil?csrf_token={doors.token}"
    assert doors.knock("owner_a", "POST", path).status_code in _REFUSED


def _somebody(site: Flask, endpoint: str) -> str:
    """Return a person whom this door would open for."""
    audience = access_of(site, endpoint)
    if audience is None or audience.access is Access.PUBLIC:
        return ANONYMOUS
    for who in reversed(GRANTS):
        if expected(endpoint, "POST", who, "A") is Outcome.OPEN:
            return who
    raise AssertionError(endpoint)


def test_somebody_may_open_every_door(doors: Doors, site: Flask) -> None:
    assert {_somebody(site, rule.endpoint) for rule in rules(site, "POST")} >= {"admin"}
    assert outcome_of(doors.knock(ANONYMOUS, "GET", "/akun")) is Outcome.SIGN_IN
