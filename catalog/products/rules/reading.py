"""Reads what vendors type into the editor, and writes it back as they would; pure functions.

Every reader takes a cleaned or raw text and gives a value that JSON can hold, or raises RuleBroken
with a sentence that names the fix. An empty text is None (or empty) and never an error.
"""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

import ftfy

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.money import MAX_RUPIAH, MINOR_DIGITS, parse_rupiah
from catalog.kernel.text import N_, clean_block, clean_line

MOST_PIECES = 1_000_000
LONGEST_TYPED = 80  # characters of a number with its unit; more is a pasted text
_MAX_RAW = 40_000

# What a phone's keyboard adds: pictures, skin tones, joiners, direction marks, soft hyphens.
_PICTURES = re.compile(
    "[\U0001f000-\U0001faff\U000e0020-\U000e007f\u2600-\u27bf\u2b00-\u2bff\u23e9-\u23fa"
    "\u231a\u231b\u2934\u2935\u3030\u303d\u3297\u3299\ufe0e\ufe0f\u20e3]"
)
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\ufff9-\ufffc]"
)
# WhatsApp's *bold*, _italic_, ~struck~ and ```typed```: the marks go, the words stay.
_MARKED = re.compile(r"(?<![\w*_~`])([*_~]|```)(?=\S)([^\n*_~`]{1,400}?)(?<=\S)\1(?![\w*_~`])")
_NUMBER = re.compile(r"(\d[\d.,\s]*)\s*([a-z\u00b2\u00b3\"']*)\.?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\s\d{3})+")

# Units that a number may carry, by what they measure: metres, grams, litres in one unit.
_SIZES: dict[str, tuple[str, Decimal]] = {
    **{name: ("length", Decimal("0.001")) for name in ("mm", "milimeter")},
    **{name: ("length", Decimal("0.01")) for name in ("cm", "senti", "sentimeter", "centi")},
    **{name: ("length", Decimal(1)) for name in ("m", "meter", "mtr")},
    **{name: ("length", Decimal("0.0254")) for name in ("in", "inch", "inci", '"')},
    **{name: ("mass", Decimal(1)) for name in ("g", "gr", "gram", "grm")},
    **{name: ("mass", Decimal(100)) for name in ("ons",)},
    **{name: ("mass", Decimal(1000)) for name in ("kg", "kilo", "kilogram")},
    **{name: ("mass", Decimal(1_000_000)) for name in ("ton",)},
    **{name: ("volume", Decimal("0.001")) for name in ("ml", "mililiter", "cc")},
    **{name: ("volume", Decimal(1)) for name in ("l", "ltr", "liter", "litre")},
}
_NAMED = {"g": "gram", "m": "meter", "l": "liter"}
_COUNTED = re.compile(r"[a-z]{0,20}", re.IGNORECASE)


def read_line(text: str, most: int) -> str:
    """Return one clean line; RuleBroken when it is longer than ``most``."""
    return _within(clean_line(tidy(text).replace("\n", " ")), most)


def read_block(text: str, most: int) -> str:
    """Return clean paragraphs; RuleBroken when they are longer than ``most``."""
    return _within(clean_block(tidy(text)), most)


def tidy(text: str) -> str:
    """Return a pasted text as people would have typed it.

    Broken encodings are mended; emoji, invisible characters and WhatsApp's marks go, always.
    """
    cut = text[:_MAX_RAW]
    if not cut.isascii():
        cut = ftfy.fix_text(cut, uncurl_quotes=False, normalization="NFC")
        cut = _INVISIBLE.sub("", _PICTURES.sub("", cut))
    return _MARKED.sub(r"\2", _MARKED.sub(r"\2", cut))


def _within(text: str, most: int) -> str:
    if len(text) > most:
        raise RuleBroken(
            N_("This is %(count)s characters long; shorten it to %(most)s."),
            count=len(text),
            most=most,
        )
    return text


def read_price(text: str) -> int | None:
    """Return whole Rupiah of ``14,9jt``, ``25.000`` or ``Rp 25.000,-``."""
    typed = _typed(text)
    if not typed:
        return None
    found = parse_rupiah(typed)
    if found is None:
        raise RuleBroken(N_("Write the price in digits, for example 25.000 or 1,5jt."))
    low, high = found
    if low != high:
        raise RuleBroken(N_("Write one price here. Give different prices as options below."))
    if low < 1:
        raise RuleBroken(N_("A price starts at Rp1."))
    return low


def read_amount(text: str, currency: str) -> int | None:
    """Return minor units of an amount in ``currency``: ``34``, ``34,50``, ``US$ 1.250,00``."""
    if currency == "IDR":
        return read_price(text)
    typed = _typed(text)
    if not typed:
        return None
    number = _decimal(re.sub(r"[^\d.,\s]", " ", typed).strip())
    if number is None or number <= 0:
        raise RuleBroken(N_("Write the price in digits, for example 34,50."))
    scaled = number.scaleb(MINOR_DIGITS.get(currency, 2))
    if scaled != scaled.to_integral_value() or scaled > MAX_RUPIAH:
        raise RuleBroken(N_("Write the price with at most two decimals, for example 34,50."))
    return int(scaled)


