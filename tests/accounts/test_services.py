import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.accounts import queries, services
from catalog.accounts.models import SignInSession
from catalog.accounts.rules import ATTEMPTS, SESSION_LENGTH, WINDOW
from catalog.accounts.services import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken

PASSWORD = "kembang-wadasan-biru"


def _sign_in(work: Work, password: str, address: str = "192.0.2.1") -> str | None:
    attempt = services.examine(work, ("kurator@contoh.example", password), address=address, key="k")
    token = services.sign_in(work, attempt)
    work.session.flush()
    return token


@pytest.fixture
def curator(work: Work) -> Work:
    services.enrol(
        work,
        "Kurator@Contoh.example",
        name="Kurator",
        password=PASSWORD,
        grants=[GrantSpec(Role.CURATOR)],
    )
    work.session.commit()
    return work


def test_the_right_password_opens_a_session_for_that_person(curator: Work) -> None:
    token = _sign_in(curator, PASSWORD)
    assert token
    found = queries.find_session(curator.session, token, curator.now)
    assert found is not None
    assert queries.actor_of(found.person).has(Role.CURATOR)


def test_the_token_itself_is_never_stored(curator: Work) -> None:
    token = _sign_in(curator, PASSWORD)
    curator.session.flush()
    assert token not in curator.session.scalars(select(SignInSession.id_hash)).all()


def test_signing_out_kills_the_token_even_if_the_cookie_survives(curator: Work) -> None:
    token = _sign_in(curator, PASSWORD)
    assert token
    services.sign_out(curator, token)
    curator.session.flush()
    assert queries.find_session(curator.session, token, curator.now) is None


def test_a_session_ends_by_itself(curator: Work) -> None:
    token = _sign_in(curator, PASSWORD)
    assert token
    later = curator.now + SESSION_LENGTH
    assert queries.find_session(curator.session, token, later) is None


def test_too_many_failures_lock_the_account_for_a_while(curator: Work) -> None:
    for n in range(ATTEMPTS):
        address = f"192.0.2.{n}"
        assert _sign_in(curator, "wrong", address) is None
        curator.session.flush()
    with pytest.raises(RuleBroken):
        _sign_in(curator, PASSWORD, "192.0.2.99")
    later = dataclasses.replace(curator, now=curator.now + WINDOW + timedelta(seconds=1))
    assert _sign_in(later, PASSWORD, "192.0.2.99")


def test_every_sign_in_is_audited(curator: Work) -> None:
    _sign_in(curator, PASSWORD)
    curator.session.flush()
    count = select(func.count()).where(AuditEntry.action == "accounts.sign_in")
    assert curator.session.scalar(count) == 1
