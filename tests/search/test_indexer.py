"""The index follows the database: nothing is lost, nothing is applied to the wrong state."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.criteria import Criteria
from catalog.search.document import Document
from catalog.search.engine import Term
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.indexer import Indexer
from catalog.search.outbox import ALL, SearchMark, mark_all, public_version
from tests.search.documents import a_document, an_id


class Shop:
    """What the database would hold; ``loads`` counts how often all of it was read."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.products: dict[UUID, Document] = {}
        self.loads = 0

    def load(self, _session: Session, ids: Iterable[UUID] | None) -> Iterator[Document]:
        """Yield what is published of these ids, or everything."""
        self.loads += ids is None
        for each in list(self.products) if ids is None else ids:
            if each in self.products:
                yield self.products[each]

    def publish(self, name: str, kind: str = "product") -> UUID:
        """Put in or change a product, and mark it."""
        document = a_document(name)
        self.products[document.id] = document
        return self.mark(document.id, kind)

    def mark(self, target: UUID, kind: str = "product") -> UUID:
        """Mark something, in a transaction of its own."""
        self.session.add(SearchMark(kind=kind, target_id=target))
        self.session.commit()
        return target


@pytest.fixture
def shop(session: Session) -> Shop:
    return Shop(session)


@pytest.fixture
def indexer(shop: Shop, tmp_path: Path) -> Indexer:
    made = Indexer(engine=WhooshEngine(tmp_path / "index"), sources={"product": shop.load})
    made.rebuild(shop.session)
    shop.loads = 0
    return made


def drain(indexer: Indexer, shop: Shop) -> int:
    done = indexer.drain(shop.session)
    shop.session.commit()
    return done


def count(indexer: Indexer, text: str = "") -> int:
    return indexer.engine.search(Criteria(text=text)).total


def seqs(shop: Shop) -> list[int]:
    return list(shop.session.scalars(select(SearchMark.seq).order_by(SearchMark.seq)))


def test_a_change_is_found_after_a_drain(indexer: Indexer, shop: Shop) -> None:
    shop.publish("Batik Tulis")
    assert indexer.pending(shop.session) == 1
    assert drain(indexer, shop) == 1
    assert (count(indexer, "batik"), indexer.pending(shop.session)) == (1, 0)
    assert drain(indexer, shop) == 0


def test_what_is_no_longer_published_goes(indexer: Indexer, shop: Shop) -> None:
    gone = shop.publish("Batik Tulis")
    drain(indexer, shop)
    del shop.products[gone]
    shop.mark(gone)
    drain(indexer, shop)
    assert count(indexer) == 0


def test_the_public_version_never_goes_back(indexer: Indexer, shop: Shop) -> None:
    shop.publish("Batik")
    shop.publish("Kopi")
    version = public_version(shop.session)
    drain(indexer, shop)
    assert public_version(shop.session) == version
    assert len(seqs(shop)) == 1
    shop.publish("Teh")
    drain(indexer, shop)
    assert public_version(shop.session) > version
    assert len(seqs(shop)) == 1


def test_marks_of_one_product_are_applied_once(indexer: Indexer, shop: Shop) -> None:
    for _ in range(5):
        shop.publish("Batik")
    assert drain(indexer, shop) == 5
    assert count(indexer) == 1


def test_a_crash_before_the_marks_are_settled_does_no_harm(indexer: Indexer, shop: Shop) -> None:
    shop.publish("Batik")
    shop.publish("Kopi")
    indexer.drain(shop.session)
    shop.session.rollback()  # the index is ahead, the marks are still there
    shop.publish("Teh")
    drain(indexer, shop)
    assert (count(indexer), drain(indexer, shop)) == (3, 0)
    assert not indexer.check(shop.session)


def test_a_mark_that_becomes_visible_late_is_not_lost(indexer: Indexer, shop: Shop) -> None:
    first = shop.publish("Batik")
    mark = shop.session.scalars(select(SearchMark)).one()
    number = mark.seq
    shop.session.delete(mark)  # as if its transaction had not ended yet
    shop.publish("Kopi")
    drain(indexer, shop)
    assert count(indexer) == 1
    shop.session.add(SearchMark(seq=number, kind="product", target_id=first))
    shop.session.commit()
    assert drain(indexer, shop) == 1
    assert count(indexer) == 2
    assert len(seqs(shop)) == 1


def test_a_mark_for_everything_rebuilds(indexer: Indexer, shop: Shop) -> None:
    shop.products[an_id("Batik")] = a_document("Batik")
    mark_all(shop.session, "product")
    shop.session.commit()
    drain(indexer, shop)
    assert (count(indexer, "batik"), shop.loads) == (1, 1)
    assert drain(indexer, shop) == 0


def test_other_kinds_are_only_settled(indexer: Indexer, shop: Shop) -> None:
    shop.mark(uuid4(), "page")
    shop.mark(ALL, "showcase")
    assert drain(indexer, shop) == 2
    assert (shop.loads, drain(indexer, shop)) == (0, 0)


def test_other_kinds_refresh_what_is_suggested(shop: Shop, tmp_path: Path) -> None:
    terms = [Term(text="Kerupuk", kind="category", target="kerupuk")]
    indexer = Indexer(
        engine=WhooshEngine(tmp_path / "index"),
        sources={"product": shop.load},
        terms=lambda _: terms,
    )
    indexer.rebuild(shop.session)
    terms.append(Term(text="Kerajinan", kind="category", target="kerajinan"))
    shop.mark(uuid4(), "category")
    drain(indexer, shop)
    assert [each.target for each in indexer.engine.suggest("kera")] == ["kerajinan"]


