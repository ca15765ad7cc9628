"""Deletes what is kept of a vendor once the time to change one's mind is over.

All rows go in one transaction that begins by taking the wish: whoever cancels at the same moment
either comes first, or is told that it is over. Files go afterwards; what a killed worker leaves
of them has lost its row, and ``media tidy`` removes it.
"""

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.models import OneTimeCode
from catalog.accounts.queries import member_ids
from catalog.audit.services import record
from catalog.dashboard.models import Closing, ClosingKind, ClosingState
from catalog.dashboard.rules.retention import PROOF_KEPT
from catalog.dashboard.services.forgetting import addresses_of, forget
from catalog.dashboard.services.owned import KEPT, file_keys, image_ids, owned, owned_tables
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.text import N_, LocalText
from catalog.media.models import Image
from catalog.media.queries import find_by_digest, is_used
from catalog.media.services import file_keys as picture_keys
from catalog.media.store import Store
from catalog.media.tidy import ROW_GRACE
from catalog.notices.services import Notice, notify
from catalog.products.models import Product
from catalog.products.models.bulk import BulkRun
from catalog.products.rules.status import Status
from catalog.products.services.bulk.archives import key_of as archive_key
from catalog.search.outbox import mark_all, mark_ids
from catalog.taxonomy.models import Region
from catalog.vendors.models import Vendor, VendorConsent
from catalog.vendors.queries.closing import lock_vendor
from catalog.vendors.rules.window import VendorStatus
from catalog.vendors.services.lists import empty_lists_of
from catalog.vendors.services.registering import tell_office

_CITY = 5  # characters of a region's code that name a city or regency
Leftovers = list[tuple[str, list[str]]]  # of pictures and papers: a digest or "", and its files


def due(work: Work) -> list[UUID]:
    """Return the wishes whose time has come, the oldest first."""
    statement = (
        select(Closing.id)
        .where(
            Closing.kind == ClosingKind.ERASURE,
            Closing.state == ClosingState.OPEN,
            Closing.due_at <= work.now,
        )
        .order_by(Closing.due_at, Closing.id)
    )
    return list(work.session.scalars(statement))


def erase(work: Work, closing_id: UUID) -> Leftovers | None:
    """Delete a vendor's rows; return the files to delete once this stands.

    None when the wish was taken back, or another worker does it.
    """
    vendor_id = work.session.scalar(select(Closing.vendor_id).where(Closing.id == closing_id))
    if vendor_id is None:
        return None
    lock_vendor(work, vendor_id)
    if not _take(work, closing_id):
        return None
    if work.session.get_bind().dialect.name == "sqlite":
        work.session.execute(text("PRAGMA secure_delete=ON"))
    vendor = work.session.get_one(Vendor, vendor_id)
    named = addresses_of(work, vendor)
    _tell(work, vendor)
    files: Leftovers = [("", [key]) for key in _private_files(work, vendor_id)]
    pictures = image_ids(work, vendor_id)
    goods = list(work.session.scalars(select(Product.id).where(Product.vendor_id == vendor_id)))
    work.session.flush()
    work.session.expunge_all()  # from here on rows are changed behind the session's back
    _empty_vendor(work, vendor_id)
    _empty_products(work, goods)
    counts = _delete_rows(work, vendor_id)
    forget(work, named)
    empty_lists_of(work, vendor_id)
    files += _drop_pictures(work, pictures)
    mark_ids(work.session, "vendor", [vendor_id])
    mark_ids(work.session, "product", goods)
    mark_all(work.session, "page")
    record(work, "dashboard.erased", target=("vendor", vendor_id), after={"rows": counts})
    return files


def delete_files(work: Work, leftovers: Leftovers, *, store: Store) -> None:
    """Delete files whose rows are gone; a picture that somebody has sent again since then stays."""
    for digest, keys in leftovers:
        if digest and find_by_digest(work.session, digest) is not None:
            continue
        for key in keys:
            store.delete(key)


def forget_proofs(work: Work) -> None:
    """Delete the consents of vendors that left long ago."""
    left = select(Closing.vendor_id).where(
        Closing.state == ClosingState.DONE, Closing.ended_at < work.now - PROOF_KEPT
    )
    work.session.execute(
        delete(VendorConsent)
        .where(VendorConsent.vendor_id.in_(left))
        .execution_options(synchronize_session=False)
    )


