"""What needs other processes: how soon a change is seen, and what a worker holds for itself."""

import multiprocessing
import time
from multiprocessing.connection import Connection
from pathlib import Path

from catalog.search.criteria import Criteria
from catalog.search.engines.whoosh import WhooshEngine
from tests.benchmarks.search_catalogue import queries
from tests.search.documents import a_document

_SPAWN = multiprocessing.get_context("spawn")


def seen_after(root: Path, changes: int) -> list[float]:
    """Return the milliseconds from handing a change over to another process finding it."""
    here, there = _SPAWN.Pipe()
    reader = _SPAWN.Process(target=_look, args=(root, there))
    reader.start()
    here.recv()  # it has searched once: warm
    engine = WhooshEngine(root)
    spent = []
    for number in range(changes):
        word = "perubahan" + "abcdefghijklmnopqrstuvwxyz"[number % 26] * 3
        here.send(word)
        began = time.perf_counter()
        engine.apply([a_document(f"Barang {word}")], [])
        spent.append((here.recv() - began) * 1000)
    here.send("")
    reader.join()
    return spent


def _look(root: Path, pipe: Connection) -> None:
    engine = WhooshEngine(root)
    engine.search(Criteria())
    pipe.send(0.0)
    while word := pipe.recv():
        while engine.search(Criteria(text=word, counted=())).total != 1:
            time.sleep(0.002)
        pipe.send(time.perf_counter())  # the clock is the machine's, the same for both


def worker_memory(root: Path) -> float:
    """Return the private MB that searching adds to a process beside another one."""
    workers = []
    for _ in range(2):
        here, there = _SPAWN.Pipe()
        worker = _SPAWN.Process(target=_work, args=(root, there))
        worker.start()
        workers.append((worker, here))
    before = [here.recv() for _, here in workers]
    for _, here in workers:
        here.send("search")
    for _, here in workers:
        here.recv()
    for _, here in workers:
        here.send("measure")
    after = [here.recv() for _, here in workers]
    for worker, here in workers:
        here.send("end")
        worker.join()
    added: float = after[1] - before[1]
    return added / 2**20


def _work(root: Path, pipe: Connection) -> None:
    pipe.send(_private())
    pipe.recv()
    engine = WhooshEngine(root)
    for kind in ("plain", "faceted", "browse", "sorted", "typo"):
        for criteria in queries(kind, 100):
            engine.search(criteria)
    engine.suggest("ker")
    pipe.send(None)
    pipe.recv()
    pipe.send(_private())
    pipe.recv()


def _private() -> int:
    """Return the bytes that this process shares with no other."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    sizes = (line.split() for line in lines if line.startswith("Private"))
    return sum(int(size[1]) * 1024 for size in sizes)
