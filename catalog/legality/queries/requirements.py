"""How far a product or a business is on the way to a goal; which versions are in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.legality.models import DocumentType, PirtFood, Requirement, RequirementSet
from catalog.legality.queries.goods import Listing, Ware, businesses, ware_as, wares
from catalog.legality.rules.numbers import (
    Examination,
    FoodType,
    NumberContext,
    NumberKind,
    examine,
)
from catalog.legality.rules.requirements import (
    Assessment,
    Condition,
    Fact,
    Purpose,
    Rule,
    SetState,
    assess,
    combine,
    merge,
)
from catalog.taxonomy.queries import CategoryNode, place_names


@dataclass(frozen=True)
class LiveSet:
    """A set in force, as plain values."""

    key: str
    purpose: Purpose
    kind: str
    category_id: UUID | None
    gallery_id: UUID | None
    rules: tuple[Rule, ...]

    def speaks_of(self, node: CategoryNode | None, gallery_id: UUID | None) -> bool:
        """Return whether it holds for products of this category, in this gallery."""
        if self.gallery_id not in {None, gallery_id}:
            return False
        if self.category_id is not None:
            return node is not None and self.category_id in node.path
        return not self.kind or (node is not None and node.kind == self.kind)

    def weight(self, purpose: Purpose, node: CategoryNode | None) -> tuple[int, bool, int, str]:
        """Return its place among others: the more special a set, the later it comes."""
        depth = 0
        if self.category_id is not None and node is not None:
            depth = node.path.index(self.category_id) + 2
        elif self.kind:
            depth = 1
        return purpose.includes.index(self.purpose), self.gallery_id is not None, depth, self.key


class RuleBook:
    """All sets in force; what holds for a category is put together once."""

    def __init__(self, sets: Iterable[LiveSet]) -> None:
        self.sets = tuple(sets)
        self._merged: dict[tuple[Purpose, UUID | None, UUID | None], list[Rule]] = {}

    def rules(
        self, purpose: Purpose, node: CategoryNode | None, gallery_id: UUID | None
    ) -> list[Rule]:
        """Return what a goal asks of products of this category."""
        key = (purpose, node.id if node else None, gallery_id)
        if key not in self._merged:
            spoken = [
                one
                for one in self.sets
                if one.purpose in purpose.includes and one.speaks_of(node, gallery_id)
            ]
            spoken.sort(key=lambda one: one.weight(purpose, node))
            self._merged[key] = merge(one.rules for one in spoken)
        return self._merged[key]

    def with_set(self, changed: LiveSet) -> "RuleBook":
        """Return the book as it would be with this version in force."""
        return RuleBook([*(one for one in self.sets if one.key != changed.key), changed])

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return which sets are in force."""
        return frozenset(one.key for one in self.sets)


def rule_of(row: Requirement) -> Rule:
    """Return a stored requirement as the rules see it."""
    return Rule(
        key=row.key,
        name=row.name,
        level=row.level,
        certainty=row.certainty,
        position=row.position,
        type_codes=frozenset(row.type_codes),
        stopgap_codes=frozenset(row.stopgap_codes),
        fact=Fact(row.fact) if row.fact else None,
        applies_when=frozenset(map(Condition, row.applies_when)),
        except_when=frozenset(map(Condition, row.except_when)),
        effective_from=row.effective_from,
        effective_until=row.effective_until,
        next_step=row.next_step,
        office=row.office,
        cost=row.cost,
        days=(row.days_min, row.days_max),
        how_to=row.how_to,
        papers=row.papers,
        link=row.link,
        source=row.source,
        reviewed_on=row.reviewed_on,
    )


def live(version: RequirementSet) -> LiveSet:
    """Return a stored version as plain values, whatever its state."""
    return LiveSet(
        key=version.key,
        purpose=version.purpose,
        kind=version.kind,
        category_id=version.category_id,
        gallery_id=version.gallery_id,
        rules=tuple(rule_of(row) for row in version.requirements),
    )