def read_count(text: str, *, least: int = 1, most: int = MOST_PIECES) -> int | None:
    """Return a whole number of ``1.500``, ``12 pcs`` or ``2rb``."""
    typed = _typed(text)
    if not typed:
        return None
    match = _NUMBER.fullmatch(typed)
    if match is None or not _COUNTED.fullmatch(match[2]):
        raise RuleBroken(N_("Write a whole number in digits, for example 12."))
    number = _decimal(match[1])
    if number is not None and match[2].lower() in {"rb", "ribu"}:
        number *= 1000
    if number is None or number != number.to_integral_value():
        raise RuleBroken(N_("Write a whole number in digits, for example 12."))
    if not least <= number <= most:
        raise RuleBroken(
            N_("Write a number from %(least)s to %(most)s."), least=least, most=_dotted(most)
        )
    return int(number)


def read_measure(text: str, unit: str, *, most: float = 1_000_000) -> float | None:
    """Return a size in ``unit``; another unit of the same kind is converted (``2 m`` → 200 cm)."""
    typed = _typed(text)
    if not typed:
        return None
    match = _NUMBER.fullmatch(typed)
    number = _decimal(match[1]) if match else None
    if match is None or number is None:
        raise RuleBroken(N_("Write a number in digits, for example 12 or 2,5."))
    said = match[2].lower()
    if said and said != unit:
        number *= _factor(said, unit)
    if number < 0 or number > Decimal(str(most)):
        raise RuleBroken(N_("This number is too large. Check it and its unit."))
    value = float(round(number, 3))
    return int(value) if value.is_integer() else value


def read_whole(text: str, unit: str, stored: str, *, most: int) -> int | None:
    """Return a size that is typed in ``unit`` and kept in whole ``stored`` units (cm → mm)."""
    value = read_measure(text, unit)
    if value is None:
        return None
    number = int((Decimal(str(value)) * _factor(unit, stored)).to_integral_value())
    if not 1 <= number <= most:
        raise RuleBroken(N_("Check this number and its unit: it cannot be right."))
    return number


def read_day(text: str) -> str | None:
    """Return a date as ISO text of any order that people write."""
    typed = _typed(text)
    return parse_date(typed).isoformat() if typed else None


def read_one(text: str, known: Iterable[str]) -> str | None:
    """Return a value of a list; RuleBroken for one that is not on it."""
    typed = text.strip()
    if typed and typed not in set(known):
        raise RuleBroken(N_("Choose from the list."))
    return typed or None


def read_several(texts: Iterable[str], known: Iterable[str], *, most: int = 40) -> list[str]:
    """Return the chosen values in the order of the list; RuleBroken for a strange one."""
    wanted = {text for text in texts if text}
    order = list(known)
    if not wanted <= set(order):
        raise RuleBroken(N_("Choose from the list."))
    if len(wanted) > most:
        raise RuleBroken(N_("Choose at most %(most)s."), most=most)
    return [value for value in order if value in wanted]


def read_flag(text: str) -> bool | None:
    """Return yes, no, or None while nobody said."""
    return {"": None, "1": True, "0": False}.get(text.strip())


def show_number(value: object) -> str:
    """Return ``1.250`` or ``2,5`` as it is typed in Indonesia; empty for None."""
    if value is None or isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    whole, _, part = f"{value}".partition(".")
    if part in {"", "0"}:
        return _dotted(int(whole))
    return f"{_dotted(int(whole))},{part}"


def show_amount(value: object, currency: str) -> str:
    """Return minor units of a currency as they are typed."""
    if not isinstance(value, int):
        return ""
    digits = MINOR_DIGITS.get(currency, 2)
    whole, minor = divmod(value, 10**digits)
    return _dotted(whole) + (f",{minor:0{digits}d}" if digits and minor else "")


def show_scaled(value: object, per: int) -> str:
    """Return a stored size in the unit that it is typed in; ``per`` stored units make one."""
    return show_number(value / per) if isinstance(value, int) else ""


def show_day(value: object) -> str:
    """Return ``31-12-2026`` of an ISO date."""
    return "-".join(reversed(value.split("-"))) if isinstance(value, str) and value else ""


def _typed(text: str) -> str:
    typed = clean_line(unicodedata.normalize("NFKC", tidy(text[: 4 * LONGEST_TYPED])))
    if len(typed) > LONGEST_TYPED:
        raise RuleBroken(N_("Only a number belongs here. Put the rest into the story."))
    return typed


def _dotted(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def _decimal(text: str) -> Decimal | None:
    """Return the number of ``1.250``, ``1 250``, ``2,5`` or ``1.250,75``; None when unclear."""
    compact = text.strip()
    if _GROUPED.fullmatch(compact):
        return Decimal(re.sub(r"[.,\s]", "", compact))
    compact = compact.replace(" ", "")
    if "," in compact and "." in compact:
        point = max(compact.rfind(","), compact.rfind("."))
        compact = re.sub(r"[.,]", "", compact[:point]) + "." + compact[point + 1 :]
    try:
        return Decimal(compact.replace(",", "."))
    except InvalidOperation:
        return None


def _factor(said: str, unit: str) -> Decimal:
    here, there = _SIZES.get(said), _SIZES.get(unit)
    if here is None or there is None or here[0] != there[0]:
        raise RuleBroken(N_("Write the number in %(unit)s."), unit=_NAMED.get(unit, unit))
    return here[1] / there[1]
