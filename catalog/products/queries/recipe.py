"""What a change of the recipe would do to a product's papers, and what it has done."""

from collections.abc import Mapping
from typing import Any

from catalog.db.work import Work
from catalog.kernel.text import DEFAULT_LANGUAGE
from catalog.legality.queries import ProductKey
from catalog.legality.queries.reopenings import papers_at_stake
from catalog.legality.rules.reopening import Alteration
from catalog.products.models import Product
from catalog.products.queries.editing import Desk
from catalog.products.queries.template import template_of
from catalog.products.rules.facts import Attribute
from catalog.products.rules.fields import Sheet
from catalog.products.rules.recipe import OPTIONS, altered, touched
from catalog.products.rules.sheet import ATTRIBUTE
from catalog.products.rules.status import Status


def key_of(product: Product) -> ProductKey:
    """Return what decides which papers speak for a product."""
    return ProductKey(product.id, product.vendor_id, product.category_id)


def stakes(work: Work, desk: Desk) -> dict[str, tuple[str, ...]]:
    """Return the fields of a waiting change that cost papers, each with the papers' labels."""
    change = desk.change
    if desk.product.status is not Status.PUBLISHED or change is None:
        return {}
    names = touched(change.after)
    parts = altered(desk.live, change.after) if names else {}
    hit = {name for name in names if _part_of(name) in parts}
    if not hit:
        return {}
    papers = papers_at_stake(work, key_of(desk.product))
    labels = tuple(dict.fromkeys(paper.type.label for paper in papers))
    return dict.fromkeys(hit, labels) if labels else {}


def _part_of(name: str) -> str:
    """Return the part that a field tells of; the names of options belong to the options."""
    return name.removeprefix(ATTRIBUTE) if name.startswith(ATTRIBUTE) else OPTIONS


def alterations(
    work: Work, product: Product, before: Sheet, after: Mapping[str, Any]
) -> list[Alteration]:
    """Return what a change does to the recipe, in Indonesian words for those who verify papers."""
    template = {line.key: line for line in template_of(work, product.category_id)}
    return [
        Alteration(part, _words(was, template.get(part)), _words(now, template.get(part)))
        for part, (was, now) in altered(before, after).items()
    ]


def _words(value: Any, line: Attribute | None) -> str:  # noqa: ANN401  # JSON
    if isinstance(value, bool):
        return "✓" if value else ""
    if isinstance(value, list):
        language = str(DEFAULT_LANGUAGE)
        named = {str(each["value"]): str(each[language]) for each in line.choices} if line else {}
        return ", ".join(named.get(str(each), str(each)) for each in value)
    return str(value or "")
