"""A person takes over a record that an office or a list has brought in."""

from typing import Any, cast
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.queries import member_ids
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services import add_grant, issue_code, redeem_code
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice
from catalog.vendors.models import Vendor, VendorClaim
from catalog.vendors.queries.claiming import find_shown
from catalog.vendors.queries.registering import find_own_known
from catalog.vendors.rules.registering import (
    CODE_LIFETIME,
    CONSENT_VERSION,
    PRIVACY,
    ClaimState,
)
from catalog.vendors.rules.window import VendorStatus
from catalog.vendors.services.registering import NO_CONSENT, agree, discard, tell_office

PURPOSE = "claim"
OWNED = N_("This business already has an owner here. If that is not right, please ask the office.")
CLOSED = N_("This business is closed in our register. Please ask the office.")
OWN_CODE = N_("Whoever issued a code cannot use it.")


def issue_claim(work: Work, vendor: Vendor) -> str:
    """Return a new code with which the owner takes this record over; earlier codes end.

    Whoever was shown the record by an earlier one may not accept it any more.
    """
    _check_free(work, vendor)
    work.session.execute(
        update(VendorClaim)
        .where(VendorClaim.vendor_id == vendor.id, VendorClaim.state == ClaimState.SHOWN)
        .values(state=ClaimState.DECLINED, answered_at=work.now)
        .execution_options(synchronize_session="fetch")
    )
    code = issue_code(work, PURPOSE, target_id=vendor.id, lifetime=CODE_LIFETIME)
    record(work, "vendors.claim_code", target=("vendor", vendor.id))
    return code


def show_claim(work: Work, typed: str) -> UUID:
    """Use up a code; return the vendor that the person may now look at and accept.

    Raises RuleBroken for codes that are wrong, used or too old, and after too many tries.
    """
    code = redeem_code(work, PURPOSE, typed)
    vendor = work.session.get(Vendor, code.target_id)
    if vendor is None:
        raise NotFound("vendor")
    _check_free(work, vendor)
    if code.issued_by == work.actor.user_id:
        raise RuleBroken(OWN_CODE, field="code")
    _put(work, vendor.id, ClaimState.SHOWN)
    record(work, "vendors.claim_shown", target=("vendor", vendor.id))
    return vendor.id


def accept_claim(work: Work, vendor_id: UUID, *, agrees: bool) -> Vendor:
    """Make the actor the owner of the record that a code has shown."""
    if not agrees:
        raise RuleBroken(NO_CONSENT, field="agrees")
    vendor = find_shown(work, vendor_id)
    if vendor is None:
        raise NotFound("vendor")
    # One transaction at a time from here: two people with two codes must not both become owner.
    work.session.execute(select(Vendor.id).where(Vendor.id == vendor_id).with_for_update())
    _check_free(work, vendor)
    _move(work, vendor_id, ClaimState.DONE)
    add_grant(work, _person(work), GrantSpec(Role.VENDOR, vendor_id=vendor_id))
    agree(work, vendor_id, PRIVACY, CONSENT_VERSION)
    discard(work)  # a registration that led here is not needed any more
    record(work, "vendors.claim", target=("vendor", vendor_id))
    tell_office(
        work,
        vendor,
        Notice(
            kind="vendors.claimed",
            title=N_("A business was claimed"),
            text=N_("The owner of %(name)s has taken it over."),
            values={"name": vendor.name},
            url=f"/pengurus/usaha/{vendor_id}",
        ),
    )
    return vendor


def decline_claim(work: Work, vendor_id: UUID) -> None:
    """Keep that the record is not this person's; the office is told, the code stays used."""
    vendor = find_shown(work, vendor_id)
    if vendor is None:
        raise NotFound("vendor")
    _move(work, vendor_id, ClaimState.DECLINED)
    record(work, "vendors.claim_declined", target=("vendor", vendor_id))
    tell_office(
        work,
        vendor,
        Notice(
            kind="vendors.claim_declined",
            title=N_("A claim code reached the wrong person"),
            text=N_("Somebody with the code of %(name)s said that it is not theirs."),
            values={"name": vendor.name},
            url=f"/pengurus/usaha/{vendor_id}",
            next_step=N_("Issue a new code"),
        ),
    )


def ask_for_claim(work: Work) -> None:
    """Ask the office for a code to the record that the actor's registration ran into."""
    known = find_own_known(work)
    vendor = work.session.get(Vendor, known.vendor_id) if known else None
    if vendor is None:
        raise NotFound("vendor")
    _put(work, vendor.id, ClaimState.ASKED)
    record(work, "vendors.claim_asked", target=("vendor", vendor.id))
    tell_office(
        work,
        vendor,
        Notice(
            kind="vendors.claim_asked",
            title=N_("Somebody asks for a claim code"),
            text=N_("Please check who it is and hand over a code for %(name)s."),
            values={"name": vendor.name},
            url=f"/pengurus/usaha/{vendor.id}",
            next_step=N_("See who asks"),
        ),
    )


def _check_free(work: Work, vendor: Vendor) -> None:
    if vendor.status is VendorStatus.CLOSED:
        raise RuleBroken(CLOSED, field="code")
    if member_ids(work, vendor.id, Role.VENDOR):
        raise RuleBroken(OWNED, field="code")


def _put(work: Work, vendor_id: UUID, state: ClaimState) -> None:
    key = {"vendor_id": vendor_id, "person_id": _person(work)}
    statement = select(VendorClaim).filter_by(**key)
    claim = work.session.scalar(statement)
    if claim is None:
        claim = VendorClaim(id=uuid4(), state=state, asked_at=work.now, **key)
        try:
            with work.session.begin_nested():
                work.session.add(claim)
        except IntegrityError:  # the same person pressed twice
            claim = work.session.scalars(statement).one()
    claim.state, claim.asked_at, claim.answered_at = state, work.now, None
    work.session.flush()


def _move(work: Work, vendor_id: UUID, state: ClaimState) -> None:
    moved = cast(
        "CursorResult[Any]",
        work.session.execute(
            update(VendorClaim)
            .where(
                VendorClaim.vendor_id == vendor_id,
                VendorClaim.person_id == _person(work),
                VendorClaim.state == ClaimState.SHOWN,
            )
            .values(state=state, answered_at=work.now)
            .execution_options(synchronize_session=False)
        ),
    )
    if not moved.rowcount:
        raise NotFound("vendor")


def _person(work: Work) -> UUID:
    if work.actor.user_id is None:
        raise NotFound("nobody is signed in")
    return work.actor.user_id
