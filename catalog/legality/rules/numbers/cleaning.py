"""Brings what people type, paste or import into the one form that is stored."""

import re
import unicodedata

from catalog.kernel.text import clean_line
from catalog.legality.rules.numbers.model import MAX_TYPED, NumberKind

_DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\u2043\u30fc\ufe58\ufe63\uff0d]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufe0e\ufe0f]")
# "No.", "Nomor:", "#" before the number itself, and what people put around it.
_NUMBER_WORD = re.compile(r"^(?:(?:NOMOR|NOMER|NOM|NMR|NO|NUMBER|NR)\b[\s.:]*|[#:'\"`]+\s*)")
_TAIL = re.compile(r"[\s.,;:'\"`]+$")
_SPOILT = re.compile(r"^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$")
_FORMULA = re.compile(r"^[=@]|^[+-](?!\d)")


def normalise(kind: NumberKind, typed: str) -> str:
    """Return the number in the form that is stored; doing it twice changes nothing more."""
    text = typed[:MAX_TYPED]
    for _round in range(MAX_TYPED):  # each round only takes away, so this ends much earlier
        cleaned = _once(kind, text)
        if cleaned == text:
            break
        text = cleaned
    return text


def is_spoilt(typed: str) -> bool:
    """Return whether a spreadsheet has turned the number into 9.12E+12."""
    return _SPOILT.fullmatch(clean_line(typed[:MAX_TYPED]).upper()) is not None


def is_formula(typed: str) -> bool:
    """Return whether this is a formula of a spreadsheet instead of a number."""
    return _FORMULA.match(clean_line(typed[:MAX_TYPED])) is not None


def _once(kind: NumberKind, typed: str) -> str:
    text = clean_line(_INVISIBLE.sub("", unicodedata.normalize("NFKC", typed)))
    text = _DASHES.sub("-", text.upper())
    text = _TAIL.sub("", _without_words(kind, text))
    text = "".join(letter for letter in text if letter not in kind.strip)
    arrange = _ARRANGE.get(kind.code)
    return clean_line(arrange(text) if arrange else text)


def _without_words(kind: NumberKind, text: str) -> str:
    words = sorted(filter(None, kind.prefix.upper().split("|")), key=len, reverse=True)
    for word in words:
        rest = text.removeprefix(word)
        if rest != text and not rest[:1].isalpha():
            text = rest.lstrip(" .:-")
            break
    return _NUMBER_WORD.sub("", text)


def _pirt(text: str) -> str:
    """Set the hyphen before the year where someone left it out."""
    text = re.sub(r"-+", "-", text)
    return f"{text[:13]}-{text[13:]}" if re.fullmatch(r"[0-9]{15}", text) else text


def _bpom(text: str) -> str:
    """Write MD and ML apart from their digits."""
    found = re.fullmatch(r"(MD|ML)[\s.-]*([0-9][0-9\s.-]*)", text)
    return f"{found[1]} {re.sub(r'[^0-9]', '', found[2])}" if found else text


def _sni(text: str) -> str:
    """Write "SNI 7381:2008", however the colon was typed."""
    return re.sub(r"\s*:\s*", ":", re.sub(r"^SNI[\s:-]*", "SNI ", text))


def _phone(text: str) -> str:
    """Write a number as +62…, from 08…, 62… or 8…."""
    digits = re.sub(r"[^0-9]", "", text)
    if digits.startswith("00"):  # the way abroad, from a landline
        text, digits = f"+{digits[2:]}", digits[2:]
    if not re.fullmatch(r"[+]?[0-9()\s./-]+", text) or not digits:
        return text
    national = digits.removeprefix("0") if not digits.startswith("62") else digits[2:]
    return f"+62{national.removeprefix('0')}" if not _foreign(text) else f"+{digits}"


def _foreign(text: str) -> bool:
    return text.startswith("+") and not text.startswith("+62")


def _npwp(text: str) -> str:
    """Store the sixteen digits that the tax office uses since 2024."""
    return f"0{text}" if re.fullmatch(r"[0-9]{15}", text) else text


_ARRANGE = {
    "pirt": _pirt,
    "bpom": _bpom,
    "sni": _sni,
    "phone": _phone,
    "npwp": _npwp,
}
