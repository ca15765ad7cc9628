"""What a page of results holds: ids from the engine, everything shown from the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import func, select

from catalog.db.work import Work
from catalog.discovery.queries import fallback
from catalog.discovery.rules.asking import SIZE, Asked
from catalog.discovery.rules.labels import Labels
from catalog.discovery.rules.marks import answers, snippet
from catalog.products.models import ProductText
from catalog.products.queries import cards
from catalog.products.queries.cards import Card
from catalog.search.criteria import Found
from catalog.search.engine import Engine, IndexDamaged, IndexMissing

_BODY = 1_200  # characters of a description that may become a snippet


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One page of results; ``is_whole`` is False when the database stood in for the engine."""

    asked: Asked
    total: int
    pages: int
    cards: Sequence[Card]
    is_whole: bool = True
    found: Found = field(default_factory=lambda: Found(total=0, ids=()))
    near: Sequence[Card] = ()
    snippets: Mapping[UUID, Markup] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the text that was searched: the mended one, if there is one."""
        return self.found.correction or self.asked.text


def answer(
    work: Work, engine: Engine | None, asked: Asked, labels: Labels, language: str
) -> Answer:
    """Return the page that was asked for, or the last one when there are fewer."""
    try:
        asked, found = _search(engine, asked, labels, language)
    except IndexDamaged:
        total, page, shown = fallback.answer(work, asked, labels, language)
        return Answer(
            asked=asked.at(page), total=total, pages=_pages(total), cards=shown, is_whole=False
        )
    shown = cards.by_ids(work, found.ids, language)
    return Answer(
        asked=asked,
        total=found.total,
        pages=_pages(found.total),
        cards=shown,
        found=found,
        near=cards.by_ids(work, found.near, language),
        snippets=_snippets(work, found.correction or asked.text, shown, language),
    )


def _search(
    engine: Engine | None, asked: Asked, labels: Labels, language: str
) -> tuple[Asked, Found]:
    if engine is None:
        raise IndexMissing
    found = engine.search(asked.criteria(labels, language))
    last = max(1, _pages(found.total))
    if asked.page <= last:
        return asked, found
    asked = asked.at(last)
    return asked, engine.search(asked.criteria(labels, language))


def _pages(total: int) -> int:
    return ceil(total / SIZE)


def _snippets(work: Work, text: str, shown: Sequence[Card], language: str) -> dict[UUID, Markup]:
    """Return, for each card whose name does not say why it was found, the words that do."""
    unclear = [card.id for card in shown if text and not answers(text, card.name)]
    if not unclear:
        return {}
    rows = work.session.execute(
        select(
            ProductText.product_id,
            ProductText.language,
            ProductText.summary,
            func.substr(ProductText.description, 1, _BODY).label("body"),
        ).where(ProductText.product_id.in_(unclear))
    )
    # In the language that the card's name is shown in: never two languages on one card.
    spoken = {card.id: card.name_language or language for card in shown}
    found: dict[UUID, Markup] = {}
    for row in rows:
        if row.language != spoken[row.product_id]:
            continue
        parts = (" ".join(part.split()) for part in (row.summary, row.body))
        said = snippet(text, " · ".join(part for part in parts if part))
        if said:
            found[row.product_id] = said
    return found
