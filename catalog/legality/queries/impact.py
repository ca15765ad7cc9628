"""Whom a change of requirements would affect: all vendors assessed with the old and new set."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.legality.models import RequirementSet
from catalog.legality.queries.goods import (
    Business,
    Ware,
    businesses,
    members_of,
    not_closed,
    wares,
)
from catalog.legality.queries.requirements import RuleBook, live, rule_book
from catalog.legality.rules.requirements import Assessment, Purpose, assess, combine

SHOWN = 20


class Effect(StrEnum):
    """What a change means to one vendor or product, the gravest first."""

    BLOCKED = "blocked"  # cannot be sent for review any more
    MORE = "more"  # has more to do
    DIFFERENT = "different"  # the same number of gaps, but others
    LESS = "less"
    FREED = "freed"  # can be sent for review again


@dataclass(frozen=True, slots=True)
class Affected:
    """A vendor that a change touches: its missing lines before and after, by key."""

    vendor_id: UUID
    name: str
    effect: Effect
    products: int
    missing_before: int
    missing_after: int
    total_after: int
    appeared: tuple[str, ...]
    vanished: tuple[str, ...]


@dataclass(slots=True)
class Impact:
    """What a change would do. ``live_blocked`` counts published products that it would block."""

    looked_at: int = 0
    products_looked_at: int = 0
    vendors: Counter[Effect] = field(default_factory=Counter)
    products: Counter[Effect] = field(default_factory=Counter)
    live_blocked: int = 0
    named: list[Affected] = field(default_factory=list)

    @property
    def touched(self) -> int:
        """Return how many vendors it touches."""
        return sum(self.vendors.values())


def impact(work: Work, draft: RequirementSet) -> Impact:
    """Return whom this version would affect, were it in force today (WIB); reads only."""
    which = members_of(draft.gallery_id) if draft.gallery_id else not_closed()
    found = businesses(work.session, which, gallery_id=draft.gallery_id)
    goods = wares(work.session, which, found)
    old = rule_book(work.session)
    look = _Look(old, old.with_set(live(draft)), draft, wib_date(work.now))
    for business in found:
        look.at(business, goods[business.id])
    result = look.result
    gravity = list(Effect)
    result.named.sort(key=lambda one: (gravity.index(one.effect), one.name, str(one.vendor_id)))
    del result.named[SHOWN:]
    return result


class _Look:
    """Compares one vendor after the other."""

    def __init__(self, old: RuleBook, new: RuleBook, draft: RequirementSet, today: date) -> None:
        self.old, self.new, self.today = old, new, today
        self.purpose: Purpose = draft.purpose
        self.gallery_id = draft.gallery_id
        self.changed = live(draft)
        self.result = Impact()

    def at(self, business: Business, goods: Iterable[Ware]) -> None:
        """Add what the change means to this vendor and its products."""
        pairs = [
            (ware, self._assess(self.old, ware), self._assess(self.new, ware))
            for ware in goods
            if self.changed.speaks_of(ware.node, self.gallery_id)
        ]
        if not pairs:
            return
        self.result.looked_at += 1
        touched = 0
        for ware, before, after in pairs:
            if ware.product_id is None:
                continue
            self.result.products_looked_at += 1
            effect = _effect(before, after)
            if effect is not None:
                touched += 1
                self.result.products[effect] += 1
                self.result.live_blocked += effect is Effect.BLOCKED and ware.is_published
        self._vendor(
            business,
            combine(before for _, before, _ in pairs),
            combine(after for _, _, after in pairs),
            touched,
        )

    def _assess(self, book: RuleBook, ware: Ware) -> Assessment:
        rules = book.rules(self.purpose, ware.node, self.gallery_id)
        return assess(rules, ware.facts, self.today)

    def _vendor(
        self, business: Business, before: Assessment, after: Assessment, touched: int
    ) -> None:
        effect = _effect(before, after)
        if effect is None:
            return
        self.result.vendors[effect] += 1
        gone, come = _missing(before), _missing(after)
        self.result.named.append(
            Affected(
                vendor_id=business.id,
                name=business.name,
                effect=effect,
                products=touched,
                missing_before=before.missing,
                missing_after=after.missing,
                total_after=after.total,
                appeared=tuple(sorted(come - gone)),
                vanished=tuple(sorted(gone - come)),
            )
        )


def _missing(found: Assessment) -> frozenset[str]:
    return frozenset(item.key for item in found.items if item.is_missing)


def _effect(before: Assessment, after: Assessment) -> Effect | None:
    if bool(before.blocks_submit) != bool(after.blocks_submit):
        return Effect.BLOCKED if after.blocks_submit else Effect.FREED
    if before.missing != after.missing:
        return Effect.MORE if after.missing > before.missing else Effect.LESS
    states = {item.key: item.state for item in before.items if item.counts}
    now = {item.key: item.state for item in after.items if item.counts}
    return Effect.DIFFERENT if states != now else None
