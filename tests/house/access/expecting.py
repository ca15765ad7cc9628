"""What a request must lead to, by the tables; knows nothing of the site's own policies."""

from enum import StrEnum

from tests.house.access import tables
from tests.house.access.desk import DESK, Reach
from tests.house.access.people import ANONYMOUS
from tests.house.access.tables import Mine


class Outcome(StrEnum):
    """How a door answers."""

    OPEN = "open"  # anything but the following, and no error of ours
    SIGN_IN = "leads to the sign-in"
    SECOND_STEP = "leads to the second step"
    MISSING = "as if there were nothing"


MISSING = "missing"  # an object that is nobody's
MIXED = "mixed"  # something of B behind the address of A


def expected(endpoint: str, method: str, who: str, whose: str) -> Outcome:
    """Return what must come of ``who`` knocking for the things of ``whose``."""
    if endpoint in tables.PUBLIC:
        return Outcome.OPEN
    if who == ANONYMOUS:
        return Outcome.SIGN_IN
    if endpoint in tables.SIGNED_IN:
        return _own(tables.SIGNED_IN[endpoint], who, whose)
    if who in tables.UNPROVEN:
        return Outcome.SECOND_STEP
    is_open = (
        _at_desk(endpoint, who, whose)
        if endpoint in DESK
        else _in_rooms(endpoint, method, who, whose)
    )
    return Outcome.OPEN if is_open else Outcome.MISSING


def _own(mine: Mine, who: str, whose: str) -> Outcome:
    if mine is Mine.NOBODYS:
        return Outcome.OPEN
    if mine is Mine.INVITATION:
        return Outcome.MISSING if whose == MISSING else Outcome.OPEN
    return Outcome.OPEN if tables.OWNER_OF[mine].get(whose) == who else Outcome.MISSING


def _in_rooms(endpoint: str, method: str, who: str, whose: str) -> bool:
    if endpoint in tables.LOBBY:
        return who in tables.WORKERS
    if endpoint in tables.OWNERS_ONLY:
        return (who, whose) in {("owner_a", "A"), ("owner_b", "B")}
    reading, changing = tables.ROOMS[endpoint]
    needed = reading if method == "GET" else changing
    return needed in tables.CAN.get(who, {}).get(whose, frozenset())


def _at_desk(endpoint: str, who: str, whose: str) -> bool:
    roles, reach = DESK[endpoint]
    if tables.ROLES.get(who, frozenset()).isdisjoint(roles):
        return False
    if reach is Reach.ALL:
        return whose != MISSING
    if whose not in tables.OFFICE:
        return False
    if reach in {Reach.SEE, Reach.PAPERS}:
        needed = tables.SEE if reach is Reach.SEE else tables.PAPERS
        return needed in tables.CAN.get(who, {}).get(whose, frozenset())
    if reach in {Reach.BUILT, Reach.LOOKED_AT, Reach.SHELVED}:
        return _of_showcase(reach, who, whose)
    return who in {"admin", tables.OFFICE[whose], *_at_gallery(reach, whose)}


def _at_gallery(reach: Reach, whose: str) -> tuple[str, ...]:
    """Return who gets at it by working in the gallery that looks after the business."""
    if whose != tables.IN_GALLERY:
        return ()
    if reach is Reach.HANDLED:
        return ("curator", "counter")
    return ("curator",) if reach is Reach.CHECKED else ()


def _of_showcase(reach: Reach, who: str, whose: str) -> bool:
    if who == "admin" or (who, whose) == ("curator", tables.IN_GALLERY):
        return True
    if reach is Reach.SHELVED:
        return whose == tables.IN_GALLERY
    return reach is Reach.LOOKED_AT and who in {"auditor", tables.OFFICE[whose]}
