"""Search measured beside its peers in one run: SQLite FTS5 and stock Whoosh.

``python -m tests.benchmarks.search_bench --sizes 10000,100000``. Every engine gets the same tokens
of the same generated catalogue and does the same work: find, filter, count facets, order, highlight
a page. Machines are shared: only ratios within one run mean something.
"""

import argparse
import gc
import importlib.util
import platform
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

import numpy as np
import pysqlite3

from catalog.search.criteria import Criteria
from catalog.search.engines.whoosh import WhooshEngine
from catalog.search.highlight import highlight
from tests.benchmarks.search_catalogue import documents, queries
from tests.benchmarks.search_peers import Fts5, Stock
from tests.benchmarks.search_workers import seen_after, worker_memory

KINDS = ("plain", "faceted", "browse", "sorted", "typo")
QUERIES = 200
SLOW_QUERIES = 12  # of stock Whoosh
CHANGES = 20


@dataclass(slots=True)
class Figures:
    """What one size gave; latencies in milliseconds of CPU: (p50, p95)."""

    rate: float = 0.0  # documents indexed in a second of CPU
    latency: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    visible: float = 0.0  # milliseconds until another process finds a change, p50
    memory: float = 0.0  # MB that a further worker holds for itself


def timed(search: Callable[[Criteria], object], asked: Sequence[Criteria]) -> tuple[float, float]:
    """Return p50 and p95 of the CPU milliseconds of each query, after one round to warm up."""
    for criteria in asked[: len(asked) // 4]:
        search(criteria)
    spent = []
    gc.disable()
    for criteria in asked:
        began = time.process_time()
        search(criteria)
        spent.append((time.process_time() - began) * 1000)
    gc.enable()
    return float(np.percentile(spent, 50)), float(np.percentile(spent, 95))


def highlighting(
    search: Callable[[Criteria], Sequence[UUID]], texts: dict[UUID, str]
) -> Callable[[Criteria], None]:
    """Return the search followed by marking the page's rows, the same for every engine."""

    def work(criteria: Criteria) -> None:
        for each in search(criteria):
            highlight(criteria.text, texts[each])

    return work


def measure(size: int, scratch: Path) -> Figures:
    """Build and question every engine at one size."""
    figures = Figures()
    catalogue = list(documents(size))
    texts = {each.id: f"{each.texts['name']} {each.texts['body'][:200]}" for each in catalogue}
    engine = WhooshEngine(scratch / "ours")
    began = time.process_time()
    engine.rebuild(catalogue)
    figures.rate = size / (time.process_time() - began)
    stock, fts5 = Stock(scratch / "ours"), Fts5(catalogue)
    asked = {kind: queries(kind, QUERIES) for kind in KINDS}
    engines: list[tuple[str, Callable[[Criteria], Sequence[UUID]], int]] = [
        ("ours", lambda criteria: engine.search(criteria).ids, QUERIES),
        ("FTS5", fts5.search, QUERIES),
        ("stock Whoosh", stock.search, SLOW_QUERIES),
    ]
    for name, search, count in engines:
        for kind in KINDS:
            if name != "ours" and kind == "typo":
                continue  # the peers mend nothing
            work = highlighting(search, texts) if kind == "faceted" else search
            figures.latency[name, kind] = timed(work, asked[kind][:count])
    stock.close()
    figures.visible = float(np.median(seen_after(scratch / "ours", CHANGES)))
    figures.memory = worker_memory(scratch / "ours")
    return figures


def show(results: dict[int, Figures]) -> None:
    """Print every figure, then the goals."""
    for size, figures in results.items():
        print(f"\n{size:,} documents: {figures.rate:,.0f} indexed per CPU-second")
        print(f"{'CPU ms, p50 / p95':20}" + "".join(f"{kind:>18}" for kind in KINDS))
        for name in dict.fromkeys(name for name, _ in figures.latency):
            cells = (figures.latency.get((name, kind)) for kind in KINDS)
            shown = (f"{cell[0]:.2f} / {cell[1]:.2f}" if cell else "-" for cell in cells)
            print(f"{name:20}" + "".join(f"{cell:>18}" for cell in shown))
        print(f"a change is found by another process after {figures.visible:.0f} ms (p50)")
        print(f"a further worker holds {figures.memory:.0f} MB for itself")
    print(f"\n{'goal':66}{'target':>10}{'here':>10}")
    for text, target, value, is_met in goals(results):
        print(f"{text:66}{target:>10}{value:>10}  {'met' if is_met else 'NOT MET'}")


def goals(results: dict[int, Figures]) -> list[tuple[str, str, str, bool]]:
    """Return (goal, target, figure, whether met) at the largest size."""
    small, large = results[min(results)], results[max(results)]

    def p95(figures: Figures, name: str, kind: str) -> float:
        return figures.latency[name, kind][1]

    ours = p95(large, "ours", "faceted")
    fts5 = ours / p95(large, "FTS5", "faceted")
    stock = p95(large, "stock Whoosh", "faceted") / ours
    growth = max(p95(large, "ours", kind) / p95(small, "ours", kind) for kind in KINDS[:2])
    visible, memory, rate = large.visible, large.memory, large.rate
    work = "faceted, filtered, highlighted p95"
    return [
        (f"{work} against SQLite FTS5", "<= 0.125", f"{fts5:.3f}", fts5 <= 1 / 8),
        (f"{work}, times faster than stock Whoosh", ">= 300", f"{stock:,.0f}", stock >= 300),
        ("p95 of the largest size against the smallest", "<= 2.5", f"{growth:.2f}", growth <= 2.5),
        ("a change seen by another process, p50", "<= 100 ms", f"{visible:.0f} ms", visible <= 100),
        ("memory of a further worker", "<= 60 MB", f"{memory:.0f} MB", memory <= 60),
        ("documents indexed per CPU-second", ">= 1,500", f"{rate:,.0f}", rate >= 1_500),
    ]


def main() -> None:
    """Measure the sizes that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="10000,100000")
    sizes = [int(each) for each in parser.parse_args().sizes.split(",")]
    print(f"Python {platform.python_version()}, SQLite {pysqlite3.sqlite_version}")
    print(f"{QUERIES} queries of each kind, {SLOW_QUERIES} for stock Whoosh, one run")
    if importlib.util.find_spec("tantivy") is None:
        print("tantivy is not installed: skipped")
    results = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            results[size] = measure(size, Path(scratch))
    show(results)


if __name__ == "__main__":
    main()
