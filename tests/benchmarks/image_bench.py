"""What taking in a photo costs, beside plain Pillow doing the same, in one run.

``python -m tests.benchmarks.image_bench`` makes a 12-megapixel photo, and takes turns: the pipeline
in its child process (decode, upright, colours, facts, five WebP and one JPEG, hand-over) against
plain Pillow code without limits. Wall seconds, best of the rounds; memory is the child's peak.
"""

import io
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import PIL
from PIL import Image

from catalog.media.rules import WIDTHS
from catalog.media.workshop import Workshop
from tests.media.pictures import photo, saved

SIZE = (4000, 3000)
ROUNDS = 7
ALL = WIDTHS[::-1]
FOUR = (1600, 960, 640, 320)
GOAL_RATIO, GOAL_MB = 1.15, 120
LANCZOS = Image.Resampling.LANCZOS


def main() -> int:
    """Print the table; return 1 when a goal is missed."""
    data = saved(photo(SIZE), quality=90)
    workshop = Workshop(jobs=1)
    _, files = workshop.run("take_in", data)  # starts the child, which is not part of a photo
    contenders: dict[str, Callable[[], object]] = {
        "ours: 5 WebP + JPEG + facts, in the child": lambda: workshop.run("take_in", data),
        "plain draft + chain, the same 6 files": lambda: _chain(data, ALL, with_jpeg=True),
        "plain draft + chain, 4 WebP, method 2": lambda: _chain(data, FOUR),
        "plain draft + chain, 4 WebP, method 4": lambda: _chain(data, FOUR, method=4),
        "plain, 4 WebP, each from full size": lambda: _each(data),
        "one full decode and one resize to 640": lambda: _one(data),
    }
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(ROUNDS):
        for name, job in contenders.items():
            start = time.perf_counter()
            job()
            best[name] = min(best[name], time.perf_counter() - start)
    peak = _peak(workshop)
    workshop.close()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Pillow {PIL.__version__}, {ROUNDS} rounds"
    )
    print(
        f"photo {SIZE[0]} x {SIZE[1]}, {len(data) / 1e6:.1f} MB; made {len(files)} files,", end=" "
    )
    print(f"{sum(map(len, files.values())) / 1e3:.0f} kB")
    return _report(best, peak)


def _report(best: dict[str, float], peak: float) -> int:
    ours, *others = best.items()
    print(f"{'':44}{'ms':>7}{'ours / it':>11}")
    print(f"{ours[0]:44}{ours[1] * 1000:7.0f}{'':>11}")
    for name, seconds in others:
        print(f"{name:44}{seconds * 1000:7.0f}{ours[1] / seconds:11.2f}")
    ratio = ours[1] / others[0][1]
    print(
        f"the same files against plain draft + chain: {ratio:.2f}, goal <= {GOAL_RATIO}:", end=" "
    )
    print("met" if ratio <= GOAL_RATIO else "NOT MET")
    print(f"peak memory of the child: {peak:.0f} MB, goal <= {GOAL_MB}:", end=" ")
    print("met" if peak <= GOAL_MB else "NOT MET")
    return 0 if ratio <= GOAL_RATIO and peak <= GOAL_MB else 1


def _chain(
    data: bytes, widths: tuple[int, ...], *, method: int = 2, with_jpeg: bool = False
) -> None:
    image: Image.Image = Image.open(io.BytesIO(data))
    image.draft("RGB", _size(widths[0]))
    for width in widths:
        image = image.resize(_size(width), LANCZOS)
        saved(image, "WEBP", quality=72, method=method)
        if with_jpeg and width == 960:
            saved(image, quality=80, optimize=True, progressive=True)


def _each(data: bytes) -> None:
    for width in FOUR:
        with Image.open(io.BytesIO(data)) as image:
            saved(image.resize(_size(width), LANCZOS), "WEBP", quality=72)


def _one(data: bytes) -> None:
    with Image.open(io.BytesIO(data)) as image:
        image.resize(_size(640), LANCZOS)


def _size(width: int) -> tuple[int, int]:
    return width, width * SIZE[1] // SIZE[0]


def _peak(workshop: Workshop) -> float:
    status = Path(f"/proc/{workshop.idle[0].pid}/status").read_text()
    line = next(row for row in status.splitlines() if row.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    sys.exit(main())
