"""One engine of each kind, so that all of them keep the same contract."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from catalog.search.engine import Engine
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.indexer import Indexer
from tests.search.documents import SHOP
from tests.search.shop import Shop

ENGINES: dict[str, Callable[[Path], Engine]] = {"whoosh": WhooshEngine}


@pytest.fixture(params=ENGINES)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    """An engine without an index."""
    return ENGINES[request.param](tmp_path / "index")


@pytest.fixture
def shop(empty: Engine) -> Engine:
    """An engine with a small shop in it."""
    empty.rebuild(SHOP)
    return empty


@pytest.fixture
def goods(session: Session) -> Shop:
    return Shop(session)


@pytest.fixture
def indexer(goods: Shop, tmp_path: Path) -> Indexer:
    made = Indexer(engine=WhooshEngine(tmp_path / "index"), sources={"product": goods.load})
    made.rebuild(goods.session)
    goods.loads = 0
    return made
