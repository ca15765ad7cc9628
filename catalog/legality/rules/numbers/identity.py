"""Numbers of people and businesses: NIB, NIK, NPWP, NITKU, telephone, letters of the village.

What a number tells of a person (birth date, sex) is used for checking and never repeated.
"""

import re
from collections.abc import Iterator
from datetime import date

from stdnum import luhn, numdb

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

ISSUED = N_("Probably issued on")
OFFICE = N_("Tax office")
BRANCH = N_("Branch")
MOBILE, LANDLINE = N_("Mobile number"), N_("Landline")
_NIB, _NIK, _NPWP15, _NPWP16, _NITKU = 13, 16, 15, 16, 22
_MOBILE = re.compile(r"\+628[1-9][0-9]{7,10}")
_LANDLINE = re.compile(r"\+62[0-9]{8,12}")


def nib(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a business number: thirteen digits, no public check digit."""
    if not re.fullmatch(r"[0-9]+", number):
        yield shape(kind, N_("An NIB holds digits only. Copy it from the NIB letter of OSS."))
    elif len(number) == _NIB - 1:
        yield shape(
            kind,
            N_(
                "An NIB has 13 digits, these are 12. A spreadsheet may have dropped a zero in"
                " front: compare with the letter."
            ),
        )
    elif len(number) == _NIK:
        yield shape(
            kind,
            N_("These are 16 digits, as of a NIK or NPWP. An NIB has 13: look at the NIB letter."),
        )
    elif len(number) != _NIB:
        yield shape(kind, N_("An NIB has 13 digits, these are %(count)d."), count=len(number))
    elif len(set(number)) == 1:
        yield warn(N_("All digits are the same. Compare with the NIB letter."), "K")


def nib_parts(number: str, context: NumberContext) -> Iterator[Part]:
    """Tell the day of issue that younger numbers seem to begin with."""
    issued = _ddmmyy(number[:6]) if re.fullmatch(r"[0-9]{13}", number) else None
    if issued and (context.today is None or issued <= context.today) and issued.year >= 2018:  # noqa: PLR2004  # when OSS began
        yield Part(ISSUED, f"{issued:%d-%m-%Y}")


def nik(number: str, kind: NumberKind, context: NumberContext) -> Iterator[Finding]:
    """Judge an identity number: its shape, its date, where it was issued."""
    if not re.fullmatch(r"[0-9]{16}", number):
        count = len(re.findall(r"[0-9]", number))
        yield shape(kind, N_("A NIK has 16 digits, these are %(count)d."), count=count)
        return
    if not re.fullmatch(kind.pattern, number):
        yield shape(
            kind,
            N_(
                "Digits 7 to 12 of a NIK hold a birth date; these do not. Compare each digit with"
                " the KTP."
            ),
        )
        return
    if not _is_birth_date(number[6:12]):
        yield warn(N_("The birth date in this NIK does not exist. Compare it with the KTP."))
    if not _is_place(number[:4]):
        yield warn(
            N_("No regency has the code that this NIK begins with. Compare it with the KTP.")
        )
    elif context.region_code and number[:4] != _regency(context.region_code):
        yield warn(
            N_(
                "This NIK was issued in another regency or city than where the business works."
                " That happens after a move."
            ),
        )


def npwp(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a tax number, old or new."""
    if re.fullmatch(r"[0-9]{22}", number):
        yield tell(N_("These 22 digits are an NITKU, the number of a branch."), "K")
    elif not re.fullmatch(r"[0-9]{16}", number):
        count = len(re.findall(r"[0-9]", number))
        yield shape(
            kind, N_("An NPWP has 16 digits, or 15 before 2024; these are %(count)d."), count=count
        )
    elif number.startswith("0"):
        if not luhn.is_valid(number[:10]):
            yield warn(
                N_("The check digit of this NPWP does not fit. One digit is probably mistyped.")
            )
    elif not _is_place(number[:4]) or not _is_birth_date(number[6:12]):
        yield warn(N_("An NPWP of 16 digits is the NIK of its owner, but this is no NIK."))


def nitku(number: str, kind: NumberKind, context: NumberContext) -> Iterator[Finding]:
    """Judge the number of a place of business: an NPWP of sixteen digits and six more."""
    if not re.fullmatch(r"[0-9]{22}", number):
        count = len(re.findall(r"[0-9]", number))
        yield shape(kind, N_("An NITKU has 22 digits, these are %(count)d."), count=count)
    else:
        yield from npwp(number[:16], kind, context)


def phone(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a telephone number."""
    if _MOBILE.fullmatch(number):
        return
    if number.startswith("+628") or not _LANDLINE.fullmatch(number):
        yield shape(
            kind,
            N_(
                "This is not an Indonesian telephone number. Write it as 0812 3456 7890, or"
                " 0231 123456 for a landline."
            ),
        )
    else:
        yield tell(N_("This is a landline: it cannot receive WhatsApp."), "K")


def phone_parts(number: str, _context: NumberContext) -> Iterator[Part]:
    """Tell a mobile number from a landline."""
    if _MOBILE.fullmatch(number):
        yield Part(MOBILE, number)
    elif _LANDLINE.fullmatch(number):
        yield Part(LANDLINE, number)


def letter(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a number that every office writes in its own way."""
    if kind.code == "sku":
        yield tell(
            N_("This letter is accepted for the time being. Please apply for an NIB at OSS: free.")
        )
    elif kind.code == "siup":
        yield tell(
            N_("SIUP, TDP, IUMK and TDI are replaced by the NIB; nobody asks for them."), "K"
        )
    if len(number) < 3:  # noqa: PLR2004  # no office writes shorter ones
        yield warn(N_("This is too short for the number of a letter. Copy it as it stands there."))


def _regency(region_code: str) -> str:
    return region_code.replace(".", "")[:4]


def _is_place(code: str) -> bool:
    return bool(numdb.get("id/loc").info(code)[0][1])


def _is_birth_date(digits: str) -> bool:
    day = int(digits[:2]) % 40
    return any(_date(century + int(digits[4:]), int(digits[2:4]), day) for century in (1900, 2000))


def _ddmmyy(digits: str) -> date | None:
    return _date(2000 + int(digits[4:]), int(digits[2:4]), int(digits[:2]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
