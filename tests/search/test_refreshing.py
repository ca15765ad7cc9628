"""Suggestions follow the catalogue; comparing stays cheap."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from catalog.search.engine import Term
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.indexer import Indexer
from tests.search.documents import a_document, an_id
from tests.search.shop import Shop, count, drain


class Suggestible:
    """What may be suggested, and how often all of it was read."""

    def __init__(self) -> None:
        self.names = ["Kerupuk"]
        self.reads = 0

    def __call__(self, _session: Session) -> Iterator[Term]:
        """Give the terms."""
        self.reads += 1
        return (Term(text=name, kind="category", target=name.lower()) for name in self.names)


@pytest.fixture
def terms() -> Suggestible:
    return Suggestible()


@pytest.fixture
def suggesting(goods: Shop, terms: Suggestible, tmp_path: Path) -> Indexer:
    made = Indexer(WhooshEngine(tmp_path / "other"), {"product": goods.load}, terms=terms)
    made.rebuild(goods.session)
    goods.session.commit()
    terms.reads = 0
    return made


def new_session(goods: Shop) -> Callable[[], AbstractContextManager[Session]]:
    bind = goods.session.get_bind()
    return lambda: closing(Session(bind))


def targets(indexer: Indexer, prefix: str) -> list[str]:
    return [each.target for each in indexer.engine.suggest(prefix) if each.kind == "category"]


def test_a_product_refreshes_what_is_suggested(
    suggesting: Indexer, goods: Shop, terms: Suggestible
) -> None:
    terms.names.append("Kerajinan")
    goods.publish("Tas anyam")
    drain(suggesting, goods)
    assert targets(suggesting, "kera") == ["kerajinan"]


def test_a_long_queue_refreshes_suggestions_once_at_its_end(
    suggesting: Indexer, goods: Shop, terms: Suggestible
) -> None:
    terms.names.append("Kerajinan")
    for number in range(6):
        goods.publish(f"Tas {number}")
        goods.mark(uuid4(), "category")
    while suggesting.step(new_session(goods), batch=3):
        pass
    assert (terms.reads, targets(suggesting, "kera")) == (1, ["kerajinan"])


def test_watching_refreshes_suggestions_once_a_minute_and_forgets_none(
    suggesting: Indexer, goods: Shop, terms: Suggestible
) -> None:
    for name in ("Batik", "Kopi", "Teh"):
        goods.publish(name)
        suggesting.step(new_session(goods), patience=60)
    assert (terms.reads, count(suggesting)) == (0, 3)
    terms.names.append("Kerajinan")
    assert suggesting.step(new_session(goods), patience=0) == 0
    assert (terms.reads, targets(suggesting, "kera")) == (1, ["kerajinan"])
    suggesting.step(new_session(goods), patience=0)
    assert terms.reads == 1


def test_comparing_reads_ids_only(goods: Shop, tmp_path: Path) -> None:
    indexer = Indexer(
        WhooshEngine(tmp_path / "index"),
        {"product": goods.load},
        ids={"product": lambda _session: goods.products},
    )
    indexer.rebuild(goods.session)
    goods.loads = 0
    goods.products[an_id("Kopi")] = a_document("Kopi")
    assert indexer.check(goods.session).missing == (an_id("Kopi"),)
    assert goods.loads == 0
