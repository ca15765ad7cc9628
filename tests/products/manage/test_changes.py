"""A live product keeps what buyers see until an officer agrees; safe edits pass by themselves."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.kernel.errors import RuleBroken
from catalog.products.models import (
    ChangeRequest,
    ProductImage,
    ProductSlug,
    ReviewNote,
    ReviewRound,
)
from catalog.products.queries.diffs import diff_of
from catalog.products.queries.editing import open_desk
from catalog.products.queries.listing import State, list_products
from catalog.products.queries.reviews import answer_of, notes_of
from catalog.products.rules.merging import same
from catalog.products.rules.review import ChangeState, Note, Outcome
from catalog.products.rules.status import Status
from catalog.products.rules.variants import cell
from catalog.products.services import drafting, review, submitting, variants
from catalog.products.services.review import Wish
from catalog.search.outbox import SearchMark
from tests.conftest import NOW
from tests.products.manage.conftest import Bench

pytestmark = pytest.mark.stocked


@pytest.fixture
def live(bench: Bench) -> Bench:
    """A live product."""
    bench.publish()
    return bench


def _sent(bench: Bench) -> ReviewRound:
    found = submitting.submit(bench.work, bench.product, language="id")
    assert found is not None
    return found


def _seen(found: ReviewRound) -> int:
    return found.change.version if found.change else 0


def test_an_incomplete_draft_is_not_sent(bench: Bench) -> None:
    with pytest.raises(RuleBroken, match="missing"):
        submitting.submit(bench.work, bench.product, language="id")
    assert bench.product.status is Status.DRAFT


def test_a_draft_goes_to_the_officers_once(bench: Bench, session: Session) -> None:
    bench.fill()
    _sent(bench)
    assert submitting.submit(bench.work, bench.product, language="id") is None
    assert session.scalar(select(func.count()).select_from(ReviewRound)) == 1
    assert bench.product.status is Status.IN_REVIEW


def test_publishing_shows_it_and_tells_the_index(bench: Bench, session: Session) -> None:
    bench.fill()
    found = _sent(bench)
    before = session.scalar(select(func.max(SearchMark.seq))) or 0
    review.publish(bench.officer, found, seen=0)
    assert bench.product.status is Status.PUBLISHED
    assert bench.product.published_at == NOW
    marks = select(SearchMark.target_id).where(
        SearchMark.seq > before, SearchMark.kind == "product"
    )
    assert bench.product.id in session.scalars(marks).all()


def test_two_officers_decide_once(bench: Bench) -> None:
    bench.fill()
    found = _sent(bench)
    review.publish(bench.officer, found, seen=0)
    with pytest.raises(RuleBroken):
        review.turn_down(bench.officer, found, "Terlambat.", seen=0)
    assert bench.product.status is Status.PUBLISHED


def test_what_to_mend_stands_at_its_field(bench: Bench) -> None:
    bench.fill()
    found = _sent(bench)
    image_id = bench.product.images[0].image_id
    notes = [Note("name", None, "name_unclear"), Note("photos", image_id, "photo_dark", "Di luar.")]
    review.ask_changes(bench.officer, found, Wish(notes, "Hampir jadi."), seen=0)
    assert bench.product.status is Status.DRAFT
    told = notes_of(bench.work, bench.product.id)
    assert set(told) == {"name", f"photo:{image_id}"}
    answer = answer_of(bench.work, bench.product.id)
    assert answer is not None
    assert answer.due_on == date(2026, 12, 6)
    listed = list_products(bench.work, bench.vendor.id, State.MEND, typed="", page=1, language="id")
    assert [item.reason for item in listed.items] == ["Hampir jadi."]
    _sent(bench)
    assert notes_of(bench.work, bench.product.id) == {}


def test_asking_for_nothing_is_refused(bench: Bench, session: Session) -> None:
    bench.fill()
    found = _sent(bench)
    for wish in (Wish(), Wish([Note("name", None, "strange")]), Wish([Note("name")])):
        with pytest.raises(RuleBroken):
            review.ask_changes(bench.officer, found, wish, seen=0)
    past = Wish([], "Segera.", NOW.date() - timedelta(days=1))
    with pytest.raises(RuleBroken):
        review.ask_changes(bench.officer, found, past, seen=0)
    assert found.outcome is Outcome.WAITING
    assert session.scalars(select(ReviewNote)).all() == []


def test_a_product_that_is_turned_down_can_be_tried_again(bench: Bench) -> None:
    bench.fill()
    review.turn_down(bench.officer, _sent(bench), "Bukan buatan sendiri.", seen=0)
    states = [bench.product.status]
    submitting.restore(bench.work, bench.product)
    states.append(bench.product.status)
    assert states == [Status.ARCHIVED, Status.DRAFT]


def test_a_submission_is_taken_back(bench: Bench) -> None:
    bench.fill()
    _sent(bench)
    submitting.withdraw(bench.work, bench.product)
    submitting.withdraw(bench.work, bench.product)
    assert bench.product.status is Status.DRAFT
    assert bench.save({"name": "Selendang lain"}).is_clean


@pytest.mark.parametrize("price", ["287.500", "212.500", "250.000"])
def test_a_price_within_fifteen_per_cent_passes(live: Bench, session: Session, price: str) -> None:
    live.save({"price": price})
    assert live.product.price == int(price.replace(".", ""))
    assert live.desk.change is None
    if price != "250.000":
        actions = session.scalars(select(AuditEntry.action)).all()
        assert "product.pass" in actions


@pytest.mark.parametrize("price", ["287.501", "212.499", "25.000"])
def test_a_larger_step_waits(live: Bench, price: str) -> None:
    saved = live.save({"price": price})
    assert saved.pending == ("price",)
    assert live.product.price == 250_000
    assert live.values["price"] == int(price.replace(".", ""))


def test_many_small_steps_do_not_walk_past_the_limit(live: Bench) -> None:
    live.save({"price": "280.000"})
    assert live.product.price == 280_000
    live.save({"price": "315.000"})  # 12.5 % more than now, 26 % more than was agreed
    assert live.product.price == 280_000
    assert live.values["price"] == 315_000


def test_stock_passes_and_words_wait(live: Bench) -> None:
    saved = live.save({"stock": "40", "name": "Selendang mega baru"})
    assert saved.pending == ("name",)
    assert live.live["stock"] == 40
    assert live.live["name"] == "Selendang megamendung toska"


def test_a_helper_publishes_nothing(live: Bench) -> None:
    saved = live.save({"stock": "40"}, may_publish=False)
    assert saved.pending == ("stock",)
    assert live.live["stock"] == 6


def test_reordered_photos_pass_and_new_ones_wait(live: Bench, session: Session) -> None:
    photos = list(live.live["photos"])
    drafting.put(live.work, live.desk, {"photos": photos[::-1]})
    assert live.live["photos"] == photos[::-1]
    assert live.desk.change is None
    drafting.put(live.work, live.desk, {"photos": photos[:2]})
    assert len(live.live["photos"]) == 3
    assert len(live.values["photos"]) == 2
    rows = select(func.count()).select_from(ProductImage)
    assert session.scalar(rows.where(ProductImage.product_id == live.product.id)) == 3


def test_there_is_one_change_and_it_can_be_given_up(live: Bench, session: Session) -> None:
    live.save({"name": "Satu"})
    live.save({"summary": "Dua"})
    (change,) = session.scalars(select(ChangeRequest)).all()
    assert set(change.after) == {"name", "summary"}
    live.save({"name": "Selendang megamendung toska"})  # as it was
    assert set(change.after) == {"summary"}
    submitting.discard(live.work, live.product)
    assert change.state is ChangeState.DROPPED
    assert live.values["summary"] == "Tujuh celupan, ringan di bahu."


def test_an_applied_change_keeps_the_old_address(live: Bench, session: Session) -> None:
    former = live.product.slug
    live.save({"name": "Selendang mega baru", "attr_material": ""})
    found = _sent(live)
    assert [line.field for line in diff_of(live.work, live.desk)] == ["name"]
    review.publish(live.officer, found, seen=_seen(found))
    assert live.product.slug == "selendang-mega-baru"
    assert session.get_one(ProductSlug, former).product_id == live.product.id
    assert live.desk.change is None
    assert live.product.status is Status.PUBLISHED
    # … and back again: the address is its own
    live.save({"name": "Selendang megamendung toska"})
    again = _sent(live)
    review.publish(live.officer, again, seen=_seen(again))
    assert live.product.slug == former
    assert session.get(ProductSlug, former) is None


def test_nobody_decides_on_what_they_have_not_seen(live: Bench) -> None:
    live.save({"name": "Satu"})
    found = _sent(live)
    looked_at = _seen(found)
    live.save({"name": "Dua"})
    with pytest.raises(RuleBroken, match="meanwhile"):
        review.publish(live.officer, found, seen=looked_at)
    assert live.live["name"] == "Selendang megamendung toska"


def test_a_waiting_change_of_which_nothing_is_left_leaves_the_queue(live: Bench) -> None:
    live.save({"name": "Satu"})
    found = _sent(live)
    live.save({"name": "Selendang megamendung toska"})
    assert found.outcome is Outcome.WITHDRAWN
    assert live.desk.change is None


def test_a_change_is_sent_back_and_mended(live: Bench) -> None:
    live.save({"name": "Batik terbaik sedunia"})
    found = _sent(live)
    wish = Wish([Note("name", None, "text_claim")])
    review.ask_changes(live.officer, found, wish, seen=_seen(found))
    assert live.product.status is Status.PUBLISHED
    live.save({"name": "Batik mega"})
    again = _sent(live)
    review.publish(live.officer, again, seen=_seen(again))
    assert live.live["name"] == "Batik mega"


def test_a_refused_change_leaves_the_live_product_alone(live: Bench) -> None:
    live.save({"name": "Lain sekali"})
    found = _sent(live)
    review.turn_down(live.officer, found, "Ini produk lain.", seen=_seen(found))
    assert live.product.status is Status.PUBLISHED
    assert live.values["name"] == "Selendang megamendung toska"


def test_new_options_of_a_live_product_wait_with_their_cells(live: Bench) -> None:
    variants.combine(live.work, live.product, {"size": "S,M"}, language="id", may_publish=True)
    key = str(live.values["variants"][0]["id"])
    live.save({cell(key, "stock"): "9"})
    assert live.live["variants"] == []
    assert live.values[cell(key, "stock")] == 9
    found = _sent(live)
    review.publish(live.officer, found, seen=_seen(found))
    assert live.live[cell(key, "stock")] == 9
    assert live.live[cell(key, "name")] == "S"


def test_archiving_gives_up_what_waits(live: Bench) -> None:
    live.save({"name": "Satu"})
    found = _sent(live)
    submitting.archive(live.work, live.product)
    assert live.product.status is Status.ARCHIVED
    assert found.outcome is Outcome.WITHDRAWN
    submitting.archive(live.work, live.product)


def test_writing_what_is_stored_changes_nothing(live: Bench) -> None:
    desk = open_desk(live.work, live.product, "id")
    raw = {
        name: texts
        for field in desk.fields.values()
        for name, texts in field.show(desk.values.get(field.name)).items()
    }
    saved = drafting.save(live.work, live.product, raw, seen=desk.revision, language="id")
    assert saved.is_clean, saved.errors
    assert saved.changed == ()
    assert same(desk.change, None)
