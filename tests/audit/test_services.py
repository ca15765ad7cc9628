from uuid import uuid4

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.audit.services import bound_to, record, record_view
from catalog.db.work import Work
from catalog.kernel.actor import OPERATOR, Actor, Role
from catalog.kernel.vault import Vault, VaultError


def _noted(work: Work) -> AuditEntry:
    work.session.commit()
    return work.session.scalars(select(AuditEntry)).one()


def test_an_entry_holds_who_what_when_and_from_where(work: Work) -> None:
    work.actor = Actor(user_id=uuid4(), roles=frozenset({Role.AUDITOR, Role.DINAS}))
    work.address = "203.0.113.9"
    record(work, "vendors.rename", target=("vendor", 7), before={"name": "a"}, after={"name": "b"})
    entry = _noted(work)
    assert (entry.user_id, entry.role) == (work.actor.user_id, "dinas")
    assert (entry.action, entry.kind, entry.target_id) == ("vendors.rename", "vendor", "7")
    assert (entry.before, entry.after) == ({"name": "a"}, {"name": "b"})
    assert entry.happened_at == work.now


def test_an_address_can_be_read_with_the_key_and_for_its_own_entry_only(work: Work) -> None:
    work.address = "203.0.113.9"
    record(work, "vendors.rename", target=("vendor", 7))
    entry = _noted(work)
    assert entry.address is not None
    assert b"203.0" not in entry.address
    assert work.vault.open_text(entry.address, bound_to=bound_to(entry.id)) == "203.0.113.9"
    with pytest.raises(VaultError):
        work.vault.open(entry.address, bound_to=bound_to(uuid4()))
    with pytest.raises(VaultError):
        Vault([b"x" * 32]).open(entry.address, bound_to=bound_to(entry.id))


def test_who_does_not_belong_to_the_vendor_acts_on_its_behalf(work: Work) -> None:
    ours, theirs = uuid4(), uuid4()
    work.actor = Actor(user_id=uuid4(), vendor_ids=frozenset({ours}))
    record(work, "tests.a", target=("vendor", ours))
    record(work, "tests.b", target=("vendor", theirs))
    record(work, "tests.c", target=("document", 1), vendor_id=theirs)
    record(work, "tests.d", target=("document", 1))
    record_view(work, "tests.e", target=("document", 1), vendor_id=theirs)
    work.actor = OPERATOR
    record(work, "tests.f", target=("vendor", ours))
    work.session.flush()
    rows = work.session.scalars(select(AuditEntry)).all()
    assert {row.action for row in rows if row.is_on_behalf} == {"tests.b", "tests.c"}
    assert {row.action for row in rows if row.vendor_id == theirs} == {
        "tests.b",
        "tests.c",
        "tests.e",
    }
    assert {row.role for row in rows if row.action == "tests.f"} == {"operator"}


CHANGES = {
    "update": "UPDATE audit_entry SET action = 'tests.nothing'",
    "delete": "DELETE FROM audit_entry",
    "delete one": "DELETE FROM audit_entry WHERE action = 'tests.a'",
}


def _one(work: Work) -> AuditEntry:
    record(work, "tests.a", target=("test", 1))
    return _noted(work)


def _unchanged(session: Session) -> bool:
    session.rollback()
    session.expire_all()
    return session.scalars(select(AuditEntry.action)).all() == ["tests.a"]


@pytest.mark.parametrize("what", CHANGES)
def test_no_statement_changes_the_trail(work: Work, what: str) -> None:
    _one(work)
    with pytest.raises(DBAPIError, match="only ever added"):
        work.session.execute(text(CHANGES[what]))
    assert _unchanged(work.session)


def test_no_service_changes_the_trail(work: Work) -> None:
    entry = _one(work)
    entry.action = "tests.nothing"
    with pytest.raises(DBAPIError, match="only ever added"):
        work.session.flush()
    assert _unchanged(work.session)
    work.session.delete(work.session.scalars(select(AuditEntry)).one())
    with pytest.raises(DBAPIError, match="only ever added"):
        work.session.flush()
    assert _unchanged(work.session)


def test_no_entry_takes_the_place_of_another(work: Work) -> None:
    _one(work)
    is_sqlite = work.session.connection().dialect.name == "sqlite"
    trick = (
        "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry"
        if is_sqlite
        else "INSERT INTO audit_entry SELECT * FROM audit_entry "
        "ON CONFLICT (id) DO UPDATE SET action = 'tests.nothing'"
    )
    with pytest.raises(DBAPIError, match="only ever added"):
        work.session.execute(text(trick))
    assert _unchanged(work.session)


def test_the_trail_cannot_be_emptied(work: Work) -> None:
    _one(work)
    is_sqlite = work.session.connection().dialect.name == "sqlite"
    empty = "DELETE FROM audit_entry" if is_sqlite else "TRUNCATE audit_entry CASCADE"
    with pytest.raises(DBAPIError, match="only ever added"):
        work.session.execute(text(empty))
    assert _unchanged(work.session)
