"""The lists of what is hidden in showcases, and of all exceptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.products.models import Product, ProductText
from catalog.products.queries.visible import public
from catalog.showcases.models import (
    Showcase,
    ShowcaseAbsence,
    ShowcaseOverride,
)
from catalog.showcases.queries.drafts import Draft
from catalog.showcases.queries.eligibility import (
    Held,
    Judged,
    Promise,
    held_by,
    judged,
    overrides,
)
from catalog.showcases.rules import ShowcaseStatus
from catalog.showcases.rules.eligibility import Override, Refusal
from catalog.vendors.models import Vendor

_ID, _EN = aliased(ProductText), aliased(ProductText)
MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class Away:
    """A piece that something refuses: hidden, or shown by an exception."""

    showcase_id: UUID
    showcase: LocalText
    product_id: UUID
    vendor_id: UUID
    name: LocalText
    vendor: str
    refusals: tuple[Refusal, ...]
    is_shown: bool  # by an exception
    override: Override | None
    since_at: datetime | None  # None: nobody has looked since

    @property
    def can_be_excepted(self) -> bool:
        """Return whether a curator may make an exception."""
        return not any(refusal.is_final for refusal in self.refusals)


@dataclass(frozen=True, slots=True)
class Excepted:
    """An exception as auditors read it."""

    id: UUID
    showcase_id: UUID
    showcase: LocalText
    gallery: str
    product: LocalText
    causes: tuple[str, ...]
    reason: str
    given_by: str
    given_at: datetime
    until_on: date
    ended_by: str
    ended_at: datetime | None
    holds: bool
    may_end: bool


def of_draft(work: Work, draft: Draft) -> list[Away]:
    """Return what something refuses in a working copy, in the order of the page."""
    showcase = draft.showcase
    promise = Promise(showcase.kind, showcase.market_code)
    excepted = overrides(work, showcase.id)
    wanted = [
        item.product_id for _, item in draft.content.items() if not item.is_hidden
    ]  # what a curator hides needs no reason
    of_vendor = _vendors(work, wanted)
    held = [
        Held(showcase.id, key, of_vendor[key], promise, is_hidden=False, override=excepted.get(key))
        for key in dict.fromkeys(wanted)
        if key in of_vendor
    ]
    return _away(work, judged(work, held), {showcase.id: draft.content.title})


def everywhere(work: Work) -> list[Away]:
    """Return what is hidden in the running and coming showcases of this person's galleries."""
    chosen = select(Showcase.id, Showcase.title).where(
        Showcase.status == ShowcaseStatus.PUBLISHED,
        or_(Showcase.ends_at.is_(None), Showcase.ends_at > work.now),
    )
    if not work.actor.has(Role.ADMIN, Role.AUDITOR):
        chosen = chosen.where(Showcase.gallery_id.in_(work.actor.curated_ids))
    titles = {row.id: row.title for row in work.session.execute(chosen)}
    held = [each for each in held_by(work, list(titles)) if not each.is_hidden]
    return _away(work, judged(work, held), titles)


def exceptions(work: Work, *, showcase_id: UUID | None = None) -> list[Excepted]:
    """Return the exceptions that this person may read, those that hold first."""
    chosen = _exceptions()
    if showcase_id is not None:
        chosen = chosen.where(ShowcaseOverride.showcase_id == showcase_id)
    if not work.actor.has(Role.ADMIN, Role.AUDITOR):
        chosen = chosen.where(Showcase.gallery_id.in_(work.actor.curated_ids))
    rows = work.session.execute(chosen.limit(MOST_LISTED)).all()
    people = {key for row in rows for key in (row.given_by, row.ended_by) if key}
    known, today = names(work, people), wib_date(work.now)
    found = [_excepted(work, row, known, today) for row in rows]
    return sorted(found, key=lambda each: not each.holds)


def check_known(work: Work, draft: Draft, product_id: UUID) -> None:
    """Raise NotFound unless this product stands in the working copy or is public.

    Drafts of makers are nobody's business here, not even their names.
    """
    if product_id in draft.content.product_ids:
        return
    shown = select(Product.id).join(Vendor, Vendor.id == Product.vendor_id)
    if work.session.scalar(shown.where(Product.id == product_id, public())) is None:
        raise NotFound


