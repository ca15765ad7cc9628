"""Browsers of officers."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from tests.factories.people import a_person, signed_in

Officer = Callable[[Role], FlaskClient]


@pytest.fixture
def officer(app: Flask, session: Session) -> Officer:
    """Give a browser that is signed in as somebody with this role."""

    def make(role: Role) -> FlaskClient:
        person = a_person(session, GrantSpec(role), name=f"Ibu {role}")
        return signed_in(app.test_client(), person)

    return make
