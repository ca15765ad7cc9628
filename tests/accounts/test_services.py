import dataclasses
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from catalog.accounts import queries, services
from catalog.accounts.models import Person, SignInSession
from catalog.accounts.rules import ATTEMPTS, SESSION_LENGTH, WINDOW, GrantSpec
from catalog.accounts.services import resetting
from catalog.accounts.services.secrets import hash_of
from catalog.accounts.services.signing import Browser
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken

LOGIN = "kurator@contoh.example"
PASSWORD = "kembang-wadasan-biru"
KEPT = Browser("Chrome, Android", is_remembered=True, has_second_step=True)


def _sign_in(work: Work, password: str, address: str = "192.0.2.1", device: str = "") -> str | None:
    work.address = address
    services.knock(work, LOGIN, device)
    known = services.examine(work, LOGIN, password)
    token = None
    if known is not None:
        token = services.sign_in(work, known, LOGIN, device=device, browser=KEPT)
    work.session.commit()
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


def test_before_the_second_step_nobody_is_staff(curator: Work) -> None:
    person = queries.find_person(curator, LOGIN)
    assert person
    assert queries.actor_of(person, with_staff=False).roles == frozenset()


def test_the_token_itself_is_never_stored(curator: Work) -> None:
    token = _sign_in(curator, PASSWORD)
    curator.session.flush()
    assert token not in curator.session.scalars(select(SignInSession.id_hash)).all()


def test_the_login_is_never_stored_in_the_clear(curator: Work) -> None:
    row = curator.session.execute(select(Person.__table__)).one()
    assert not any("kurator" in str(value) for value in row)
    person = queries.find_person(curator, LOGIN)
    assert person
    assert person.login_hint == "k…@contoh.example"
    assert queries.login_of(curator.vault, person) == LOGIN


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


def test_a_session_ends_with_the_version_that_it_began_with(curator: Work) -> None:
    token = _sign_in(curator, PASSWORD)
    person = queries.find_person(curator, LOGIN)
    assert token
    assert person
    person.session_version += 1
    curator.session.flush()
    assert queries.find_session(curator.session, token, curator.now) is None


def test_too_many_failures_lock_the_account_for_a_while(curator: Work) -> None:
    for n in range(ATTEMPTS):
        assert _sign_in(curator, "wrong", f"192.0.2.{n}") is None
    with pytest.raises(RuleBroken):
        _sign_in(curator, PASSWORD, "192.0.2.99")
    later = dataclasses.replace(curator, now=curator.now + WINDOW + timedelta(seconds=1))
    assert _sign_in(later, PASSWORD, "192.0.2.99")


def test_a_device_that_the_account_knows_is_not_locked_out_by_strangers(curator: Work) -> None:
    for n in range(ATTEMPTS):
        assert _sign_in(curator, "wrong", f"192.0.2.{n}") is None
    assert _sign_in(curator, PASSWORD, "192.0.2.1", device="abc")


def test_a_stolen_device_mark_is_limited_too(curator: Work) -> None:
    for n in range(ATTEMPTS):
        assert _sign_in(curator, "wrong", f"192.0.2.{n}", device="abc") is None
    with pytest.raises(RuleBroken):
        _sign_in(curator, PASSWORD, "192.0.2.99", device="abc")


def test_neighbours_in_an_ipv6_network_share_the_limit(curator: Work) -> None:
    for n in range(ATTEMPTS):
        curator.address = f"2001:db8::{n}"
        services.knock(curator, f"{n}@contoh.example")
    curator.address = "2001:db8::ffff"
    with pytest.raises(RuleBroken):
        services.knock(curator, "x@contoh.example")
    curator.address = "2001:db8:0:1::1"
    services.knock(curator, "x@contoh.example")


def test_right_sign_ins_do_not_use_up_the_limit(curator: Work) -> None:
    for _ in range(ATTEMPTS + 2):
        assert _sign_in(curator, PASSWORD)


def test_every_sign_in_is_audited(curator: Work) -> None:
    _sign_in(curator, PASSWORD)
    curator.session.flush()
    count = select(func.count()).where(AuditEntry.action == "accounts.sign_in")
    assert curator.session.scalar(count) == 1


def test_a_password_that_was_changed_meanwhile_opens_nothing(curator: Work) -> None:
    known = services.examine(curator, LOGIN, PASSWORD)
    assert known
    new = hash_of("lumut mangga lonceng perahu")
    resetting.change_password(curator, known.person_id, new, keep="")
    assert services.sign_in(curator, known, LOGIN) is None


def test_a_new_password_ends_every_link_and_code_for_another(curator: Work) -> None:
    person = queries.find_person(curator, LOGIN)
    assert person
    link = services.issue_token(curator, resetting.RESET_LINK, target_id=person.id)
    code = services.issue_code(curator, resetting.RESET_CODE, target_id=person.id)
    resetting.change_password(curator, person.id, hash_of(PASSWORD), keep="")
    assert not resetting.can_reset(curator, link)
    with pytest.raises(RuleBroken):
        resetting.reset_by_code(curator, LOGIN, code, hash_of(PASSWORD))
