"""Photos through the real form: each on its own, once, and nobody else's."""

import re
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.media.models import Image
from catalog.media.store import LocalStore
from catalog.products.models import ProductImage
from catalog.products.rules.status import Status
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.media.pictures import gossiping_jpeg, heic, leftovers, photo, saved
from tests.products.photos.conftest import Maker, jpeg


def test_several_photos_at_once_stand_in_the_order_of_choosing(maker: Maker) -> None:
    answer = maker.send(("a.jpg", jpeg(1)), ("b.png", saved(photo((900, 900), 2), "PNG")))
    assert answer.status_code == 303
    assert answer.location.endswith("/foto")
    assert "2 foto" in maker.client.get(maker.url).text
    assert len(maker.photos()) == 2
    formats = [
        row.image.format
        for row in maker.session.scalars(select(ProductImage).order_by(ProductImage.position))
    ]
    assert formats == ["jpeg", "png"]


def test_heic_of_a_phone_is_taken_in(maker: Maker) -> None:
    assert maker.send(("IMG_2.HEIC", heic(photo((900, 1200))))).status_code == 303
    assert len(maker.photos()) == 1


def test_a_bad_file_gets_its_sentence_and_the_good_ones_stay(maker: Maker) -> None:
    answer = maker.send(
        ("bagus.jpg", jpeg(1)),
        ("gambar.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("rusak.jpg", jpeg(2)[:4000]),
        ("kedua.jpg", jpeg(3)),
    )
    assert answer.status_code == 422
    told = dict(re.findall(r'<bdi class="b">(.*?)</bdi>:\s*(.*?)\s*</li>', answer.text, re.DOTALL))
    assert set(told) == {"gambar.svg", "rusak.jpg"}
    assert "SVG" in told["gambar.svg"]
    assert "rusak" in told["rusak.jpg"]
    assert len(maker.photos()) == 2


def test_a_form_sent_twice_adds_each_photo_once(maker: Maker) -> None:
    batch = uuid4()
    files = (("a.jpg", jpeg(1)), ("b.jpg", jpeg(2)))
    assert maker.send(*files, batch=batch).status_code == 303
    assert maker.send(*files, batch=batch).status_code == 303
    assert len(maker.photos()) == 2


def test_a_retry_after_a_lost_answer_adds_nothing_even_with_other_bytes(maker: Maker) -> None:
    key = uuid4()
    assert maker.send(("a.jpg", jpeg(1)), batch=key, json=True).status_code == 200
    again = maker.send(("a.jpg", jpeg(2)), batch=key, json=True)
    assert (again.status_code, again.json["count"] if again.json else None) == (200, 1)


def test_the_same_photo_in_another_form_is_told_with_its_number(maker: Maker) -> None:
    same = jpeg(1)
    maker.send(("a.jpg", same))
    answer = maker.send(("lagi.jpg", same))
    assert answer.status_code == 422
    assert "nomor 1" in answer.text


def test_the_ninth_photo_is_refused_the_eight_stay(maker: Maker) -> None:
    small = [(f"{n}.jpg", jpeg(n, (240, 200))) for n in range(1, 10)]
    answer = maker.send(*small)
    assert answer.status_code == 422
    assert "9.jpg" in answer.text
    assert len(maker.photos()) == 8


def test_the_script_gets_the_list_and_a_sentence(maker: Maker) -> None:
    good = maker.send(("a.jpg", jpeg(1)), json=True)
    assert good.json is not None
    assert good.json["html"].count('class="up-item"') == 1
    bad = maker.send(("a.txt", b"harga 25 ribu"), json=True)
    assert bad.status_code == 422
    assert bad.json is not None
    assert bad.json["message"]
    assert "<" not in bad.json["message"]


def test_nothing_chosen_is_told_and_the_button_onward_leads_on(maker: Maker) -> None:
    assert maker.client.post(maker.url, data={"csrf_token": maker.token()}).status_code == 422
    onward = maker.client.post(maker.url, data={"lanjut": "harga", "csrf_token": maker.token()})
    assert (onward.status_code, onward.location.endswith("/harga")) == (303, True)
    sent = maker.send(("a.jpg", jpeg(1)), lanjut="harga")
    assert sent.location.endswith("/harga")


def test_a_body_beyond_all_bounds_is_refused_on_the_page(maker: Maker) -> None:
    answer = maker.client.post(
        maker.url,
        data=b"",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"CONTENT_LENGTH": str(500 * 1024 * 1024)},
    )
    assert answer.status_code == 413
    assert "Foto produk" in answer.text


@pytest.mark.parametrize("token", ["", "made-up"])
def test_without_its_token_nothing_is_taken_in(maker: Maker, token: str) -> None:
    assert maker.send(("a.jpg", jpeg(1)), csrf_token=token).status_code == 400
    assert maker.photos() == []


def test_a_stranger_finds_nothing_and_adds_nothing(maker: Maker, app: Flask) -> None:
    mine = maker.product
    session = maker.session
    other = a_vendor(session)
    theirs = a_product(session, other, status=Status.DRAFT)
    person = a_person(session, GrantSpec(Role.VENDOR, vendor_id=other.id))
    stranger = Maker(signed_in(app.test_client(), person), maker.vendor, mine, session)
    assert stranger.send(("a.jpg", jpeg(1))).status_code == 404
    # Their own room does not open the product of another.
    stranger.vendor = other
    assert stranger.send(("a.jpg", jpeg(1))).status_code == 404
    assert stranger.client.get(stranger.url).status_code == 404
    maker.product = theirs
    assert maker.send(("a.jpg", jpeg(1))).status_code == 404
    assert session.scalars(select(Image).where(Image.byte_size < 500_000)).all() == []
    assert app.test_client().post(stranger.url).status_code in {302, 303}


def test_a_helper_may_photograph(maker: Maker, app: Flask) -> None:
    person = a_person(maker.session, GrantSpec(Role.VENDOR_HELPER, vendor_id=maker.vendor.id))
    helper = Maker(signed_in(app.test_client(), person), maker.vendor, maker.product, maker.session)
    assert helper.send(("a.jpg", jpeg(1))).status_code == 303


@pytest.mark.parametrize("status", [Status.IN_REVIEW, Status.ARCHIVED])
def test_a_product_that_is_being_checked_takes_no_photo(maker: Maker, status: Status) -> None:
    token = maker.token()  # of a page that was opened before
    maker.product.status = status
    maker.session.commit()
    assert maker.send(("a.jpg", jpeg(1)), csrf_token=token).status_code == 422
    assert maker.photos() == []


def test_where_a_photo_was_taken_is_in_no_public_file(maker: Maker, store: LocalStore) -> None:
    maker.send(("liburan.jpg", gossiping_jpeg()))
    keys = [stored.key for stored in store.list("public/")]
    assert keys
    for key in keys:
        with store.open(key) as file:
            assert leftovers(file.read()) == []
