"""Strangers never wait for the write lock."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.db.engine import WRITES


@pytest.fixture
def _locked(session: Session) -> None:
    """Somebody is in the middle of a long change."""
    session.connection(execution_options={WRITES: True})


@pytest.mark.stocked
@pytest.mark.usefixtures("_locked")
def test_nothing_a_stranger_sends_waits_for_a_writer(client: FlaskClient) -> None:
    # A view that waited would end in "database is locked", which answers 503.
    assert client.post("/tidak-ada").status_code == 404
    assert client.post("/masuk", data={"login": "a", "password": "b"}).status_code == 400
    assert client.get("/produk?q=zzqqxx").status_code == 200
