"""Mails about accounts: codes, links, and what an owner should hear of."""

from typing import Any
from uuid import UUID

from catalog.accounts import queries
from catalog.accounts.models import Person
from catalog.accounts.rules import is_email
from catalog.db.work import Work
from catalog.web import mails


def send_code(work: Work, person: Person, address: str, code: str) -> None:
    """Mail the code that proves this address.

    Without the name: whoever typed the address chose it, and could write anything to a stranger.
    """
    # Before the first proof nobody can sign in: the code is typed where they began.
    can_sign_in = person.verified_at is not None or person.new_login_sealed is not None
    mails.send(
        work,
        "account_code",
        to=address,
        language=person.language,
        code=code,
        path="/akun/verifikasi" if can_sign_in else "/daftar/kode",
    )


def tell_taken(work: Work, owner: Person) -> None:
    """Tell the owner of a login that someone wanted to have it too."""
    _tell(work, "account_taken", owner)


def send_reset(work: Work, person: Person, token: str) -> None:
    """Mail the link that opens a new password."""
    _tell(work, "account_reset", person, path=f"/lupa/{token}")


def tell_changed(work: Work, person_id: UUID, what: str) -> None:
    """Tell a person of a changed key of the account: password, code for one, login or step."""
    person = queries.get_person(work, person_id)
    if person.verified_at is not None:
        _tell(work, "account_changed", person, what=what, at=work.now)


def _tell(work: Work, name: str, person: Person, **values: Any) -> None:  # noqa: ANN401  # for a template
    address = queries.login_of(work.vault, person)
    if is_email(address):
        reader = person.name if person.verified_at is not None else ""  # as above
        mails.send(work, name, to=address, language=person.language, reader=reader, **values)
