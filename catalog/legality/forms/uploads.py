"""Files as a browser sends them, examined one by one before anything is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from flask import current_app
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_line
from catalog.legality.rules.wallet import MAX_BYTES, MAX_FILES
from catalog.legality.services.files import PreparedFile, prepare
from catalog.media.store import Store

_SHOWN = 60  # characters of a name in a sentence


@dataclass(slots=True)
class Uploads:
    """What became of the files of a request: those that are good, a sentence for each other."""

    files: list[PreparedFile] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def received(sent: Iterable[FileStorage]) -> Uploads:
    """Examine the files of a form; one that is bad does not keep the others out."""
    uploads, vault = Uploads(), current_app.extensions["catalog_vault"]
    chosen = [file for file in sent if file.filename]
    for file in chosen[:MAX_FILES]:
        name = file.filename or ""
        try:
            data = file.stream.read(MAX_BYTES + 1)
            uploads.files.append(prepare(data, name, store=store(), vault=vault))
        except RuleBroken as error:
            uploads.problems.append(f"{_short(name)}: {gettext(error.message, **error.values)}")
    if len(chosen) > MAX_FILES:
        uploads.problems.append(
            gettext("Only the first %(most)d files were taken.", most=MAX_FILES)
        )
    return uploads


def _short(name: str) -> str:
    text = clean_line(name)
    return text if len(text) <= _SHOWN else f"…{text[-_SHOWN:]}"


def store() -> Store:
    """Return where files lie."""
    found: Store = current_app.extensions["catalog_store"]
    return found
