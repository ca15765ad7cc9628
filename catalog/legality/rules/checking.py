"""What a verifier compares and says: names side by side, templates of refusals, a later day."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz import fuzz

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

MOST_REASON = 300
LONGEST_WAIT = timedelta(days=60)
OLDEST_LOOK = timedelta(days=90)
ALIKE, NEAR = 90, 70  # of 100, see ``likeness``
# Legal forms and the words of a shop tell nothing about whose paper it is.
_EMPTY_WORDS = frozenset(
    {"pt", "cv", "ud", "pd", "koperasi", "usaha", "toko", "kelompok", "kub", "umkm"}
    | {"ibu", "bu", "bapak", "pak", "hj", "haji", "h"}
)


class CheckOutcome(StrEnum):
    """What came of a look at a paper."""

    VERIFIED = "verified"
    REFUSED = "refused"
    LATER = "later"  # the official register did not answer


# What papers are sent back for, in words that the vendor can act on.
REFUSALS = {
    "unreadable": N_(
        "The photo cannot be read. Photograph the whole paper again, flat and in daylight."
    ),
    "pages": N_("Pages are missing. Add all pages of the paper, the attachments too."),
    "number": N_("The number typed is not the one on the paper. Type it as it stands there."),
    "not_found": N_(
        "The official register does not know this number. Check it, or ask the office that issued"
        " it."
    ),
    "other_holder": N_(
        "The paper is in somebody else's name. Send one in the name of this business or its owner."
    ),
    "expired": N_("The paper has run out. Send the renewed one."),
    "dates": N_("The dates typed are not those on the paper."),
    "scope": N_(
        "The paper does not speak for the products chosen. Choose only those that it names."
    ),
    "kh": N_(
        "This is the halal decree (KH). Send the halal certificate; its number begins with ID."
    ),
    "other_paper": N_("This is a different kind of paper. Send it under its own kind."),
}


class Likeness(StrEnum):
    """How near two names are."""

    SAME = "same"
    NEAR = "near"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of two texts side by side; ``kind`` is ``same``, ``gone`` or ``come``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class NameMatch:
    """A name on a paper beside another one, with their difference."""

    other: str
    score: int
    likeness: Likeness
    pieces: tuple[Piece, ...]


def plain(name: str) -> str:
    """Return a name as it is compared: words in small letters, without legal forms."""
    words = re.findall(r"\w+", name.casefold())
    return " ".join(word for word in words if word not in _EMPTY_WORDS) or " ".join(words)


def likeness(name: str, other: str) -> int:
    """Return how alike two names are, 0 to 100, whatever the order of their words."""
    return round(fuzz.token_sort_ratio(plain(name), plain(other)))


def compare_names(name: str, other: str) -> NameMatch:
    """Return two names side by side: what stands only in one of them is marked."""
    score = likeness(name, other)
    near = Likeness.NEAR if score >= NEAR else Likeness.FAR
    return NameMatch(
        other=other,
        score=score,
        likeness=Likeness.SAME if score >= ALIKE else near,
        pieces=tuple(_pieces(other, name)),
    )


def _pieces(before: str, after: str) -> list[Piece]:
    """Return what turns the first text into the second, letters of equal words not torn apart."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    matcher = SequenceMatcher(
        None, [word.casefold() for word in old], [word.casefold() for word in new], autojunk=False
    )
    found = []
    for kind, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        gone, come = "".join(old[a_from:a_to]), "".join(new[b_from:b_to])
        if kind == "equal":
            found.append(Piece("same", come))
            continue
        found += [Piece("gone", gone)] if gone else []
        found += [Piece("come", come)] if come else []
    return found


def refusal_words(template: str, own: str) -> str:
    """Return the whole reason: a template's sentence (already in words), then one's own."""
    words = " ".join(part for part in (template.strip(), own.strip()) if part)
    if not words:
        raise RuleBroken(
            N_("Choose a reason, or write what the vendor has to change."), field="reason"
        )
    if len(words) > MOST_REASON:
        raise RuleBroken(
            N_("Shorten the reason to %(most)d characters."), field="reason", most=MOST_REASON
        )
    return words


def check_looked(looked_on: date | None, today: date) -> None:
    """Raise unless the official page was looked at lately, and not in the future."""
    if looked_on is None:
        return
    if looked_on > today:
        raise RuleBroken(N_("This day lies in the future. Look at it again."), field="looked_on")
    if looked_on < today - OLDEST_LOOK:
        raise RuleBroken(
            N_("That is more than %(days)d days ago. Look the paper up again."),
            field="looked_on",
            days=OLDEST_LOOK.days,
        )


def check_again(again_on: date | None, today: date) -> date:
    """Return the day to ask again on; raise unless it lies ahead, within two months."""
    if again_on is None:
        raise RuleBroken(N_("Say on which day to look again."), field="again_on")
    if not today < again_on <= today + LONGEST_WAIT:
        raise RuleBroken(
            N_("Choose a day from tomorrow on, at most %(days)d days ahead."),
            field="again_on",
            days=LONGEST_WAIT.days,
        )
    return again_on
