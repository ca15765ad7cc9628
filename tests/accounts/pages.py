"""A visitor who fills in forms: takes the token from the page, and reads mails."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.db.work import Work
from catalog.kernel.clock import utc_now
from catalog.mail.models import OutgoingMail
from catalog.mail.services import opened
from tests.factories.people import VAULT

NEW = "lumut mangga lonceng perahu"
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
_PRIVATE = re.compile(r'value="[^"]*"')


def token_of(page: str) -> str:
    """Return the CSRF token of a page."""
    found = _TOKEN.search(page)
    assert found, page
    return found[1]


def send(client: FlaskClient, path: str, *, page: str = "", **typed: str) -> TestResponse:
    """Fill in the form of ``page`` (or of ``path``) and send it to ``path``."""
    token = token_of(client.get(page or path).text)
    return client.post(path, data={"csrf_token": token, **typed})


def sign_in(client: FlaskClient, login: str, password: str, **more: str) -> TestResponse:
    """Sign in by the form."""
    return send(client, "/masuk", login=login, password=password, **more)


def bare(page: TestResponse) -> str:
    """Return a page without what differs for everyone: tokens and what was typed."""
    return _PRIVATE.sub("", page.text)


def mails(session: Session) -> list[tuple[str, str, str]]:
    """Return (to, subject, text) of every mail so far, oldest first."""
    session.rollback()  # reads what the site has written meanwhile
    work = Work(session=session, now=utc_now(), vault=VAULT)
    rows = session.scalars(select(OutgoingMail).order_by(OutgoingMail.created_at)).all()
    letters = [opened(work, row) for row in rows]
    return [(letter.to, letter.subject, letter.text) for letter in letters]


def code_in(text: str) -> str:
    """Return the code that a mail or a page holds."""
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", text)
    assert found, text
    return found[0]
