"""An owner withdraws a consent or wants everything deleted, and may change their mind."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.dashboard.models import Closing, ClosingKind, ClosingState
from catalog.dashboard.queries.data import PRIVACY_KEYS
from catalog.dashboard.rules.retention import REGRET
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.notices.services import Notice, notify
from catalog.search.outbox import mark_ids
from catalog.vendors.models import Vendor, VendorConsent
from catalog.vendors.queries.closing import lock_vendor
from catalog.vendors.rules.registering import CONSENT_VERSION, PRIVACY
from catalog.vendors.rules.window import VendorStatus
from catalog.vendors.services.registering import agree, tell_office

NOT_ITS_NAME = N_("Type the name of the business exactly as it stands above.")
ALREADY = N_("This was done already, perhaps in another tab. Look at the page again.")
OVER = N_("There is nothing to take back any more. Look at the page again.")
GONE = N_("This business is closed for good.")


def withdraw(work: Work, vendor: Vendor, key: str) -> None:
    """Withdraw a consent; without the one to show the business its window closes at once."""
    lock_vendor(work, vendor.id)
    consents = _consents(work, vendor.id, key)
    if key != PRIVACY and not consents:
        raise NotFound("consent")
    given = [consent for consent in consents if consent.withdrawn_at is None]
    if consents and not given:
        raise RuleBroken(ALREADY)
    for consent in given:
        consent.withdrawn_at = work.now
    if key == PRIVACY:
        _close(work, vendor, ClosingKind.CONSENT)
    record(work, "dashboard.withdraw", target=("vendor", vendor.id), after={"consent": key})
    text = (
        N_("%(name)s no longer agrees to be shown. Its window is closed.")
        if key == PRIVACY
        else N_("%(name)s has withdrawn what it agreed to with a gallery. Please talk to it.")
    )
    _tell_office(
        work, vendor, "dashboard.withdrawn", N_("A business has withdrawn a consent"), text
    )


def give_again(work: Work, vendor: Vendor, key: str) -> None:
    """Agree anew; the window opens as it was, unless something else keeps it closed."""
    lock_vendor(work, vendor.id)
    consents = _consents(work, vendor.id, key)
    if key == PRIVACY:
        _end(work, vendor, ClosingKind.CONSENT)
        _agree_to_privacy(work, vendor.id, consents)
    else:
        withdrawn = [consent for consent in consents if consent.withdrawn_at is not None]
        if not withdrawn:
            raise RuleBroken(OVER)
        for consent in withdrawn:
            _renew(work, consent)
    record(work, "dashboard.agree_again", target=("vendor", vendor.id), after={"consent": key})
    _tell_office(
        work,
        vendor,
        "dashboard.agreed_again",
        N_("A business agrees again"),
        N_("%(name)s has given back the consent that it had withdrawn."),
    )


def ask_erasure(work: Work, vendor: Vendor, typed_name: str) -> datetime:
    """Close the window and have everything deleted in two weeks; return when.

    The caller has asked for the password.
    """
    check_name(vendor, typed_name)
    lock_vendor(work, vendor.id)
    due = work.now + REGRET
    _close(work, vendor, ClosingKind.ERASURE, due_at=due)
    record(
        work,
        "dashboard.ask_erasure",
        target=("vendor", vendor.id),
        after={"due_on": wib_date(due).isoformat()},
    )
    _tell_office(
        work,
        vendor,
        "dashboard.erasure_asked",
        N_("A business wants to be deleted"),
        N_("The owner of %(name)s wants everything deleted. Its window is closed."),
    )
    notify(
        work,
        member_ids(work, vendor.id, Role.VENDOR),
        Notice(
            kind="dashboard.erasure_asked",
            title=N_("%(name)s will be deleted"),
            text=N_("Until then you can change your mind. Afterwards nothing brings it back."),
            values={"name": vendor.name},
            url=f"/usaha/{vendor.id}/data",
            next_step=N_("Look at it, or cancel the deletion"),
            deadline_on=wib_date(due),
            key=f"{vendor.id}:{due.isoformat()}",
        ),
    )
    return due


def check_name(vendor: Vendor, typed: str) -> None:
    """Raise RuleBroken unless the name of the business was typed, in whatever case."""
    if clean_line(typed).casefold() != clean_line(vendor.name).casefold():
        raise RuleBroken(NOT_ITS_NAME, field="name")


def take_back(work: Work, vendor: Vendor) -> None:
    """Have nothing deleted after all; the window opens as it was."""
    lock_vendor(work, vendor.id)
    _end(work, vendor, ClosingKind.ERASURE)
    record(work, "dashboard.keep", target=("vendor", vendor.id))
    _tell_office(
        work,
        vendor,
        "dashboard.erasure_ended",
        N_("A business stays"),
        N_("The owner of %(name)s has taken the wish to delete it back."),
    )


def _close(
    work: Work, vendor: Vendor, kind: ClosingKind, *, due_at: datetime | None = None
) -> None:
    work.session.refresh(vendor)
    if vendor.status is VendorStatus.CLOSED:
        raise RuleBroken(GONE)
    closing = Closing(
        vendor_id=vendor.id,
        kind=kind,
        status_before=vendor.status,
        asked_by=work.actor.user_id,
        asked_at=work.now,
        due_at=due_at,
    )
    work.session.add(closing)
    try:
        work.session.flush()
    except IntegrityError as error:  # the other tab was faster
        raise RuleBroken(ALREADY) from error
    if vendor.status is VendorStatus.ACTIVE:
        _move(work, vendor, VendorStatus.ACTIVE, VendorStatus.SUSPENDED)


def _end(work: Work, vendor: Vendor, kind: ClosingKind) -> None:
    """End an open closing; another one that is open takes over what the vendor was."""
    closing = work.session.scalar(
        select(Closing).where(
            Closing.vendor_id == vendor.id,
            Closing.kind == kind,
            Closing.state == ClosingState.OPEN,
        )
    )
    if closing is None or not _settle(work, closing.id, ClosingState.ENDED):
        raise RuleBroken(OVER)
    if closing.status_before is not VendorStatus.ACTIVE:
        return
    other = work.session.scalar(
        select(Closing).where(Closing.vendor_id == vendor.id, Closing.state == ClosingState.OPEN)
    )
    if other is not None:
        other.status_before = VendorStatus.ACTIVE
        work.session.flush()
    else:
        _move(work, vendor, VendorStatus.SUSPENDED, VendorStatus.ACTIVE)


def _settle(work: Work, closing_id: UUID, state: ClosingState) -> bool:
    """End a closing that is open; False when somebody else was faster."""
    moved = work.session.execute(
        update(Closing)
        .where(Closing.id == closing_id, Closing.state == ClosingState.OPEN)
        .values(state=state, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", moved).rowcount > 0


def _move(work: Work, vendor: Vendor, source: VendorStatus, target: VendorStatus) -> None:
    work.session.execute(
        update(Vendor)
        .where(Vendor.id == vendor.id, Vendor.status == source)
        .values(status=target, updated_at=work.now)
        .execution_options(synchronize_session=False)
    )
    mark_ids(work.session, "vendor", [vendor.id])
    work.session.refresh(vendor)


def _consents(work: Work, vendor_id: UUID, key: str) -> list[VendorConsent]:
    keys = PRIVACY_KEYS if key == PRIVACY else (key,)
    rows = work.session.scalars(
        select(VendorConsent)
        .where(VendorConsent.vendor_id == vendor_id, VendorConsent.key.in_(keys))
        .order_by(VendorConsent.agreed_at, VendorConsent.id)
    )
    return list(rows)


def _agree_to_privacy(work: Work, vendor_id: UUID, known: list[VendorConsent]) -> None:
    """Keep that today's text was agreed to; what was said about older ones stays as it was."""
    for consent in known:
        if (consent.key, consent.version) == (PRIVACY, CONSENT_VERSION):
            _renew(work, consent)
            return
    agree(work, vendor_id, PRIVACY, CONSENT_VERSION)


def _renew(work: Work, consent: VendorConsent) -> None:
    consent.agreed_at, consent.withdrawn_at = work.now, None
    consent.person_id = work.actor.user_id


def _tell_office(work: Work, vendor: Vendor, kind: str, title: str, text: str) -> None:
    tell_office(
        work,
        vendor,
        Notice(
            kind=kind,
            title=title,
            text=text,
            values={"name": vendor.name},
            url=f"/pengurus/usaha/{vendor.id}",
            key=f"{vendor.id}:{work.now.isoformat()}",
        ),
    )
