"""A pause is marked for buyers and ends by itself."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.vendors.models import Vendor
from tests.factories.products import a_product
from tests.vendors.rooms.conftest import Enter


def _enter_pause(enter: Enter, **values: str) -> int:
    return enter().post("/libur", page_of="/libur", **values).status_code


def test_buyers_read_of_a_pause_on_every_product(
    enter: Enter, session: Session, vendor: Vendor, client: FlaskClient
) -> None:
    product = a_product(session, vendor)
    session.commit()
    rooms = enter()
    answer = rooms.post("/libur", page_of="/libur", from_on="1 Jan 2020", note="Kami libur panjang")
    assert answer.status_code == 303
    page = client.get(f"/produk/{product.slug}").get_data(as_text=True)
    assert "Kami libur panjang" in page
    rooms.post("/libur/selesai", page_of="/libur")
    page = client.get(f"/produk/{product.slug}").get_data(as_text=True)
    assert "Kami libur panjang" not in page


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("24-12-2099", "20-12-2099", "mendahului"),
        ("1-1-2020", "2-1-2020", "sudah lewat"),
        ("1-1-2090", "1-6-2095", "satu tahun"),
        ("31-2-2099", "", "kalender"),
        ("", "", "hari pertama"),
    ],
)
def test_a_pause_that_cannot_be_comes_back(enter: Enter, first: str, last: str, says: str) -> None:
    answer = enter().post("/libur", page_of="/libur", from_on=first, until_on=last, note="Mudik")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page.lower()
    assert "Mudik" in page


@pytest.mark.parametrize("typed", ["24-12-2099", "24 Des 2099", "2099-12-24", "24/12/2099"])
def test_a_day_may_be_typed_in_many_ways(
    enter: Enter, session: Session, vendor: Vendor, typed: str
) -> None:
    assert _enter_pause(enter, from_on=typed) == 303
    assert str(session.get_one(Vendor, vendor.id).paused_from_on) == "2099-12-24"
