"""A hold tells the others who is at work; it goes stale by itself and bars nobody."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from catalog.db.work import Work
from catalog.holds import queries, services
from catalog.kernel.actor import Actor
from tests.factories.people import a_person


def _as(work: Work, name: str) -> Work:
    person = a_person(work.session, name=name)
    return replace(work, actor=Actor(user_id=person.id))


def test_a_hold_warns_the_others_and_goes_stale_without_a_sign_of_life(work: Work) -> None:
    ratna, dewi, piece = _as(work, "Bu Ratna"), _as(work, "Bu Dewi"), uuid4()
    assert services.take(ratna, "product", piece).name == "Bu Ratna"

    later = work.now + timedelta(minutes=10)
    assert services.take(replace(dewi, now=later), "product", piece).name == "Bu Ratna"
    again = services.take(replace(ratna, now=later), "product", piece)
    assert again.since_at == work.now  # it is still the same hold

    too_late = later + timedelta(minutes=15)
    assert queries.holders(replace(work, now=too_late), "product", [piece]) == {}
    taken_over = services.take(replace(dewi, now=too_late), "product", piece)
    assert (taken_over.name, taken_over.since_at) == ("Bu Dewi", too_late)


def test_only_the_holder_lays_it_down_and_a_decision_ends_it(work: Work) -> None:
    ratna, dewi = _as(work, "Bu Ratna"), _as(work, "Bu Dewi")
    first, second = uuid4(), uuid4()
    for piece in (first, second):
        services.take(ratna, "product", piece)
    services.release(dewi, "product", first)
    assert set(queries.holders(work, "product", [first, second])) == {first, second}
    services.release(ratna, "product", first)
    services.assign(ratna, "product", second, dewi.actor.user_id or uuid4())
    assert queries.assignees(work, "product", [second])[second].name == "Bu Dewi"
    services.close(ratna, "product", second)
    assert queries.holders(work, "product", [first, second]) == {}
    assert queries.assignees(work, "product", [second]) == {}


def test_what_was_given_to_somebody_can_be_given_back(work: Work) -> None:
    ratna, piece = _as(work, "Bu Ratna"), uuid4()
    services.unassign(ratna, "paper", piece)
    services.assign(ratna, "paper", piece, ratna.actor.user_id or uuid4())
    assert queries.assignees(work, "paper", [piece])[piece].name == "Bu Ratna"
    services.unassign(ratna, "paper", piece)
    assert queries.assignees(work, "paper", [piece]) == {}
