"""A person registers a business: step by step, kept as a draft, then sent to the office."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.queries import staff_ids
from catalog.accounts.rules import GrantSpec
from catalog.accounts.services import add_grant
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.taxonomy.models import Region
from catalog.taxonomy.rules import RegionKind
from catalog.vendors import queries
from catalog.vendors.models import Registration, Vendor, VendorApplication, VendorConsent
from catalog.vendors.queries.registering import bound, find_draft
from catalog.vendors.rules.registering import (
    CONSENT_VERSION,
    PRIVACY,
    TWO_TABS,
    Host,
    RuleKind,
    Step,
    next_step,
    steps_open,
)
from catalog.vendors.services.contacts import ContactDraft
from catalog.vendors.services.opening import VendorSeed, open_vendor
from catalog.web.limits import allow

_PLAIN = ("name", "kinds", "region_code", "permit", "galleries", "answers")
_PRIVATE = ("owner_name", "phone", "nik", "nib", "sku", "address", "known")
DAY = timedelta(days=1)
KNOWN_A_DAY = 5  # records that a person may run into: numbers are not tried out here
UNFINISHED = N_("Some steps are still open. Please fill them first.")
NO_CONSENT = N_("Please read how your data is used and tick that you agree.")


def save_step(work: Work, step: Step, values: Mapping[str, Any], *, version: int) -> None:
    """Keep what a screen holds; raises RuleBroken when another tab has saved in the meantime."""
    person_id = _person(work)
    draft = find_draft(work)
    plain = {key: values[key] for key in _PLAIN if key in values}
    private = {key: values[key] for key in _PRIVATE if key in values}
    if draft is None:
        _begin(work, step, plain, private, version)
        return
    opened = {**draft.private, **private}
    changed = cast(
        "CursorResult[Any]",
        work.session.execute(
            update(Registration)
            .where(Registration.person_id == person_id, Registration.version == version)
            .values(
                version=Registration.version + 1,
                step=next_step(step).value,
                sealed=_sealed(work, opened),
                updated_at=work.now,
                **plain,
            )
            .execution_options(synchronize_session=False)
        ),
    )
    if not changed.rowcount:
        raise RuleBroken(TWO_TABS)
    work.session.expire_all()


def _begin(
    work: Work, step: Step, plain: dict[str, Any], private: dict[str, Any], version: int
) -> None:
    if version:  # it was sent or thrown away elsewhere
        raise RuleBroken(TWO_TABS)
    work.session.add(
        Registration(
            person_id=_person(work),
            version=1,
            step=next_step(step).value,
            sealed=_sealed(work, private),
            created_at=work.now,
            updated_at=work.now,
            **{"kinds": [], "galleries": [], "answers": {}, **plain},
        )
    )
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleBroken(TWO_TABS) from error


def save_numbers(work: Work, step: Step, values: Mapping[str, Any], *, version: int) -> bool:
    """Keep a screen with numbers; return whether they are free, no record has them already.

    What has them stands in the draft afterwards, for the offer to claim it.
    """
    numbers = {kind: values[kind] for kind in ("nib", "nik", "phone") if values.get(kind)}
    known = queries.find_known(work, **numbers)
    if known is None:
        save_step(work, step, {**values, "known": ""}, version=version)
        return True
    allow(work, f"known:{_person(work)}", per=DAY, most=KNOWN_A_DAY)
    save_step(work, step, {**values, "known": f"{known.by}:{known.vendor_id}"}, version=version)
    record(work, "vendors.registration_known", target=("vendor", known.vendor_id))
    return False


def discard(work: Work) -> None:
    """Throw the draft away."""
    work.session.execute(delete(Registration).where(Registration.person_id == _person(work)))


def finish(work: Work, hosts: Sequence[Host], *, version: int, agrees: bool) -> Vendor:
    """Turn the draft into a vendor that waits for the office; the person becomes its owner."""
    if not agrees:
        raise RuleBroken(NO_CONSENT, field="agrees")
    draft = find_draft(work)
    if draft is None:
        raise RuleBroken(TWO_TABS)
    if steps_open(draft.done):
        raise RuleBroken(UNFINISHED)
    _take_away(work, version)
    chosen = [host for host in hosts if host.slug in draft.galleries]
    private = draft.private
    vendor = open_vendor(
        work,
        VendorSeed(
            name=draft.name,
            region_code=draft.region_code,
            contact=ContactDraft(
                owner_name=private.get("owner_name", ""),
                phone=private.get("phone", ""),
                nik=private.get("nik", ""),
                nib=private.get("nib", ""),
                address=private.get("address", ""),
            ),
            kinds=tuple(draft.kinds),
            permit=draft.permit,
            office_code=_office(work, draft.region_code, chosen),
        ),
    )
    add_grant(work, _person(work), GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    _agree(work, vendor.id, chosen, draft.answers)
    facts = {"region": vendor.region_code, "permit": draft.permit, "galleries": draft.galleries}
    record(work, "vendors.register", target=("vendor", vendor.id), after=facts)
    tell_office(
        work,
        vendor,
        Notice(
            kind="vendors.registered",
            title=N_("A new business has registered"),
            text=N_("%(name)s waits for your check."),
            values={"name": vendor.name},
            url=f"/pengurus/usaha/{vendor.id}",
            next_step=N_("Check and approve"),
        ),
    )
    return vendor


def tell_office(work: Work, vendor: Vendor, notice: Notice) -> None:
    """Tell the office that looks after a vendor; administrators where no office does."""
    people = staff_ids(work, Role.DINAS, vendor.served_by) or staff_ids(work, Role.ADMIN)
    notify(work, people, notice)


def agree(work: Work, vendor_id: UUID, key: str, version: str) -> None:
    """Keep that the actor agrees to a text of this version for a vendor.

    A vendor agrees once to each: who takes it over later agrees in the place of who did before,
    whose consent stays in the trail.
    """
    statement = select(VendorConsent).filter_by(vendor_id=vendor_id, key=key, version=version)
    consent = work.session.scalar(statement)
    if consent is None:
        consent = VendorConsent(vendor_id=vendor_id, key=key, version=version)
        work.session.add(consent)
    elif consent.person_id != work.actor.user_id:
        record(
            work,
            "vendors.consent_renewed",
            target=("vendor", vendor_id),
            before={
                "key": key,
                "version": version,
                "person": str(consent.person_id or ""),
                "agreed_at": consent.agreed_at.isoformat(),
            },
        )
    consent.person_id, consent.agreed_at = work.actor.user_id, work.now
    consent.withdrawn_at = None
    work.session.flush()


def _agree(work: Work, vendor_id: UUID, chosen: Iterable[Host], answers: Mapping[str, Any]) -> None:
    agree(work, vendor_id, PRIVACY, CONSENT_VERSION)
    for host in chosen:
        given = list(answers.get(host.slug, ()))
        work.session.add(
            VendorApplication(
                vendor_id=vendor_id,
                gallery_id=host.id,
                answers={"agreed": given},
                asked_at=work.now,
            )
        )
        for rule in host.ticked:
            if rule.kind is RuleKind.COMMITMENT and rule.key in given:
                agree(work, vendor_id, f"{host.slug}:{rule.key}", rule.version)


def _take_away(work: Work, version: int) -> None:
    gone = cast(
        "CursorResult[Any]",
        work.session.execute(
            delete(Registration)
            .where(Registration.person_id == _person(work), Registration.version == version)
            .execution_options(synchronize_session=False)
        ),
    )
    if not gone.rowcount:
        raise RuleBroken(TWO_TABS)


def _office(work: Work, region_code: str, chosen: Sequence[Host]) -> str | None:
    """Return whose office looks after a vendor from outside: that of its first gallery."""
    region = work.session.get(Region, region_code)
    if region is None or region.kind is not RegionKind.OUTSIDE or not chosen:
        return None
    return chosen[0].regency


def _person(work: Work) -> UUID:
    if work.actor.user_id is None:
        raise NotFound("nobody is signed in")
    return work.actor.user_id


def _sealed(work: Work, values: Mapping[str, Any]) -> bytes:
    return work.vault.seal(json.dumps(dict(values)), bound_to=bound(_person(work)))
