"""One's own account: what its last pages do."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.rules import RESETS, GrantSpec
from catalog.accounts.services.officers import hand_verification
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from tests.accounts.pages import NEW, bare, mails, send
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in

LOGIN = "kurator@contoh.example"


SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


STEP = "/akun/dua-langkah"


TARGET = "target@contoh.example"


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


def test_a_code_that_fits_a_taken_login_reads_like_a_wrong_one(
    client: FlaskClient, session: Session, curator: Person
) -> None:
    owner = a_person(session, login="owner@contoh.example")
    signed_in(client, curator)
    send(client, "/akun/ganti-login", login="owner@contoh.example", present=PASSWORD)
    session.rollback()
    officer = Work(session=session, now=utc_now(), vault=VAULT)
    code = hand_verification(officer, curator)
    session.commit()
    pages = [bare(send(client, "/akun/verifikasi", code=one)) for one in ("AAAA-AAAA", code)]
    assert pages[0] == pages[1]
    assert owner.login_hint == "o…@contoh.example"


def test_nobody_has_an_address_flooded_with_mails(app: Flask, session: Session) -> None:
    for number in range(RESETS):
        person = a_person(session)
        client = signed_in(app.test_client(), person)
        answer = send(client, "/akun/ganti-login", login=TARGET, present=PASSWORD)
        assert answer.status_code == 303, number
    last = signed_in(app.test_client(), a_person(session))
    answer = send(last, "/akun/ganti-login", login=TARGET, present=PASSWORD)
    assert answer.status_code == 422
    typed = {"kind": "vendor", "name": "x", "password": NEW, "consent": "y", "login": TARGET}
    assert send(app.test_client(), "/daftar", **typed).status_code == 422
    assert len(mails(session)) == RESETS


def test_a_mail_to_a_stranger_holds_no_words_of_who_sent_it(app: Flask, session: Session) -> None:
    person = a_person(session, name="Menangkan hadiah di jahat example")
    client = signed_in(app.test_client(), person)
    send(client, "/akun/ganti-login", login=TARGET, present=PASSWORD)
    assert "hadiah" not in mails(session)[-1][2]


def test_an_open_sign_in_alone_moves_the_second_step_to_no_other_phone(
    app: Flask, session: Session, guarded: Person
) -> None:
    thief = signed_in(app.test_client(), guarded)
    assert send(thief, f"{STEP}/mulai", page=STEP).status_code == 422
    assert send(thief, f"{STEP}/mulai", page=STEP, present="a guess").status_code == 422
    session.rollback()
    assert guarded.totp_draft_sealed is None
    assert send(thief, f"{STEP}/mulai", page=STEP, present=PASSWORD).status_code == 303
    session.rollback()
    assert guarded.totp_draft_sealed is not None
