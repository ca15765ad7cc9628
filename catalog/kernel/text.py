"""Text in several languages, and cleaning of what people type."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Self


def N_(message: str) -> str:  # noqa: N802  # gettext's own name
    """Mark a message for translation where it is written, not where it is shown."""
    return message


class Language(StrEnum):
    """Languages a page can be read in; Indonesian is the default."""

    ID = "id"
    EN = "en"


DEFAULT_LANGUAGE = Language.ID


class LocalText(dict[str, str]):
    """One text per language code, for example ``{"id": "Kursi", "en": "Chair"}``."""

    @classmethod
    def of(cls, values: Mapping[str, str] | None = None, /, **texts: str) -> Self:
        """Build from a mapping or keywords; empty texts are left out."""
        return cls({k: v for k, v in {**(values or {}), **texts}.items() if v})

    def best(self, language: str) -> str:
        """Return the text in this language, else the default's, else any, else ''."""
        return self.get(language) or self.get(DEFAULT_LANGUAGE) or next(iter(self.values()), "")

    def has(self, language: str) -> bool:
        """Return whether this language has a text of its own."""
        return bool(self.get(language))


# C0 and C1 controls, surrogates, the bidi overrides that can disguise a text, and what nobody sees
# (soft hyphen, zero-width space and the like; joiners stay, emoji are made of them).
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ud800-\udfff"
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
)
_SPACE = re.compile(r"\s+")
_SLUG_GAP = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*")


def clean_line(value: str) -> str:
    """Return one line: NFC, no control or bidi-override characters, single spaces."""
    return _SPACE.sub(" ", _UNWANTED.sub("", unicodedata.normalize("NFC", value))).strip()


def storable(value: str, limit: int) -> str:
    """Return a text as it was typed, as far as it can be kept: no control or bidi characters."""
    return _UNWANTED.sub("", value[:limit])


def clean_block(value: str) -> str:
    """Return paragraphs: as ``clean_line`` per line, at most one empty line in a row."""
    text = _UNWANTED.sub(
        "", unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    )
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def slugify(value: str, *, limit: int = 80) -> str:
    """Return an ASCII slug of at most ``limit`` characters; may be empty."""
    folded = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    slug = _SLUG_GAP.sub("-", folded).strip("-")
    if len(slug) <= limit:
        return slug
    return slug[: limit + 1].rsplit("-", 1)[0][:limit].strip("-")


def is_slug(value: str, *, limit: int = 80) -> bool:
    """Return whether this can be a slug at all; what cannot is not worth asking the database."""
    return len(value) <= limit and _SLUG.fullmatch(value) is not None
