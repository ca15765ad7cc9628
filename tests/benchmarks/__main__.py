"""``make bench``: every measurement, one after the other, each in a process of its own."""

import subprocess
import sys

from tests.benchmarks.goals import machine

PARTS = (
    "search_bench",
    "page_bench",
    "import_bench",
    "image_bench",
    "composing_bench",
    "catalogue_bench",
)


def main() -> None:
    """Run all parts; a part that misses a goal says so and the others still run."""
    print(machine(), flush=True)
    failed = []
    for part in PARTS:
        print(f"\n== {part} ==", flush=True)
        if subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{part}"], check=False
        ).returncode:
            failed.append(part)
    print(f"\nparts that missed a goal or failed: {', '.join(failed) or 'none'}")


if __name__ == "__main__":
    main()
