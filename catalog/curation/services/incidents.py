"""Incidents: goods leave web and shelves at once, and come back when something was done."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Select, func, or_, select, update

from catalog.accounts.queries import member_ids
from catalog.curation import policy
from catalog.curation.models import Incident, IncidentAction, IncidentProduct, IncidentTask
from catalog.curation.rules import incidents as rules
from catalog.curation.rules.incidents import Draft
from catalog.curation.rules.words import IncidentState, Side
from catalog.curation.services.withdrawing import hide, move, note, one, restore
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.products.models import Product
from catalog.products.rules.status import Status
from catalog.vendors.models import Vendor

PULLED = N_("Somebody else has already ticked this.")
OTHERS = N_("Some of these products are not of this business any more. Choose them again.")


def open_incident(work: Work, vendor: Vendor, draft: Draft) -> Incident:
    """Record what happened; with ``withdraws`` the goods are shown nowhere from now on."""
    rules.check(draft, wib_date(work.now))
    goods = _goods(work, vendor, draft)
    incident = Incident(
        id=uuid4(),
        vendor_id=vendor.id,
        kind=draft.kind,
        severity=draft.severity,
        state=IncidentState.OPEN,
        covers_all=draft.covers_all,
        text=draft.text[: rules.MOST_TEXT],
        told=draft.told[: rules.MOST_TEXT],
        image_id=draft.image_id,
        due_on=draft.due_on or rules.usual_due(draft.severity, wib_date(work.now)),
        opened_by=work.actor.user_id,
        opened_at=work.now,
        products=[IncidentProduct(product_id=each) for each in goods],
    )
    work.session.add(incident)
    work.session.flush()
    note(
        work,
        incident,
        "open",
        kind=draft.kind,
        severity=draft.severity,
        products=len(goods),
        covers_all=draft.covers_all,
    )
    if draft.withdraws:
        hide(work, incident)
    _tell_vendor(work, incident)
    return incident


def withdraw(work: Work, incident: Incident) -> None:
    """Take the goods of an open incident off the web and the shelves now."""
    if incident.state is IncidentState.CLOSED:
        raise RuleBroken(rules.CLOSED)
    if not incident.is_withdrawn:
        if incident.covers_all:
            _take_in_newer(work, incident)
        hide(work, incident)
        _tell_vendor(work, incident)


def _take_in_newer(work: Work, incident: Incident) -> None:
    """Add what the business has published since an incident about all its goods was recorded."""
    known = {each.product_id for each in incident.products}
    found = work.session.scalars(_shown_once(incident.vendor_id))
    incident.products += [IncidentProduct(product_id=each) for each in found if each not in known]
    work.session.flush()


def pull(work: Work, incident: Incident, task_id: UUID) -> None:
    """Note that the stock of a product has been taken off a gallery's shelf."""
    task = next((each for each in incident.tasks if each.id == task_id), None)
    if task is None or not policy.may_pull(work.actor, task.gallery_id):
        raise NotFound("task")
    one(
        work.session.execute(
            update(IncidentTask)
            .where(IncidentTask.id == task.id, IncidentTask.pulled_at.is_(None))
            .values(pulled_at=work.now, pulled_by=work.actor.user_id)
            .execution_options(synchronize_session=False)
        ),
        PULLED,
    )
    work.session.refresh(task)
    note(work, incident, "pull", product=str(task.product_id), gallery=str(task.gallery_id))


def document(
    work: Work, incident: Incident, side: Side, text: str, image_id: UUID | None = None
) -> IncidentAction:
    """Write down what was done; the vendor's word moves the incident to those who decide."""
    if not text:
        raise RuleBroken(rules.NO_WORDS, field="text")
    if incident.state is IncidentState.CLOSED:
        raise RuleBroken(rules.CLOSED)
    action = IncidentAction(
        id=uuid4(),
        incident_id=incident.id,
        side=side,
        text=text[: rules.MOST_TEXT],
        image_id=image_id,
        made_by=work.actor.user_id,
        made_at=work.now,
    )
    work.session.add(action)
    if side is Side.VENDOR and incident.state is IncidentState.OPEN:
        move(work, incident, IncidentState.OPEN, state=IncidentState.ANSWERED)
        _tell_officers(work, incident)
    note(work, incident, "document", side=side)
    work.session.flush()
    work.session.refresh(incident)
    return action


def close(work: Work, incident: Incident, reason: str) -> None:
    """End an incident with a reason: its goods come back, unless another one holds them."""
    actions = work.session.scalar(
        select(func.count()).where(IncidentAction.incident_id == incident.id)
    )
    rules.check_close(incident.state, reason=reason, actions=actions or 0)
    move(
        work,
        incident,
        incident.state,
        state=IncidentState.CLOSED,
        closed_by=work.actor.user_id,
        closed_at=work.now,
        closed_for=reason[: rules.MOST_REASON],
    )
    back = restore(work, incident) if incident.is_withdrawn else 0
    note(work, incident, "close", products_back=back)
    notify(work, set(member_ids(work, incident.vendor_id)), Notice(
        kind="products.incident_closed", title=N_("A matter is settled"),
        text=N_("What was reported about your goods is closed. Where they had been taken down,"
                " they are shown again."),
        url=_address(incident), next_step=N_("Read why"), key=f"{incident.id}:closed",
    ))  # fmt: skip


def _goods(work: Work, vendor: Vendor, draft: Draft) -> list[UUID]:
    """Return the products that an incident is about, in a fixed order."""
    if draft.covers_all:
        return list(work.session.scalars(_shown_once(vendor.id)))
    wanted = set(draft.product_ids)
    mine = select(Product.id).where(Product.vendor_id == vendor.id, Product.id.in_(wanted))
    found = list(work.session.scalars(mine.order_by(Product.id)))
    if len(found) != len(wanted):
        raise RuleBroken(OTHERS, field="products")
    return found


def _shown_once(vendor_id: UUID) -> Select[UUID]:
    was_shown = or_(Product.published_at.is_not(None), Product.status == Status.PUBLISHED)
    mine = select(Product.id).where(Product.vendor_id == vendor_id, was_shown)
    return mine.order_by(Product.id)


def _tell_vendor(work: Work, incident: Incident) -> None:
    text = (
        N_("Something was reported about your goods. They are not shown for now. Please answer"
           " what is asked by the day named here.")
        if incident.is_withdrawn
        else N_("Something was reported about your goods. Please answer what is asked by the day"
                " named here.")
    )  # fmt: skip
    until: date = incident.due_on
    notify(work, set(member_ids(work, incident.vendor_id)), Notice(
        kind="products.incident", title=N_("Please look at what was reported"), text=text,
        url=_address(incident), next_step=N_("Read and answer"), deadline_on=until,
        key=f"{incident.id}:{incident.is_withdrawn}",
    ))  # fmt: skip


def _tell_officers(work: Work, incident: Incident) -> None:
    people = {incident.opened_by} - {None, work.actor.user_id}
    notify(work, people, Notice(  # type: ignore[arg-type]  # nobody is None
        kind="curation.answered", title=N_("A vendor has answered about an incident"),
        text=N_("%(vendor)s has written what was done. Check it, then close or ask for more."),
        values={"vendor": incident.vendor.name},
        url=f"/pengurus/insiden/{incident.id}", next_step=N_("Read the answer"),
        key=f"{incident.id}:answered",
    ))  # fmt: skip


def _address(incident: Incident) -> str:
    return f"/usaha/{incident.vendor_id}/insiden/{incident.id}"
