"""Where long Indonesian words may be parted; Typst knows that of English only.

Rules of EYD V: before a single consonant between vowels, between two, after the first of three;
ng, ny, sy and kh are one sound, ai, au and oi at the end of a syllable stay together.
"""

import re
from itertools import pairwise

SHY = "\u00ad"
# Shorter words fit into every column of ours.
_LONG = re.compile(r"[^\W\d_]{10,}")
_LEAST = 3  # letters that stand alone before or after a hyphen
_VOWELS = frozenset("aeiouéè")
_PAIRS = frozenset({"ng", "ny", "sy", "kh"})
_LIQUID = frozenset("rl")  # "kon-trak", but "lang-sung": a stop and a liquid begin a syllable
_STOPS = frozenset("bcdfgkpst")


def soft(text: str, language: str) -> str:
    """Return the text with soft hyphens in its long Indonesian words; other languages unchanged."""
    return _LONG.sub(lambda found: _parted(found[0]), text) if language == "id" else text


def _parted(word: str) -> str:
    syllables = _syllables(word)
    parts = [syllables[0]]
    rest = len(word) - len(syllables[0])
    for syllable in syllables[1:]:
        if len(parts[-1]) < _LEAST or rest < _LEAST:
            parts[-1] += syllable
        else:
            parts.append(syllable)
        rest -= len(syllable)
    return SHY.join(parts)


def _syllables(word: str) -> list[str]:
    """Return the syllables of a word; together they are the word."""
    sounds = _sounds(word)
    cores = [place for place, sound in enumerate(sounds) if sound[0].lower() in _VOWELS]
    cuts = [0]
    for left, right in pairwise(cores):
        between = [sound.lower() for sound in sounds[left + 1 : right]]
        cuts.append(right - _onset(between))
    cuts.append(len(sounds))
    ends = pairwise(cuts)
    return ["".join(sounds[start:end]) for start, end in ends if end > start] or [word]


def _onset(between: list[str]) -> int:
    """Return how many of the consonants between two vowels begin the later syllable."""
    if len(between) > 1 and between[-1] in _LIQUID and between[-2] in _STOPS:
        return 2 if len(between) > 2 else 1  # noqa: PLR2004  # "kon-trak", "ob-lik"
    return min(len(between), 1 if len(between) < 3 else len(between) - 1)  # noqa: PLR2004  # EYD


def _sounds(word: str) -> list[str]:
    sounds: list[str] = []
    place = 0
    while place < len(word):
        pair = word[place : place + 2].lower() in _PAIRS
        sounds.append(word[place : place + (2 if pair else 1)])
        place += 2 if pair else 1
    return sounds
