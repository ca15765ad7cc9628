"""Makes the fonts of printed pages: static TTF files from the web fonts that npm installed.

Typst reads TrueType, and no variable fonts; ``tools/setup.py`` calls this once.
"""

import argparse
import json
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

COVERED = "covered.json"  # the characters that can be printed
ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "node_modules"
JAKARTA = "@fontsource-variable/plus-jakarta-sans/files/plus-jakarta-sans-{script}-wght-{style}"
MESSIRI = "@fontsource/el-messiri/files/el-messiri-{script}-{weight}-normal"
UPRIGHT, ITALIC = "normal", "italic"
REGULAR, MEDIUM, BOLD, HEAVY = 400, 500, 700, 800

# Family as the templates name it, script of the file, style, weight. A family of its own for each
# script: of two files with the same name and weight Typst takes only one.
INSTANCES = (
    ("Jakarta", "latin", UPRIGHT, REGULAR),
    ("Jakarta", "latin", UPRIGHT, MEDIUM),
    ("Jakarta", "latin", UPRIGHT, BOLD),
    ("Jakarta", "latin", UPRIGHT, HEAVY),
    ("Jakarta", "latin", ITALIC, REGULAR),
    ("Jakarta Ext", "latin-ext", UPRIGHT, REGULAR),
    ("Jakarta Ext", "latin-ext", UPRIGHT, BOLD),
)
STATIC = (
    ("Messiri", "latin", 600),
    ("Messiri Ext", "latin-ext", 600),
    ("Messiri Arabic", "arabic", 400),
    ("Messiri Arabic", "arabic", 600),
)
_FAMILY, _SUBFAMILY, _UNIQUE, _FULL, _POSTSCRIPT = 1, 2, 3, 4, 6
_OTHER_NAMES = (16, 17, 21, 22, 25)


def renamed(font: TTFont, family: str, weight: int, style: str) -> None:
    """Give a font the family, weight and slant by which the templates find it."""
    names = font["name"]
    for number in _OTHER_NAMES:
        names.removeNames(nameID=number)
    part = f"{weight}{' Italic' if style == ITALIC else ''}"
    full = f"{family} {part}"
    words = {
        _FAMILY: family,
        _SUBFAMILY: "Italic" if style == ITALIC else "Regular",
        _UNIQUE: full,
        _FULL: full,
        _POSTSCRIPT: full.replace(" ", "-"),
    }
    for number, word in words.items():
        names.removeNames(nameID=number)
        names.setName(word, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight


def main() -> None:
    """Write every font into the folder that is named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    covered: set[int] = set()
    for family, script, style, weight in INSTANCES:
        source = SOURCES / f"{JAKARTA.format(script=script, style=style)}.woff2"
        variable = TTFont(source, recalcTimestamp=False)
        font = instancer.instantiateVariableFont(variable, {"wght": weight})
        covered |= set(font.getBestCmap())
        _save(font, folder, (family, weight, style))
    for family, script, weight in STATIC:
        source = SOURCES / f"{MESSIRI.format(script=script, weight=weight)}.woff2"
        font = TTFont(source, recalcTimestamp=False)
        covered |= set(font.getBestCmap())
        _save(font, folder, (family, weight, UPRIGHT))
    (folder / COVERED).write_text(json.dumps(sorted(covered)))


def _save(font: TTFont, folder: Path, named: tuple[str, int, str]) -> None:
    family, weight, style = named
    renamed(font, family, weight, style)
    font.flavor = None
    path = folder / f"{family.lower().replace(' ', '-')}-{weight}-{style}.ttf"
    draft = path.with_suffix(".part")
    font.save(draft)
    draft.replace(path)


if __name__ == "__main__":
    main()
