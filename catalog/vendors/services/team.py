"""Who belongs to a vendor: invitations by link, other roles, leaving."""

from uuid import UUID

from sqlalchemy import update

from catalog.accounts.models import Grant
from catalog.accounts.queries import member_ids, staff_ids
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services import add_grant, issue_token, redeem_token, remove_grant
from catalog.accounts.services.codes import peek_token, revoke
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import MEMBERS, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.vendors.models import OnBehalf, Vendor
from catalog.vendors.rules.rooms import INVITATION_LIFETIME
from catalog.vendors.services.rooms import lock

MOST_MEMBERS = 20
OLD_LINK = N_("This invitation was used already or is too old. Ask for a new one.")
MEMBER_ALREADY = N_("You belong to this business already.")


def invite(work: Work, vendor: Vendor, role: Role) -> str:
    """Return the secret of an invitation for this role; an earlier one for it ends."""
    if role not in MEMBERS:
        raise NotFound("role")
    _check_room(work, vendor.id)
    record(work, "vendors.invite", target=("vendor", vendor.id), after={"role": str(role)})
    return issue_token(work, _purpose(role), target_id=vendor.id, lifetime=INVITATION_LIFETIME)


def invited_to(work: Work, role: Role, token: str) -> Vendor | None:
    """Return the vendor that an unused invitation leads to; it stays unused."""
    code = peek_token(work, _purpose(role), token)
    return work.session.get(Vendor, code.target_id) if code else None


def join(work: Work, role: Role, token: str) -> Vendor:
    """Use an invitation up: the actor becomes a member. Raises RuleBroken."""
    if work.actor.user_id is None:
        raise NotFound("person")
    code = redeem_token(work, _purpose(role), token)
    vendor = work.session.get(Vendor, code.target_id) if code else None
    if vendor is None:
        raise RuleBroken(OLD_LINK)
    if work.actor.user_id in member_ids(work, vendor.id):
        raise RuleBroken(MEMBER_ALREADY)
    lock(work, vendor)  # two with two invitations must not both take the last place
    _check_room(work, vendor.id)
    add_grant(work, work.actor.user_id, GrantSpec(role, vendor_id=vendor.id))
    record(work, "vendors.join", target=("vendor", vendor.id), after={"role": str(role)})
    owners = member_ids(work, vendor.id, Role.VENDOR)
    notify(
        work,
        [owner for owner in owners if owner != work.actor.user_id],
        Notice(
            kind="vendors.joined",
            title=N_("Somebody joined your team"),
            text=N_("Your invitation to %(name)s was accepted."),
            values={"name": vendor.name},
            url=f"/usaha/{vendor.id}/tim",
            next_step=N_("See the team"),
            key=f"joined:{vendor.id}:{work.actor.user_id}",
        ),
    )
    return vendor


def change_role(work: Work, vendor: Vendor, grant_id: UUID, role: Role) -> None:
    """Give a member another role; the last owner stays one. Open invitations end."""
    grant = _grant(work, vendor, grant_id)
    if grant.role is role or role not in MEMBERS:
        return
    person_id = grant.person_id
    remove_grant(work, grant_id)
    _end_invitations(work, vendor)
    add_grant(work, person_id, GrantSpec(role, vendor_id=vendor.id))


def remove(work: Work, vendor: Vendor, grant_id: UUID) -> None:
    """Take a member out, by an owner; the last owner stays. Open invitations end."""
    grant = _grant(work, vendor, grant_id)
    person_id = grant.person_id
    remove_grant(work, grant_id)
    _end_invitations(work, vendor)
    if person_id != work.actor.user_id:
        notify(
            work,
            [person_id],
            Notice(
                kind="vendors.removed",
                title=N_("You no longer belong to a business"),
                text=N_("An owner of %(name)s has taken you out of the team."),
                values={"name": vendor.name},
                url="/kabar",
                next_step=N_("Ask the owner, if that is not right"),
            ),
        )


def answer(work: Work, vendor: Vendor, entry_id: UUID, *, is_right: bool) -> None:
    """Say of something that was done on behalf whether it is right; told once, by an owner."""
    entry = work.session.get(OnBehalf, entry_id)
    if entry is None or entry.vendor_id != vendor.id:
        raise NotFound("entry")
    if vendor.id not in work.actor.owned_ids:
        raise RuleBroken(N_("Only an owner can say whether it is right."))
    answered = work.session.execute(
        update(OnBehalf)
        .where(OnBehalf.id == entry_id, OnBehalf.answered_at.is_(None))
        .values(answered_at=work.now, answered_by=work.actor.user_id, is_confirmed=is_right)
        .returning(OnBehalf.id)
    ).all()
    if not answered:
        raise RuleBroken(N_("Another owner has answered this already."))
    record(
        work,
        "vendors.confirm" if is_right else "vendors.dispute",
        target=("vendor", vendor.id),
        after={"entry": str(entry_id), "what": entry.what},
    )
    if not is_right:
        _tell_dispute(work, vendor, entry)


def _tell_dispute(work: Work, vendor: Vendor, entry: OnBehalf) -> None:
    office = staff_ids(work, Role.DINAS, vendor.served_by)
    people = {*office, *([entry.person_id] if entry.person_id else [])}
    notify(
        work,
        people,
        Notice(
            kind="vendors.disputed",
            title=N_("An owner says that a change was not right"),
            text=N_("%(name)s does not agree with a change that was made on its behalf."),
            values={"name": vendor.name},
            url=f"/usaha/{vendor.id}/atas-nama",
            next_step=N_("Talk to the owner"),
            key=f"disputed:{entry.id}",
        ),
    )


def _check_room(work: Work, vendor_id: UUID) -> None:
    if len(member_ids(work, vendor_id)) >= MOST_MEMBERS:
        raise RuleBroken(N_("A team has at most 20 people."))


def _end_invitations(work: Work, vendor: Vendor) -> None:
    """End every open invitation: whoever leaves may have made one, to come back by it."""
    for role in MEMBERS:
        revoke(work, _purpose(role), vendor.id)


def _grant(work: Work, vendor: Vendor, grant_id: UUID) -> Grant:
    grant = work.session.get(Grant, grant_id)
    if grant is None or grant.vendor_id != vendor.id or grant.role not in MEMBERS:
        raise NotFound("grant")
    return grant


def _purpose(role: Role) -> str:
    return f"team:{role}"
