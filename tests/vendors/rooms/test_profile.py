"""The profile: what is typed is public at once, nothing is lost, two writers hear of each other."""

import re
from io import BytesIO
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.vendors.models import Vendor, VendorContact, VendorFact, VendorPhoto
from catalog.vendors.queries import contact
from catalog.vendors.rules.numbers import masked_name
from catalog.vendors.services.registering import KNOWN_A_DAY
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_contact, a_vendor
from tests.media.pictures import photo, saved
from tests.vendors.rooms.conftest import Enter, Rooms

STORY = {"tagline": "Batik tulis Trusmi", "story": "Dari serambi nenek. " * 8}


def _seen(rooms: Rooms, path: str = "/profil") -> str:
    found = re.search(r'name="seen"[^>]*?value="([^"]+)"', rooms.get(path))
    assert found
    return found[1]


def test_a_story_is_public_as_soon_as_it_is_saved(enter: Enter, client: FlaskClient) -> None:
    rooms = enter()
    answer = rooms.post("/profil", seen=_seen(rooms), since_year="1987", **STORY)
    assert answer.status_code == 303
    page = client.get(f"/umkm/{rooms.vendor.slug}").get_data(as_text=True)
    assert "Dari serambi nenek." in page
    assert "1987" in page


def test_looking_first_saves_nothing(enter: Enter, session: Session) -> None:
    rooms = enter()
    answer = rooms.post("/profil", seen=_seen(rooms), look="1", **STORY)
    assert answer.status_code == 200
    assert "Dari serambi nenek." in answer.get_data(as_text=True)
    assert "serambi" not in str(session.get_one(Vendor, rooms.vendor.id).texts)


def test_the_later_of_two_writers_sees_both_texts(enter: Enter) -> None:
    rooms = enter()
    seen = _seen(rooms)
    rooms.post("/profil", seen=seen, tagline="Kata yang pertama", story="Cerita pertama")
    late = rooms.post("/profil", seen=seen, tagline="Kata yang kedua", story="Cerita kedua")
    page = late.get_data(as_text=True)
    assert late.status_code == 422
    assert "Cerita pertama" in page
    assert "Cerita kedua" in page
    again = re.search(r'name="seen"[^>]*?value="([^"]+)"', page)
    assert again
    final = rooms.post("/profil", seen=again[1], tagline="Kata yang kedua", story="Cerita kedua")
    assert final.status_code == 303
    assert "Cerita kedua" in rooms.get("/profil")


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("since_year", "1066", "antara 1800"),
        ("since_year", "dulu sekali", "angka bulat"),
        ("worker_count", "0", "paling sedikit 1"),
        ("response_hours", "9999", "336"),
        ("tagline", "x" * 121, "120"),
        ("since_year", "9" * 30, "antara 1800"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_rest_stays(
    enter: Enter, field: str, typed: str, says: str
) -> None:
    rooms = enter()
    answer = rooms.post("/profil", **{"seen": _seen(rooms), **STORY, field: typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    assert "Dari serambi nenek." in page


def test_the_contact_is_sealed_and_off_every_page(
    enter: Enter, client: FlaskClient, session: Session
) -> None:
    rooms = enter()
    answer = rooms.post(
        "/profil/kontak",
        page_of="/profil/kontak",
        seen=_seen(rooms, "/profil/kontak"),
        owner_name="Sekar Wulandari",
        phone="0812-3456-7890",
        email="sekar@contoh.example",
    )
    assert answer.status_code == 303
    assert "+6281234567890" in rooms.get("/profil/kontak")
    row = session.get_one(VendorContact, rooms.vendor.id)
    assert b"81234567890" not in (row.phone or b"")
    signed_out = client.application.test_client()
    page = signed_out.get(f"/umkm/{rooms.vendor.slug}").get_data(as_text=True)
    assert not {"81234567890", "Wulandari", "sekar@contoh.example"} & set(
        re.findall(r"[\w@.]+", page)
    )
    told = [str(entry.after) for entry in session.scalars(select(AuditEntry))]
    assert not any("81234" in text or "Wulandari" in text for text in told)


@pytest.mark.parametrize(("typed", "says"), [("12", "nomor"), ("bukan nomor", "nomor")])
def test_a_wrong_number_comes_back(enter: Enter, typed: str, says: str) -> None:
    answer = enter().post("/profil/kontak", page_of="/profil/kontak", phone=typed)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True).lower()
    assert typed in answer.get_data(as_text=True)


def test_exhibitions_are_kept_row_by_row(enter: Enter) -> None:
    rooms = enter()
    rows: dict[str, Any] = {
        "name": ["Inacraft", "Pasar Seni"],
        "place": ["JCC", ""],
        "year": ["2024", "24"],
    }
    bad = rooms.post("/profil/pameran", seen=_seen(rooms, "/profil/pameran"), **rows)
    assert bad.status_code == 422
    assert "Pasar Seni" in bad.get_data(as_text=True)
    rows["year"][1] = "2025"
    good = rooms.post("/profil/pameran", seen=_seen(rooms, "/profil/pameran"), **rows)
    assert good.status_code == 303
    page = rooms.get("/profil/pameran")
    assert page.index("Pasar Seni") < page.index("Inacraft")


def _jpeg(seed: int) -> bytes:
    return saved(photo((900, 900), seed))


def _files(*contents: bytes) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(content), f"foto{n}.jpg") for n, content in enumerate(contents)]


