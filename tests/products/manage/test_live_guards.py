"""What a live product is guarded against: papers passed by, officers overtaken, limits walked."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from time import sleep
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.engine import WRITES
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import RuleBroken
from catalog.notices.models import NoticeRow
from catalog.products.models import ReviewNote, ReviewRound
from catalog.products.queries.papers import gaps
from catalog.products.rules.review import ChangeState, Outcome
from catalog.products.rules.status import Status
from catalog.products.services import drafting, review, submitting, writing
from catalog.taxonomy.models import Category
from tests.databases import opened
from tests.factories.legality import a_document
from tests.factories.people import a_person, signed_in
from tests.products.manage.conftest import Bench

pytestmark = pytest.mark.stocked
FOOD = "kerupuk-melarat"


@pytest.fixture
def live(bench: Bench) -> Bench:
    """A live souvenir."""
    bench.publish()
    return bench


def _sent(bench: Bench) -> ReviewRound:
    found = submitting.submit(bench.work, bench.product, language="id")
    assert found is not None
    return found


def _version(found: ReviewRound) -> int:
    return found.change.version if found.change else 0


def _as_food(bench: Bench) -> None:
    """Say that it is food, with all that a listing of food must tell."""
    drafting.put(bench.work, bench.desk, {"category": FOOD})
    typed: dict[str, str | list[str]] = {}
    for line in bench.desk.reference.template:
        if line.is_required:
            typed[f"attr_{line.key}"] = str(line.choices[0]["value"]) if line.choices else "10"
    saved = bench.save(typed)
    assert saved.is_clean, saved.errors
    assert not bench.desk.worsened("id"), bench.desk.completeness("id").missing


def _stops(bench: Bench) -> int:
    return sum(paper.stops for paper in gaps(bench.work, bench.desk, "id"))


def test_a_live_souvenir_does_not_turn_into_food_without_its_papers(live: Bench) -> None:
    _as_food(live)
    assert _stops(live) == 2  # the permit and halal
    with pytest.raises(RuleBroken) as told:
        submitting.submit(live.work, live.product, language="id")
    assert told.value.message == submitting.NO_PAPERS


def test_with_its_papers_it_does(live: Bench, session: Session) -> None:
    kind = session.scalars(select(Category).where(Category.slug == FOOD)).one()
    for code in ("pirt", "halal"):
        a_document(session, live.vendor, type_code=code, categories=[kind])
    _as_food(live)
    found = _sent(live)
    review.publish(live.officer, found, seen=_version(found))
    assert live.live["category"] == FOOD


def test_a_change_that_grows_while_it_waits_is_not_applied_either(live: Bench) -> None:
    live.save({"name": "Batik mega"})
    found = _sent(live)
    _as_food(live)
    with pytest.raises(RuleBroken) as told:
        review.publish(live.officer, found, seen=_version(found))
    assert told.value.message == review.NO_PAPERS
    assert live.live["category"] != FOOD


def test_what_a_live_product_lacks_already_does_not_stop_its_next_change(live: Bench) -> None:
    _as_food(live)
    change = live.desk.change
    assert change is not None
    drafted = dict(change.after)
    submitting.discard(live.work, live.product)
    live.product.status = Status.DRAFT  # food that went live before its papers were asked for
    drafting.put(live.work, live.desk, drafted)
    live.product.status = Status.PUBLISHED
    live.save({"name": "Kerupuk melarat"})
    assert gaps(live.work, live.desk, "id")
    assert _stops(live) == 0
    assert _sent(live).change is not None


def _officer(client: FlaskClient, session: Session) -> FlaskClient:
    return signed_in(client, a_person(session, GrantSpec(Role.DINAS, region_code="32.09")))


def _page(client: FlaskClient, found: ReviewRound) -> str:
    answer = client.get(f"/pengurus/produk/{found.id}")
    assert answer.status_code == 200
    return answer.text


def _input(page: str, name: str) -> str:
    tag = next(part for part in page.split("<input")[1:] if f'name="{name}"' in part)
    return tag.split('value="', 1)[1].split('"', 1)[0]


def _form(page: str, **more: str) -> Mapping[str, Any]:
    return {name: _input(page, name) for name in ("csrf_token", "version")} | more


def test_officers_see_which_papers_are_missing(
    live: Bench, client: FlaskClient, session: Session
) -> None:
    live.save({"name": "Batik mega"})
    found = _sent(live)
    _as_food(live)
    officer = _officer(client, session)
    page = _page(officer, found)
    assert "Sertifikat halal" in page
    refused = officer.post(f"/pengurus/produk/{found.id}/terbit", data=_form(page))
    assert refused.status_code == 422
    assert "Sertifikat halal" in refused.text


def _entries(bench: Bench, session: Session) -> list[AuditEntry]:
    own = AuditEntry.target_id == str(bench.product.id)
    return list(session.scalars(select(AuditEntry).where(own)))


def test_the_trail_names_fields_and_amounts_but_keeps_no_words(
    live: Bench, session: Session
) -> None:
    live.save({"name": "Rahasia dapur", "price": "900.000", "stock": "40"})
    found = _sent(live)
    review.publish(live.officer, found, seen=_version(found))
    entries = {entry.action: entry for entry in _entries(live, session)}
    assert "Rahasia dapur" not in str([(entry.before, entry.after) for entry in entries.values()])
    applied, passed = entries["product.apply"], entries["product.pass"]
    assert applied.before == {"price": 250_000}
    assert applied.after == {"fields": ["name", "price"], "price": 900_000}
    assert (passed.before, passed.after) == ({"stock": 6}, {"fields": ["stock"], "stock": 40})


def test_all_that_happens_to_a_product_stands_in_its_vendors_trail(
    live: Bench, session: Session
) -> None:
    live.save({"name": "Satu", "stock": "40"})
    found = _sent(live)
    submitting.withdraw(live.work, live.product)
    submitting.discard(live.work, live.product)
    live.save({"name": "Dua"})
    found = _sent(live)
    review.publish(live.officer, found, seen=_version(found))
    submitting.archive(live.work, live.product)
    entries = _entries(live, session)
    assert len({entry.action for entry in entries}) >= 9
    assert {entry.vendor_id for entry in entries} == {live.vendor.id}


def test_officers_do_not_agree_over_a_newer_live_version(
    live: Bench, client: FlaskClient, session: Session
) -> None:
    live.save({"name": "Batik mega"})
    found = _sent(live)
    officer, path = _officer(client, session), f"/pengurus/produk/{found.id}/terbit"
    page = _page(officer, found)
    writing.write(live.work, live.product, {"name": "Nama dari impor"}, live.live)
    session.commit()
    sent = _form(page, shown=_input(page, "shown"))
    refused = officer.post(path, data=sent)
    assert refused.status_code == 422
    assert "Nama dari impor" in refused.text
    assert officer.post(path, data=_form(page)).status_code == 422  # a form of before
    fresh = _form(refused.text, shown=_input(refused.text, "shown"))
    assert officer.post(path, data=fresh).status_code == 303
    session.rollback()
    assert live.live["name"] == "Batik mega"


def test_what_moves_beside_the_change_does_not_hold_it_up(live: Bench) -> None:
    live.save({"name": "Batik mega"})
    found = _sent(live)
    writing.write(live.work, live.product, {"summary": "Dari impor."}, live.live)
    review.publish(live.officer, found, seen=_version(found))
    assert live.live["name"] == "Batik mega"


def test_a_change_of_words_does_not_move_the_limit_of_prices(live: Bench) -> None:
    live.save({"price": "280.000"})
    live.save({"name": "Batik mega"})
    found = _sent(live)
    review.publish(live.officer, found, seen=_version(found))
    live.save({"price": "315.000"})  # 12.5 % more than now, 26 % more than an officer saw
    assert live.live["price"] == 280_000


def test_a_price_that_was_agreed_is_the_new_measure(live: Bench) -> None:
    live.save({"price": "280.000"})
    live.save({"price": "400.000"})
    found = _sent(live)
    review.publish(live.officer, found, seen=_version(found))
    live.save({"price": "440.000"})
    assert live.live["price"] == 440_000


def test_what_a_helper_changes_of_a_waiting_change_is_sent_anew(
    live: Bench, session: Session
) -> None:
    helper = a_person(session, GrantSpec(Role.VENDOR_HELPER, vendor_id=live.vendor.id))
    actor = Actor(user_id=helper.id, roles=frozenset({Role.VENDOR_HELPER}))
    live.save({"name": "Batik mega"})
    found = _sent(live)
    desk, by_helper = live.desk, replace(live.work, actor=actor)
    drafting.save(
        by_helper,
        live.product,
        {"summary": ["Kata pembantu."]},
        seen=desk.revision,
        language="id",
        may_publish=False,
    )
    assert found.outcome is Outcome.WITHDRAWN
    change = live.desk.change
    assert change is not None
    assert change.state is ChangeState.OPEN
    assert set(change.after) == {"name", "summary"}
    told = select(NoticeRow.person_id).where(NoticeRow.kind == "products.send_again")
    assert session.scalars(told).all() == [live.owner]
    again = _sent(live)
    review.publish(live.officer, again, seen=_version(again))
    assert live.live["summary"] == "Kata pembantu."


def test_a_form_sent_twice_at_once_starts_one_product(
    bench: Bench, session: Session, database_url: str
) -> None:
    vendor_id = bench.vendor.id  # threads share no session
    session.commit()
    key, ready = uuid4(), Barrier(2)

    def start(engine: Engine) -> UUID:
        with Session(engine) as other:
            other.execute(text("SELECT 1"))
            other.rollback()
            ready.wait()
            other.connection(execution_options={WRITES: True})
            work = replace(bench.work, session=other)
            product = drafting.start(work, vendor_id, "suvenir", key=key)
            sleep(0.2)  # long enough for the other to look before this one commits
            other.commit()
            return product.id

    with opened(database_url) as engine, ThreadPoolExecutor(2) as pool:
        assert list(pool.map(start, [engine, engine])) == [key, key]


def test_officers_point_only_at_what_is_there(
    live: Bench, client: FlaskClient, session: Session
) -> None:
    live.save({"name": "Batik mega"})
    found = _sent(live)
    officer, path = _officer(client, session), f"/pengurus/produk/{found.id}/perbaiki"
    strange = {f"why:photo-{uuid4()}": "photo_dark", "why:nothing": "other", "say:nothing": "x"}
    refused = officer.post(path, data=_form(_page(officer, found), **strange))
    assert refused.status_code == 422
    image = live.product.images[0].image_id
    known = strange | {f"why:photo-{image}": "photo_dark"}
    assert officer.post(path, data=_form(refused.text, **known)).status_code == 303
    session.rollback()
    assert [note.image_id for note in session.scalars(select(ReviewNote))] == [image]
