"""Starts products and saves what is typed of them, as drafts or as changes of a live one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.models import Product, ProductEdit
from catalog.products.queries.editing import Desk, open_desk
from catalog.products.queries.reference import leaves
from catalog.products.rules.changing import split, traces
from catalog.products.rules.codes import code_of
from catalog.products.rules.fields import Raw
from catalog.products.rules.merging import Conflict, merge, remember, same
from catalog.products.rules.status import Status
from catalog.products.services import changes, recipe, writing
from catalog.taxonomy.queries import category_tree
from catalog.vendors.services import note_on_behalf

CLOSED = N_("This product is being checked or archived. Bring it back first to change it.")
CHANGED_FOR_YOU = N_("An officer has changed one of your products.")
STARTED_FOR_YOU = N_("An officer has started a product for you.")
_SITTING = timedelta(minutes=15)  # changes of one sitting are told to the owner once


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save. Errors stand by input, conflicts by field."""

    revision: int
    changed: tuple[str, ...]
    errors: Mapping[str, RuleBroken] = field(default_factory=dict)
    conflicts: Mapping[str, Conflict] = field(default_factory=dict)
    pending: tuple[str, ...] = ()  # of a live product: what waits for an officer

    @property
    def is_clean(self) -> bool:
        """Return whether everything that was typed is saved."""
        return not self.errors and not self.conflicts


def start(work: Work, vendor_id: UUID, category: str, *, key: UUID | None = None) -> Product:
    """Give a vendor a fresh draft in a category (slug).

    ``key`` is the form's own number: sent twice, it starts one product.
    """
    if category not in leaves(work):
        raise RuleBroken(N_("Choose what kind of product it is."), field="category")
    product_id = key or uuid4()
    known = work.session.get(Product, product_id)
    if known is not None:
        if known.vendor_id == vendor_id:
            return known
        product_id = uuid4()
    category_id = category_tree(work.session).by_slug[category].id
    try:
        with work.session.begin_nested():
            product = _fresh(work, product_id, vendor_id, category_id)
    except IntegrityError:  # the same form, a moment before
        known = work.session.get(Product, product_id)
        if known is None or known.vendor_id != vendor_id:
            raise
        return known
    _record(work, product, "start", {}, {"category": category})
    note_on_behalf(work, vendor_id, STARTED_FOR_YOU, _address(product))
    return product


def _fresh(work: Work, product_id: UUID, vendor_id: UUID, category_id: UUID) -> Product:
    code = _free_code(work, product_id)
    product = Product(
        id=product_id,
        code=code,
        slug=f"draf-{code}",
        vendor_id=vendor_id,
        category_id=category_id,
        status=Status.DRAFT,
        attributes={},
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(product)
    work.session.flush()
    return product


def save(
    work: Work, product: Product, raw: Raw, *, seen: int, language: str, may_publish: bool = True
) -> Saved:
    """Save the fields of which ``raw`` holds inputs; nothing that was typed is lost.

    ``seen`` is the revision of the form. What cannot be read is kept as it was typed and comes
    back with its error; what someone else saved meanwhile stands, and is told as a conflict.
    """
    check_open(product)
    desk = open_desk(work, product, language)
    found = merge(desk.fields, desk.values, raw, seen=seen, trail=desk.trail)
    kept = {name: texts for name, texts in desk.kept.items() if name not in found.settled}
    kept |= found.kept
    revision, pending = put(work, desk, found.changed, may_publish=may_publish)
    if kept != dict(desk.kept):
        writing.edit_of(work, product).kept = kept
    work.session.flush()
    return Saved(revision, tuple(found.changed), found.errors, found.conflicts, pending)


def put(
    work: Work, desk: Desk, changed: Mapping[str, Any], *, may_publish: bool = True
) -> tuple[int, tuple[str, ...]]:
    """Store values by field; return the new revision, and what waits for an officer."""
    fresh = {
        name: value for name, value in changed.items() if not same(value, desk.values.get(name))
    }
    if not fresh:
        return desk.revision, ()
    product = desk.product
    edit = writing.edit_of(work, product)
    pending: dict[str, Any] = {}
    if product.status is Status.PUBLISHED:
        pending = _change_live(work, desk, edit, fresh, may_publish=may_publish)
    else:
        writing.write(work, product, fresh, {**desk.values, **fresh})
        recipe.weigh(work, product, desk.values, fresh)
    _remember(work, desk, edit, fresh)
    return edit.revision, tuple(pending)


def check_open(product: Product) -> None:
    """Raise RuleBroken unless the product may be edited now."""
    if product.status not in {Status.DRAFT, Status.PUBLISHED}:
        raise RuleBroken(CLOSED)


def _change_live(
    work: Work, desk: Desk, edit: ProductEdit, fresh: Mapping[str, Any], *, may_publish: bool
) -> dict[str, Any]:
    approved = dict(edit.approved)
    passing, waiting = split(fresh, desk.live, approved)
    if not may_publish:
        waiting = dict(fresh)
        passing = {}
    if passing:
        writing.write(work, desk.product, passing, {**desk.live, **passing})
        prices = {name: desk.live.get(name) for name in passing if name.endswith("price")}
        edit.approved = {**prices, **approved}  # the first price counts, not the last step
        _record(work, desk.product, "pass", *traces(desk.live, passing))
    now = {**desk.live, **passing}
    changes.propose(work, desk, waiting, now, settled=tuple(passing), may_send=may_publish)
    return waiting


def _remember(work: Work, desk: Desk, edit: ProductEdit, fresh: Mapping[str, Any]) -> None:
    is_new_sitting = edit.saved_at is None or work.now - edit.saved_at > _SITTING
    edit.revision = desk.revision + 1
    edit.trail = remember(desk.trail, fresh, desk.values, edit.revision)
    edit.saved_at = work.now
    _record(work, desk.product, "save", {}, {"fields": sorted(fresh)})
    if is_new_sitting:
        note_on_behalf(work, desk.product.vendor_id, CHANGED_FOR_YOU, _address(desk.product))
    work.session.flush()


def _record(
    work: Work, product: Product, verb: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    record(
        work,
        f"product.{verb}",
        target=("product", product.id),
        before=before,
        after=after,
        vendor_id=product.vendor_id,
    )


def _address(product: Product) -> str:
    return f"/usaha/{product.vendor_id}/produk/{product.id}/periksa"


def _free_code(work: Work, product_id: UUID) -> str:
    attempt = 0
    while work.session.scalar(
        select(Product.id).where(Product.code == code_of(product_id, attempt))
    ):
        attempt += 1
    return code_of(product_id, attempt)
