"""Small changes are approved together; each stands or falls alone."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.db.work import Work
from catalog.products.queries.together import changes_to_sort
from catalog.products.services import changes
from catalog.products.services.together import Ticked, approve
from tests.accounts.pages import token_of
from tests.factories.people import signed_in
from tests.products.manage.conftest import Bench, MakeBench
from tests.products.review.conftest import send

pytestmark = pytest.mark.stocked


@pytest.fixture
def three(bench: Bench, make_bench: MakeBench) -> list[Bench]:
    """Three live products of one maker: two with a small change, one with a new name."""
    benches = [bench, *(make_bench(vendor=bench.vendor) for _ in range(2))]
    for number, each in enumerate(benches):
        each.publish()
        wish = {"name": "Nama baru"} if number == 2 else {"price": "300.000"}
        assert each.save(wish).is_clean
        send(replace(each, work=replace(each.work, now=each.work.now + timedelta(number))))
    return benches


def test_only_what_was_ticked_as_it_was_seen_goes_through(
    three: list[Bench], curator: Work, session: Session
) -> None:
    late = replace(curator, now=curator.now + timedelta(days=5))
    found = changes_to_sort(late, "id")
    assert [each.live.product.id for each in found.safe] == [b.product.id for b in three[:2]]
    assert found.risky == 1
    ticked = [
        Ticked(each.round_id, each.version, changes.print_of(each.live.change, each.live.live))
        for each in found.safe
        if each.live.change
    ]
    three[1].save({"price": "310.000"})  # the maker goes on typing
    done = approve(late, ticked)
    assert [each.why for each in done] == ["", changes.STALE]
    session.flush()
    assert [each.live["price"] for each in three] == [300_000, 250_000, 250_000]


def test_the_page_says_what_went_and_what_stayed(
    three: list[Bench], curator: Work, session: Session, client: FlaskClient
) -> None:
    person = session.scalars(select(Person).where(Person.id == curator.actor.user_id)).one()
    browser = signed_in(client, person)
    page = browser.get("/en/pengurus/produk/bersama").text
    assert "1 other change has to be looked at by itself." in page
    token = {"csrf_token": token_of(page)}
    values = re.findall(r'name="pilih"\s+value="([^"]+)"', page)
    risky = changes_to_sort(curator, "id")
    assert len(values) == len(risky.safe) == 2
    three[0].save({"name": "Lain sama sekali"})
    session.commit()
    done = browser.post(
        "/en/pengurus/produk/bersama", data={"pilih": [*values, "x:y"], **token}
    ).text
    assert "1 change is live" in done
    assert "1 change stays in the queue" in done
    assert browser.post("/en/pengurus/produk/bersama", data=token).status_code == 303
