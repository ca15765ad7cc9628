"""What a supervisor asks."""

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog.settings import Settings
from tests.factories.statements import count_statements


def test_a_living_process_says_so_without_asking_anything(client: FlaskClient) -> None:
    with count_statements() as seen:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert seen == []


def test_a_site_without_an_index_is_not_ready(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json == {
        "ready": False,
        "checks": {"database": "ok", "migrations": "ok", "index": "failed"},
    }


def test_a_site_that_can_answer_is_ready(app: Flask, session: Session) -> None:
    app.extensions["catalog_indexer"].rebuild(session)
    session.commit()
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["ready"] is True


def test_an_old_database_is_not_ready(client: FlaskClient, session: Session) -> None:
    session.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["migrations"] == "failed"


def test_a_lost_database_is_told_without_its_address(
    client: FlaskClient, session: Session, settings: Settings
) -> None:
    session.execute(text("DROP TABLE alembic_version"))
    session.commit()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert settings.database_url not in answer.text
    assert settings.secret_key not in answer.text


def test_old_browsers_find_the_icon(client: FlaskClient) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 301
    with client.get(answer.location) as icon:
        assert icon.content_type.startswith("image/svg")
