"""Whether a product has every permit that it must have, and until when that stays so."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from catalog.export.rules import Truth
from catalog.legality.queries.requirements import RuleBook
from catalog.legality.rules.documents import DocumentFacts
from catalog.legality.rules.requirements import (
    GAPS,
    Facts,
    Purpose,
    Rule,
    assess,
    conditions_of,
)
from catalog.taxonomy.queries import CategoryNode

_DAY = timedelta(days=1)


def permits_truth(
    book: RuleBook,
    node: CategoryNode | None,
    papers: Sequence[DocumentFacts],
    *,
    row: Row[*tuple[Any, ...]],
    category_ids: frozenset[UUID],
    today: date,
) -> Truth:
    """Return whether no permit that may stop these goods is missing, and the day it turns.

    Permits are what stops a product in the catalogue: papers, not facts of the listing.
    """
    rules = [
        rule
        for rule in book.rules(Purpose.CATALOGUE, node, None)
        if rule.may_block and rule.type_codes
    ]
    business = row.business_class.value if row.business_class else ""
    facts = Facts(
        papers=papers,
        category_ids=category_ids,
        product_id=row.id,
        conditions=conditions_of(
            row.attributes or {}, kind=node.kind if node else "", business_class=business
        ),
    )
    holds = _holds(rules, facts, today)
    for day in _turns(rules, papers, today):
        if _holds(rules, facts, day) is not holds:
            return Truth(holds, day - _DAY)
    return Truth(holds)


def _holds(rules: Sequence[Rule], facts: Facts, day: date) -> bool:
    return not any(item.state in GAPS for item in assess(rules, facts, day).items)


def _turns(rules: Sequence[Rule], papers: Sequence[DocumentFacts], today: date) -> list[date]:
    """Return the days from tomorrow on at which something begins or ends."""
    codes = {code for rule in rules for code in rule.type_codes | rule.stopgap_codes}
    ends = [paper.valid_until for paper in papers if paper.type_code in codes]
    ends += [rule.effective_until for rule in rules]
    days = {day + _DAY for day in ends if day is not None and day >= today}
    days |= {
        rule.effective_from
        for rule in rules
        if rule.effective_from is not None and rule.effective_from > today
    }
    return sorted(days)
