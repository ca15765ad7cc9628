import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts import services
from catalog.accounts.models import OneTimeCode
from catalog.accounts.rules import CODE_TRIES, HANDED_LIFETIME, WINDOW
from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from tests.databases import opened
from tests.factories.people import VAULT

TARGET = UUID(int=7)


@pytest.fixture
def code(work: Work) -> str:
    """A code for TARGET."""
    with committed(work):
        return services.issue_code(work, "claim", target_id=TARGET)


def test_a_code_opens_what_it_was_issued_for_once(work: Work, code: str) -> None:
    assert services.redeem_code(work, "claim", code).target_id == TARGET
    with pytest.raises(RuleBroken):
        services.redeem_code(work, "claim", code)


@pytest.mark.parametrize(("dash", "frame"), [("", ""), (" ", ""), ("-", "  ")])
def test_a_code_may_be_typed_in_any_way(work: Work, code: str, dash: str, frame: str) -> None:
    typed = frame + code.lower().replace("-", dash) + frame
    assert services.redeem_code(work, "claim", typed).target_id == TARGET


def test_a_code_holds_nothing_that_looks_like_another_letter(work: Work) -> None:
    codes = "".join(services.issue_code(work, "claim", target_id=uuid4()) for _ in range(60))
    assert not set(codes) & set("01OIL")


def test_a_code_is_for_its_purpose_and_target_only(work: Work, code: str) -> None:
    for purpose, target in (("verify", None), ("claim", uuid4())):
        with pytest.raises(RuleBroken):
            services.redeem_code(work, purpose, code, target_id=target)
    services.redeem_code(work, "claim", code, target_id=TARGET)


def test_a_code_ends_by_itself(work: Work, code: str) -> None:
    later = dataclasses.replace(work, now=work.now + HANDED_LIFETIME)
    with pytest.raises(RuleBroken):
        services.redeem_code(later, "claim", code)


def test_a_new_code_ends_the_earlier_one(work: Work, code: str) -> None:
    services.issue_code(work, "claim", target_id=TARGET)
    with pytest.raises(RuleBroken):
        services.redeem_code(work, "claim", code)


def test_the_code_itself_is_never_stored(work: Work, code: str) -> None:
    stored = work.session.scalars(select(OneTimeCode.code_hash)).one()
    assert code.replace("-", "") not in stored.upper()


def test_after_too_many_wrong_codes_the_right_one_waits_too(work: Work, code: str) -> None:
    work.address = "192.0.2.1"
    for _ in range(CODE_TRIES):
        with pytest.raises(RuleBroken), committed(work):
            services.redeem_code(work, "claim", "AAAA-AAAA")
    with pytest.raises(RuleBroken, match="Too many"):
        services.redeem_code(work, "claim", code)
    work.session.rollback()
    later = dataclasses.replace(work, now=work.now + WINDOW + timedelta(seconds=1))
    assert services.redeem_code(later, "claim", code).target_id == TARGET


def test_of_two_who_redeem_at_once_one_wins(work: Work, code: str, database_url: str) -> None:
    barrier = Barrier(4)

    def redeem(_number: int) -> bool:
        with opened(database_url) as engine, Session(engine) as session:
            mine = Work(session=session, now=work.now, vault=VAULT)
            barrier.wait()
            try:
                with committed(mine):
                    session.connection(execution_options={WRITES: True})
                    services.redeem_code(mine, "claim", code)
            except RuleBroken:
                return False
            return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(redeem, range(4))) == [False, False, False, True]
