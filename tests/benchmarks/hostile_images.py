"""Sends every file of a folder through ``take_in`` and counts what happens.

``python -m tests.benchmarks.hostile_images FOLDER`` prints one table: accepted, refused by reason,
errors that are no refusal, the slowest, growth of memory, and any rendition with metadata left.
"""

import resource
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from catalog.db.engine import harden, options
from catalog.db.work import Work
from catalog.media import services
from catalog.media.models import Image
from catalog.media.rules import ImageRefused, rendition_keys
from catalog.media.store import LocalStore
from catalog.media.workshop import WORKSHOP
from tests.media.pictures import leftovers

GOAL_SECONDS = 10
GOAL_GROWTH = 50  # MB


def main(folder: Path) -> int:
    """Print the table; return 1 when a goal is missed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    outcomes: Counter[str] = Counter()
    slowest: list[tuple[float, str]] = []
    dirty: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        store = LocalStore(Path(scratch))
        work = _work()
        growth_from = 0
        for number, path in enumerate(files):
            start = time.perf_counter()
            outcomes[_outcome(work, store, path, dirty)] += 1
            slowest.append((time.perf_counter() - start, str(path.relative_to(folder))))
            if number == len(files) // 10:
                growth_from = _resident()
        growth = (_resident() - growth_from) / 1024
    return _report(outcomes, sorted(slowest, reverse=True)[:5], dirty, growth)


def _outcome(work: Work, store: LocalStore, path: Path, dirty: list[str]) -> str:
    try:
        image = services.take_in(work, path, store=store)
    except ImageRefused as refused:
        return f"refused: {refused.reason.value}"
    except Exception as error:  # noqa: BLE001  # counting them is the purpose
        return f"ERROR: {path.name}: {error!r}"[:160]
    work.session.commit()
    for key in rendition_keys(image.name, image.widths):
        with store.open(key) as file:
            data = file.read()
        dirty += [f"{path.name}: {part} in {key}" for part in leftovers(data)]
    return "accepted"


def _work() -> Work:
    engine = create_engine("sqlite://", **options("sqlite://"))
    harden(engine)
    Image.metadata.create_all(engine, tables=[Image.metadata.tables["image"]])
    return Work(session=Session(engine), now=datetime.now(UTC))


def _resident() -> int:
    """Return the resident memory of this process and its picture children, kB."""
    total = 0
    for status in (Path("/proc/self/status"), *_children()):
        line = next(row for row in status.read_text().splitlines() if row.startswith("VmRSS"))
        total += int(line.split()[1])
    return total


def _children() -> list[Path]:
    return [Path(f"/proc/{child.pid}/status") for child in WORKSHOP.idle]


def _report(
    outcomes: Counter[str], slowest: list[tuple[float, str]], dirty: list[str], growth: float
) -> int:
    for name, count in outcomes.most_common():
        print(f"{count:6}  {name}")
    print("slowest, s:", ", ".join(f"{seconds:.2f} {name}" for seconds, name in slowest))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"memory after the first tenth: {growth:+.1f} MB; largest ended child {peak:.0f} MB")
    print(f"renditions with metadata: {len(dirty)}", *dirty[:10], sep="\n  ")
    errors = sum(count for name, count in outcomes.items() if name.startswith("ERROR"))
    met = not errors and not dirty and slowest[0][0] < GOAL_SECONDS and growth < GOAL_GROWTH
    print(f"goals (0 errors, 0 with metadata, < {GOAL_SECONDS} s, < {GOAL_GROWTH} MB):", end=" ")
    print("met" if met else "NOT MET")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
