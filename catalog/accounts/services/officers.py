"""What officers do for people: hand codes over, give and take roles, close accounts."""

from uuid import UUID

from catalog.accounts.models import Grant, Person
from catalog.accounts.queries import get_person, scopes
from catalog.accounts.rules import SCOPE_OF, GrantSpec, ScopeKind
from catalog.accounts.services.codes import issue_code
from catalog.accounts.services.grants import add_grant, check_not_last, lock_person, remove_grant
from catalog.accounts.services.registering import VERIFY, pending_login
from catalog.accounts.services.resetting import RESET_CODE, end_every_session
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_

_MISSING = {
    ScopeKind.VENDOR: N_("Type the end of the business's address, as in /umkm/batik-rara-sekar."),
    ScopeKind.GALLERY: N_("Choose the gallery."),
    ScopeKind.REGION: N_("Choose the city or regency."),
}
NOTHING_TO_VERIFY = N_("This login is verified already.")
NOT_YOURSELF = N_("Nobody hands a code over to themselves. Use the page of your account.")
NOT_CLOSED_YOURSELF = N_("Your own account cannot be closed here. Ask another administrator.")


def hand_verification(work: Work, person: Person) -> str:
    """Return a code by which someone proves a login, shown once to the officer."""
    _not_oneself(work, person)
    lock_person(work, person.id)
    if not pending_login(work, person):
        raise RuleBroken(NOTHING_TO_VERIFY)
    code = issue_code(work, VERIFY, target_id=person.id, person_id=person.id)
    record(work, "accounts.hand_verification", target=("person", person.id))
    return code


def hand_reset(work: Work, person: Person) -> str:
    """Return a code by which someone sets a new password, shown once to the officer."""
    _not_oneself(work, person)
    code = issue_code(work, RESET_CODE, target_id=person.id, person_id=person.id)
    record(work, "accounts.hand_reset", target=("person", person.id))
    return code


def spec_from(work: Work, role: Role, typed: dict[ScopeKind, str]) -> GrantSpec:
    """Return the role with what it is held for; RuleBroken at the field that is missing."""
    kind = SCOPE_OF[role]
    if kind is ScopeKind.NONE:
        return GrantSpec(role)
    found = scopes.find_scope(work, role, typed.get(kind, ""))
    if found is None:
        raise RuleBroken(_MISSING[kind], field=str(kind))
    if isinstance(found, UUID):
        if kind is ScopeKind.VENDOR:
            return GrantSpec(role, vendor_id=found)
        return GrantSpec(role, gallery_id=found)
    return GrantSpec(role, region_code=found)


def give(work: Work, person: Person, spec: GrantSpec) -> Grant:
    """Give a role; the person's open sign-ins know it at once."""
    return add_grant(work, person.id, spec)


def take(work: Work, person_id: UUID, grant_id: UUID) -> None:
    """Take a role of this person away."""
    grant = work.session.get(Grant, grant_id)
    if grant is None or grant.person_id != person_id:
        raise NotFound(f"grant {grant_id}")
    remove_grant(work, grant_id)


def close(work: Work, person: Person) -> None:
    """Let nobody sign in with this account any more, and sign it out everywhere."""
    if work.actor.user_id == person.id:
        raise RuleBroken(NOT_CLOSED_YOURSELF)
    for grant in person.grants:
        if grant.role is Role.ADMIN:
            check_not_last(work, grant)
    person.is_active = False
    person.session_version += 1
    record(work, "accounts.close", target=("person", person.id))


def reopen(work: Work, person: Person) -> None:
    """Let the account be used again."""
    person.is_active = True
    record(work, "accounts.reopen", target=("person", person.id))


def sign_out_everywhere(work: Work, person_id: UUID) -> None:
    """End every sign-in of a person, as when a phone was stolen."""
    end_every_session(work, get_person(work, person_id))


def _not_oneself(work: Work, person: Person) -> None:
    if work.actor.user_id == person.id:
        raise RuleBroken(NOT_YOURSELF)
