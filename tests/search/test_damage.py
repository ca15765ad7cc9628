"""A damaged index is noticed by whoever meets it, and built again without anybody's doing."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.search.criteria import Criteria
from catalog.search.document import Document
from catalog.search.engine import IndexDamaged, Term
from catalog.search.engines.whoosh import WhooshEngine, sidecar
from catalog.search.engines.whoosh.opened import forget
from catalog.search.engines.whoosh.state import CURRENT, read_state, write_body
from catalog.search.indexer import Indexer
from catalog.search.outbox import SearchMark
from tests.search.documents import SHOP, a_document

TERMS = [Term(text="Kerupuk", kind="category", target="kerupuk")]
OpenSession = Callable[[], AbstractContextManager[Session]]


def load(_session: Session, ids: Iterable[UUID] | None) -> Iterator[Document]:
    """Give the small shop, or those of it."""
    wanted = None if ids is None else set(ids)
    return (each for each in SHOP if wanted is None or each.id in wanted)


def new_indexer(root: Path) -> Indexer:
    """Return an indexer that has opened nothing yet, as in a new process."""
    forget()
    return Indexer(WhooshEngine(root), {"product": load}, terms=lambda _: TERMS)


@pytest.fixture
def open_session(session: Session) -> OpenSession:
    bind = session.get_bind()
    session.commit()
    return lambda: closing(Session(bind))


@pytest.fixture
def root(session: Session, tmp_path: Path) -> Path:
    """A sound index of the small shop."""
    new_indexer(tmp_path).rebuild(session)
    session.commit()
    return tmp_path


def flip(path: Path, place: float = 0.5) -> None:
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 0xFF
    path.unlink()  # what is mapped stays as it was
    path.write_bytes(data)


def side_file(root: Path) -> Path:
    return next(root.glob("index-*/*.side"))


def found(root: Path, text: str = "topeng") -> int:
    forget()
    return WhooshEngine(root).search(Criteria(text=text)).total


def lose(root: Path, harm: str) -> None:
    if harm == "flipped":
        flip(side_file(root))
    elif harm == "missing":
        side_file(root).unlink()
    elif harm == "terms":
        terms = next(root.glob("terms-*.json"))
        terms.write_bytes(terms.read_bytes()[:-5])
    else:
        write_body(root, '{"another": "state"}')


HARMS = pytest.mark.parametrize("harm", ["flipped", "missing", "terms", "state"])


@HARMS
def test_the_first_step_after_a_start_heals(
    root: Path, open_session: OpenSession, harm: str
) -> None:
    lose(root, harm)
    new_indexer(root).step(open_session)
    assert found(root) == 1


@HARMS
def test_draining_within_a_transaction_heals(root: Path, session: Session, harm: str) -> None:
    lose(root, harm)
    new_indexer(root).drain(session)
    session.commit()
    assert found(root) == 1


def test_marks_that_wait_do_not_keep_it_broken(
    root: Path, session: Session, open_session: OpenSession
) -> None:
    session.add(SearchMark(kind="product", target_id=SHOP[0].id))
    session.commit()
    flip(side_file(root))
    indexer = new_indexer(root)
    indexer.step(open_session)
    assert (found(root), indexer.pending(session)) == (1, 0)


def test_damage_that_is_met_while_writing_heals(
    root: Path, session: Session, open_session: OpenSession
) -> None:
    indexer = new_indexer(root)
    indexer.step(open_session)  # it has looked, and trusts the index
    flip(side_file(root))
    forget()
    session.add(SearchMark(kind="product", target_id=SHOP[0].id))
    session.commit()
    indexer.step(open_session)
    assert (found(root), indexer.pending(session)) == (1, 0)


def test_a_damaged_file_of_postings_heals_when_it_is_merged(
    root: Path, session: Session, open_session: OpenSession
) -> None:
    indexer = new_indexer(root)
    for path in root.glob("index-*/*.seg"):
        path.write_bytes(b"nonsense")
    for _ in range(12):
        indexer.engine.apply([], [SHOP[1].id])
        session.add(SearchMark(kind="product", target_id=SHOP[0].id))
        session.commit()
        indexer.step(open_session)
    assert (found(root), indexer.pending(session)) == (1, 0)


def test_a_readers_hint_makes_the_indexer_look_again(root: Path, open_session: OpenSession) -> None:
    indexer = new_indexer(root)
    indexer.step(open_session)
    flip(side_file(root))
    forget()
    with pytest.raises(IndexDamaged):
        WhooshEngine(root).search(Criteria())
    indexer.step(open_session)
    assert found(root) == 1


def test_a_mistaken_hint_rebuilds_nothing(root: Path, open_session: OpenSession) -> None:
    indexer = new_indexer(root)
    path = side_file(root)
    path.rename(root / "aside")
    with pytest.raises(IndexDamaged):
        WhooshEngine(root).search(Criteria())
    (root / "aside").rename(path)
    assert indexer.engine.doubted()
    before = indexer.engine.generation()
    indexer.step(open_session)
    assert (indexer.engine.generation(), indexer.engine.doubted()) == (before, False)


def test_watching_heals_what_is_met_while_it_runs(root: Path, open_session: OpenSession) -> None:
    indexer = new_indexer(root)
    healed = threading.Event()
    turns = iter(range(200))

    def stop() -> bool:
        turn = next(turns, None)
        if turn == 1:
            flip(side_file(root))
            forget()
        try:
            sound = WhooshEngine(root).search(Criteria(text="topeng")).total == 1
        except IndexDamaged:
            sound = False
        if turn is not None and turn > 1 and sound:
            healed.set()
        return healed.is_set() or turn is None

    indexer.watch(open_session, stop=stop)
    assert healed.is_set()


def test_an_index_of_an_older_code_is_made_anew(
    root: Path, session: Session, open_session: OpenSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        older.setattr(sidecar, "VERSION", sidecar.VERSION - 1)
        new_indexer(root).rebuild(session)
        session.commit()
    with pytest.raises(IndexDamaged):
        found(root)
    new_indexer(root).step(open_session)
    assert found(root) == 1


@pytest.mark.parametrize("harm", ["terms", "state"])
def test_what_cannot_be_read_is_damage_and_no_error_of_ours(root: Path, harm: str) -> None:
    lose(root, harm)
    forget()
    engine = WhooshEngine(root)
    with pytest.raises(IndexDamaged):
        engine.suggest("keru")
    with pytest.raises(IndexDamaged):
        engine.search(Criteria())
    with pytest.raises(IndexDamaged):
        engine.check([uuid4()])


@pytest.mark.parametrize("body", ["{", "[]", "null", "3", '{"segments": [3]}', '{"segments": 1}'])
def test_any_other_state_is_damage(root: Path, body: str) -> None:
    write_body(root, body)
    with pytest.raises(IndexDamaged):
        read_state(root)
    assert WhooshEngine(root).generation() == 0


@pytest.mark.parametrize("text", ["", "{", "3", "[3]", '[{"text": 3, "kind": "x"}]', "[{}]"])
def test_any_other_list_of_terms_is_damage(root: Path, text: str) -> None:
    next(root.glob("terms-*.json")).write_text(text, "utf-8")
    with pytest.raises(IndexDamaged):
        WhooshEngine(root).suggest("keru")


@pytest.mark.parametrize("harm", ["flipped", "state"])
def test_a_site_with_a_damaged_index_is_not_ready(app: Flask, session: Session, harm: str) -> None:
    indexer = app.extensions["catalog_indexer"]
    indexer.engine.rebuild([a_document("Topeng")], terms=TERMS)
    root = next(Path(app.extensions["catalog_settings"].search_dir).rglob(CURRENT)).parent
    lose(root, harm)
    forget()
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["checks"]["index"] == "failed"
    indexer.drain(session)
    session.commit()
    assert app.test_client().get("/readyz").status_code == 200
