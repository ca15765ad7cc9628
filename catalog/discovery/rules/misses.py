"""Which fruitless searches are worth keeping, and never whose."""

import re

from catalog.kernel.text import clean_line

MAX_ROWS = 5_000  # kept in all
MAX_A_MINUTE = 20  # written by one process
_MAX_LENGTH = 60
_MAX_WORDS = 8
_PRIVATE = re.compile(r"@|https?:|www\.|\d(?:[\s().+-]*\d){5,}", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{2}")
_ROBOT = re.compile(
    r"bot|crawl|spider|slurp|scan|curl|wget|python|http|headless|monitor", re.IGNORECASE
)


def worth_noting(text: str) -> str | None:
    """Return the text as it is counted, or None when it is no search or may name a person."""
    line = clean_line(text).casefold()
    words = line.split()
    is_search = 0 < len(line) <= _MAX_LENGTH and len(words) <= _MAX_WORDS and _LETTERS.search(line)
    return line if is_search and not _PRIVATE.search(line) else None


def is_robot(user_agent: str) -> bool:
    """Return whether a browser's name is missing or that of a machine."""
    return not user_agent or _ROBOT.search(user_agent) is not None
