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
    token = services.sign_in(curator, "kurator@contoh.example", PASSWORD, address="192.0.2.1")
    assert token
    found = queries.find_session(curator.session, token, curator.now)
    assert found is not None
    assert queries.actor_of(found.person).has(Role.CURATOR)


def test_the_token_itself_is_never_stored(curator: Work) -> None:
    token = services.sign_in(curator, "kurator@contoh.example", PASSWORD, address="192.0.2.1")
    curator.session.flush()
    assert token not in curator.session.scalars(select(SignInSession.id_hash)).all()


def test_signing_out_kills_the_token_even_if_the_cookie_survives(curator: Work) -> None:
    token = services.sign_in(curator, "kurator@contoh.example", PASSWORD, address="192.0.2.1")
    assert token
    services.sign_out(curator, token)
    curator.session.flush()
    assert queries.find_session(curator.session, token, curator.now) is None


def test_a_session_ends_by_itself(curator: Work) -> None:
    token = services.sign_in(curator, "kurator@contoh.example", PASSWORD, address="192.0.2.1")
    assert token
    later = curator.now + SESSION_LENGTH
    assert queries.find_session(curator.session, token, later) is None


def test_too_many_failures_lock_the_account_for_a_while(curator: Work) -> None:
    for n in range(ATTEMPTS):
        address = f"192.0.2.{n}"
        assert services.sign_in(curator, "kurator@contoh.example", "wrong", address=address) is None
        curator.session.flush()
    with pytest.raises(RuleBroken):
        services.sign_in(curator, "kurator@contoh.example", PASSWORD, address="192.0.2.99")
    later = dataclasses.replace(curator, now=curator.now + WINDOW + timedelta(seconds=1))
    assert services.sign_in(later, "kurator@contoh.example", PASSWORD, address="192.0.2.99")


def test_every_sign_in_is_audited(curator: Work) -> None:
    services.sign_in(curator, "kurator@contoh.example", PASSWORD, address="192.0.2.1")
    curator.session.flush()
    count = select(func.count()).where(AuditEntry.action == "accounts.sign_in")
    assert curator.session.scalar(count) == 1
