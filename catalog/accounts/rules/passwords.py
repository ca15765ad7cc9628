"""Which passwords are refused: short ones, and those that somebody would guess; works offline."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from zxcvbn import zxcvbn

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

SHORTEST = 10
# zxcvbn's time explodes with the length; longer ones are strong unless they repeat themselves.
_LONGEST_LOOKED_AT, _MANY_CHARACTERS = 32, 12
_STRONG = 10**9  # guesses; ours are slow to check (argon2id) and limited
_LONG_TOKEN, _SHORTEST_NUMBER = 4, 6
_DATA = Path(__file__).resolve().parent.parent / "data"
_WORD = re.compile(r"[^\W\d_]+")
_DIGITS = re.compile(r"\d+")
_NOT_LETTER = re.compile(r"[\W\d_]+")

TOO_SHORT = N_("Use at least 10 characters. Three or four words in a row are easy to remember.")
PERSONAL = N_("Leave your name, phone number and e-mail address out of the password.")
PLACE = N_("A place and a few digits are soon guessed. Add two or three words that do not belong.")
GUESSED = N_("This password is among those that are guessed first. Add two or three more words.")


def check_password(password: str, personal: Iterable[str] = ()) -> None:
    """Raise RuleBroken unless this password is hard to guess.

    ``personal`` is what others know of its owner: name, phone number, e-mail address, business.
    """
    known = [text.casefold() for text in personal if text]
    if len(password) < SHORTEST or len(set(password)) < SHORTEST // 2:
        raise RuleBroken(TOO_SHORT, field="password")
    folded = password.casefold()
    if any(token in folded for token in _tokens(known)) or _holds_number(folded, known):
        raise RuleBroken(PERSONAL, field="password")
    if _is_place_with_little_else(folded):
        raise RuleBroken(PLACE, field="password")
    if len(password) > _LONGEST_LOOKED_AT and len(set(password)) >= _MANY_CHARACTERS:
        return
    words = [*(word for text in known for word in _WORD.findall(text)), *_places(), *_common()]
    if zxcvbn(password[:_LONGEST_LOOKED_AT], user_inputs=words)["guesses"] < _STRONG:
        raise RuleBroken(GUESSED, field="password")


def _tokens(known: Iterable[str]) -> set[str]:
    """Return the words of a name or an address that must not stand in the password."""
    found = (word for text in known for word in _WORD.findall(text.rpartition("@")[0] or text))
    return {word for word in found if len(word) >= _LONG_TOKEN}


def _holds_number(folded: str, known: Iterable[str]) -> bool:
    """Return whether six or more digits in a row are those of a known number."""
    numbers = ["".join(_DIGITS.findall(text)) for text in known]
    runs = [run for run in _DIGITS.findall(folded) if len(run) >= _SHORTEST_NUMBER]
    return any(
        run[i : i + _SHORTEST_NUMBER] in number
        for run in runs
        for number in numbers
        for i in range(len(run) - _SHORTEST_NUMBER + 1)
    )


def _is_place_with_little_else(folded: str) -> bool:
    rest = _NOT_LETTER.sub("", folded)
    if not any(place in rest for place in _places()):
        return False
    for word in sorted({*_places(), *_common()}, key=len, reverse=True):
        rest = rest.replace(word, "", 1) if word in _places() else rest.replace(word, "")
    return len(rest) < _LONG_TOKEN and folded.count(" ") + folded.count("-") <= 1


@cache
def _places() -> tuple[str, ...]:
    return _lines("places.txt")


@cache
def _common() -> tuple[str, ...]:
    return _lines("common.txt")


def _lines(name: str) -> tuple[str, ...]:
    lines = (_DATA / name).read_text("utf-8").splitlines()
    return tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
