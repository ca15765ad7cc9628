"""The list of makers, and the page of one."""

from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.legality.rules import DocumentState
from catalog.products.queries.makers import MakerCriteria, list_makers, shelf
from catalog.products.rules.status import Status
from catalog.vendors.models import Exhibition, VendorPhoto, VendorSlug
from catalog.vendors.rules import VendorStatus
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.legality import a_document
from tests.factories.media import an_image
from tests.factories.places import a_category, a_region
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor
from tests.products.pages import linked_data, text_of


def found(work: Work, **asked: Any) -> list[str]:
    return [card.name for card in list_makers(work, MakerCriteria(**asked), "id").cards]


def test_the_page_tells_who_they_are(session: Session, client: FlaskClient) -> None:
    vendor = a_vendor(
        session,
        since_year=1998,
        worker_count=12,
        response_hours=2,
        capacity=LocalText(id="320 m per bulan"),
        story={"id": "Dari serambi nenek di Trusmi."},
    )
    vendor.photos = [
        VendorPhoto(image_id=an_image(session).id, position=number, caption=LocalText(id="Canting"))
        for number in range(2)
    ]
    vendor.exhibitions = [Exhibition(name="Inacraft", place="Jakarta", year=2025)]
    a_product(session, vendor)
    a_document(session, vendor)
    a_document(session, vendor, type_code="sni", state=DocumentState.PENDING, verified_at=None)
    session.commit()
    page = text_of(client, f"/umkm/{vendor.slug}")
    for words in ("1998", "10–19", "320 m per bulan", "Inacraft", "Canting", "Trusmi Kulon"):
        assert words in page
    assert "Dari serambi nenek di Trusmi." in page
    assert "badge--wait" in page
    assert page.count("<h1") == 1
    data = linked_data(page)
    assert data["Organization"]["name"] == vendor.name
    assert [paper["name"] for paper in data["Organization"]["hasCertification"]] == ["NIB"]


def test_the_number_of_workers_is_only_told_as_a_band(
    session: Session, client: FlaskClient
) -> None:
    vendor = a_vendor(session, worker_count=13)
    session.commit()
    assert (
        "13 " not in text_of(client, f"/umkm/{vendor.slug}").split("<main")[1].split("<footer")[0]
    )


def test_a_story_without_english_is_marked(session: Session, client: FlaskClient) -> None:
    vendor = a_vendor(session, story={"id": "Dari serambi nenek."})
    session.commit()
    page = text_of(client, f"/en/umkm/{vendor.slug}")
    assert "no English text yet" in page
    assert 'lang="id">Dari serambi nenek.' in page


def test_a_holiday_is_announced(session: Session, client: FlaskClient) -> None:
    vendor = a_vendor(session, paused_from_on=date(2020, 1, 1), paused_until_on=date(2099, 1, 2))
    product = a_product(session, vendor)
    session.commit()
    for path in (f"/umkm/{vendor.slug}", f"/produk/{product.slug}"):
        assert "libur sampai 2 Jan 2099" in text_of(client, path)


def test_a_former_slug_moves_for_good(session: Session, client: FlaskClient) -> None:
    vendor = a_vendor(session)
    hidden = a_vendor(session, status=VendorStatus.SUSPENDED)
    session.add_all(
        [
            VendorSlug(slug="nama-lama", vendor_id=vendor.id),
            VendorSlug(slug="nama-lama-rahasia", vendor_id=hidden.id),
        ]
    )
    session.commit()
    answer = client.get("/umkm/nama-lama")
    assert (answer.status_code, answer.location) == (301, f"/umkm/{vendor.slug}")
    assert client.get("/umkm/nama-lama-rahasia").status_code == 404


@pytest.mark.parametrize(
    ("state", "status"),
    [(VendorStatus.DRAFT, 404), (VendorStatus.SUSPENDED, 404), (VendorStatus.CLOSED, 410)],
)
def test_a_closed_window_shows_nothing(
    session: Session, client: FlaskClient, state: VendorStatus, status: int
) -> None:
    vendor = a_vendor(session, name="Rahasia Jaya", status=state)
    session.commit()
    assert "Rahasia Jaya" not in text_of(client, f"/umkm/{vendor.slug}", status)
    assert "Rahasia Jaya" not in text_of(client, "/umkm")


