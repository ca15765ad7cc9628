"""A way to have the mails that wait sent, at a moment of the test's choice."""

import dataclasses
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.session import db
from catalog.db.work import Work
from catalog.jobs.rules import Trouble
from catalog.mail.jobs import send
from catalog.mail.models import OutgoingMail
from catalog.settings import Settings
from tests.conftest import NOW
from tests.factories.people import VAULT

Deliver = Callable[..., list[str]]


@pytest.fixture
def deliver(app: Flask, settings: Settings, session: Session) -> Deliver:
    """Run the job of every mail once; returns what went wrong."""

    def run(*, port: int | None = None, now: datetime = NOW) -> list[str]:
        session.commit()
        url = f"smtp://127.0.0.1:{port}" if port else ""
        app.extensions["catalog_settings"] = dataclasses.replace(
            settings, mail_url=url, mail_from="Sarumban <pos@sarumban.example>"
        )
        troubles = []
        with app.app_context():
            work = Work(session=db.session(), now=now, vault=VAULT)
            for mail_id in work.session.scalars(select(OutgoingMail.id)).all():
                try:
                    send(work, mail_id=mail_id)
                except Trouble as trouble:
                    troubles.append(str(trouble))
            db.session.remove()
        session.expire_all()
        return troubles

    return run