def _take(work: Work, closing_id: UUID) -> bool:
    taken = work.session.execute(
        update(Closing)
        .where(
            Closing.id == closing_id,
            Closing.state == ClosingState.OPEN,
            Closing.due_at <= work.now,
        )
        .values(state=ClosingState.DONE, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    return cast("CursorResult[Any]", taken).rowcount > 0


def _private_files(work: Work, vendor_id: UUID) -> list[str]:
    """Return papers, exports, and the photos that came with whole sheets."""
    runs = select(BulkRun.id).where(BulkRun.vendor_id == vendor_id, BulkRun.has_archive)
    return [*file_keys(work, vendor_id), *map(archive_key, work.session.scalars(runs))]


def _tell(work: Work, vendor: Vendor) -> None:
    """Tell the owners, who lose their rooms with this, and the office."""
    values = {"name": vendor.name}
    notify(
        work,
        member_ids(work, vendor.id, Role.VENDOR),
        Notice(
            kind="dashboard.erased",
            title=N_("%(name)s is deleted"),
            text=N_("Everything that the law does not have us keep is gone. Thank you."),
            values=values,
            key=str(vendor.id),
        ),
    )
    tell_office(
        work,
        vendor,
        Notice(
            kind="dashboard.erased_one",
            title=N_("A business was deleted"),
            text=N_("%(name)s has left for good, by its owner's wish."),
            values=values,
            key=str(vendor.id),
        ),
    )


def _empty_vendor(work: Work, vendor_id: UUID) -> None:
    """Leave the name, the address of the page that answers 410, and the city or regency."""
    place = work.session.scalar(
        select(Region.code)
        .join(Vendor, func.substr(Vendor.region_code, 1, _CITY) == Region.code)
        .where(Vendor.id == vendor_id)
    )
    kept = {"region_code": place} if place else {}
    work.session.execute(
        update(Vendor)
        .where(Vendor.id == vendor_id)
        .values(
            status=VendorStatus.CLOSED,
            district_code=None,
            since_year=None,
            worker_count=None,
            capacity=LocalText(),
            response_hours=None,
            cover_id=None,
            paused_from_on=None,
            paused_until_on=None,
            pause_note=LocalText(),
            source=None,
            external_id=None,
            updated_at=work.now,
            **kept,
        )
        .execution_options(synchronize_session=False)
    )
    work.session.execute(  # other purposes end with this one
        update(Closing)
        .where(Closing.vendor_id == vendor_id, Closing.state == ClosingState.OPEN)
        .values(state=ClosingState.ENDED, ended_at=work.now)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(Closing)
        .where(Closing.vendor_id == vendor_id)
        .values(asked_by=None)
        .execution_options(synchronize_session=False)
    )
    work.session.execute(
        update(VendorConsent)
        .where(VendorConsent.vendor_id == vendor_id)
        .values(person_id=None)
        .execution_options(synchronize_session=False)
    )


def _empty_products(work: Work, goods: Iterable[UUID]) -> None:
    """Leave a shell that old questions and counts point to."""
    for product_id in goods:
        work.session.execute(
            update(Product)
            .where(Product.id == product_id)
            .values(
                slug=product_id.hex,
                status=Status.ARCHIVED,
                price=None,
                price_varies=False,
                minimum_order=1,
                capacity_month=None,
                lead_days_min=None,
                lead_days_max=None,
                is_made_to_order=False,
                origin_code=None,
                hs_code=None,
                grade=None,
                is_pick=False,
                attributes={},
                source=None,
                external_id=None,
                version=Product.version + 1,
                updated_at=work.now,
                archived_at=work.now,
            )
            .execution_options(synchronize_session=False)
        )


def _delete_rows(work: Work, vendor_id: UUID) -> dict[str, int]:
    """Delete whatever belongs to the vendor; return how much of what."""
    counts: dict[str, int] = {}
    for table in owned_tables():
        if table.name not in KEPT:
            gone = work.session.execute(delete(table).where(owned(table, vendor_id)))
            counts[table.name] = cast("CursorResult[Any]", gone).rowcount
    work.session.execute(delete(OneTimeCode).where(OneTimeCode.target_id == vendor_id))
    return {name: count for name, count in sorted(counts.items()) if count}


def _drop_pictures(work: Work, pictures: Iterable[UUID]) -> Leftovers:
    """Delete the rows of pictures that nobody else shows; return their files.

    One that came in just now may belong to a form that is not sent yet: ``media tidy`` judges it.
    """
    files: Leftovers = []
    for image_id in sorted(pictures):
        image = work.session.get(Image, image_id)
        if image is None:
            continue
        digest, keys = image.digest, picture_keys(image)
        unused = (Image.id == image_id, Image.seen_at < work.now - ROW_GRACE, ~is_used())
        try:
            with work.session.begin_nested():
                gone = work.session.execute(
                    delete(Image).where(*unused).execution_options(synchronize_session=False)
                )
        except IntegrityError:  # somebody has taken it just now
            continue
        if cast("CursorResult[Any]", gone).rowcount:
            files.append((digest, keys))
    work.session.expire_all()
    return files