def test_makers_with_goods_are_found_by_name_place_gallery_and_kind(work: Work) -> None:
    session = work.session
    snacks = a_category(session, "camilan")
    crackers = a_category(session, "kerupuk", parent=snacks)
    a_region(session, "32.09.21")
    here = a_vendor(session, name="Kerupuk Bu Tini")
    rattan = a_vendor(
        session, name="Rotan Jaya 100%", region_code="32.09.21", district_code="32.09.21"
    )
    a_product(session, rattan)
    a_vendor(session, name="Belum Berisi")
    taken_in(session, a_gallery(session, "mall-ukm"), here)
    a_product(session, here, crackers)
    assert found(work) == ["Kerupuk Bu Tini", "Rotan Jaya 100%"]
    assert found(work, text="tini") == ["Kerupuk Bu Tini"]
    assert found(work, text="100%") == ["Rotan Jaya 100%"]
    assert found(work, text="_") == []
    assert found(work, district="32.09.21") == ["Rotan Jaya 100%"]
    assert found(work, gallery="mall-ukm") == ["Kerupuk Bu Tini"]
    assert found(work, category="camilan") == ["Kerupuk Bu Tini"]
    assert found(work, gallery="tidak-ada") == found(work, category="tidak-ada") == []


def test_a_maker_counts_what_the_public_sees(work: Work) -> None:
    vendor = a_vendor(work.session)
    a_product(work.session, vendor)
    a_product(work.session, vendor, status=Status.DRAFT)
    (card,) = list_makers(work, MakerCriteria(), "id").cards
    assert card.product_count == 1
    assert card.picture is not None


def test_a_paper_for_some_goods_does_not_badge_the_maker(work: Work) -> None:
    vendor = a_vendor(work.session)
    a_product(work.session, vendor)
    a_document(work.session, vendor)
    a_document(work.session, vendor, type_code="halal", categories=[a_category(work.session)])
    (card,) = list_makers(work, MakerCriteria(), "id").cards
    assert [label for _, label in card.badges] == ["NIB"]


def test_products_come_in_pages_and_by_kind(work: Work) -> None:
    session = work.session
    vendor, bags = a_vendor(session), a_category(session, "tas")
    for _ in range(13):
        a_product(session, vendor)
    bag = a_product(session, vendor, bags)
    first = shelf(work, vendor.id, "", 1, "id")
    second = shelf(work, vendor.id, "", 2, "id")
    assert (len(first.cards), len(second.cards), first.pages, first.total) == (12, 2, 2, 14)
    assert {card.id for card in first.cards}.isdisjoint(card.id for card in second.cards)
    only = shelf(work, vendor.id, "tas", 1, "id")
    assert [card.id for card in only.cards] == [bag.id]
    assert (only.total, only.pages) == (14, 1)


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "a" * 10_000,
        "q=%25%27%22;--",
        "hal=-1",
        "hal=0",
        "hal=abc",
        "hal=%D9%A3",
        "kecamatan=..",
        "galeri=%F0%9F%98%80",
        "tidak=dikenal&q=x&q=y",
        "q=%ff",
    ],
)
def test_any_query_gives_a_page(session: Session, client: FlaskClient, query: str) -> None:
    vendor = a_vendor(session)
    session.commit()
    assert client.get(f"/umkm?{query}").status_code == 200
    assert client.get(f"/umkm/{vendor.slug}?{query}").status_code == 200


def test_a_page_past_the_last_is_not_found(session: Session, client: FlaskClient) -> None:
    vendor = a_vendor(session)
    session.commit()
    for path in ("/umkm?hal=2", f"/umkm/{vendor.slug}?hal=999999999999999999"):
        assert client.get(path).status_code == 404


def test_the_pages_cost_the_same_few_statements(session: Session, client: FlaskClient) -> None:
    def cost(path: str) -> int:
        with count_statements() as seen:
            text_of(client, path)
        return len(seen)

    def settle() -> None:
        """Commit, and let reference data be read once."""
        session.commit()
        text_of(client, "/umkm")
        text_of(client, home)

    vendor = a_vendor(session)
    home = f"/umkm/{vendor.slug}"
    a_document(session, a_product(session, vendor).vendor)
    settle()
    few = cost("/umkm?x"), cost(f"{home}?x")
    for _ in range(10):
        a_product(session, vendor)
        a_document(session, a_product(session, a_vendor(session)).vendor)
    settle()
    many = cost("/umkm?y"), cost(f"{home}?y")
    assert many[0] <= few[0] <= 6
    assert many[1] <= few[1] <= 8
