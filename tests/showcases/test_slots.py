"""Places of the first page: booked, in conflict, looked at on a day, filled by what runs."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now, wib
from catalog.kernel.errors import NotFound
from catalog.showcases.models import HomeSlot
from catalog.showcases.queries import slots as queries
from catalog.showcases.rules.schedule import Window
from catalog.showcases.rules.slots import Place
from catalog.showcases.services import slots
from tests.factories.galleries import a_gallery
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.media.pictures import photo, saved
from tests.showcases.markets import at, curator

DAY = timedelta(days=1)


def test_the_first_page_holds_what_is_booked_and_else_what_runs(
    session: Session, work: Work
) -> None:
    first, second, third = (
        a_showcase(session, [a_section([an_item(a_product(session))])]) for _ in range(3)
    )
    mine = curator(work, first.gallery_id)
    assert _standing(work) == {Place.HERO: first.id, Place.SECOND: second.id}
    booked = slots.book(
        mine,
        slots.Wish(
            place=Place.HERO,
            showcase_id=third.id,
            window=Window(work.now + DAY, work.now + 3 * DAY),
        ),
    )
    assert _standing(work)[Place.HERO] == first.id
    tomorrow = at(work, work.now + DAY)
    assert _standing(tomorrow) == {Place.HERO: third.id, Place.SECOND: first.id}
    other = slots.book(
        mine,
        slots.Wish(
            place=Place.HERO, showcase_id=second.id, window=Window(work.now + 2 * DAY, None)
        ),
    )
    clash = queries.clashing(work)
    assert {key: [each.id for each in found] for key, found in clash.items()} == {
        other.id: [booked.id]
    }
    later = at(work, work.now + 2 * DAY)
    assert _standing(later)[Place.HERO] == third.id
    slots.advance(mine, other.id)
    assert _standing(later)[Place.HERO] == second.id
    slots.withdraw(mine, other.id)
    assert _standing(at(work, work.now + 3 * DAY))[Place.HERO] == first.id
    stranger = curator(work, a_gallery(session, slug="galeri-lain").id)
    with pytest.raises(NotFound):
        slots.withdraw(stranger, booked.id)


def _standing(work: Work) -> dict[Place, object]:
    return {place: each.teaser.id for place, each in queries.first_page(work).items()}


@pytest.mark.stocked
def test_a_curator_books_a_place_with_a_picture_and_looks_at_that_day(
    app: Flask, session: Session
) -> None:
    shown = a_showcase(session, [a_section([an_item(a_product(session))])], slug="tujuh-lapis")
    person = a_person(session, GrantSpec(Role.CURATOR, gallery_id=shown.gallery_id))
    desk = signed_in(app.test_client(), person)
    begins = wib(utc_now() + 5 * DAY)
    wish = {
        "place": "banner",
        "showcase": str(shown.id),
        "starts_on": f"{begins:%d/%m/%Y}",
        "starts_at": "09.00",
        "words_id": "Menjelang pameran",
        "focal": "0-100",
    }
    sent = {**wish, "picture": (BytesIO(saved(photo((1200, 800), 3))), "spanduk.jpg")}
    bare = _send(desk, {**sent})
    assert bare.status_code == 422
    assert "Jelaskan gambarnya" in bare.text
    sent["picture"] = (BytesIO(saved(photo((1200, 800), 3))), "spanduk.jpg")
    assert _send(desk, {**sent, "alt_id": "Kain di jemuran"}).status_code == 303
    session.commit()
    row = session.scalars(select(HomeSlot)).one()
    assert (row.focal_x, row.focal_y) == (0.0, 1.0)
    assert row.image_id is not None
    listed = desk.get("/pengurus/beranda").text
    assert "Akan datang" in listed
    before = desk.get("/pengurus/beranda/pratinjau").text
    assert "Menjelang pameran" not in before
    on_day = f"/pengurus/beranda/pratinjau?tanggal={begins:%Y-%m-%d}&jam=09:00"
    page = desk.get(on_day)
    assert page.headers["Cache-Control"] == "no-store"
    assert "Menjelang pameran" in page.text
    assert "fp-0-100" in page.text
    assert "Kain di jemuran" in page.text
    assert "Tulis tanggal" in desk.get("/pengurus/beranda/pratinjau?tanggal=besok").text


def _send(desk: FlaskClient, data: dict[str, object]) -> TestResponse:
    token = re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', desk.get("/pengurus/beranda/baru").text
    )
    assert token is not None
    return desk.post(
        "/pengurus/beranda/baru",
        data={"csrf_token": token[1], **data},
        content_type="multipart/form-data",
    )
