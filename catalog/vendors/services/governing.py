"""What offices do with vendors: enter, open, close, know, assign."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, update

from catalog.accounts.models import Grant
from catalog.accounts.queries import find_person, member_ids
from catalog.accounts.rules import GrantSpec, normal_login
from catalog.accounts.services import add_grant, remove_grant
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import Forbidden, NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.search.outbox import mark_ids
from catalog.vendors import policy
from catalog.vendors.models import Vendor, VendorFact, VendorRegistry
from catalog.vendors.queries.closing import is_held_closed
from catalog.vendors.rules.registering import CONSENT_VERSION, PRIVACY
from catalog.vendors.rules.registry import BusinessClass, Gender, LegalForm, business_class
from catalog.vendors.rules.window import VendorStatus
from catalog.vendors.services.on_behalf import note_on_behalf
from catalog.vendors.services.opening import VendorSeed, open_vendor
from catalog.vendors.services.registering import agree

OFFICE = "Dinas"  # the source of what an officer types
MOVED = N_("Somebody else has changed this business just now. Look at it again.")
HELD_CLOSED = N_("The owner has closed this window. Only the owner can open it again.")
NO_REASON = N_("Write the reason: the owner reads it.")
NO_ASSISTANT = N_("Nobody has an account with this phone number or e-mail.")
_MAX_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryFacts:
    """What an office knows of a vendor; amounts that are None stay as they are."""

    legal_form: LegalForm | None
    kbli: str
    kbli_version: str
    owner_gender: Gender | None
    programmes: tuple[str, ...]
    since_year: int | None
    worker_count: int | None
    sales: int | None = None
    capital: int | None = None


def enter_vendor(work: Work, seed: VendorSeed) -> Vendor:
    """Add a vendor for its owner, who has agreed at the office."""
    check_decides(work, seed.region_code)
    vendor = open_vendor(work, seed)
    agree(work, vendor.id, f"{PRIVACY}:office", CONSENT_VERSION)
    record(
        work, "vendors.enter", target=("vendor", vendor.id), after={"region": vendor.region_code}
    )
    return vendor


def activate(work: Work, vendor: Vendor) -> None:
    """Open the window of a vendor that was checked, or that was suspended."""
    check_decides(work, vendor.served_by, vendor.id)
    if is_held_closed(work, vendor.id):
        raise RuleBroken(HELD_CLOSED)
    before = vendor.status
    _move(work, vendor, (VendorStatus.DRAFT, VendorStatus.SUSPENDED), VendorStatus.ACTIVE)
    registry_of(work, vendor.id).suspended_reason = ""
    record(
        work,
        "vendors.activate",
        target=("vendor", vendor.id),
        before={"status": before},
        after={"status": VendorStatus.ACTIVE},
    )
    _tell(
        work,
        vendor,
        Notice(
            kind="vendors.opened",
            title=N_("Your business is approved"),
            text=N_("%(name)s is public now: buyers can find it."),
            values={"name": vendor.name},
            url=f"/usaha/{vendor.id}",
            next_step=N_("Go to my business"),
        ),
    )


def suspend(work: Work, vendor: Vendor, reason: str) -> None:
    """Close the window of a vendor for a reason that its owner reads."""
    check_decides(work, vendor.served_by, vendor.id)
    if not reason.strip():
        raise RuleBroken(NO_REASON, field="reason")
    _move(work, vendor, (VendorStatus.ACTIVE,), VendorStatus.SUSPENDED)
    registry_of(work, vendor.id).suspended_reason = reason.strip()[:_MAX_REASON]
    record(
        work,
        "vendors.suspend",
        target=("vendor", vendor.id),
        before={"status": VendorStatus.ACTIVE},
        after={"status": VendorStatus.SUSPENDED},
    )
    _tell(
        work,
        vendor,
        Notice(
            kind="vendors.suspended",
            title=N_("Your business is closed for now"),
            text=N_("The office has closed %(name)s for now. Open the page to read why."),
            values={"name": vendor.name},
            url=f"/usaha/{vendor.id}/pendaftaran",
            next_step=N_("Read the reason"),
        ),
    )


def keep_facts(work: Work, vendor: Vendor, facts: RegistryFacts) -> BusinessClass | None:
    """Keep what the office knows; return the class that the amounts give."""
    registry = registry_of(work, vendor.id)
    changed = _put(vendor, {"since_year": facts.since_year, "worker_count": facts.worker_count})
    changed += _put(
        registry,
        {
            "legal_form": facts.legal_form,
            "kbli": facts.kbli,
            "kbli_version": facts.kbli_version if facts.kbli else "",
            "owner_gender": facts.owner_gender,
            "programmes": list(facts.programmes),
        },
    )
    changed += keep_amounts(work, registry, sales=facts.sales, capital=facts.capital)
    if changed:
        vendor.updated_at = work.now
        for name in changed:
            learn(work, vendor.id, name, source=OFFICE, is_verified=True)
        record(
            work, "vendors.facts", target=("vendor", vendor.id), after={"fields": sorted(changed)}
        )
        note_on_behalf(work, vendor, N_("The office has updated the facts of your business."))
    return registry.business_class


def keep_amounts(
    work: Work, registry: VendorRegistry, *, sales: int | None, capital: int | None
) -> list[str]:
    """Seal the amounts that are given and work out the class; return their names."""
    given = {"sales": sales, "capital": capital}
    for name, amount in given.items():
        if amount is not None:
            sealed = work.vault.seal(str(amount), bound_to=_bound(name, registry.vendor_id))
            setattr(registry, name, sealed)
    registry.business_class = business_class(
        sales=amount_of(work, registry, "sales"), capital=amount_of(work, registry, "capital")
    )
    return [name for name, amount in given.items() if amount is not None]


def learn(  # the parts of an origin
    work: Work,
    vendor_id: UUID,
    field: str,
    *,
    source: str,
    learnt_on: date | None = None,
    is_verified: bool = False,
) -> None:
    """Keep where a field comes from, as of a day; today unless told."""
    fact = work.session.get(VendorFact, (vendor_id, field))
    if fact is None:
        fact = VendorFact(vendor_id=vendor_id, field=field)
        work.session.add(fact)
    fact.source, fact.is_verified = source, is_verified
    fact.learnt_on = learnt_on or wib_date(work.now)


def appoint(work: Work, vendor: Vendor, *, person_id: UUID | None, login: str = "") -> None:
    """Give a vendor an assistant: one that is known, or whoever signs in with this login."""
    check_decides(work, vendor.served_by, vendor.id)
    if person_id is None:
        person = find_person(work, normal_login(login)) if login else None
        if person is None:
            raise RuleBroken(NO_ASSISTANT, field="login")
        person_id = person.id
    add_grant(work, person_id, GrantSpec(Role.ASSISTANT, vendor_id=vendor.id))
    notify(
        work,
        [person_id],
        Notice(
            kind="vendors.appointed",
            title=N_("You assist a business"),
            text=N_("The office has asked you to assist %(name)s."),
            values={"name": vendor.name},
            url=f"/usaha/{vendor.id}",
            next_step=N_("Open its rooms"),
        ),
    )


def dismiss(work: Work, vendor: Vendor, grant_id: UUID) -> None:
    """Take an assistant from a vendor."""
    check_decides(work, vendor.served_by, vendor.id)
    grant = work.session.get(Grant, grant_id)
    if grant is None or grant.vendor_id != vendor.id or grant.role is not Role.ASSISTANT:
        raise NotFound("grant")
    remove_grant(work, grant_id)


def note_look(work: Work, vendor: Vendor) -> None:
    """Record that somebody looks at the private contact of a vendor."""
    record(work, "vendors.contact_seen", target=("vendor", vendor.id))


def check_decides(work: Work, region_code: str, vendor_id: UUID | None = None) -> None:
    """Raise unless the actor governs the vendors of this place, and this one is not their own."""
    if not policy.can_decide(work.actor, region_code=region_code, vendor_id=vendor_id):
        raise Forbidden("another office's vendor")


def _move(
    work: Work, vendor: Vendor, sources: tuple[VendorStatus, ...], target: VendorStatus
) -> None:
    moved = cast(
        "CursorResult[Any]",
        work.session.execute(
            update(Vendor)
            .where(Vendor.id == vendor.id, Vendor.status.in_(sources))
            .values(status=target, updated_at=work.now)
            .execution_options(synchronize_session=False)
        ),
    )
    if not moved.rowcount:
        raise RuleBroken(MOVED)
    mark_ids(work.session, "vendor", [vendor.id])
    work.session.refresh(vendor)


def registry_of(work: Work, vendor_id: UUID) -> VendorRegistry:
    """Return the registry facts of a vendor, made when there are none yet."""
    registry = work.session.get(VendorRegistry, vendor_id)
    if registry is None:
        registry = VendorRegistry(vendor_id=vendor_id, kinds=[], programmes=[])
        work.session.add(registry)
        work.session.flush()
    return registry


def _tell(work: Work, vendor: Vendor, notice: Notice) -> None:
    notify(work, member_ids(work, vendor.id), notice)


def _put(row: object, values: Mapping[str, object]) -> list[str]:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    return changed


def _bound(name: str, vendor_id: UUID) -> str:
    return f"vendor_registry.{name}:{vendor_id}"


def amount_of(work: Work, registry: VendorRegistry, name: str) -> int | None:
    """Return the opened yearly sales or capital of a vendor, or None."""
    text = work.vault.open_text(getattr(registry, name), bound_to=_bound(name, registry.vendor_id))
    return int(text) if text else None
