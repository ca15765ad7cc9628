"""A crash, a second writer or a broken file never leaves half an index or a wrong answer."""

import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.search.criteria import Criteria
from catalog.search.document import Document
from catalog.search.engine import IndexBusy, IndexDamaged
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.engines.whoosh.opened import forget
from catalog.search.engines.whoosh.state import CURRENT, read_state, writing
from tests.search.documents import SHOP, a_document, an_id, names, total
from tests.search.stock import open_stock

ROUNDS = 6
ROOT = Path(__file__).parents[2]


def killed_run(root: Path, after: float) -> int:
    """Let the worker run a while, kill it, and return the last batch that it called done."""
    with subprocess.Popen(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.search.crashing", str(root)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as worker:
        assert worker.stdout is not None
        done = int(worker.stdout.readline())
        time.sleep(after)
        worker.kill()
        for line in worker.stdout:
            if line.endswith("\n"):
                done = int(line)
        return done


def test_kill_at_any_moment_leaves_whole_batches(tmp_path: Path) -> None:
    random_ = random.Random(3)  # noqa: S311  # moments, no secrets
    for _ in range(ROUNDS):
        done = killed_run(tmp_path, random_.uniform(0.01, 0.25))
        engine = WhooshEngine(tmp_path)
        pair = engine.search(Criteria(ranges={"price": (0, None)}))
        assert set(pair.ids) == {an_id("left"), an_id("right")}
        applied = engine.applied()
        assert applied >= done
        assert engine.search(Criteria(ranges={"price": (applied, applied)})).total == 2


def test_a_started_but_uncommitted_change_is_not_seen_and_swept_later(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild(SHOP)
    before = (tmp_path / CURRENT).read_bytes()
    engine.apply([a_document("Baru")], [])
    (tmp_path / CURRENT).write_bytes(before)  # as if the power had failed before the swap
    again = WhooshEngine(tmp_path)
    assert total(again, "baru") == 0
    again.apply([a_document("Lain")], [])
    assert total(again, "lain") == 1
    folder = tmp_path / read_state(tmp_path).folder
    assert len(list(folder.glob("*.side"))) == len(read_state(tmp_path).segments)


@pytest.mark.parametrize("pattern", ["current.json", "index-*/*.side"])
@pytest.mark.parametrize("harm", ["cut", "scramble", "empty"])
def test_a_broken_file_is_noticed_and_healed_by_a_rebuild(
    tmp_path: Path, pattern: str, harm: str
) -> None:
    WhooshEngine(tmp_path).rebuild(SHOP)
    path = next(tmp_path.glob(pattern))
    data = bytearray(path.read_bytes())
    if harm == "cut":
        data = data[: len(data) // 2]
    elif harm == "empty":
        data.clear()
    else:
        data[len(data) // 2] ^= 0xFF
    path.unlink()
    path.write_bytes(data)
    engine = fresh(tmp_path)
    with pytest.raises(IndexDamaged):
        engine.search(Criteria(text="kerupuk"))
    engine.rebuild(SHOP)
    assert names(engine, SHOP, Criteria(text="topeng")) == ["Topeng Kelana"]


def test_a_broken_table_of_contents_is_written_anew(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    engine.rebuild(SHOP)
    next(tmp_path.glob("index-*/*.toc")).write_bytes(b"nonsense")
    engine.apply([a_document("Baru")], [])
    with open_stock(tmp_path) as searcher:
        assert searcher.doc_count() == len(SHOP) + 1


def test_a_missing_segment_is_noticed(tmp_path: Path) -> None:
    WhooshEngine(tmp_path).rebuild(SHOP)
    next(tmp_path.glob("index-*/*.side")).unlink()
    with pytest.raises(IndexDamaged):
        fresh(tmp_path).search(Criteria())


def test_the_folder_is_private(tmp_path: Path) -> None:
    root = tmp_path / "index"
    WhooshEngine(root).rebuild(SHOP)
    assert root.stat().st_mode & 0o777 == 0o700
    assert all(each.stat().st_mode & 0o077 == 0 for each in root.iterdir() if each.is_dir())


def test_a_second_writer_waits_and_then_says_busy(tmp_path: Path) -> None:
    with writing(tmp_path, 1), pytest.raises(IndexBusy), writing(tmp_path, 0.05):
        pass
    with writing(tmp_path, 0.05):
        pass


def test_readers_see_the_old_index_until_the_new_one_stands(tmp_path: Path) -> None:
    reader, writer = WhooshEngine(tmp_path), WhooshEngine(tmp_path)
    writer.rebuild(SHOP)
    assert total(reader, "topeng") == 1

    def slowly() -> Iterator[Document]:
        for document in SHOP[:2]:
            assert total(reader, "topeng") == 1
            yield document

    writer.rebuild(slowly())
    assert total(reader, "topeng") == 0
    assert reader.search(Criteria()).total == 2


def test_many_small_changes_keep_few_segments(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path)
    documents = [a_document(f"Kopi nomor {number}") for number in range(40)]
    engine.rebuild(documents[:5])
    for number in range(5, 40):
        engine.apply([documents[number]], [documents[number - 5].id])
    assert len(read_state(tmp_path).segments) <= 8
    assert total(engine, "kopi") == 5
    assert not engine.check(each.id for each in documents[-5:])


def fresh(root: Path) -> WhooshEngine:
    """Return an engine that has opened nothing yet, as in a new process."""
    forget()
    return WhooshEngine(root)
