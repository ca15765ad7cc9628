"""Numbers of brands, standards and classifications: merek, SNI, TKDN, KBLI, HS."""

import re
from collections.abc import Iterator

from catalog.kernel.text import N_
from catalog.legality.rules.numbers.model import (
    Finding,
    NumberContext,
    NumberKind,
    Part,
    shape,
    tell,
    warn,
)

SHARE, CHAPTER, HEADING = N_("Local content"), N_("Chapter"), N_("Heading")
_APPLICATION = re.compile(r"[A-Z]{1,3}[0-9]{8,14}")
_SHARE = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)\s?%")
_WHOLE = 100


def merek(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a trade mark: registered ones are IDM and nine digits."""
    if re.fullmatch(kind.pattern, number):
        return
    if not number.startswith("IDM") and _APPLICATION.fullmatch(number):
        yield warn(
            N_(
                "This looks like the number of an application. A registered mark has IDM and 9"
                " digits; until then the mark is in process."
            ),
            "E",
        )
    else:
        digits = len(re.findall(r"[0-9]", number))
        yield shape(
            kind,
            N_("A registered mark is IDM and 9 digits; here there are %(count)d."),
            count=digits,
        )


def sni(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge the number of a standard."""
    if re.fullmatch(kind.pattern, number, re.IGNORECASE):
        return
    if re.fullmatch(r"[0-9][0-9.-]*(?::[0-9]{4})?", number):
        yield shape(kind, N_("Write SNI before the number, for example SNI 7381:2008."))
    else:
        yield shape(kind, N_("This is not written as a standard, for example SNI 7381:2008."))


def tkdn(number: str, _kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a certificate of local content: its number, perhaps with the percentage."""
    share = _share(number)
    if share is not None and share > _WHOLE:
        yield warn(N_("Local content cannot be more than 100 percent."))
    if not re.search(r"[0-9]{2,}", _SHARE.sub("", number)):
        yield warn(N_("Write the number of the certificate too, as it stands on it."), "K")


def tkdn_parts(number: str, _context: NumberContext) -> Iterator[Part]:
    """Tell the percentage."""
    share = _share(number)
    if share is not None and share <= _WHOLE:
        yield Part(SHARE, f"{share:g} %")


def _share(number: str) -> float | None:
    found = _SHARE.search(number)
    return float(found[1].replace(",", ".")) if found else None


def kbli(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a field of business."""
    if not re.fullmatch(kind.pattern, number):
        yield shape(kind, N_("A KBLI code has 5 digits, for example 13134."))
    else:
        yield tell(N_("KBLI was renumbered in 2025: say whether the code is of 2020 or 2025."))


def hs(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a customs code."""
    if not re.fullmatch(kind.pattern, number):
        yield shape(kind, N_("An HS code has 6 digits, or 8 in the Indonesian tariff."))
    elif number.startswith("140120"):
        yield warn(
            N_("Raw rattan (1401.20) may not be exported, or only with confirmation."),
        )


def hs_parts(number: str, _context: NumberContext) -> Iterator[Part]:
    """Tell chapter and heading."""
    if re.fullmatch(r"[0-9]{6}(?:[0-9]{2})?", number):
        yield Part(CHAPTER, number[:2])
        yield Part(HEADING, f"{number[:2]}.{number[2:4]}")
