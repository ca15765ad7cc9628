"""People for tests, and browsers that are signed in as them."""

from itertools import count
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session, object_session

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services import enrol
from catalog.accounts.services.signing import Browser, open_session
from catalog.db.work import Work
from catalog.kernel.clock import utc_now
from catalog.kernel.vault import Vault

_numbers = count(1)
PASSWORD = "kembang-wadasan-biru"
VAULT = Vault([b"t" * 32])  # that of ``work`` and of ``settings_for``


def a_person(
    session: Session,
    *grants: GrantSpec,
    login: str = "",
    password: str = PASSWORD,
    **values: Any,
) -> Person:
    """Store a person with these roles, for example ``GrantSpec(Role.VENDOR, vendor_id=…)``."""
    number = next(_numbers)
    person = enrol(
        Work(session=session, now=utc_now(), vault=VAULT),
        login or f"sekar{number}@contoh.example",
        name=values.pop("name", f"Sekar {number}"),
        password=password,
        grants=grants,
    )
    for name, value in values.items():
        setattr(person, name, value)
    session.flush()
    return person


def signed_in(client: FlaskClient, person: Person, *, second_step: bool = True) -> FlaskClient:
    """Sign a browser in as this person, past the second step unless told; commits."""
    session = object_session(person)
    assert session is not None
    session.commit()  # also ends what it has read: the site may have written since
    work = Work(session=session, now=utc_now(), vault=VAULT)
    token = open_session(work, person, Browser("Chrome, Android", has_second_step=second_step))
    session.commit()
    with client.session_transaction() as kept:
        kept.clear()
        kept["_user_id"] = token
        kept["_fresh"] = True
    return client
