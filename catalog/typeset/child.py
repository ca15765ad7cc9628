"""The child process that sets a page: one document, with limits, then it ends.

It is run by its path, not imported, and reads nothing but the folder that is named: a template that
loops or eats memory costs one document, never the worker.
"""

import json
import resource
import sys
from pathlib import Path

import typst

MEMORY_BYTES = 3 * 1024**3  # address space; the largest catalogue takes a third of it
CPU_SECONDS = 120
FILE_BYTES = 512 * 1024**2


def main(folder: Path, fonts: Path) -> None:
    """Set ``main.typ`` of a folder as ``out.pdf``."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (limit, hard))
    order = json.loads((folder / "order.json").read_text())
    typst.compile(
        folder / "main.typ",
        output=folder / "out.pdf",
        root=folder,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
        ),
        ignore_system_fonts=True,
        format="pdf",
        timestamp=order["made_at"],
        # Nothing is fetched: there are no packages, and nowhere to keep one.
        package_path=folder / "none",
        package_cache_path=folder / "none",
    )


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
    except typst.TypstError as error:
        sys.exit(f"{error.diagnostic}"[:4000])
