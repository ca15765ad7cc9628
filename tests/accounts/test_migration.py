"""Logins survive the revision that seals them, and the way back."""

from pathlib import Path
from uuid import uuid4

import flask_migrate
from sqlalchemy import text
from sqlalchemy.orm import Session

from catalog import create_app
from catalog.accounts import queries, services
from catalog.accounts.services.secrets import hash_of
from catalog.db.work import Work
from catalog.kernel.clock import utc_now
from tests.databases import Databases, close, opened, settings_for
from tests.factories.people import PASSWORD, VAULT

LOGIN = "sekar@contoh.example"


def test_nobody_is_lost_when_logins_are_sealed_and_opened(
    databases: Databases, tmp_path: Path
) -> None:
    url = databases.empty()
    app = create_app(settings_for(url, tmp_path))
    with app.app_context():
        flask_migrate.upgrade(revision="0001")
    with opened(url) as engine, engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person (id, login, name, password_hash, is_active, is_sample,"
                " created_at) VALUES (:id, :login, 'Sekar', :hash, true, false, '2026-01-01')"
            ),
            {"id": uuid4().hex, "login": LOGIN, "hash": hash_of(PASSWORD)},
        )
    with app.app_context():
        flask_migrate.upgrade(revision="0002")
    with opened(url) as engine, engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM person")).one()
        assert LOGIN not in str(row)
        work_hash = queries.login_hash(VAULT, LOGIN)
        assert row.login_hash == work_hash
        assert row.login_hint == "s…@contoh.example"
        assert row.verified_at == row.created_at
    with app.app_context():
        flask_migrate.upgrade()
    with opened(url) as engine, Session(engine) as session:
        work = Work(session=session, now=utc_now(), vault=VAULT)
        assert services.examine(work, LOGIN, PASSWORD)
    with app.app_context():
        flask_migrate.downgrade(revision="0001")
    with opened(url) as engine, engine.connect() as connection:
        assert connection.scalar(text("SELECT login FROM person")) == LOGIN
    close(app)
    databases.drop(url)
