"""One's own account: second step, password, login, devices."""

import re

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person, SignInSession
from catalog.accounts.rules import CODE_TRIES, GrantSpec
from catalog.accounts.services import second_step
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import RuleBroken
from tests.accounts.pages import NEW, code_in, mails, send, sign_in
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in

LOGIN = "kurator@contoh.example"


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


STEP = "/akun/dua-langkah"


@pytest.fixture
def curator(session: Session) -> Person:
    """A curator without a second step."""
    person = a_person(session, GrantSpec(Role.CURATOR), login=LOGIN)
    session.commit()
    return person


@pytest.fixture
def guarded(curator: Person, session: Session) -> Person:
    """A curator whose phone shows codes."""
    curator.totp_sealed = VAULT.seal(SECRET, bound_to=f"person.totp:{curator.id}")
    session.commit()
    return curator


def _set_up(client: FlaskClient) -> list[str]:
    """Set the second step up and return the recovery codes."""
    send(client, f"{STEP}/mulai", page=STEP)
    page = client.get(STEP).text
    found = re.search(r'class="own__secret">\s*<bdi[^>]*>([A-Z2-7 ]+)</bdi>', page)
    assert found
    code = pyotp.TOTP(found[1].replace(" ", "")).now()
    return re.findall(r"<li translate=\"no\">([\w-]+)</li>", send(client, STEP, code=code).text)


def test_staff_get_their_rooms_once_the_second_step_is_set_up(
    client: FlaskClient, curator: Person
) -> None:
    answer = sign_in(client, LOGIN, PASSWORD)
    assert answer.location.startswith("/masuk/kode")
    assert client.get("/pengurus").location == "/masuk/kode"
    assert client.get("/masuk/kode").location == STEP
    assert client.get("/akun").status_code == 200
    codes = _set_up(client)
    assert len(codes) == 10
    assert client.get("/pengurus").status_code == 200
    assert curator.totp_sealed


def test_with_a_second_step_the_password_alone_opens_nothing(
    client: FlaskClient, guarded: Person
) -> None:
    answer = sign_in(client, LOGIN, PASSWORD, next="/akun/kata-sandi")
    assert answer.location == "/masuk/kode?next=/akun/kata-sandi"
    assert guarded.name not in client.get("/").text
    for path in ("/akun", STEP, "/pengurus"):
        assert "/masuk" in client.get(path).location
    answer = send(client, "/masuk/kode", code=pyotp.TOTP(SECRET).now(), next="/akun/kata-sandi")
    assert answer.location == "/akun/kata-sandi"
    assert client.get("/pengurus").status_code == 200


def test_a_code_of_the_app_works_once(app: Flask, guarded: Person) -> None:
    code = pyotp.TOTP(SECRET).now()
    first, second = app.test_client(), app.test_client()
    for browser in (first, second):
        sign_in(browser, LOGIN, PASSWORD)
    assert send(first, "/masuk/kode", code=code).status_code == 303
    assert send(second, "/masuk/kode", code=code).status_code == 422
    assert guarded.totp_last_step > 0


def test_an_earlier_code_does_not_work_after_a_later_one(session: Session, guarded: Person) -> None:
    work = Work(session=session, now=utc_now(), vault=VAULT)
    now = int(work.now.timestamp())
    second_step.prove(work, guarded, pyotp.TOTP(SECRET).at(now), "token")
    with pytest.raises(RuleBroken):
        second_step.prove(work, guarded, pyotp.TOTP(SECRET).at(now - 30), "token")


def test_codes_can_be_tried_five_times(client: FlaskClient, guarded: Person) -> None:
    sign_in(client, LOGIN, PASSWORD)
    for _ in range(CODE_TRIES):
        assert send(client, "/masuk/kode", code="000000").status_code == 422
    answer = send(client, "/masuk/kode", code=pyotp.TOTP(SECRET).now())
    assert answer.status_code == 422
    assert "Terlalu banyak" in answer.text
    assert guarded.is_active


def test_a_recovery_code_works_once_in_place_of_the_app(app: Flask, curator: Person) -> None:
    codes = _set_up(signed_in(app.test_client(), curator))
    for status in (303, 422):
        browser = app.test_client()
        sign_in(browser, LOGIN, PASSWORD)
        answer = send(browser, "/masuk/kode", code=codes[0].lower())
        assert answer.status_code == status


def test_the_picture_to_scan_holds_what_stands_below_it(
    client: FlaskClient, curator: Person
) -> None:
    signed_in(client, curator)
    assert client.get(f"{STEP}/qr.svg").status_code == 404
    send(client, f"{STEP}/mulai", page=STEP)
    picture = client.get(f"{STEP}/qr.svg")
    assert picture.mimetype == "image/svg+xml"
    assert "style" not in picture.text


def test_staff_cannot_switch_the_second_step_off_but_makers_can(
    app: Flask, session: Session, guarded: Person
) -> None:
    staff = signed_in(app.test_client(), guarded)
    answer = send(staff, f"{STEP}/matikan", page=STEP, present=PASSWORD)
    assert answer.status_code == 422
    maker = a_person(session)
    client = signed_in(app.test_client(), maker)
    _set_up(client)
    assert send(client, f"{STEP}/matikan", page=STEP, present="salah").status_code == 422
    assert send(client, f"{STEP}/matikan", page=STEP, present=PASSWORD).status_code == 303
    session.rollback()
    assert maker.totp_sealed is None


