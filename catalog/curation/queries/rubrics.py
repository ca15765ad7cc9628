"""Reads of rubrics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog.accounts.queries import names
from catalog.curation.models import Criterion, Rubric
from catalog.curation.rules.rubric import Item, Scale, is_stale
from catalog.curation.rules.words import Destination, Grade, RubricState
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import LocalText
from catalog.products.models import Product
from catalog.taxonomy.queries import category_tree

KIND_ORDER = ("food", "craft", "fashion", "home", "other")


@dataclass(frozen=True, slots=True)
class Shown:
    """A version as pages show it."""

    version: Rubric
    items: tuple[Item, ...]
    scale: Scale
    draft_id: UUID | None
    active_id: UUID | None
    made_by: str
    stale: frozenset[str]

    @property
    def total(self) -> int:
        """Return the sum of the weights."""
        return sum(item.weight for item in self.items)


def item_of(row: Criterion) -> Item:
    """Return a stored criterion as a value."""
    return Item(
        key=row.key,
        group=row.group,
        weight=row.weight,
        name=row.name,
        anchors=tuple(LocalText.of(anchor) for anchor in row.anchors),
        hint=row.hint,
        next_step=row.next_step,
        may_not_apply=row.may_not_apply,
        source=row.source,
        certainty=row.certainty,
        reviewed_on=row.reviewed_on,
        position=row.position,
    )


def items_of(rubric: Rubric) -> tuple[Item, ...]:
    """Return the criteria of a version in their order."""
    return tuple(item_of(row) for row in rubric.criteria)


def scale_of(rubric: Rubric) -> Scale:
    """Return the thresholds of a version."""
    return Scale(
        least_a=rubric.least_a,
        least_b=rubric.least_b,
        least_c=rubric.least_c,
        gap=rubric.gap_tenths / 10,
        raters_low=rubric.raters_low,
        raters_high=rubric.raters_high,
        publish_from=Grade(rubric.publish_from),
        destinations=tuple(
            (Grade(grade), Destination(where)) for grade, where in rubric.destinations.items()
        ),
    )


def get_rubric(work: Work, rubric_id: UUID) -> Rubric:
    """Return a version, or raise NotFound."""
    found = work.session.get(Rubric, rubric_id)
    if found is None:
        raise NotFound("rubric")
    return found


def find_version(work: Work, key: str, state: RubricState) -> Rubric | None:
    """Return the draft or the version in force of a rubric."""
    return work.session.scalar(select(Rubric).where(Rubric.key == key, Rubric.state == state))


def find_for(work: Work, product: Product) -> Rubric | None:
    """Return the rubric in force for this product's kind of goods, if there is one."""
    node = category_tree(work.session).by_id.get(product.category_id)
    return find_for_kind(work, node.kind) if node else None


def find_for_kind(work: Work, kind: str) -> Rubric | None:
    """Return the rubric in force for a kind of goods."""
    rows = work.session.scalars(
        select(Rubric).where(Rubric.state == RubricState.ACTIVE).order_by(Rubric.key)
    )
    return next((row for row in rows if kind in row.kinds), None)


def list_rubrics(work: Work) -> list[Shown]:
    """Return each rubric once: the version in force, else its draft."""
    rows = work.session.scalars(
        select(Rubric)
        .where(Rubric.state != RubricState.RETIRED)
        .options(selectinload(Rubric.criteria))
        .order_by(Rubric.key, Rubric.version)
    ).all()
    first: dict[str, Rubric] = {}
    for row in rows:
        if row.key not in first or row.state is RubricState.ACTIVE:
            first[row.key] = row
    shown = [show(work, row, rows) for row in first.values()]
    return sorted(shown, key=_by_kind)


def _by_kind(shown: Shown) -> tuple[int, str]:
    places = [KIND_ORDER.index(kind) for kind in shown.version.kinds if kind in KIND_ORDER]
    return min(places, default=len(KIND_ORDER)), shown.version.key


def history(work: Work, key: str) -> Sequence[Rubric]:
    """Return all versions, the newest first."""
    return work.session.scalars(
        select(Rubric).where(Rubric.key == key).order_by(Rubric.version.desc())
    ).all()


def show(work: Work, version: Rubric, beside: Sequence[Rubric] = ()) -> Shown:
    """Return a version with what its page needs; ``beside`` are known versions of the same."""
    others = beside or history(work, version.key)
    ids = {row.state: row.id for row in others if row.key == version.key}
    items = items_of(version)
    who = version.activated_by or version.made_by
    return Shown(
        version=version,
        items=items,
        scale=scale_of(version),
        draft_id=ids.get(RubricState.DRAFT),
        active_id=ids.get(RubricState.ACTIVE),
        made_by=names(work, [who]).get(who, "") if who else "",
        stale=_stale(items, wib_date(work.now)),
    )


def _stale(items: Sequence[Item], today: date) -> frozenset[str]:
    return frozenset(item.key for item in items if is_stale(item.reviewed_on, today))


def keys_by_criterion(rubric: Rubric) -> Mapping[UUID, str]:
    """Return the key of each stored criterion."""
    return {row.id: row.key for row in rubric.criteria}
