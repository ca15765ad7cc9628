"""Two galleries, one pool: one asks, the other answers; each acts inside its own."""

from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.galleries.models import Gallery, GalleryVendor
from catalog.galleries.services import joining
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.notices.models import NoticeRow
from catalog.products.models import Product, ProductDisplay
from catalog.products.queries import crossing as queries
from catalog.products.rules.crossing import CrossingState
from catalog.products.services import crossing
from catalog.vendors.models import VendorApplication
from tests.accounts.pages import token_of
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.people import signed_in
from tests.factories.products import a_product
from tests.products.review.conftest import Acting


@dataclass
class Two:
    """Two galleries with a curator each, and a live product of a maker of the first."""

    mall: Gallery
    caruban: Gallery
    home: Work
    other: Work
    product: Product


@pytest.fixture
def two(session: Session, acting: Acting) -> Two:
    """Both galleries."""
    mall, caruban = a_gallery(session, "mall-ukm"), a_gallery(session, "galeri-caruban")
    product = a_product(session)
    taken_in(session, mall, product.vendor)
    return Two(
        mall,
        caruban,
        acting(GrantSpec(Role.CURATOR, gallery_id=mall.id)),
        acting(GrantSpec(Role.CURATOR, gallery_id=caruban.id), name="Pak Agus"),
        product,
    )


def _stands(session: Session, two: Two) -> bool:
    return session.get(ProductDisplay, (two.product.id, two.caruban.id)) is not None


def test_a_home_offers_and_the_other_gallery_accepts(session: Session, two: Two) -> None:
    row = crossing.ask(two.home, two.product, two.caruban.id, "Dicari tamu di sana.")
    with pytest.raises(RuleBroken):  # asked once is enough
        crossing.ask(two.home, two.product, two.caruban.id, "Sekali lagi.")
    with pytest.raises(NotFound):  # nobody answers to their own wish
        crossing.answer(two.home, row, "", is_accepted=True)
    crossing.answer(two.other, row, "", is_accepted=True)
    assert _stands(session, two)
    told = set(session.scalars(select(NoticeRow.person_id)))
    assert {two.home.actor.user_id, two.other.actor.user_id} <= told
    with pytest.raises(RuleBroken):
        crossing.answer(two.other, row, "", is_accepted=True)
    crossing.end(two.other, two.product, two.caruban.id)
    assert not _stands(session, two)
    assert row.state is CrossingState.ENDED


def test_the_other_gallery_asks_and_a_refusal_needs_a_reason(session: Session, two: Two) -> None:
    row = crossing.ask(two.other, two.product, two.caruban.id, "Cocok untuk pameran.")
    with pytest.raises(RuleBroken):
        crossing.answer(two.home, row, "", is_accepted=False)
    crossing.answer(two.home, row, "Stoknya tinggal dua.", is_accepted=False)
    assert not _stands(session, two)
    again = crossing.ask(two.other, two.product, two.caruban.id, "Sekarang stoknya ada.")
    crossing.withdraw(two.other, again)
    states = [each.state for each in queries.crossings(two.home)]
    assert sorted(states) == [CrossingState.REFUSED, CrossingState.WITHDRAWN]


def test_the_pool_can_be_narrowed_to_a_gallery(session: Session, two: Two) -> None:
    def names(gallery: str) -> list[Product]:
        found, _ = queries.pool(two.home, gallery=gallery, words="", page=1)
        return [session.get_one(Product, each.product_id) for each in found]

    assert names("mall-ukm") == [two.product]
    assert names("galeri-caruban") == []
    row = crossing.ask(two.home, two.product, two.caruban.id, "Dicari tamu di sana.")
    crossing.answer(two.other, row, "", is_accepted=True)
    assert names("galeri-caruban") == [two.product]


def test_a_gallery_takes_a_maker_in_or_says_why_not(
    session: Session, two: Two, client: FlaskClient
) -> None:
    vendor_id = two.product.vendor_id
    session.add(
        VendorApplication(
            vendor_id=vendor_id, gallery_id=two.caruban.id, answers={}, asked_at=two.home.now
        )
    )
    session.flush()
    with pytest.raises(NotFound):
        joining.answer(two.home, vendor_id, two.caruban.id, "", is_accepted=True)
    person = session.scalars(select(Person).where(Person.id == two.other.actor.user_id)).one()
    browser = signed_in(client, person)
    there = f"/en/pengurus/galeri/usaha/{vendor_id}/{two.caruban.id}"
    token = {"csrf_token": token_of(browser.get("/en/pengurus/galeri").text)}
    refused = browser.post(there, data={"answer_is": "no", **token})
    assert refused.status_code == 422
    assert "so that the maker knows what to do" in refused.text
    assert browser.post(there, data={"answer_is": "yes", **token}).status_code == 303
    session.rollback()  # ends what it has read: the site has written since
    assert session.get(GalleryVendor, (two.caruban.id, vendor_id)) is not None
    assert browser.post(there, data={"answer_is": "yes", **token}).status_code == 404
