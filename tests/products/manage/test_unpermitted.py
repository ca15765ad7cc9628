"""Live goods that lack a paper they must have by now: officers give time, or hide them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.queries import actor_of
from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now, wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.notices.models import NoticeRow
from catalog.products.models import ProductGrace, ReviewRound
from catalog.products.queries.reviews import notes_of
from catalog.products.queries.unpermitted import count_undecided, unpermitted
from catalog.products.rules.review import Outcome
from catalog.products.rules.status import Status
from catalog.products.services import sparing, submitting
from catalog.products.services.sparing import Time
from tests.factories.legality import a_document
from tests.factories.people import a_person, signed_in
from tests.factories.statements import count_statements
from tests.products.manage.conftest import Bench, MakeBench

pytestmark = pytest.mark.stocked
FOOD = "kerupuk-melarat"
Officer = Callable[[str], Work]


@pytest.fixture
def crackers(make_bench: MakeBench) -> Bench:
    """Live crackers without a halal certificate, after the day from which the law asks for it."""
    bench = make_bench(FOOD)
    bench.publish()
    return bench


@pytest.fixture
def officer(work: Work, session: Session) -> Officer:
    """Return work of an officer of a place."""

    def make(code: str = "32") -> Work:
        person = a_person(session, GrantSpec(Role.DINAS, region_code=code))
        return replace(work, actor=actor_of(person))

    return make


def _listed(work: Work) -> list[object]:
    return [line.product_id for line in unpermitted(work, "id")]


def _told(bench: Bench) -> list[NoticeRow]:
    statement = select(NoticeRow).where(NoticeRow.person_id == bench.owner)
    return list(bench.work.session.scalars(statement))


def _until(work: Work, days: int = 30) -> Time:
    return Time(wib_date(work.now) + timedelta(days=days), "Pendampingan berjalan")


def test_live_food_without_halal_stands_in_the_list_with_what_is_missing(
    crackers: Bench, make_bench: MakeBench, officer: Officer
) -> None:
    make_bench().publish()  # a souvenir needs no such paper
    make_bench(FOOD).fill()  # and a draft is shown to nobody
    (line,) = unpermitted(officer("32"), "id")
    assert line.product_id == crackers.product.id
    assert any("halal" in name.lower() for name in line.missing)
    assert count_undecided(officer("32")) == 1


def test_an_office_of_another_place_sees_and_decides_nothing(
    crackers: Bench, officer: Officer
) -> None:
    stranger = officer("33")
    assert _listed(stranger) == []
    with pytest.raises(NotFound):
        sparing.hide(stranger, crackers.product.id)
    with pytest.raises(NotFound):
        sparing.give_time(stranger, crackers.product.id, _until(stranger))


def test_time_is_kept_told_with_its_day_and_written_into_the_trail(
    crackers: Bench, officer: Officer
) -> None:
    work = officer("32")
    time = _until(work)
    sparing.give_time(work, crackers.product.id, time)
    kept = work.session.get_one(ProductGrace, crackers.product.id)
    assert (kept.until_on, kept.reason) == (time.until_on, time.reason)
    (line,) = unpermitted(work, "id")
    assert line.is_spared
    assert count_undecided(work) == 0
    (told,) = _told(crackers)
    assert told.deadline_on == time.until_on
    assert "halal" in str(told.values["papers"]).lower()
    assert crackers.product.status is Status.PUBLISHED
    entry = work.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "product.give_time")
    ).one()
    assert entry.vendor_id == crackers.vendor.id


def test_time_that_is_over_brings_the_product_back_to_the_undecided(
    crackers: Bench, officer: Officer
) -> None:
    work = officer("32")
    sparing.give_time(work, crackers.product.id, _until(work))
    later = replace(work, now=work.now + timedelta(days=31))
    assert count_undecided(later) == 1


@pytest.mark.parametrize(("days", "field"), [(0, "until_on"), (-3, "until_on"), (800, "until_on")])
def test_a_day_that_makes_no_sense_is_refused(
    crackers: Bench, officer: Officer, days: int, field: str
) -> None:
    work = officer("32")
    with pytest.raises(RuleBroken) as refused:
        sparing.give_time(work, crackers.product.id, _until(work, days))
    assert refused.value.field == field


def test_of_two_officers_who_saw_the_same_page_one_wins(crackers: Bench, officer: Officer) -> None:
    sparing.give_time(officer("32"), crackers.product.id, _until(officer("32")))
    with pytest.raises(RuleBroken):
        sparing.give_time(officer("32"), crackers.product.id, _until(officer("32"), 90))
    sparing.hide(officer("32"), crackers.product.id)
    with pytest.raises(RuleBroken):
        sparing.hide(officer("32"), crackers.product.id)


def test_a_hidden_product_is_a_draft_that_names_its_paper_and_cannot_be_sent_without_it(
    crackers: Bench, officer: Officer
) -> None:
    work = officer("32")
    sparing.hide(work, crackers.product.id, "Kami bantu mengurusnya.")
    assert crackers.product.status is Status.DRAFT
    found = work.session.scalars(select(ReviewRound)).one()
    assert (found.outcome, found.message) == (Outcome.RETURNED, "Kami bantu mengurusnya.")
    (said,) = notes_of(work, crackers.product.id)[""]
    assert "halal" in said.text.lower()
    (told,) = _told(crackers)
    assert str(crackers.product.id) in told.url
    assert _listed(work) == []
    with pytest.raises(RuleBroken):
        submitting.submit(crackers.work, crackers.product, language="id")


def test_what_the_vendor_had_changed_is_not_lost_by_hiding(
    crackers: Bench, officer: Officer
) -> None:
    crackers.save({"name": "Kerupuk melarat asin pedas sekali"})
    assert crackers.live["name"] != crackers.values["name"]
    sparing.hide(officer("32"), crackers.product.id)
    assert crackers.live["name"] == "Kerupuk melarat asin pedas sekali"


def test_with_the_paper_there_is_nothing_to_decide(crackers: Bench, officer: Officer) -> None:
    work = officer("32")
    (line,) = unpermitted(work, "id")
    for code in ("halal", "pirt"):
        a_document(work.session, crackers.vendor, type_code=code, products=[crackers.product])
    assert _listed(work) == [], line.missing
    with pytest.raises(RuleBroken):
        sparing.hide(work, crackers.product.id)
    assert crackers.product.status is Status.PUBLISHED


@pytest.mark.usefixtures("crackers")
def test_the_list_costs_no_more_for_more_vendors(make_bench: MakeBench, officer: Officer) -> None:
    work = officer("32")

    def cost() -> int:
        work.session.expire_all()
        with count_statements() as seen:
            unpermitted(work, "id")
        return len(seen)

    before = cost()
    for _ in range(3):
        make_bench(FOOD).publish()
    assert cost() <= before <= 12
    assert len(_listed(work)) == 4


def test_an_officer_decides_on_the_page(
    crackers: Bench, make_bench: MakeBench, app: Flask, session: Session
) -> None:
    second = make_bench(FOOD)
    second.publish()
    person = a_person(session, GrantSpec(Role.DINAS, region_code="32"))
    session.commit()
    client = signed_in(app.test_client(), person)
    page = client.get("/pengurus/produk/tanpa-izin").text
    token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', page)
    assert token
    here = f"/pengurus/produk/tanpa-izin/{crackers.product.id}"
    typed = {"csrf_token": token[1], "until_on": "besok pagi", "reason": "Menunggu sidang"}
    refused = client.post(f"{here}/waktu", data=typed)
    assert refused.status_code == 422
    assert "besok pagi" in refused.text
    assert "Menunggu sidang" in refused.text
    day = f"{utc_now() + timedelta(days=40):%d-%m-%Y}"
    assert client.post(f"{here}/waktu", data=typed | {"until_on": day}).status_code == 303
    there = f"/pengurus/produk/tanpa-izin/{second.product.id}"
    assert client.post(f"{there}/sembunyikan", data=typed).status_code == 303
    again = client.post(f"{there}/sembunyikan", data=typed)
    assert again.status_code == 422
    assert "tanpa-izin" in client.get("/pengurus/antrean").text
    session.rollback()
    assert session.get_one(ProductGrace, crackers.product.id).reason == "Menunggu sidang"
    session.refresh(second.product)
    assert second.product.status is Status.DRAFT
    assert client.get("/pengurus").status_code == 200
