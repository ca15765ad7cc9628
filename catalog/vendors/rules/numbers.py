"""The numbers by which a business and its owner are known: phone, NIK, NIB, NPWP.

Each ``read_`` function gives the number as it is kept, or raises RuleBroken with what to do.
Formats and their sources: the phone plan of Kominfo, Permendagri on the NIK, the OSS system.
"""

import re
from datetime import date

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

_NOT_DIGITS = re.compile(r"[^\d+]")
_MOBILE = re.compile(r"\+628[1-9]\d{7,10}")
_LANDLINE = re.compile(r"\+62[2-7,9]\d{7,10}")
_NIK = re.compile(r"(?:[1-9]\d)\d{4}(?:[04][1-9]|[1256]\d|[37][01])(?:0[1-9]|1[0-2])\d{2}\d{4}")
NIB_DIGITS, NIK_DIGITS = 13, 16
_NPWP_OLD, _NPWP_NEW = 15, 16
_WOMEN = 40  # is added to the day of birth in a woman's NIK
_HIDDEN = "•••"
_SPOILT = re.compile(r"\s*\d(?:[.,]\d+)?\s*E\s*\+?\s*\d+\s*", re.IGNORECASE)


def read_phone(typed: str) -> str:
    """Return a phone number as ``+62…``."""
    digits = _NOT_DIGITS.sub("", typed)
    if digits.startswith("0"):
        digits = "+62" + digits[1:]
    elif digits.startswith("62"):
        digits = "+" + digits
    elif digits.startswith("8"):
        digits = "+62" + digits
    digits = digits.replace("+620", "+62", 1)
    if not (_MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits)):
        raise RuleBroken(
            N_("Type the phone number with all its digits, for example 0812 3456 7890."),
            field="phone",
        )
    return digits


def read_nik(typed: str) -> str:
    """Return the 16 digits of a NIK."""
    digits = re.sub(r"\D", "", typed)
    if len(digits) != NIK_DIGITS:
        raise RuleBroken(
            N_("A NIK has 16 digits; this one has %(count)s. Copy it from the KTP."),
            field="nik",
            count=len(digits),
        )
    if not _NIK.fullmatch(digits):
        raise RuleBroken(
            N_("The date of birth inside this NIK does not exist. Please compare it with the KTP."),
            field="nik",
        )
    return digits


def read_nib(typed: str) -> str:
    """Return the 13 digits of a NIB."""
    if _SPOILT.fullmatch(typed):
        raise RuleBroken(
            N_("A spreadsheet has shortened this number, its end is lost. Copy it from the NIB."),
            field="nib",
        )
    digits = re.sub(r"\D", "", typed)
    if len(digits) != NIB_DIGITS:
        raise RuleBroken(
            N_("A NIB has 13 digits; this one has %(count)s. It stands at the top of the NIB."),
            field="nib",
            count=len(digits),
        )
    return digits


def read_npwp(typed: str) -> str:
    """Return the 16 digits of an NPWP; an old one of 15 digits gets its leading 0."""
    digits = re.sub(r"\D", "", typed)
    if len(digits) not in {_NPWP_OLD, _NPWP_NEW}:
        raise RuleBroken(
            N_("An NPWP has 15 or 16 digits; this one has %(count)s."),
            field="npwp",
            count=len(digits),
        )
    return digits.rjust(_NPWP_NEW, "0")


def nik_region(nik: str) -> str:
    """Return the code of the regency that issued a NIK, ``32.74``."""
    return f"{nik[:2]}.{nik[2:4]}"


def is_womans(nik: str) -> bool:
    """Return whether a NIK tells of a woman."""
    return int(nik[6:8]) > _WOMEN


def nik_doubt(nik: str, regency: str, today: date) -> str:
    """Return a sentence (msgid) about what looks odd in a NIK, or ''; it never blocks."""
    day = int(nik[6:8]) % _WOMEN
    year = 2000 + int(nik[10:12])
    if year > today.year:
        year -= 100
    try:
        date(year, int(nik[8:10]), day)
    except ValueError:
        return N_("The date of birth inside this NIK does not exist in its year. Please check it.")
    if regency and nik_region(nik) != regency:
        return N_(
            "This NIK was issued in another region than the business. That is allowed; the"
            " office only looks at it again."
        )
    return ""


def masked_name(name: str) -> str:
    """Return enough of a business name for its owner to know it: ``Batik R•••``."""
    words = name.split()
    if len(words) == 1:
        return words[0][:2] + _HIDDEN
    return " ".join([words[0], *(word[0] + _HIDDEN for word in words[1:])])


def masked_number(number: str) -> str:
    """Return a number of which only the last four signs can be read."""
    return f"{'•' * max(len(number) - 4, 0)}{number[-4:]}" if number else ""