def test_one_broken_photo_does_not_cost_the_others(enter: Enter, session: Session) -> None:
    rooms = enter()
    files = _files(_jpeg(1), b"not a picture", _jpeg(2))
    answer = rooms.post("/profil/foto", photos=files)
    assert answer.status_code == 422
    assert "foto1.jpg" in answer.get_data(as_text=True)
    vendor = session.get_one(Vendor, rooms.vendor.id)
    assert len(vendor.photos) == 2
    assert vendor.cover_id == vendor.photos[0].image_id


def test_photos_move_become_the_cover_and_go(enter: Enter, session: Session) -> None:
    rooms = enter()
    rooms.post("/profil/foto", photos=_files(*map(_jpeg, range(3))))

    def photos() -> list[VendorPhoto]:
        session.expire_all()
        return session.get_one(Vendor, rooms.vendor.id).photos

    first, second, third = photos()
    rooms.post(f"/profil/foto/{third.id}", what="to:0")
    assert [photo.id for photo in photos()] == [third.id, first.id, second.id]
    rooms.post(f"/profil/foto/{second.id}", what="cover")
    assert session.get_one(Vendor, rooms.vendor.id).cover_id == second.image_id
    rooms.post(f"/profil/foto/{second.id}", what="remove")
    assert [photo.id for photo in photos()] == [third.id, first.id]
    assert session.get_one(Vendor, rooms.vendor.id).cover_id == third.image_id


def test_a_stranger_finds_no_rooms(enter: Enter, session: Session, client: FlaskClient) -> None:
    rooms = enter()
    stranger = a_person(session, GrantSpec(Role.BUYER))
    session.commit()
    token = re.search(r'name="csrf_token"[^>]*?value="([^"]+)"', rooms.get("/profil"))
    assert token
    signed_in(client, stranger)
    for path in ("/profil", "/profil/foto", "/profil/kontak", "/libur", "/tim", "/atas-nama"):
        assert client.get(f"/usaha/{rooms.vendor_id}{path}").status_code == 404
        assert client.post(f"/usaha/{rooms.vendor_id}{path}").status_code in {400, 404, 405}


CONTACT = "/profil/kontak"
SECRETS = ("Rini Rahasia", "81234567890", "Rahasia 3")


def _a_kept_contact(session: Session, vendor: Vendor) -> None:
    a_contact(
        session, vendor, phone="+6281234567890", owner_name="Rini Rahasia", address="Jl Rahasia 3"
    )
    session.commit()


def test_an_officer_opens_the_contact_by_a_press_that_the_owner_can_read(
    enter: Enter, session: Session, vendor: Vendor
) -> None:
    _a_kept_contact(session, vendor)
    officer = a_person(session, GrantSpec(Role.DINAS, region_code="32.09"))
    rooms = enter(officer)
    locked = rooms.get(CONTACT)
    typed = rooms.post(CONTACT, page_of=CONTACT, phone="12").get_data(as_text=True)
    for secret in SECRETS:
        assert secret not in locked
        assert secret not in typed
    looks = select(AuditEntry.user_id).where(AuditEntry.action == "vendors.contact_seen")
    assert session.scalars(looks).all() == []
    opened = rooms.post(CONTACT, page_of=CONTACT, look="1").get_data(as_text=True)
    assert all(secret in opened for secret in SECRETS)
    assert session.scalars(looks).all() == [officer.id]
    seen = re.search(r'name="seen"[^>]*?value="([^"]+)"', opened)
    assert seen
    told = {"seen": seen[1], "owner_name": "Rini Rahasia", "address": "Jl Rahasia 3"}
    saved = rooms.post(CONTACT, page_of=CONTACT, phone="081299990000", **told)
    assert saved.status_code == 303
    fact = session.get_one(VendorFact, (vendor.id, "phone"))
    assert fact.source == "Dinas"  # the office's word, not the owner's


def test_the_later_of_two_contacts_writes_over_nothing(
    enter: Enter, session: Session, vendor: Vendor, work: Work
) -> None:
    _a_kept_contact(session, vendor)
    rooms = enter()
    seen = _seen(rooms, CONTACT)
    assert "81234567890" not in seen
    first = {"owner_name": "Rini Rahasia", "phone": "081299990000", "seen": seen}
    assert rooms.post(CONTACT, page_of=CONTACT, **first).status_code == 303
    late = rooms.post(CONTACT, page_of=CONTACT, **(first | {"phone": "081234567890"}))
    assert late.status_code == 422
    assert "+6281299990000" in late.get_data(as_text=True)
    assert contact(work, vendor.id).phone == "+6281299990000"


def test_numbers_of_others_are_not_tried_out_by_the_contact(enter: Enter, session: Session) -> None:
    a_contact(session, a_vendor(session, name="Lain Sekali"), phone="+6281234567890")
    session.commit()
    rooms = enter()
    seen = _seen(rooms, CONTACT)
    answers = [
        rooms.post(CONTACT, page_of=CONTACT, seen=seen, phone="081234567890").get_data(as_text=True)
        for _ in range(KNOWN_A_DAY + 1)
    ]
    assert masked_name("Lain Sekali") in answers[0]
    assert masked_name("Lain Sekali") not in answers[-1]
    free = rooms.post(CONTACT, page_of=CONTACT, seen=seen, phone="081288887777")
    assert free.status_code == 422
