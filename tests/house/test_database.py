from sqlalchemy import inspect, text
from sqlalchemy.orm import Session


def test_a_test_finds_an_empty_migrated_database(session: Session) -> None:
    tables = inspect(session.connection()).get_table_names()
    assert {"vendor", "product", "region"} <= set(tables)
    assert session.scalar(text("SELECT count(*) FROM vendor")) == 0


def test_what_is_committed_here(session: Session) -> None:
    _commit_a_market(session)


def test_is_not_seen_there(session: Session) -> None:
    _commit_a_market(session)


def _commit_a_market(session: Session) -> None:
    assert session.scalar(text("SELECT count(*) FROM market")) == 0
    session.execute(text("INSERT INTO market (code, name, position) VALUES ('ZZ', '{}', 1)"))
    session.commit()
    assert session.scalar(text("SELECT count(*) FROM market")) == 1
