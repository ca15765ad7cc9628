import dataclasses
from datetime import timedelta

from sqlalchemy import select

from catalog.accounts.jobs import tidy
from catalog.accounts.models import OneTimeCode, Person, SignInSession
from catalog.accounts.services import issue_code
from catalog.accounts.services.registering import SignUp, sign_up
from catalog.accounts.services.signing import Browser, open_session
from catalog.db.work import Work
from tests.factories.people import a_person


def _sign_up(work: Work, login: str) -> None:
    wanted = SignUp(login=login, name="Siti", password_hash="x", language="id", is_buyer=True)
    sign_up(work, wanted)


def _after(work: Work, days: int) -> Work:
    return dataclasses.replace(work, now=work.now + timedelta(days=days))


def test_a_sign_up_that_nobody_proved_is_forgotten_after_a_week(work: Work) -> None:
    _sign_up(work, "siti@contoh.example")
    _sign_up(work, "+6281299991234")
    tidy(_after(work, 6))
    assert len(work.session.scalars(select(Person)).all()) == 2
    tidy(_after(work, 8))
    assert work.session.scalars(select(Person.login_hint)).all() == ["+62…1234"]


def test_what_has_ended_is_dropped_and_what_lives_stays(work: Work) -> None:
    person = a_person(work.session)
    open_session(work, person, Browser(is_remembered=True))
    issue_code(work, "verify", target_id=person.id)
    tidy(_after(work, 13))
    assert len(work.session.scalars(select(SignInSession)).all()) == 1
    assert len(work.session.scalars(select(OneTimeCode)).all()) == 1
    tidy(_after(work, 40))
    assert work.session.scalars(select(SignInSession)).all() == []
    assert work.session.scalars(select(OneTimeCode)).all() == []
    assert work.session.scalars(select(Person)).all() == [person]
