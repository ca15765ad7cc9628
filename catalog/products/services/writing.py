"""Brings the rows of a product to the values of the editor, field by field."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.products.models import (
    Product,
    ProductEdit,
    ProductSupply,
    ProductTerm,
    ProductText,
    TradeFacts,
)
from catalog.products.queries.stored import CARTON
from catalog.products.rules.sheet import ATTRIBUTE, ORDER, TERM
from catalog.products.services import pricing, showing
from catalog.taxonomy.models import Term
from catalog.taxonomy.queries import category_tree

_COLUMNS = ("unit_code", "lead_days_min", "lead_days_max", "hs_code", "capacity_month")
_SUPPLY = ("weight_g", "shelf_life_days", "lead_steps", "markets")
_FACTS = {*CARTON, "private_label", "incoterms", "port"}
_TEXTS = {"name", "summary", "description"}
_WORDS = {"payment_terms", "sample_policy"}


def write(
    work: Work, product: Product, changed: Mapping[str, Any], values: Mapping[str, Any]
) -> None:
    """Store the changed fields; ``values`` are all fields as they are afterwards."""
    for name, value in changed.items():
        _writer(name)(work, product, name, value)
    if pricing.concerns(changed):
        pricing.write(work, product, values)
    if "photos" in changed:
        showing.write_photos(work, product, values["photos"])
    if "name" in changed:
        showing.rename(work, product, str(values.get("name") or ""))
    product.updated_at = work.now
    work.session.flush()


Writer = Callable[[Work, Product, str, Any], None]


def _writer(name: str) -> Writer:
    """Return what writes this field; prices, photographs and options are written together."""
    plain = name.removesuffix("_en")
    table: tuple[tuple[bool, Writer], ...] = (
        (name == "category", _category),
        (name == "note", _note),
        (name == "minimum_order", _minimum),
        (name == "selling", _selling),
        (name in _COLUMNS, _column),
        (name in _SUPPLY, _supply),
        (name in _FACTS, _fact),
        (plain in _TEXTS, _text),
        (plain in _WORDS, _said),
        (name.startswith(ATTRIBUTE), _attribute),
        (name.startswith(TERM), _terms),
    )
    return next((writer for holds, writer in table if holds), _nothing)


def _nothing(_work: Work, _product: Product, _name: str, _value: Any) -> None:  # noqa: ANN401  # JSON
    """Leave it to those who write several fields at once."""


def _category(work: Work, product: Product, _name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    product.category_id = category_tree(work.session).by_slug[value].id


def _column(_work: Work, product: Product, name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    if name == "unit_code" and value is None:
        return  # a product always has a unit; the empty choice means "as it was"
    setattr(product, name, value)


def _minimum(_work: Work, product: Product, _name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    product.minimum_order = value or 1


def _note(work: Work, product: Product, _name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    edit_of(work, product).note = value or ""


def _selling(work: Work, product: Product, _name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    supply_of(work, product).selling = value or ""
    product.is_made_to_order = value == ORDER


def _supply(work: Work, product: Product, name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    setattr(supply_of(work, product), name, value)


def _fact(work: Work, product: Product, name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    facts = _facts_of(work, product)
    if name == "incoterms":
        value = list(value or ())
    elif name == "port":
        value = value or ""
    setattr(facts, name, value)


def _said(work: Work, product: Product, name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    facts = _facts_of(work, product)
    plain, language = (name.removesuffix("_en"), "en" if name.endswith("_en") else "id")
    setattr(facts, plain, LocalText.of({**getattr(facts, plain), language: value or ""}))


def _text(work: Work, product: Product, name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    part, language = (name.removesuffix("_en"), "en" if name.endswith("_en") else "id")
    row = work.session.get(ProductText, (product.id, language))
    if row is None:
        if not value:
            return
        row = ProductText(product_id=product.id, language=language, name="")
        work.session.add(row)
    setattr(row, part, value or "")
    if language != "id" and not (row.name or row.summary or row.description):
        work.session.delete(row)
    work.session.flush()


def _attribute(_work: Work, product: Product, name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    key = name.removeprefix(ATTRIBUTE)
    now = dict(product.attributes)
    if key.endswith("_en"):
        key = key.removesuffix("_en")
        now[key] = _spoken(now.get(key), "en", value)
    elif isinstance(now.get(key), dict):
        now[key] = _spoken(now[key], "id", value)
    else:
        now[key] = value
    product.attributes = {k: v for k, v in now.items() if v not in (None, "", [], {})}


def _spoken(before: Any, language: str, value: Any) -> Any:  # noqa: ANN401  # JSON
    """Return a text in one language, or by language once there are two."""
    texts = dict(before) if isinstance(before, dict) else {"id": before or ""}
    texts = {code: text for code, text in {**texts, language: value}.items() if text}
    return texts["id"] if set(texts) == {"id"} else texts


def _terms(work: Work, product: Product, name: str, value: Any) -> None:  # noqa: ANN401  # JSON
    kind = name.removeprefix(TERM)
    wanted = {UUID(term_id) for term_id in value or ()}
    rows = work.session.scalars(
        select(ProductTerm)
        .join(Term, Term.id == ProductTerm.term_id)
        .where(ProductTerm.product_id == product.id, Term.kind == kind)
    ).all()
    for row in rows:
        if row.term_id not in wanted:
            work.session.delete(row)
    known = {row.term_id for row in rows}
    work.session.add_all(
        ProductTerm(product_id=product.id, term_id=term_id) for term_id in wanted - known
    )
    work.session.flush()


def edit_of(work: Work, product: Product) -> ProductEdit:
    """Return the editor's memory of a product; a new one when there is none."""
    row = work.session.get(ProductEdit, product.id)
    if row is None:
        row = ProductEdit(
            product_id=product.id, revision=0, kept={}, trail={}, approved={}, note=""
        )
        work.session.add(row)
        work.session.flush()
    return row


def supply_of(work: Work, product: Product) -> ProductSupply:
    """Return how a product is sold; a new row when there is none."""
    row = work.session.get(ProductSupply, product.id)
    if row is None:
        row = ProductSupply(
            product_id=product.id, selling="", asks_price=False, lead_steps=[], markets=[]
        )
        work.session.add(row)
        work.session.flush()
    return row


def _facts_of(work: Work, product: Product) -> TradeFacts:
    row = work.session.get(TradeFacts, product.id)
    if row is None:
        row = TradeFacts(
            product_id=product.id,
            incoterms=[],
            port="",
            sample_policy=LocalText(),
            payment_terms=LocalText(),
            checked_by="",
        )
        work.session.add(row)
    return row
