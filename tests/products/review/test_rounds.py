"""A product goes back and forth: the officers see what changed, and what was done about notes."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.holds import queries as holds
from catalog.holds import services as hold_services
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.products.models import ReviewRound
from catalog.products.queries.reviews import notes_of
from catalog.products.queries.rounds import story_of
from catalog.products.rules.review import Note
from catalog.products.rules.reviewing import Refusal
from catalog.products.services import changes, guidance, review
from catalog.products.services.review import Wish
from tests.accounts.pages import token_of
from tests.factories.people import a_person, signed_in
from tests.products.manage.conftest import Bench
from tests.products.review.conftest import Acting, send

pytestmark = pytest.mark.stocked
NAME = "Selendang megamendung toska tujuh celupan"
WORDS = LocalText(id="Sebut motifnya.", en="Name the motif.")


def _later(work: Work, hours: int) -> Work:
    return replace(work, now=work.now + timedelta(hours=hours))


def _give_back(work: Work, found: ReviewRound, *notes: Note) -> None:
    seen = found.change.version if found.change else 0
    review.ask_changes(work, found, Wish(notes, "Tinggal sedikit."), seen=seen)


def test_a_product_sent_again_shows_only_what_changed(bench: Bench, curator: Work) -> None:
    bench.fill()
    first = send(bench)
    photo = UUID(bench.values["photos"][0]["image"])
    _give_back(
        curator,
        first,
        Note("name", reason="name_unclear", words=WORDS),
        Note("photos", photo, "photo_dark", words=LocalText(id="Gelap.", en="Dark.")),
        Note("price", text="Periksa lagi."),
    )
    said = notes_of(curator, bench.product.id)
    assert said["name"][0].words["en"] == "Name the motif."
    assert f"photo:{photo}" in said

    later = replace(bench, work=_later(bench.work, 1))
    assert later.save({"name": NAME}).is_clean
    second = send(later)
    story = story_of(curator, later.desk, second)
    assert story.since is not None
    assert [line.field for line in story.since] == ["name"]
    assert story.since[0].after == (NAME,)
    assert [(note.label != "", note.is_answered) for note in story.earlier[0].notes] == [
        (True, True),
        (True, False),
        (True, False),
    ]
    assert (story.returned, story.earlier[0].decided_by) == (1, "Bu Ratna")


def test_a_change_of_a_live_product_is_told_apart_from_the_round_before(
    bench: Bench, curator: Work
) -> None:
    bench.publish()
    bench.save({"name": NAME, "price": "900.000"})
    _give_back(curator, send(bench), Note("price", text="Terlalu jauh."))
    later = replace(bench, work=_later(bench.work, 1))
    later.save({"price": "500.000"})
    story = story_of(curator, later.desk, send(later))
    assert story.since is not None
    assert [line.field for line in story.since] == ["price"]


def test_rounds_have_an_end_that_administrators_set(
    bench: Bench, curator: Work, acting: Acting
) -> None:
    admin = acting(GrantSpec(Role.ADMIN))
    guidance.set_limit(admin, "max_rounds", 1)
    bench.fill()
    _give_back(curator, send(bench), Note("name", text="Sebut motifnya."))
    again = send(replace(bench, work=_later(bench.work, 1)))
    with pytest.raises(RuleBroken) as error:
        _give_back(curator, again, Note("name", text="Sekali lagi."))
    assert error.value.values == {"times": 1}
    _give_back(admin, again, Note("name", text="Sekali lagi."))


def test_whoever_was_given_it_keeps_it_until_it_is_decided(bench: Bench, curator: Work) -> None:
    bench.fill()
    found, key = send(bench), bench.product.id
    person = curator.actor.user_id
    assert person is not None
    hold_services.take(curator, review.HELD, key)
    hold_services.assign(curator, review.HELD, key, person)
    _give_back(curator, found, Note("name", text="Sebut motifnya."))
    assert holds.holders(curator, review.HELD, [key]) == {}
    assert key in holds.assignees(curator, review.HELD, [key])
    again = send(replace(bench, work=_later(bench.work, 1)))
    review.publish(curator, again, seen=0)
    assert holds.assignees(curator, review.HELD, [key]) == {}


def test_guards_are_asked_before_the_first_publication_only(bench: Bench, curator: Work) -> None:
    bench.fill()
    found = send(bench)
    guards = [lambda _work, _product: Refusal("Score it first.")]
    assert [stop.text for stop in review.refusals(curator, found, guards)] == ["Score it first."]
    with pytest.raises(RuleBroken, match="Score it first"):
        review.publish(curator, found, seen=0, guards=guards)
    review.publish(curator, found, seen=0)
    bench.save({"name": NAME})
    change = send(replace(bench, work=_later(bench.work, 1)))
    assert review.refusals(curator, change, guards) == []


@pytest.fixture
def ratna(session: Session, curator: Work) -> Person:
    """The curator, with a browser of hers to come."""
    return session.scalars(select(Person).where(Person.id == curator.actor.user_id)).one()


def test_who_comes_too_late_is_told_and_keeps_the_text(
    client: FlaskClient, session: Session, bench: Bench, curator: Work
) -> None:
    bench.publish()
    bench.save({"name": NAME})
    found = send(bench)
    assert found.change is not None
    gallery_id = next(iter(curator.actor.curated_ids))
    other = a_person(session, GrantSpec(Role.CURATOR, gallery_id=gallery_id), name="Bu Dewi")
    browser = signed_in(client, other)
    path = f"/en/pengurus/produk/{found.id}"
    page = browser.get(path)
    assert page.status_code == 200
    assert "Round 1 of at most 4" in page.text

    shown = changes.print_of(found.change, bench.live)
    _give_back(curator, found, Note("name", text="Sebut motifnya."))
    session.commit()
    token = token_of(page.text)
    form = {
        "csrf_token": token,
        "version": "1",
        "shown": shown,
        "message": "Bagus sekali.",
        "say:name": "Warnanya?",
    }
    late = browser.post(f"{path}/terbit", data=form)
    assert late.status_code == 422
    for words in (
        "Bu Ratna",
        "asked for changes",
        "Tinggal sedikit.",
        "Bagus sekali.",
        "Warnanya?",
    ):
        assert words in late.text
    assert bench.live["name"] != NAME
