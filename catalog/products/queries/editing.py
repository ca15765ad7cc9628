"""Reads a product as the editor knows it: one value per field, with what still waits."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.products.models import ChangeRequest, Product
from catalog.products.queries.reference import reference_for
from catalog.products.queries.stored import Rows, rows_of, values_of
from catalog.products.rules.completeness import Completeness, assess
from catalog.products.rules.fields import Field
from catalog.products.rules.review import OPEN_STATES
from catalog.products.rules.sheet import Reference, all_fields
from catalog.products.rules.status import Status
from catalog.products.rules.steps import Step


@dataclass(frozen=True, slots=True)
class Desk:
    """A product on the editor's desk.

    ``live`` are the stored values, ``values`` those with the pending change laid over them;
    ``kept`` are texts by input that could not be read, ``revision`` the state of the form.
    """

    product: Product
    live: Mapping[str, Any]
    values: Mapping[str, Any]
    change: ChangeRequest | None
    reference: Reference
    fields: Mapping[str, Field]
    kept: Mapping[str, list[str]]
    trail: Mapping[str, Any]
    revision: int

    @property
    def name(self) -> str:
        """Return the product's name as it is being edited; empty for a fresh draft."""
        return str(self.values.get("name") or "")

    @property
    def is_open(self) -> bool:
        """Return whether the vendor may change it now."""
        return self.product.status in {Status.DRAFT, Status.PUBLISHED}

    def unread(self) -> list[tuple[Step, str, str]]:
        """Return the step, the name and the label of each field whose text could not be read."""
        return [
            (field.step, field.name, field.label)
            for field in self.fields.values()
            if any(name in self.kept for name in field.inputs)
        ]

    def worsened(self, language: str) -> bool:
        """Return whether a change takes away what a live product has, or cannot be read.

        A product may have gone live before something was required: a change need not add it.
        """
        lacked = {
            (entry.field, entry.text)
            for entry in assess(self.live, self.reference.template, language).missing
        }
        missing = self.completeness(language).missing
        return any((entry.field, entry.text) not in lacked for entry in missing)

    def completeness(self, language: str) -> Completeness:
        """Return how far the listing is."""
        return assess(self.values, self.reference.template, language, unread=self.unread())


def get_own(work: Work, vendor_id: UUID, product_id: UUID, *, lock: bool = False) -> Product:
    """Return a product of this vendor, else raise NotFound; ``lock`` holds it until the commit."""
    statement = select(Product).where(Product.id == product_id, Product.vendor_id == vendor_id)
    if lock:
        statement = statement.with_for_update(of=Product).execution_options(populate_existing=True)
    product = work.session.scalar(statement)
    if product is None:
        raise NotFound("product")
    return product


def open_change(work: Work, product_id: UUID) -> ChangeRequest | None:
    """Return the change of this product that is being collected or waits, if there is one."""
    return work.session.scalar(
        select(ChangeRequest).where(
            ChangeRequest.product_id == product_id, ChangeRequest.state.in_(OPEN_STATES)
        )
    )


def open_desk(work: Work, product: Product, language: str) -> Desk:
    """Return the product with everything that the editor shows of it."""
    return open_desks(work, [product], language)[product.id]


def open_desks(work: Work, products: Sequence[Product], language: str) -> dict[UUID, Desk]:
    """Return these products as the editor shows them, in as many statements as for one."""
    behind = rows_of(work, products)
    lists = reference_for(work, {product.vendor_id for product in products}, language)
    return {key: _desk(work, rows, lists, language) for key, rows in behind.items()}


def _desk(work: Work, rows: Rows, lists: Callable[[str, UUID], Reference], language: str) -> Desk:
    live, change, edit = values_of(work, rows), rows.change, rows.edit
    values = {**live, **(change.after if change else {})}
    offered = lists(str(values.get("category") or ""), rows.product.vendor_id)
    return Desk(
        product=rows.product,
        live=live,
        values=values,
        change=change,
        reference=offered,
        fields=all_fields(offered, values, language),
        kept=dict(edit.kept) if edit else {},
        trail=dict(edit.trail) if edit else {},
        revision=edit.revision if edit else 0,
    )
