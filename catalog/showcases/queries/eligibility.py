"""Which products a showcase may show at this moment, and what keeps the others away.

Everything is computed when it is asked; nothing waits for a job. The pages, their counts, what is
printed and what is sent as a file all ask here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select

from catalog.db.work import Work
from catalog.export import queries as export
from catalog.export.rules import Fact
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.products.models import Product, ProductDisplay, Variant
from catalog.products.rules.status import Status
from catalog.products.rules.stock import COUNT_HOLDS
from catalog.showcases.models import (
    Showcase,
    ShowcaseItem,
    ShowcaseOverride,
    ShowcaseSection,
)
from catalog.showcases.rules import Layout, ShowcaseKind
from catalog.showcases.rules.eligibility import (
    Gap,
    Gate,
    Override,
    PieceFacts,
    Refusal,
    is_shown,
)
from catalog.showcases.rules.eligibility import refusals as refused_by
from catalog.showcases.rules.keeping import is_live
from catalog.taxonomy.models import Market
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus, is_paused

_BATCH = 900  # ids in one statement
_GONE = PieceFacts(status=Status.ARCHIVED, vendor_status=VendorStatus.ACTIVE)
_UNKNOWN_MARKET = Gap("market", LocalText(id="aturan pasar ini", en="rules of this market"))
Ids = Select[UUID] | Collection[UUID]
Line = Row[*tuple[Any, ...]]


class Promise(NamedTuple):
    """What a showcase promises of its pieces."""

    kind: ShowcaseKind
    market_code: str | None = None


class Held(NamedTuple):
    """A product that stands in a showcase, whether it shows or not."""

    showcase_id: UUID
    product_id: UUID
    vendor_id: UUID
    promise: Promise
    is_hidden: bool  # wherever it stands in the showcase, by a curator's own wish
    override: Override | None


@dataclass(frozen=True, slots=True)
class Judged:
    """… with what keeps it away, and whether it shows."""

    held: Held
    refusals: tuple[Refusal, ...]
    is_shown: bool


def refusals(
    work: Work,
    showcase_kind: ShowcaseKind,
    market_code: str | None,
    product_ids: Iterable[UUID],
) -> dict[UUID, tuple[Refusal, ...]]:
    """Return what keeps each of these products away now; an empty tuple for what may show.

    A fixed number of statements. Exceptions of curators are not looked at: see ``shown``.
    """
    ids = list(dict.fromkeys(product_ids))
    gates = _gates(work, Promise(showcase_kind, market_code), ids)
    facts = _facts(work, ids)
    return {key: _refused(facts.get(key), gates.get(key)) for key in ids}


def overrides(work: Work, showcase_id: UUID) -> dict[UUID, Override]:
    """Return the exceptions that nobody has ended, by product; their last day may have passed."""
    rows = work.session.execute(
        select(
            ShowcaseOverride.product_id, ShowcaseOverride.causes, ShowcaseOverride.until_on
        ).where(ShowcaseOverride.showcase_id == showcase_id, ShowcaseOverride.ended_at.is_(None))
    )
    return {row.product_id: Override(frozenset(row.causes), row.until_on) for row in rows}


def shown(
    work: Work, showcase_id: UUID, promise: Promise, product_ids: Iterable[UUID]
) -> frozenset[UUID]:
    """Return which of these products the page of this showcase may show now."""
    found = refusals(work, *promise, product_ids)
    excepted = overrides(work, showcase_id) if any(found.values()) else {}
    today = wib_date(work.now)
    return frozenset(
        key for key, refused in found.items() if is_shown(refused, excepted.get(key), today)
    )


def held_by(work: Work, showcase_ids: Ids, *, product_ids: Ids | None = None) -> list[Held]:
    """Return every product that stands in these showcases (of these), once for each showcase."""
    found: dict[tuple[UUID, UUID], Held] = {}
    for row in work.session.execute(_places(showcase_ids, product_ids)):
        if row.layout is Layout.SEARCH and is_live(row.extras):
            continue  # what a live search finds stands there, not what was frozen before
        key = (row.showcase_id, row.product_id)
        known = found.get(key)
        is_hidden = row.is_hidden and (known is None or known.is_hidden)
        found[key] = Held(*key, row.vendor_id, _promise(row), is_hidden, _override(row))
    return list(found.values())


def judged(work: Work, held: Sequence[Held]) -> list[Judged]:
    """Return what these products of any number of showcases are refused for, in their order.

    As many statements for one showcase as for many, and those of the export rules for each market.
    """
    facts = _facts(work, dict.fromkeys(each.product_id for each in held))
    of_promise: dict[Promise, dict[UUID, None]] = defaultdict(dict)
    for each in held:
        of_promise[each.promise][each.product_id] = None
    gates = {promise: _gates(work, promise, list(ids)) for promise, ids in of_promise.items()}
    today = wib_date(work.now)
    found = []
    for each in held:
        gate = gates[each.promise].get(each.product_id)
        refused = _refused(facts.get(each.product_id), gate)
        may_show = not each.is_hidden and is_shown(refused, each.override, today)
        found.append(Judged(each, refused, may_show))
    return found


def visible(work: Work, showcase_ids: Ids, *, product_ids: Ids | None = None) -> list[Held]:
    """Return the products that visitors see in these showcases now."""
    held = held_by(work, showcase_ids, product_ids=product_ids)
    return [each.held for each in judged(work, held) if each.is_shown]


def _places(showcase_ids: Ids, product_ids: Ids | None) -> Select[*tuple[Any, ...]]:
    chosen = (
        select(
            ShowcaseSection.showcase_id,
            ShowcaseSection.layout,
            ShowcaseSection.extras,
            ShowcaseItem.product_id,
            ShowcaseItem.is_hidden,
            Product.vendor_id,
            Showcase.kind,
            Showcase.market_code,
            ShowcaseOverride.causes,
            ShowcaseOverride.until_on,
        )
        .join(ShowcaseItem, ShowcaseItem.section_id == ShowcaseSection.id)
        .join(Showcase, Showcase.id == ShowcaseSection.showcase_id)
        .join(Product, Product.id == ShowcaseItem.product_id)
        .outerjoin(
            ShowcaseOverride,
            and_(
                ShowcaseOverride.showcase_id == Showcase.id,
                ShowcaseOverride.product_id == Product.id,
                ShowcaseOverride.ended_at.is_(None),
            ),
        )
        .where(ShowcaseSection.showcase_id.in_(showcase_ids))
        .order_by(ShowcaseSection.showcase_id, ShowcaseSection.position, ShowcaseItem.position)
    )
    return chosen if product_ids is None else chosen.where(ShowcaseItem.product_id.in_(product_ids))


def _promise(row: Line) -> Promise:
    return Promise(row.kind, row.market_code)


def _override(row: Line) -> Override | None:
    if row.until_on is None:
        return None
    return Override(frozenset(row.causes), row.until_on)


def _refused(facts: PieceFacts | None, gate: Gate | None) -> tuple[Refusal, ...]:
    if facts is None:
        return refused_by(_GONE)
    return refused_by(_with_gate(facts, gate))


def _with_gate(facts: PieceFacts, gate: Gate | None) -> PieceFacts:
    if gate is None:
        return facts
    return PieceFacts(
        status=facts.status,
        vendor_status=facts.vendor_status,
        is_withdrawn=facts.is_withdrawn,
        is_paused=facts.is_paused,
        paused_until_on=facts.paused_until_on,
        is_sold_out=facts.is_sold_out,
        gate=gate,
    )


def _facts(work: Work, ids: Iterable[UUID]) -> dict[UUID, PieceFacts]:
    today = wib_date(work.now)
    return {row.id: _fact(row, today) for row in _rows(work, ids)}


def _rows(work: Work, ids: Iterable[UUID]) -> Iterator[Line]:
    counted = select(func.sum(Variant.stock)).where(Variant.product_id == Product.id)
    on_shelf = select(func.sum(ProductDisplay.stock)).where(
        ProductDisplay.product_id == Product.id,
        ProductDisplay.counted_at > work.now - COUNT_HOLDS,
    )
    chosen = select(
        Product.id,
        Product.status,
        Product.withdrawn_at,
        Product.is_made_to_order,
        Vendor.status.label("vendor_status"),
        Vendor.paused_from_on,
        Vendor.paused_until_on,
        counted.scalar_subquery().label("counted"),
        on_shelf.scalar_subquery().label("on_shelf"),
    ).join(Vendor, Vendor.id == Product.vendor_id)
    wanted = list(ids)
    for at in range(0, len(wanted), _BATCH):
        some = wanted[at : at + _BATCH]
        yield from work.session.execute(chosen.where(Product.id.in_(some)))


def _fact(row: Line, today: date) -> PieceFacts:
    pause = (row.paused_from_on, row.paused_until_on)
    # As the product's own page says it: counted, and nothing left, neither there nor on a shelf.
    is_sold_out = row.counted == 0 and not row.on_shelf and not row.is_made_to_order
    return PieceFacts(
        status=row.status,
        vendor_status=row.vendor_status,
        is_withdrawn=row.withdrawn_at is not None,
        is_paused=is_paused(*pause, today),
        paused_until_on=row.paused_until_on,
        is_sold_out=is_sold_out,
    )


def _gates(work: Work, promise: Promise, ids: Sequence[UUID]) -> dict[UUID, Gate]:
    """Return what the market's rules say of each product; nothing for a story."""
    if promise.kind is not ShowcaseKind.EXPORT or not ids:
        return {}
    market = work.session.get(Market, promise.market_code or "")
    name = market.name if market else LocalText(id=promise.market_code or "")
    try:
        verdicts = export.verdicts(work, ids, promise.market_code or "")
    except NotFound:  # nobody can be called ready for a market that no rule speaks of
        return dict.fromkeys(ids, Gate(name, (_UNKNOWN_MARKET,)))
    return {
        key: Gate(
            name,
            ()
            if verdict.is_ready
            else tuple(Gap(gap.key, gap.name, gap.fact is Fact.NEVER) for gap in verdict.gaps),
        )
        for key, verdict in verdicts.items()
    }
