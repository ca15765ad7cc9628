"""The index follows the database: nothing is lost, nothing is applied to the wrong state."""

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.engine import Term
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.indexer import Indexer
from catalog.search.outbox import ALL, SearchMark, mark_all, public_version
from tests.search.documents import a_document, an_id
from tests.search.shop import Shop, count, drain, seqs


def test_a_change_is_found_after_a_drain(indexer: Indexer, goods: Shop) -> None:
    goods.publish("Batik Tulis")
    assert indexer.pending(goods.session) == 1
    assert drain(indexer, goods) == 1
    assert (count(indexer, "batik"), indexer.pending(goods.session)) == (1, 0)
    assert drain(indexer, goods) == 0


def test_what_is_no_longer_published_goes(indexer: Indexer, goods: Shop) -> None:
    gone = goods.publish("Batik Tulis")
    drain(indexer, goods)
    del goods.products[gone]
    goods.mark(gone)
    drain(indexer, goods)
    assert count(indexer) == 0


def test_the_public_version_never_goes_back(indexer: Indexer, goods: Shop) -> None:
    goods.publish("Batik")
    goods.publish("Kopi")
    version = public_version(goods.session)
    drain(indexer, goods)
    assert public_version(goods.session) == version
    assert len(seqs(goods)) == 1
    goods.publish("Teh")
    drain(indexer, goods)
    assert public_version(goods.session) > version
    assert len(seqs(goods)) == 1


def test_marks_of_one_product_are_applied_once(indexer: Indexer, goods: Shop) -> None:
    for _ in range(5):
        goods.publish("Batik")
    assert drain(indexer, goods) == 5
    assert count(indexer) == 1


def test_a_crash_before_the_marks_are_settled_does_no_harm(indexer: Indexer, goods: Shop) -> None:
    goods.publish("Batik")
    goods.publish("Kopi")
    indexer.drain(goods.session)
    goods.session.rollback()  # the index is ahead, the marks are still there
    goods.publish("Teh")
    drain(indexer, goods)
    assert (count(indexer), drain(indexer, goods)) == (3, 0)
    assert not indexer.check(goods.session)


def test_a_mark_that_becomes_visible_late_is_not_lost(indexer: Indexer, goods: Shop) -> None:
    first = goods.publish("Batik")
    mark = goods.session.scalars(select(SearchMark)).one()
    number = mark.seq
    goods.session.delete(mark)  # as if its transaction had not ended yet
    goods.publish("Kopi")
    drain(indexer, goods)
    assert count(indexer) == 1
    goods.session.add(SearchMark(seq=number, kind="product", target_id=first))
    goods.session.commit()
    assert drain(indexer, goods) == 1
    assert count(indexer) == 2
    assert len(seqs(goods)) == 1


def test_a_mark_for_everything_rebuilds(indexer: Indexer, goods: Shop) -> None:
    goods.products[an_id("Batik")] = a_document("Batik")
    mark_all(goods.session, "product")
    goods.session.commit()
    drain(indexer, goods)
    assert (count(indexer, "batik"), goods.loads) == (1, 1)
    assert drain(indexer, goods) == 0


def test_other_kinds_are_only_settled(indexer: Indexer, goods: Shop) -> None:
    goods.mark(uuid4(), "page")
    goods.mark(ALL, "showcase")
    assert drain(indexer, goods) == 2
    assert (goods.loads, drain(indexer, goods)) == (0, 0)


def test_other_kinds_refresh_what_is_suggested(goods: Shop, tmp_path: Path) -> None:
    terms = [Term(text="Kerupuk", kind="category", target="kerupuk")]
    indexer = Indexer(
        engine=WhooshEngine(tmp_path / "index"),
        sources={"product": goods.load},
        terms=lambda _: terms,
    )
    indexer.rebuild(goods.session)
    terms.append(Term(text="Kerajinan", kind="category", target="kerajinan"))
    goods.mark(uuid4(), "category")
    drain(indexer, goods)
    assert [each.target for each in indexer.engine.suggest("kera")] == ["kerajinan"]


def test_a_lost_index_is_built_again(indexer: Indexer, goods: Shop, tmp_path: Path) -> None:
    goods.publish("Batik")
    drain(indexer, goods)
    (tmp_path / "index" / "current.json").unlink()
    drain(indexer, goods)
    assert count(indexer, "batik") == 1


def test_another_database_means_another_index(indexer: Indexer, goods: Shop) -> None:
    indexer.engine.apply([a_document("Dari basis data lama")], [], applied=10**6)
    goods.publish("Batik")
    drain(indexer, goods)
    assert (count(indexer, "lama"), count(indexer, "batik")) == (0, 1)


def test_check_sees_what_was_changed_behind_our_back(indexer: Indexer, goods: Shop) -> None:
    goods.publish("Batik")
    drain(indexer, goods)
    goods.products[an_id("Kopi")] = a_document("Kopi")
    del goods.products[an_id("Batik")]
    difference = indexer.check(goods.session)
    assert (difference.missing, difference.surplus) == ((an_id("Kopi"),), (an_id("Batik"),))


def test_watching_applies_changes_and_outlives_errors(indexer: Indexer, goods: Shop) -> None:
    bind = goods.session.get_bind()
    goods.session.commit()
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
    goods.publish("Batik")
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


def test_an_owner_changes_all_that_it_owns(goods: Shop, tmp_path: Path) -> None:
    indexer = Indexer(
        engine=WhooshEngine(tmp_path / "index"),
        sources={"product": goods.load},
        owners={"vendor": ("product", lambda _session, _vendors: [an_id("Batik"), an_id("Kopi")])},
    )
    indexer.rebuild(goods.session)
    goods.products = {an_id(name): a_document(name) for name in ("Batik", "Kopi")}
    goods.mark(uuid4(), "vendor")
    drain(indexer, goods)
    assert count(indexer) == 2
