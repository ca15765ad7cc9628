"""Where goods come from and who makes them: evidence, origin, resellers."""

from uuid import UUID, uuid4

from sqlalchemy import update

from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.curation.models import OriginEvidence
from catalog.curation.rules import origin as rules
from catalog.curation.rules.origin import Draft
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.products.models import Product
from catalog.search.outbox import mark_ids
from catalog.taxonomy.models import Region
from catalog.vendors.models import Vendor, VendorReseller

NO_PLACE = N_("Choose a place from the list.")
NOT_MARKED = N_("This business is not marked as a reseller any more.")
REVOKED = N_("This has been taken back already.")


def add_evidence(
    work: Work, vendor_id: UUID, product_id: UUID | None, draft: Draft
) -> OriginEvidence:
    """Record what shows that a business makes its goods itself."""
    rules.check(draft, wib_date(work.now))
    evidence = OriginEvidence(
        id=uuid4(),
        vendor_id=vendor_id,
        product_id=None if draft.for_all else product_id,
        kind=draft.kind,
        text=draft.text[: rules.MOST_TEXT],
        image_id=draft.image_id,
        happened_on=draft.happened_on,
        visitor=draft.visitor[:200],
        recorded_by=work.actor.user_id,
        recorded_at=work.now,
    )
    work.session.add(evidence)
    work.session.flush()
    record(
        work,
        "origin.add",
        target=("origin_evidence", evidence.id),
        after={"kind": draft.kind, "for_all": draft.for_all},
        vendor_id=vendor_id,
    )
    return evidence


def revoke(work: Work, evidence: OriginEvidence, reason: str) -> None:
    """Take evidence back with a reason; it stays readable."""
    if not reason:
        raise RuleBroken(rules.NO_REASON, field="reason")
    if evidence.revoked_at is not None:
        raise RuleBroken(REVOKED)
    evidence.revoked_at, evidence.revoked_by = work.now, work.actor.user_id
    evidence.revoked_for = reason[: rules.MOST_REASON]
    record(
        work,
        "origin.revoke",
        target=("origin_evidence", evidence.id),
        vendor_id=evidence.vendor_id,
    )
    work.session.flush()


def set_origin(work: Work, product: Product, code: str) -> None:
    """Write down in which desa a product is made; empty means where its vendor works."""
    if code and work.session.get(Region, code) is None:
        raise RuleBroken(NO_PLACE, field="origin")
    before = product.origin_code
    if (code or None) == before:
        return
    work.session.flush()
    work.session.execute(
        update(Product)
        .where(Product.id == product.id)
        .values(origin_code=code or None, version=Product.version + 1)
        .execution_options(synchronize_session=False)
    )
    work.session.refresh(product)
    mark_ids(work.session, "product", [product.id])
    record(
        work,
        "product.origin",
        target=("product", product.id),
        before={"origin": before},
        after={"origin": code or None},
        vendor_id=product.vendor_id,
    )


def flag_reseller(work: Work, vendor: Vendor, reason: str) -> None:
    """Mark a business as one that sells what others make; its goods are not of Cirebon any more."""
    if not reason:
        raise RuleBroken(rules.NO_RESELLER_REASON, field="reason")
    known = work.session.get(VendorReseller, vendor.id)
    if known is None:
        known = VendorReseller(vendor_id=vendor.id, reason="", flagged_at=work.now)
        work.session.add(known)
    known.reason, known.flagged_by = reason[: rules.MOST_REASON], work.actor.user_id
    known.flagged_at = work.now
    record(work, "vendor.flag_reseller", target=("vendor", vendor.id))
    work.session.flush()
    notify(work, set(member_ids(work, vendor.id)), Notice(
        kind="products.reseller", title=N_("We could not see that you make these goods"),
        text=N_("The gallery shows what its makers make themselves. Show us the making, and this"
                " mark goes."),
        url=f"/usaha/{vendor.id}", next_step=N_("See what is missing"),
    ))  # fmt: skip


def clear_reseller(work: Work, vendor: Vendor, reason: str) -> None:
    """Take the mark away, with what showed that it was wrong."""
    known = work.session.get(VendorReseller, vendor.id)
    if known is None:
        raise RuleBroken(NOT_MARKED)
    if not reason:
        raise RuleBroken(rules.NO_TEXT, field="reason")
    work.session.delete(known)
    record(work, "vendor.clear_reseller", target=("vendor", vendor.id), after={"reason": True})
    work.session.flush()
