"""People with e-mail, the things that happen to them, and a worker that does all that waits."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.db.session import db
from catalog.db.work import Work, committed
from catalog.jobs.models import Job
from catalog.jobs.rules import Handler, unpack
from catalog.mail.message import Letter
from catalog.mail.models import OutgoingMail
from catalog.mail.services import opened
from catalog.notices import jobs
from catalog.notices.jobs import digest
from tests.conftest import NOW
from tests.factories.people import VAULT, a_person

RunAt = Callable[[datetime], list[Letter]]
HANDLERS: dict[str, Handler] = {
    "notices.mail": jobs.mail,
    "notices.digest_to": jobs.digest_to,
}


@pytest.fixture
def sekar(session: Session) -> Person:
    """Someone who reads Indonesian and has an e-mail address."""
    return a_person(session, login="sekar@contoh.example", name="Sekar")


@pytest.fixture
def run(app: Flask, session: Session) -> RunAt:
    """Run the daily schedule and every job that it or others made; returns the new letters."""

    def at(now: datetime) -> list[Letter]:
        session.commit()
        with app.app_context():
            work = Work(session=db.session(), now=now, vault=VAULT)
            known = set(work.session.scalars(select(OutgoingMail.id)))
            _do_waiting(work)
            with committed(work):
                digest(work)
            _do_waiting(work)
            mails = work.session.scalars(select(OutgoingMail).order_by(OutgoingMail.created_at))
            letters = [opened(work, mail) for mail in mails if mail.id not in known]
            db.session.remove()
        session.expire_all()
        return letters

    return at


def _do_waiting(work: Work) -> None:
    for job in work.session.scalars(select(Job)).all():
        if job.name in HANDLERS:
            with committed(work):
                HANDLERS[job.name](work, **unpack(job.arguments))
                work.session.delete(job)


@pytest.fixture
def mail_at_once(app: Flask, session: Session) -> Callable[[], list[Letter]]:
    """Do the waiting jobs, without the daily schedule; returns all letters."""

    def now() -> list[Letter]:
        session.commit()
        with app.app_context():
            work = Work(session=db.session(), now=NOW, vault=VAULT)
            _do_waiting(work)
            letters = [opened(work, mail) for mail in work.session.scalars(select(OutgoingMail))]
            db.session.remove()
        session.expire_all()
        return letters

    return now
