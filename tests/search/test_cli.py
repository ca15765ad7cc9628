"""The commands of an operator."""

from flask import Flask
from sqlalchemy.orm import Session

from catalog.search.outbox import mark_all


def test_drain_rebuild_and_check(app: Flask, session: Session) -> None:
    mark_all(session, "page")
    session.commit()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["search", "rebuild"]).exit_code == 0
    assert "applied" in runner.invoke(args=["search", "drain"]).output
    checked = runner.invoke(args=["search", "check"])
    assert (checked.exit_code, "0 missing" in checked.output) == (0, True)