def test_a_new_password_signs_every_other_device_out(app: Flask, curator: Person) -> None:
    here, there = (signed_in(app.test_client(), curator) for _ in range(2))
    path = "/akun/kata-sandi"
    assert send(here, path, present="salah", password=NEW).status_code == 422
    assert send(here, path, present=PASSWORD, password=PASSWORD).status_code == 422
    assert send(here, path, present=PASSWORD, password=NEW).status_code == 303
    assert here.get("/akun").status_code == 200
    assert there.get("/akun").status_code == 303


def test_whoever_was_given_a_password_chooses_another_first(
    client: FlaskClient, session: Session
) -> None:
    person = a_person(session, must_change_password=True)
    signed_in(client, person)
    assert client.get("/akun").location == "/akun/kata-sandi"
    assert client.get("/").status_code == 200
    send(client, "/akun/kata-sandi", present=PASSWORD, password=NEW)
    assert client.get("/akun").status_code == 200


def test_one_device_or_all_others_can_be_signed_out(
    app: Flask, session: Session, curator: Person
) -> None:
    browsers = [signed_in(app.test_client(), curator) for _ in range(3)]
    stranger = signed_in(app.test_client(), a_person(session))
    page = browsers[0].get("/akun").text
    keys = re.findall(r"/akun/sesi/(\w{64})/akhiri", page)
    assert len(keys) == 2
    send(stranger, f"/akun/sesi/{keys[0]}/akhiri", page="/akun")
    assert [b.get("/akun").status_code for b in browsers] == [200, 200, 200]
    send(browsers[0], f"/akun/sesi/{keys[0]}/akhiri", page="/akun")
    assert sorted(b.get("/akun").status_code for b in browsers) == [200, 200, 303]
    send(browsers[0], "/akun/sesi/akhiri-semua", page="/akun")
    assert [b.get("/akun").status_code for b in browsers] == [200, 303, 303]


def test_a_device_is_known_by_its_browser_and_roughly_by_its_address(
    client: FlaskClient, session: Session, curator: Person
) -> None:
    phone = (
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    )
    client.environ_base.update(HTTP_USER_AGENT=phone, REMOTE_ADDR="203.0.113.77")
    sign_in(client, LOGIN, PASSWORD)
    row = session.scalars(select(SignInSession)).one()
    assert (row.agent, row.address_hint) == ("Chrome, Android", "203.0.113.…")
    assert row.person_id == curator.id


def test_name_and_language_are_kept(client: FlaskClient, session: Session, curator: Person) -> None:
    signed_in(client, curator)
    assert send(client, "/akun", name="Reza  F.", language="en").status_code == 303
    session.rollback()
    assert (curator.name, curator.language) == ("Reza F.", "en")
    assert send(client, "/akun", name="", language="en").status_code == 422
    assert send(client, "/akun", name="Reza", language="xx").status_code == 422


def test_a_new_address_counts_once_it_is_proven(
    app: Flask, session: Session, curator: Person
) -> None:
    client = signed_in(app.test_client(), curator)
    new = "baru@contoh.example"
    send(client, "/akun/ganti-login", login=new, present=PASSWORD)
    [(to, _, text)] = mails(session)
    assert to == new
    assert sign_in(app.test_client(), new, PASSWORD).status_code == 422
    assert send(client, "/akun/verifikasi", code=code_in(text)).status_code == 303
    assert mails(session)[-1][0] == LOGIN  # the old address hears of it
    assert sign_in(app.test_client(), new, PASSWORD).status_code == 303
    assert sign_in(app.test_client(), LOGIN, PASSWORD).status_code == 422


def test_someone_elses_address_reads_the_same_and_is_never_given_away(
    client: FlaskClient, session: Session, curator: Person
) -> None:
    a_person(session, login="owner@contoh.example")
    signed_in(client, curator)
    answer = send(client, "/akun/ganti-login", login="owner@contoh.example", present=PASSWORD)
    assert answer.location == "/akun/verifikasi"
    [(to, _, text)] = mails(session)
    assert to == "owner@contoh.example"
    assert not re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", text)
    assert "owner@contoh.example" in client.get("/akun/verifikasi").text
    send(client, "/akun/verifikasi/kirim-lagi", page="/akun/verifikasi")
    assert len(mails(session)) == 1
    send(client, "/akun/verifikasi/batal", page="/akun/verifikasi")
    assert "owner@contoh.example" not in client.get("/akun").text


def test_a_code_for_one_address_proves_no_other_login(app: Flask, session: Session) -> None:
    squatter = a_person(session, login="+6281277776666", verified_at=None)
    client = signed_in(app.test_client(), squatter)
    send(client, "/akun/ganti-login", login="mine@contoh.example", present=PASSWORD)
    code = code_in(mails(session)[-1][2])
    send(client, "/akun/ganti-login", login="081399998888", present=PASSWORD)
    assert send(client, "/akun/verifikasi", code=code).status_code == 422
    session.rollback()
    assert squatter.verified_at is None


def test_a_code_for_another_address_does_not_prove_the_login_that_is_kept(
    app: Flask, session: Session
) -> None:
    squatter = a_person(session, login="+6281277776666", verified_at=None)
    client = signed_in(app.test_client(), squatter)
    send(client, "/akun/ganti-login", login="mine@contoh.example", present=PASSWORD)
    code = code_in(mails(session)[-1][2])
    send(client, "/akun/verifikasi/batal", page="/akun/verifikasi")
    assert send(client, "/akun/verifikasi", code=code).status_code == 422
    session.rollback()
    assert squatter.verified_at is None