def name_of(work: Work, product_id: UUID) -> LocalText:
    """Return the name of a product in every language that it has."""
    found = _names(work, [product_id])
    return found[product_id][0] if product_id in found else LocalText()


def _exceptions() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ShowcaseOverride.id,
            ShowcaseOverride.showcase_id,
            ShowcaseOverride.causes,
            ShowcaseOverride.reason,
            ShowcaseOverride.given_by,
            ShowcaseOverride.given_at,
            ShowcaseOverride.until_on,
            ShowcaseOverride.ended_by,
            ShowcaseOverride.ended_at,
            Showcase.title,
            Showcase.gallery_id,
            Gallery.name.label("gallery"),
            _ID.name.label("name_id"),
            _EN.name.label("name_en"),
        )
        .join(Showcase, Showcase.id == ShowcaseOverride.showcase_id)
        .join(Gallery, Gallery.id == Showcase.gallery_id)
        .outerjoin(_ID, and_(_ID.product_id == ShowcaseOverride.product_id, _ID.language == "id"))
        .outerjoin(_EN, and_(_EN.product_id == ShowcaseOverride.product_id, _EN.language == "en"))
        .order_by(ShowcaseOverride.given_at.desc(), ShowcaseOverride.id)
    )


def _excepted(
    work: Work, row: Row[*tuple[Any, ...]], known: dict[UUID, str], today: date
) -> Excepted:
    holds = row.ended_at is None and row.until_on >= today
    is_own = work.actor.has(Role.ADMIN) or row.gallery_id in work.actor.curated_ids
    return Excepted(
        id=row.id,
        showcase_id=row.showcase_id,
        showcase=row.title,
        gallery=row.gallery,
        product=LocalText.of(id=row.name_id or "", en=row.name_en or ""),
        causes=tuple(row.causes),
        reason=row.reason,
        given_by=known.get(row.given_by, ""),
        given_at=row.given_at,
        until_on=row.until_on,
        ended_by=known.get(row.ended_by, ""),
        ended_at=row.ended_at,
        holds=holds,
        may_end=holds and is_own,
    )


def _away(work: Work, found: Sequence[Judged], titles: dict[UUID, LocalText]) -> list[Away]:
    refused = [each for each in found if each.refusals]
    known = _names(work, [each.held.product_id for each in refused])
    since = _since(work, list(titles))
    return [
        Away(
            showcase_id=each.held.showcase_id,
            showcase=titles[each.held.showcase_id],
            product_id=each.held.product_id,
            vendor_id=each.held.vendor_id,
            name=known[each.held.product_id][0],
            vendor=known[each.held.product_id][1],
            refusals=each.refusals,
            is_shown=each.is_shown,
            override=each.held.override,
            since_at=since.get((each.held.showcase_id, each.held.product_id)),
        )
        for each in refused
    ]


def _since(work: Work, showcase_ids: list[UUID]) -> dict[tuple[UUID, UUID], datetime]:
    rows = work.session.execute(
        select(
            ShowcaseAbsence.showcase_id, ShowcaseAbsence.product_id, ShowcaseAbsence.since_at
        ).where(ShowcaseAbsence.showcase_id.in_(showcase_ids), ShowcaseAbsence.ended_at.is_(None))
    )
    return {(row.showcase_id, row.product_id): row.since_at for row in rows}


def _vendors(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    rows = work.session.execute(
        select(Product.id, Product.vendor_id).where(Product.id.in_(product_ids))
    )
    return {row.id: row.vendor_id for row in rows}


def _names(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, tuple[LocalText, str]]:
    rows = work.session.execute(
        select(
            Product.id,
            Vendor.name.label("vendor"),
            _ID.name.label("name_id"),
            _EN.name.label("name_en"),
        )
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(_ID, and_(_ID.product_id == Product.id, _ID.language == "id"))
        .outerjoin(_EN, and_(_EN.product_id == Product.id, _EN.language == "en"))
        .where(Product.id.in_(product_ids))
    )
    return {
        row.id: (LocalText.of(id=row.name_id or "", en=row.name_en or ""), row.vendor)
        for row in rows
    }
