"""The words of printed pages: msgids, said in each language of a file."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from catalog.kernel.text import N_

Say = Callable[[str, str], str]  # a msgid and a language

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "contents": N_("Contents"),
        "note": N_("From the curator"),
        "curator": N_("Curator"),
        "makers": N_("The makers"),
        "contact": N_("Where to see and order"),
        "colophon": N_("About this catalogue"),
        "on_request": N_("Price on request"),
        "minimum_order": N_("Minimum order"),
        "capacity": N_("Capacity a month"),
        "lead_time": N_("Lead time"),
        "days": N_("days"),
        "material": N_("Material"),
        "motif": N_("Motif"),
        "technique": N_("Technique"),
        "markets": N_("Ready for"),
        "valid_until": N_("valid through"),
        "from": N_("from"),
        "scan": N_("Scan for today's permits, price and the maker"),
        "address": N_("Address"),
        "phone": N_("Phone"),
        "email": N_("E-mail"),
        "online": N_("This showcase online"),
        "valid_on": N_("Valid on"),
        "hs": N_("HS code"),
        "sample": N_("Sample data of this trial site"),
    }
)
COLOPHON = N_(
    "Prices and permits are those of the day named here; the code beside each piece leads to what"
    " holds today. Pictures by the makers and the galleries; each piece is made and sold by its"
    " maker."
)
_MONTHS: Mapping[str, str] = MappingProxyType(
    {
        "id": "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
        "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    }
)


def day(value: date, language: str) -> str:
    """Return ``22 Nov 2026``."""
    return f"{value.day} {_MONTHS[language].split()[value.month - 1]} {value.year}"


def said(say: Say, key: str, languages: Sequence[str]) -> str:
    """Return a word in the file's languages: ``Isi · Contents``."""
    return " · ".join(dict.fromkeys(say(WORDS[key], code) for code in languages))


def shortened(text: str, limit: int) -> str:
    """Return the text, or its whole sentences or words that fit, with an ellipsis if cut."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    cut = line[: limit + 1]
    sentence = max(cut.rfind(". "), cut.rfind("! "), cut.rfind("? "))
    if sentence > limit // 2:
        return cut[: sentence + 1]
    return cut[:limit].rsplit(" ", 1)[0].rstrip(" ,;:–") + " …"
