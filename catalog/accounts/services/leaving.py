"""A person has their own account deleted; nobody else's work is left without an owner.

The row stays, emptied, because others' rows name it: the audit trail keeps the id and finds no
name behind it.
"""

import secrets

from sqlalchemy import delete

from catalog.accounts import queries
from catalog.accounts.models import Grant, OneTimeCode, Person, SignInSession
from catalog.accounts.queries.own_data import PERSONAL
from catalog.accounts.services.grants import LAST_ADMIN, check_not_last, lock_person
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import STAFF, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_

# Shown where somebody did something and has left since; the site's first language.
NOBODY = "Akun yang sudah dihapus"
STAFF_STAYS = N_("You work for the catalogue. Ask an administrator to end your roles first.")


def delete_own(work: Work) -> None:
    """Delete the account of who acts; every sign-in ends. The password was asked for.

    Raises RuleBroken for the last administrator, for staff, and for a business's last owner.
    """
    person = lock_person(work, queries.me(work).id)
    if not person.is_active:  # the other tab was faster
        raise NotFound("person")
    _check_may_leave(work, person)
    mark = secrets.token_hex(32)
    record(work, "accounts.delete", target=("person", person.id))
    work.session.execute(delete(Grant).where(Grant.person_id == person.id))
    work.session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    work.session.execute(delete(OneTimeCode).where(OneTimeCode.person_id == person.id))
    for rows in PERSONAL.values():
        work.session.execute(delete(rows).where(rows.c.person_id == person.id))
    _empty(work, person, mark)
    work.session.flush()


def _check_may_leave(work: Work, person: Person) -> None:
    roles = {grant.role for grant in person.grants}
    if Role.ADMIN in roles and queries.count_active(work, Role.ADMIN) <= 1:
        raise RuleBroken(LAST_ADMIN)
    if not roles.isdisjoint(STAFF):
        raise RuleBroken(STAFF_STAYS)
    for grant in person.grants:
        check_not_last(work, grant)


def _empty(work: Work, person: Person, mark: str) -> None:
    """Leave nothing that tells who it was; ``mark`` keeps the login unique and unfindable."""
    person.name = NOBODY
    person.login_hash = mark
    person.login_sealed = work.vault.seal("", bound_to=f"person.login:{person.id}")
    person.login_hint = ""
    person.new_login_sealed = None
    person.password_hash = ""
    person.totp_sealed = person.totp_draft_sealed = None
    person.consent_version, person.consented_at = "", None
    person.verified_at = None
    person.is_active = False
    person.session_version += 1
    work.session.expire(person, ["grants"])
