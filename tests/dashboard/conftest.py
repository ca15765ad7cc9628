"""A vendor with everything that can be kept of one, each thing marked, and its owner."""

import re
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.db.session import db
from catalog.jobs.rules import Daily, Handler
from catalog.jobs.worker import Worker
from catalog.kernel.actor import Role
from catalog.media.store import LocalStore
from catalog.vendors.models import (
    Vendor,
)
from catalog.wiring.work import JOBS
from tests.dashboard.marked import (
    MARKERS,
    NAME,
    add_goods,
    add_papers,
    add_sheet,
    add_window,
)
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in
from tests.factories.vendors import a_contact, a_vendor

_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Home:
    """A vendor, its owner and the owner's browser."""

    vendor: Vendor
    vendor_id: str
    owner: Person
    client: FlaskClient
    session: Session

    def get(self, path: str = "", status: int = 200) -> str:
        """Open a page of "data saya"."""
        answer = self.client.get(f"/usaha/{self.vendor_id}/data{path}")
        assert answer.status_code == status
        return re.sub(r"\s+", " ", answer.get_data(as_text=True))

    def post(self, path: str, **values: str) -> TestResponse:
        """Send a form, with the token of the page."""
        token = _TOKEN.search(self.get("/persetujuan/privacy"))
        assert token
        answer = self.client.post(
            f"/usaha/{self.vendor_id}/data{path}", data={"csrf_token": token[1], **values}
        )
        self.session.rollback()
        return answer

    def erase(self, **values: str) -> TestResponse:
        """Ask for the deletion."""
        return self.post("/hapus", **{"name": NAME, "present": PASSWORD, **values})


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """The store of the test's site."""
    return LocalStore(tmp_path / "uploads")


@pytest.fixture
def vendor(session: Session, store: LocalStore) -> Vendor:
    """A vendor with all that can be kept of one."""
    vendor = a_vendor(
        session, name=NAME, slug="batik-rara-sekar", story={"id": MARKERS["story"]}, since_year=1998
    )
    a_contact(
        session,
        vendor,
        owner_name=MARKERS["owner"],
        phone=MARKERS["phone"],
        nik=MARKERS["nik"],
        nib=MARKERS["nib"],
        npwp=MARKERS["npwp"],
        address=MARKERS["address"],
    )
    add_window(session, vendor, store)
    add_papers(session, vendor, store)
    add_goods(session, vendor, store)
    add_sheet(session, vendor, store)
    session.flush()
    return vendor


@pytest.fixture
def owner(session: Session, vendor: Vendor) -> Person:
    """Its owner."""
    grant = GrantSpec(Role.VENDOR, vendor_id=vendor.id)
    return a_person(session, grant, name="Bu Sekar", login="sekar@contoh.example")


@pytest.fixture
def home(client: FlaskClient, session: Session, vendor: Vendor, owner: Person) -> Home:
    """The owner at work."""
    signed_in(client, owner)
    return Home(vendor, str(vendor.id), owner, client, session)


@dataclass(frozen=True, slots=True)
class Chores:
    """Does the site's jobs with data at a moment of the test's choosing."""

    app: Flask

    def at(self, moment: datetime, *schedule: str) -> None:
        """Do whatever waits at this moment, and these schedules."""
        own = {name: job for name, job in JOBS.items() if name.startswith("dashboard.")}
        others: dict[str, Handler] = dict.fromkeys(JOBS, lambda _work, **_: None)
        with self.app.app_context():
            engine = db.engine

            def opened() -> closing[Session]:
                return closing(Session(engine))

            Worker(
                handlers=others | own,
                schedule=[Daily(name, at_hour_wib=2) for name in schedule],
                open_session=opened,
                vault=VAULT,
                name=uuid4().hex,
                clock=lambda: moment,
            ).sweep()


@pytest.fixture
def chores(app: Flask) -> Chores:
    """The worker."""
    return Chores(app)
