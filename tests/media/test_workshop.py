"""Whatever happens in the child, the site goes on and the next photo is taken in."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.media.rules import ImageRefused, Reason
from catalog.media.workshop import Workshop
from tests.media.pictures import saved, scene


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    """A workshop whose child knows nothing but faults."""
    made = Workshop(jobs=1, job_seconds=5, queue_seconds=0.2, child="tests.media.planted")
    yield made
    made.close()


def _still_works(workshop: Workshop) -> bool:
    return workshop.run("print", b"abc")[1] == {"1.webp": b"cba"}


@pytest.mark.parametrize("fault", ["spin", "eat", "crash", "leave", "fail", "babble", "lie"])
def test_a_fault_costs_one_refusal_and_no_more(workshop: Workshop, fault: str) -> None:
    with pytest.raises(ImageRefused) as refused:
        workshop.run(fault, b"")
    assert refused.value.reason is Reason.TOO_COSTLY
    assert _still_works(workshop)


def test_a_child_that_hangs_is_killed() -> None:
    workshop = Workshop(jobs=1, job_seconds=0.5, child="tests.media.planted")
    with pytest.raises(ImageRefused) as refused:
        workshop.run("sleep", b"")
    assert refused.value.reason is Reason.TOO_COSTLY
    assert workshop.idle == []


def test_a_child_is_used_again(workshop: Workshop) -> None:
    first, _ = workshop.run("print", b"abc")
    second, _ = workshop.run("print", b"abcd")
    assert first["pid"] == second["pid"]
    assert second["length"] == 4


def test_a_child_that_ended_while_it_waited_is_replaced(workshop: Workshop) -> None:
    first, _ = workshop.run("print", b"abc")
    os.kill(first["pid"], 9)
    second, _ = workshop.run("print", b"abc")
    assert first["pid"] != second["pid"]


def test_large_files_pass_both_ways(workshop: Workshop) -> None:
    data = os.urandom(15 * 1024 * 1024)
    assert workshop.run("print", data)[1]["1.webp"] == data[::-1]


def test_who_waits_too_long_is_told_so(workshop: Workshop) -> None:
    reasons = []

    def _send() -> None:
        try:
            workshop.run("spin", b"")
        except ImageRefused as refused:
            reasons.append(refused.reason)

    threads = [threading.Thread(target=_send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reasons) == [Reason.BUSY, Reason.TOO_COSTLY]


def test_the_child_has_neither_the_site_nor_its_secrets(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CATALOG_SECRET_KEY", "open sesame")
    facts, _ = workshop.run("look_around", b"")
    assert "open sesame" not in str(facts["environment"])
    loaded = {name.partition(".")[0] for name in facts["modules"]}
    assert not loaded & {"flask", "sqlalchemy", "werkzeug"}


def test_the_child_cannot_write_files(workshop: Workshop, tmp_path: Path) -> None:
    path = tmp_path / "planted"
    with pytest.raises(ImageRefused):
        workshop.run("write", b"", {"path": str(path)})
    assert not path.exists() or path.read_bytes() == b""


def test_a_forked_process_gets_children_of_its_own(workshop: Workshop) -> None:
    pid = workshop.run("print", b"abc")[0]["pid"]
    reader, writer = os.pipe()
    if os.fork() == 0:
        other = workshop.run("print", b"abc")[0]["pid"]
        os.write(writer, b"shared" if other == pid else b"own")
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        assert pipe.read() == b"own"
    os.wait()
    assert _still_works(workshop)


def test_pictures_come_back_from_the_real_child() -> None:
    workshop = Workshop(jobs=1)
    facts, files = workshop.run("take_in", saved(scene()))
    assert (facts["width"], facts["height"]) == (1200, 800)
    assert set(files) == {f"{w}.webp" for w in (200, 400, 640, 960, 1200)} | {"960.jpg"}
    workshop.close()