def test_a_lost_index_is_built_again(indexer: Indexer, shop: Shop, tmp_path: Path) -> None:
    shop.publish("Batik")
    drain(indexer, shop)
    (tmp_path / "index" / "current.json").unlink()
    drain(indexer, shop)
    assert count(indexer, "batik") == 1


def test_another_database_means_another_index(indexer: Indexer, shop: Shop) -> None:
    indexer.engine.apply([a_document("Dari basis data lama")], [], applied=10**6)
    shop.publish("Batik")
    drain(indexer, shop)
    assert (count(indexer, "lama"), count(indexer, "batik")) == (0, 1)


def test_check_sees_what_was_changed_behind_our_back(indexer: Indexer, shop: Shop) -> None:
    shop.publish("Batik")
    drain(indexer, shop)
    shop.products[an_id("Kopi")] = a_document("Kopi")
    del shop.products[an_id("Batik")]
    difference = indexer.check(shop.session)
    assert (difference.missing, difference.surplus) == ((an_id("Kopi"),), (an_id("Batik"),))


def test_watching_applies_changes_and_outlives_errors(indexer: Indexer, shop: Shop) -> None:
    bind = shop.session.get_bind()
    shop.session.commit()
    seen = threading.Event()
    fails = iter([True])

    def open_session() -> AbstractContextManager[Session]:
        if next(fails, False):
            raise OSError("the database is away")
        return closing(Session(bind))

    thread = threading.Thread(
        target=indexer.watch, args=(open_session,), kwargs={"stop": stop_when(indexer, seen)}
    )
    thread.start()
    shop.publish("Batik")
    thread.join(timeout=20)
    assert not thread.is_alive()
    assert seen.is_set()


def stop_when(indexer: Indexer, seen: threading.Event) -> Callable[[], bool]:
    """Stop once the product is found."""

    def stop() -> bool:
        if count(indexer, "batik"):
            seen.set()
        return seen.is_set()

    return stop


def test_an_owner_changes_all_that_it_owns(shop: Shop, tmp_path: Path) -> None:
    indexer = Indexer(
        engine=WhooshEngine(tmp_path / "index"),
        sources={"product": shop.load},
        owners={"vendor": ("product", lambda _session, _vendors: [an_id("Batik"), an_id("Kopi")])},
    )
    indexer.rebuild(shop.session)
    shop.products = {an_id(name): a_document(name) for name in ("Batik", "Kopi")}
    shop.mark(uuid4(), "vendor")
    drain(indexer, shop)
    assert count(indexer) == 2


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
def suggesting(shop: Shop, terms: Suggestible, tmp_path: Path) -> Indexer:
    made = Indexer(WhooshEngine(tmp_path / "other"), {"product": shop.load}, terms=terms)
    made.rebuild(shop.session)
    shop.session.commit()
    terms.reads = 0
    return made


def new_session(shop: Shop) -> Callable[[], AbstractContextManager[Session]]:
    bind = shop.session.get_bind()
    return lambda: closing(Session(bind))


def targets(indexer: Indexer, prefix: str) -> list[str]:
    return [each.target for each in indexer.engine.suggest(prefix) if each.kind == "category"]


def test_a_product_refreshes_what_is_suggested(
    suggesting: Indexer, shop: Shop, terms: Suggestible
) -> None:
    terms.names.append("Kerajinan")
    shop.publish("Tas anyam")
    drain(suggesting, shop)
    assert targets(suggesting, "kera") == ["kerajinan"]


def test_a_long_queue_refreshes_suggestions_once_at_its_end(
    suggesting: Indexer, shop: Shop, terms: Suggestible
) -> None:
    terms.names.append("Kerajinan")
    for number in range(6):
        shop.publish(f"Tas {number}")
        shop.mark(uuid4(), "category")
    while suggesting.step(new_session(shop), batch=3):
        pass
    assert (terms.reads, targets(suggesting, "kera")) == (1, ["kerajinan"])


def test_watching_refreshes_suggestions_once_a_minute_and_forgets_none(
    suggesting: Indexer, shop: Shop, terms: Suggestible
) -> None:
    for name in ("Batik", "Kopi", "Teh"):
        shop.publish(name)
        suggesting.step(new_session(shop), patience=60)
    assert (terms.reads, count(suggesting)) == (0, 3)
    terms.names.append("Kerajinan")
    assert suggesting.step(new_session(shop), patience=0) == 0
    assert (terms.reads, targets(suggesting, "kera")) == (1, ["kerajinan"])
    suggesting.step(new_session(shop), patience=0)
    assert terms.reads == 1


def test_comparing_reads_ids_only(shop: Shop, tmp_path: Path) -> None:
    indexer = Indexer(
        WhooshEngine(tmp_path / "index"),
        {"product": shop.load},
        ids={"product": lambda _session: shop.products},
    )
    indexer.rebuild(shop.session)
    shop.loads = 0
    shop.products[an_id("Kopi")] = a_document("Kopi")
    assert indexer.check(shop.session).missing == (an_id("Kopi"),)
    assert shop.loads == 0
