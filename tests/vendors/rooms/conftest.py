"""A business with an owner who is signed in."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.kernel.actor import Role
from catalog.vendors.models import Vendor
from tests.factories.people import a_person, signed_in
from tests.factories.vendors import a_vendor

_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms of one business, seen by one browser."""

    vendor: Vendor
    vendor_id: str
    client: FlaskClient
    session: Session

    def get(self, path: str = "", status: int = 200) -> str:
        """Open a page of the rooms."""
        answer = self.client.get(f"/usaha/{self.vendor_id}{path}")
        assert answer.status_code == status
        return re.sub(r"\s+", " ", answer.get_data(as_text=True))

    def post(self, path: str, *, page_of: str = "/profil", **values: object) -> TestResponse:
        """Send a form, with the token of a page."""
        token = _TOKEN.search(self.get(page_of))
        assert token
        data = {"csrf_token": token[1], **values}
        answer = self.client.post(f"/usaha/{self.vendor_id}{path}", data=data)
        self.session.rollback()  # what was read before is over
        return answer


Enter = Callable[..., Rooms]


@pytest.fixture
def vendor(session: Session) -> Vendor:
    """A business."""
    return a_vendor(session, name="Batik Rara Sekar")


@pytest.fixture
def owner(session: Session, vendor: Vendor) -> Person:
    """Its owner."""
    return a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id), name="Bu Sekar")


@pytest.fixture
def enter(client: FlaskClient, session: Session, vendor: Vendor, owner: Person) -> Enter:
    """Open the rooms as the owner, or as somebody else."""

    def enter(person: Person | None = None) -> Rooms:
        signed_in(client, person or owner)
        return Rooms(vendor, str(vendor.id), client, session)

    return enter
