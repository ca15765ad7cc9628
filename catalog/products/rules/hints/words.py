"""Hints about how a text reads: shouting, contact data in it, hardly any words."""

import re
from collections.abc import Iterator

from catalog.kernel.text import N_
from catalog.products.rules.hints.core import Hint, Level, Listing

SHORT_STORY = 120  # characters
_LEAST_LETTERS = 8
_LOUD = 0.7  # share of capitals
# Indonesian numbers as people type them: 0812-3456-7890, +62 812 3456 7890, (0231) 123456
_PHONE = re.compile(
    r"(?<![\d.,])(?:\+?62|0)[\s.()-]{0,2}\d(?:[\s.()-]{0,2}\d){7,12}(?![\d.,]\d|\d)"
)
_LINK = re.compile(
    r"https?://\S+|www\.\S+|\bwa\.me/\S+"
    r"|\b[a-z0-9][a-z0-9-]{1,40}\.(?:com|net|org|id|shop|store|my\.id|co\.id)\b(?:/\S*)?",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\b[\w.+-]+@[\w-]+\.[\w.]+")
_HANDLE = re.compile(r"(?<![\w@])@[a-z0-9_.]{3,30}\b", re.IGNORECASE)
_CONTACTS = ((_MAIL, "mail"), (_PHONE, "phone"), (_LINK, "link"), (_HANDLE, "handle"))

_CONTACT = N_(
    "Leave “%(words)s” out of the text: buyers reach you by the button on the page, and your"
    " contact data stays under your control in the profile."
)


def word_hints(listing: Listing) -> Iterator[Hint]:
    """Yield hints about each text."""
    for field, text in listing.texts.items():
        yield from _contacts(field, text)
        if _is_loud(text):
            yield Hint(
                "text.capitals",
                Level.NOTE,
                field,
                N_("All in capitals is hard to read. Write as in a letter: Batik tulis mega biru."),
            )
        if "!!" in text:
            yield Hint(
                "text.marks",
                Level.NOTE,
                field,
                N_("One full stop is enough: exclamation marks look like advertising."),
            )
    story = listing.texts.get("description", "")
    if story and len(story) < SHORT_STORY:
        yield Hint(
            "text.short",
            Level.NOTE,
            "description",
            N_(
                "This story is short. Add who makes it, what it is made of, and what it is used"
                " for; two or three more sentences are enough."
            ),
        )


def _contacts(field: str, text: str) -> Iterator[Hint]:
    for pattern, code in _CONTACTS:
        match = pattern.search(text)
        if match:
            # One is enough: an address by mail also looks like a link.
            yield Hint(f"text.{code}", Level.WARNING, field, _CONTACT, {"words": match[0]})
            return


def _is_loud(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return len(letters) >= _LEAST_LETTERS and capitals >= _LOUD * len(letters)