def rule_book(session: Session) -> RuleBook:
    """Return all sets in force; two statements."""
    statement = (
        select(RequirementSet)
        .where(RequirementSet.state == SetState.ACTIVE)
        .options(selectinload(RequirementSet.requirements))
        .order_by(RequirementSet.key)
    )
    return RuleBook(live(version) for version in session.scalars(statement))


def assessment(
    work: Work,
    vendor_id: UUID,
    purpose: Purpose,
    *,
    product_id: UUID | None = None,
    gallery_id: UUID | None = None,
) -> Assessment:
    """Return how near a product, or all that a vendor makes, is to a goal today (WIB).

    Raises NotFound for a vendor that is not there or a product that is not its own. Who may ask
    is the caller's to know.
    """
    found = businesses(work.session, [vendor_id], gallery_id=gallery_id)
    goods = wares(work.session, [vendor_id], found, product_id=product_id)
    if not found or (product_id and goods[vendor_id][0].product_id != product_id):
        raise NotFound("product" if found else "vendor")
    return assess_wares(work, rule_book(work.session), goods[vendor_id], purpose, gallery_id)


def assessment_as(work: Work, listing: Listing, purpose: Purpose) -> Assessment:
    """Return how near a product would be to a goal if it said this; NotFound as above."""
    ware = ware_as(work.session, listing)
    if ware is None:
        raise NotFound("vendor")
    return assess_wares(work, rule_book(work.session), [ware], purpose, None)


def assessments(
    work: Work, vendor_ids: Sequence[UUID], purpose: Purpose, *, gallery_id: UUID | None = None
) -> dict[UUID, Assessment]:
    """Return how near each of these vendors is to a goal; eight statements, however many."""
    found = businesses(work.session, vendor_ids, gallery_id=gallery_id)
    goods = wares(work.session, vendor_ids, found)
    book = rule_book(work.session)
    return {
        vendor_id: assess_wares(work, book, mine, purpose, gallery_id)
        for vendor_id, mine in goods.items()
    }


def assess_wares(
    work: Work,
    book: RuleBook,
    goods: Iterable[Ware],
    purpose: Purpose,
    gallery_id: UUID | None,
) -> Assessment:
    """Return all of a vendor's goods as one: each requirement as its worst product has it."""
    today = wib_date(work.now)
    each = [assess(book.rules(purpose, ware.node, gallery_id), ware.facts, today) for ware in goods]
    return each[0] if len(each) == 1 else combine(each)


def food_types(session: Session) -> dict[str, FoodType]:
    """Return the food types of the home-industry permit, by code."""
    return {
        row.code: FoodType(row.name, frozenset(row.category_slugs), row.certainty)
        for row in session.scalars(select(PirtFood).order_by(PirtFood.code))
    }


def number_context(work: Work, context: NumberContext, kind: str = "pirt") -> NumberContext:
    """Return what was given, with what the reference data knows: places, food types, the day."""
    foods = food_types(work.session) if kind == "pirt" else {}
    return replace(
        context,
        today=context.today or wib_date(work.now),
        places=context.places or place_names(work.session),
        food_types=context.food_types or foods,
    )


def examine_number(
    work: Work, type_code: str, typed: str, context: NumberContext | None = None
) -> Examination:
    """Return what a number of a document type says, compared with all that is known."""
    row = work.session.get(DocumentType, type_code)
    if row is None:
        raise NotFound("document type")
    kind: NumberKind = row.number_kind()
    return examine(kind, typed, number_context(work, context or NumberContext(), type_code))


@dataclass(frozen=True, slots=True)
class Checker:
    """Where a number is checked by hand: the page, the number to copy, what to compare there."""

    name: str
    url: str
    number: str
    note: str


def checker(row: DocumentType, number: str, language: str) -> Checker | None:
    """Return the official checker of a paper; None where there is none to open."""
    if not row.checker_url:
        return None
    return Checker(row.checker_name, row.checker_url, number, row.checker_note.best(language))
