"""Where an English text stands, words of the field in a text, and drafts made by rule; pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line

MAX_NAME, MAX_SUMMARY, MAX_DESCRIPTION = 160, 300, 8000
MAX_TERM, MAX_ENGLISH, MAX_NOTE = 80, 160, 300


class State(StrEnum):
    """How far the English of a product is."""

    EMPTY = "kosong"
    DRAFT = "draf"  # made by the machine, or begun by a person; not public
    WRITTEN = "tertulis"  # by a person, public, not compared with the Indonesian
    CHANGED = "berubah"  # one of the two languages has changed since they were compared
    CHECKED = "diperiksa"


STATE_NAMES = {
    State.EMPTY: N_("No English"),
    State.DRAFT: N_("Draft"),
    State.WRITTEN: N_("Not checked"),
    State.CHANGED: N_("Changed since"),
    State.CHECKED: N_("Checked"),
}


@dataclass(frozen=True, slots=True)
class Words:
    """A product's words in one language."""

    name: str = ""
    summary: str = ""
    description: str = ""

    @property
    def is_whole(self) -> bool:
        """Return whether readers may be given these words: name and description are there."""
        return bool(self.name and self.description)


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the field, and the English that is wanted; ``is_kept`` leaves it as it is."""

    term: str
    english: str
    is_kept: bool = False
    note: str = ""

    @property
    def wanted(self) -> str:
        """Return what stands for it in an English text."""
        return self.term if self.is_kept else self.english


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; with an ``entry`` it is a word of the field."""

    text: str
    entry: Entry | None = None


# Words that hold others together: put into drafts, not worth a mark in a text.
_SMALL = tuple(
    Entry(term, english)
    for term, english in (("dan", "and"), ("dengan", "with"), ("dari", "from"), ("untuk", "for"))
)


def state_of(
    english: Words, *, has_draft: bool, checked: str, current: str, is_same_version: bool
) -> State:
    """Return how far an English text is; ``checked`` and ``current`` are digests of both texts."""
    if not english.is_whole:
        return State.DRAFT if has_draft else State.EMPTY
    if not checked:
        return State.WRITTEN
    return State.CHECKED if is_same_version or checked == current else State.CHANGED


def digest(indonesian: Words, english: Words) -> str:
    """Return the digest of both texts, as they were compared."""
    parts = [
        part
        for words in (indonesian, english)
        for part in (words.name, words.summary, words.description)
    ]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def check_whole(words: Words) -> None:
    """Raise unless an English text can be shown: with a name and a description."""
    if not words.name:
        raise RuleBroken(N_("Write the English name."), field="name")
    if not words.description:
        raise RuleBroken(N_("Write the English description."), field="description")


def check_entry(entry: Entry) -> None:
    """Raise unless an entry says what is to stand in English."""
    if not entry.term:
        raise RuleBroken(N_("Write the Indonesian word."), field="term")
    if not entry.english and not entry.is_kept:
        raise RuleBroken(
            N_("Write the English, or tick that the word stays as it is."), field="english"
        )


def fold(text: str) -> str:
    """Return a word as it is looked for."""
    return clean_line(text).casefold()


def marked(text: str, entries: Iterable[Entry]) -> list[Piece]:
    """Return a text in pieces, the words of the field marked; the longest word wins."""
    known = {fold(entry.term): entry for entry in entries}
    if not known or not text:
        return [Piece(text)] if text else []
    by_length = sorted(known, key=lambda term: (-len(term), term))
    pattern = "|".join(re.escape(term).replace(r"\ ", r"\s+") for term in by_length)
    finder = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
    pieces, at = [], 0
    for found in finder.finditer(text):
        if found.start() > at:
            pieces.append(Piece(text[at : found.start()]))
        pieces.append(Piece(found.group(), known.get(fold(found.group()))))
        at = found.end()
    return pieces + ([Piece(text[at:])] if at < len(text) else [])


def replaced(text: str, entries: Iterable[Entry]) -> str:
    """Return a text with its words of the field in English, and the little ones between them."""
    pieces = marked(text, [*_SMALL, *entries])
    found = "".join(piece.entry.wanted if piece.entry else piece.text for piece in pieces)
    return found[:1].upper() + found[1:]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a product in English: all of it from lists, nothing translated freely."""

    name: str  # Indonesian
    category: str
    terms: Mapping[str, Sequence[str]]  # by kind
    facts: Sequence[tuple[str, str]]  # label, value
    maker: str
    place: str


def drafted(known: Known, entries: Sequence[Entry]) -> Words:
    """Return a draft from the glossary and what the lists say of a product.

    Whole sentences come from templates, never from a translation of somebody's story: what the
    machine cannot know, it leaves to a person.
    """
    first = _sentence(known)
    lines = [first, *_told(known)]
    facts = [f"{label}: {value}." for label, value in known.facts if value]
    paragraphs = [" ".join(lines), "\n".join(facts)]
    return Words(
        name=replaced(known.name, entries)[:MAX_NAME],
        summary=first[:MAX_SUMMARY],
        description="\n\n".join(part for part in paragraphs if part)[:MAX_DESCRIPTION],
    )


def _sentence(known: Known) -> str:
    what = known.category or "Product"
    where = f" from {known.place}" if known.place else " from Cirebon"
    return f"{what}{where}, made by {known.maker}."


_TOLD = (
    ("technique", "Technique: {}."),
    ("motif", "Motif: {}."),
    ("material", "Material: {}."),
    ("sentra", "Made in the craft village of {}."),
)


def _told(known: Known) -> list[str]:
    return [
        words.format(", ".join(known.terms[kind])) for kind, words in _TOLD if known.terms.get(kind)
    ]
