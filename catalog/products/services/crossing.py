"""A product in another gallery: asking, answering, taking it back; each for one's own gallery."""

from uuid import UUID

from sqlalchemy import select, update

from catalog.accounts.queries import member_ids, staff_ids
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.galleries.queries.joining import homes_of
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.notices.services import Notice, notify
from catalog.products.models import CrossListing, Product, ProductDisplay
from catalog.products.queries.stored import stored
from catalog.products.rules.crossing import (
    ALREADY,
    MAX_REASON,
    NO_ANSWER,
    NO_REASON,
    CrossingState,
    parties,
)

ANSWERED = N_("Somebody has answered this meanwhile. Look at it again.")
ASKED = N_("This has been asked for already; the other gallery has not answered yet.")
_PAGE = "/pengurus/galeri"


def ask(work: Work, product: Product, gallery_id: UUID, reason: str) -> CrossListing:
    """Ask that a product also stand in another gallery; its other side answers."""
    if not reason:
        raise RuleBroken(NO_REASON, field="reason")
    gallery = _gallery(work, gallery_id)
    homes = homes_of(work, product.vendor_id)
    who = parties(gallery.id, homes=homes, curated=_decides_for(work))
    if work.session.get(ProductDisplay, (product.id, gallery.id)) is not None:
        raise RuleBroken(ALREADY)
    open_one = select(CrossListing.id).where(
        CrossListing.product_id == product.id,
        CrossListing.gallery_id == gallery.id,
        CrossListing.state == CrossingState.ASKED,
    )
    if work.session.scalar(open_one) is not None:
        raise RuleBroken(ASKED)
    row = CrossListing(
        product_id=product.id,
        gallery_id=gallery.id,
        asked_for_id=who.asked_for_id,
        answers_id=who.answers_id,
        state=CrossingState.ASKED,
        reason=reason[:MAX_REASON],
        asked_by=work.actor.user_id,
        asked_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _record(work, row, "ask_gallery", product)
    notify(work, set(staff_ids(work, Role.CURATOR, gallery_id=who.answers_id)), Notice(
        kind="products.gallery_asked", title=N_("A product for both galleries"),
        text=N_("“%(name)s” shall also stand in %(gallery)s. Please answer."),
        values={"name": _name(work, product), "gallery": gallery.name},
        url=_PAGE, next_step=N_("Look at the wish"), key=str(row.id),
    ))  # fmt: skip
    return row


def answer(work: Work, row: CrossListing, words: str, *, is_accepted: bool) -> None:
    """Agree, or say why not; RuleBroken when somebody was faster."""
    if row.answers_id not in _decides_for(work):
        raise NotFound("crossing")
    if not is_accepted and not words:
        raise RuleBroken(NO_ANSWER, field="answer")
    _move(work, row, CrossingState.ACCEPTED if is_accepted else CrossingState.REFUSED, words)
    product = work.session.get_one(Product, row.product_id)
    if is_accepted and work.session.get(ProductDisplay, (product.id, row.gallery_id)) is None:
        work.session.add(ProductDisplay(product_id=product.id, gallery_id=row.gallery_id))
    _record(work, row, "answer_gallery", product)
    gallery = _gallery(work, row.gallery_id)
    told = set(staff_ids(work, Role.CURATOR, gallery_id=row.asked_for_id))
    if is_accepted:
        told |= set(member_ids(work, product.vendor_id))
    text = (
        N_("“%(name)s” now also stands in %(gallery)s.")
        if is_accepted
        else N_("“%(name)s” will not stand in %(gallery)s: %(words)s")
    )
    notify(work, told - {work.actor.user_id}, Notice(
        kind="products.gallery_answered", title=N_("The other gallery has answered"), text=text,
        values={"name": _name(work, product), "gallery": gallery.name, "words": words},
        url=f"/produk/{product.slug}", next_step=N_("See the product"), key=str(row.id),
    ))  # fmt: skip


def withdraw(work: Work, row: CrossListing) -> None:
    """Take a wish back that the other gallery has not answered yet."""
    if row.asked_for_id not in _decides_for(work):
        raise NotFound("crossing")
    _move(work, row, CrossingState.WITHDRAWN, "")
    _record(work, row, "unask_gallery", work.session.get_one(Product, row.product_id))


def end(work: Work, product: Product, gallery_id: UUID) -> None:
    """Let a product no longer stand in a gallery as a guest; either side may end it."""
    homes = homes_of(work, product.vendor_id)
    if _decides_for(work).isdisjoint({gallery_id, *homes}) or gallery_id in homes:
        raise NotFound("display")
    display = work.session.get(ProductDisplay, (product.id, gallery_id), with_for_update=True)
    if display is None:
        return
    work.session.delete(display)
    work.session.execute(
        update(CrossListing)
        .where(
            CrossListing.product_id == product.id,
            CrossListing.gallery_id == gallery_id,
            CrossListing.state == CrossingState.ACCEPTED,
        )
        .values(state=CrossingState.ENDED)
        .execution_options(synchronize_session="fetch")
    )
    gallery = _gallery(work, gallery_id)
    record(
        work,
        "product.leave_gallery",
        target=("product", product.id),
        before={"gallery": gallery.slug},
        vendor_id=product.vendor_id,
    )
    work.session.flush()


def _decides_for(work: Work) -> frozenset[UUID]:
    if work.actor.has(Role.ADMIN):
        return frozenset(work.session.scalars(select(Gallery.id)))
    return work.actor.curated_ids if work.actor.has(Role.CURATOR) else frozenset()


def _gallery(work: Work, gallery_id: UUID) -> Gallery:
    gallery = work.session.get(Gallery, gallery_id)
    if gallery is None:
        raise NotFound("gallery")
    return gallery


def _move(work: Work, row: CrossListing, wanted: CrossingState, words: str) -> None:
    hit = work.session.execute(
        update(CrossListing)
        .where(CrossListing.id == row.id, CrossListing.state == CrossingState.ASKED)
        .values(
            state=wanted,
            answer=words[:MAX_REASON],
            answered_by=work.actor.user_id,
            answered_at=work.now,
        )
        .execution_options(synchronize_session=False)
    )
    if hit.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result has it
        raise RuleBroken(ANSWERED)
    work.session.refresh(row)


def _record(work: Work, row: CrossListing, verb: str, product: Product) -> None:
    gallery = _gallery(work, row.gallery_id)
    record(
        work,
        f"product.{verb}",
        target=("product", product.id),
        after={"gallery": gallery.slug, "state": row.state},
        vendor_id=product.vendor_id,
    )
    work.session.flush()


def _name(work: Work, product: Product) -> str:
    return str(stored(work, product).get("name") or product.code)
