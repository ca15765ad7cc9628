"""Keeps the Indonesian message catalogue in step with the code.

``extract`` collects msgids; ``set`` reads translations as JSON; ``missing`` lists gaps as JSON;
``tidy`` drops messages that no code uses; ``compile`` writes what the site reads.
"""

import argparse
import fcntl
import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "catalog" / "translations"
PO = FOLDER / "id" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%%")
# Dates and versions would change with every run and tell a reader nothing.
NOISE = re.compile(
    r'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Last-Translator|Language-Team'
    r"|Report-Msgid-Bugs-To|Project-Id-Version):.*\n",
    re.MULTILINE,
)
# Babel 2.18 knows no plural rule for Indonesian and would write the English one.
HEADERS = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
]

type_of = {".py": "python", ".html": "jinja2", ".txt": "jinja2", ".xml": "jinja2"}
Id = str | tuple[str, str]


class MessagesError(Exception):
    """The input cannot be used; the message says why."""


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Give every file that may hold messages, in a fixed order."""
    for top in ("catalog", "templates"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in type_of and "versions" not in path.parts:
                yield path


def extracted(root: Path = ROOT) -> Catalog:
    """Return a catalogue of the msgids in the code, without translations."""
    found = Catalog(locale="id", fuzzy=False, header_comment="# Sarumban in Indonesian.")
    found.mime_headers = HEADERS
    for path in sources(root):
        try:
            entries = list(
                extract_from_file(
                    type_of[path.suffix],
                    path,
                    keywords=KEYWORDS,
                    comment_tags=("Translators:",),
                    options={"silent": "true", "trimmed": "true"},
                    strip_comment_tags=True,
                )
            )
        except (SyntaxError, UnicodeDecodeError) as error:
            print(f"skipped {path.relative_to(root)}: {error}", file=sys.stderr)
            continue
        for _line, msgid, comments, context in entries:
            where = [(str(path.relative_to(root)), 0)]
            found.add(msgid, locations=where, auto_comments=comments, context=context)
    return found


def stored() -> dict[Id, Any]:
    """Return the translations on disk, those of unused messages too."""
    if not PO.exists():
        return {}
    with PO.open("rb") as file:
        catalog = read_po(file, locale="id")
    entries = [*(message for message in catalog if message.id), *catalog.obsolete.values()]
    return {_key(message): message.string for message in entries if _is_set(message.string)}


def _key(message: Message) -> Id:
    if isinstance(message.id, str):
        return message.id
    return message.id[0], message.id[1]


def _is_set(string: object) -> bool:
    return any(string) if isinstance(string, list | tuple) else bool(string)


def merged(translations: dict[Id, Any], *, keep: bool = True) -> Catalog:
    """Return the code's messages with these translations; the rest is kept as obsolete."""
    catalog = extracted()
    used: set[Id] = set()
    for message in catalog:
        if message.id:
            key = _key(message)
            used.add(key)
            text = _text_of(translations.get(key, ""))
            message.string = (text,) if isinstance(key, tuple) else text
    if keep:
        for key in sorted(translations.keys() - used, key=str):
            text = _text_of(translations[key])
            string = (text,) if isinstance(key, tuple) else text
            catalog.obsolete[str(key)] = Message(key, string)
    return catalog


def _text_of(given: object) -> str:
    """Return the one Indonesian form of a translation, however it was given."""
    if isinstance(given, dict):
        given = given.get("other") or given.get("one") or ""
    if isinstance(given, list | tuple):
        given = given[0] if given else ""
    if not isinstance(given, str):
        raise MessagesError(f"not a text: {given!r}")
    return given


def save(catalog: Catalog) -> None:
    """Write the catalogue and its compiled form; every file is whole at every moment."""
    _replace(PO, rendered(catalog).encode())
    compile_all()


def rendered(catalog: Catalog) -> str:
    """Return the text of the ``.po`` file, the same for the same messages on every day."""
    raw = io.BytesIO()
    write_po(raw, catalog, width=0, sort_output=True, include_lineno=False)
    return NOISE.sub("", raw.getvalue().decode())


def compile_all() -> None:
    """Write the ``.mo`` file of every language, where it differs."""
    for source in sorted(FOLDER.glob("*/LC_MESSAGES/messages.po")):
        with source.open("rb") as file:
            catalog = read_po(file, locale=source.parts[-3])
        raw = io.BytesIO()
        write_mo(raw, catalog)
        target = source.with_suffix(".mo")
        if not target.exists() or target.read_bytes() != raw.getvalue():
            _replace(target, raw.getvalue())


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f"{path.suffix}.{os.getpid()}")
    fresh.write_bytes(content)
    fresh.replace(path)


@contextmanager
def locked() -> Iterator[None]:
    """Hold the catalogue alone; several people's tools may run at once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    handle = os.open(FOLDER, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def placeholders(text: str) -> set[str]:
    """Return the names of the ``%(name)s`` places in a text."""
    return {match[1] for match in PLACEHOLDER.finditer(text) if match[1]}


def _check_places(key: Id, text: str) -> None:
    # "one product" may leave its number out, so a plural's places are those of its second form.
    wanted = placeholders(key[1] if isinstance(key, tuple) else key)
    if text and placeholders(text) != wanted:
        raise MessagesError(f"placeholders differ: {key!r} -> {text!r}")


def set_messages(given: dict[str, Any]) -> list[str]:
    """Store translations by msgid (a plural's by its singular); give those no code uses yet."""
    if not isinstance(given, dict):
        raise MessagesError("standard input must be one JSON object {msgid: msgstr}")
    with locked():
        known: dict[str, Id] = {}
        for message in extracted():
            key = _key(message)
            known[key[0] if isinstance(key, tuple) else key] = key
        fresh: dict[Id, Any] = {}
        for msgid, text in given.items():
            key = known.get(msgid, msgid)
            _check_places(key, _text_of(text))
            fresh[key] = text
        save(merged({**stored(), **fresh}))
    return [msgid for msgid in given if msgid not in known]


def missing() -> list[Id]:
    """Return the msgids without an Indonesian text, in the catalogue's order."""
    done = stored()
    return [_key(message) for message in extracted() if message.id and _key(message) not in done]


def _run_set() -> None:
    unused = set_messages(json.load(sys.stdin))
    if unused:
        print(f"stored, but no code uses them yet: {json.dumps(unused)}", file=sys.stderr)


def _run_merge(*, keep: bool) -> None:
    with locked():
        save(merged(stored(), keep=keep))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit status is 1 when something is wrong or missing."""
    parser = argparse.ArgumentParser(prog="tools/messages.py", description=__doc__)
    parser.add_argument("command", choices=["extract", "set", "missing", "tidy", "compile"])
    command = parser.parse_args(arguments).command
    try:
        match command:
            case "set":
                _run_set()
            case "extract" | "tidy":
                _run_merge(keep=command == "extract")
            case "compile":
                compile_all()
            case _:
                gaps = missing()
                print(json.dumps(gaps, ensure_ascii=False, indent=1))
                return 1 if gaps else 0
    except (MessagesError, json.JSONDecodeError) as error:
        print(f"messages: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
