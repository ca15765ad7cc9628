"""One row of a list of vendors: what of it can be kept, and what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalog.kernel.errors import RuleBroken
from catalog.kernel.money import parse_rupiah
from catalog.kernel.text import N_, clean_line
from catalog.vendors.rules.numbers import read_nib, read_nik, read_npwp, read_phone
from catalog.vendors.rules.registering import MAX_ADDRESS, MAX_NAME, MIN_NAME
from catalog.vendors.rules.registry import MOST_RUPIAH, LegalForm

Value = str | int
_CUT = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
_FORMULA = ("=", "+", "-", "@")
_EMPTY = frozenset({"", "-", "--", "0", "n/a", "na", "null", "none", "tidak ada", "#n/a", "."})
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,120}\.[a-z]{2,}", re.IGNORECASE)
_YEAR = re.compile(r"(?:^|\D)((?:18|19|20)\d\d)(?:\D|$)")
_NUMBERS = ("nib", "nik", "phone", "npwp", "external_id")
_FORMS = (
    ("pt perorangan", LegalForm.COMPANY_OF_ONE),
    ("perorangan", LegalForm.SOLE),
    ("perseorangan", LegalForm.SOLE),
    ("koperasi", LegalForm.COOPERATIVE),
    ("kub", LegalForm.GROUP),
    ("kelompok", LegalForm.GROUP),
    ("cv", LegalForm.PARTNERSHIP),
    ("komanditer", LegalForm.PARTNERSHIP),
    ("firma", LegalForm.PARTNERSHIP),
    ("pt", LegalForm.COMPANY),
    ("perseroan terbatas", LegalForm.COMPANY),
    ("lapas", LegalForm.INSTITUTION),
)

CUT = N_(
    "The spreadsheet has cut this number to %(value)s and its end is lost. Format the column as"
    " text and fill in the number again."
)
NO_NAME = N_("The name of the business is missing or shorter than three letters.")
A_FORMULA = N_("This cell holds a formula; write the value itself.")


@dataclass(slots=True)
class Reading:
    """A row as it was understood; ``problems`` are (field, msgid, values), and refuse the row."""

    values: dict[str, Value] = field(default_factory=dict)
    problems: list[tuple[str, str, dict[str, object]]] = field(default_factory=list)


def read_row(cells: Mapping[str, str]) -> Reading:
    """Return what a row (text by field of ``importing.FIELDS``) says."""
    found = Reading()
    for name, typed in cells.items():
        text = clean_line(typed).removeprefix("'")
        if text.casefold() in _EMPTY:
            continue
        try:
            value = _read(name, text)
        except RuleBroken as error:
            found.problems.append((name, error.message, error.values))
            continue
        if value is not None and value != "":
            found.values[name] = value
    name = str(found.values.get("name", ""))
    if len(name) < MIN_NAME and not any(field == "name" for field, *_ in found.problems):
        found.problems.append(("name", NO_NAME, {}))
    return found


def _read(name: str, text: str) -> Value | None:
    if name in _NUMBERS:
        if _CUT.fullmatch(text):
            raise RuleBroken(CUT, value=text)
    elif text.startswith(_FORMULA) and text[1:2].isalpha():
        raise RuleBroken(A_FORMULA)
    reader = _READERS.get(name)
    return reader(text) if reader else text[:MAX_NAME]


def _kbli(text: str) -> str:
    digits = re.sub(r"\D", "", text)[:5]
    if len(digits) != 5:  # noqa: PLR2004  # the length of a KBLI
        raise RuleBroken(N_("A KBLI has five digits, for example 13134."))
    return digits


def _form(text: str) -> str | None:
    folded = text.casefold()
    return next((form.value for word, form in _FORMS if word in folded), None)


def _mail(text: str) -> str:
    if not _MAIL.fullmatch(text):
        raise RuleBroken(N_("This is no e-mail address, such as sekar@example.com."))
    return text.lower()


def _year(text: str) -> int | None:
    match = _YEAR.search(text)
    return int(match[1]) if match else None


def _count(text: str) -> int | None:
    match = re.search(r"\d{1,5}", text.replace(".", ""))
    return int(match[0]) or None if match else None


def read_amount(text: str) -> int | None:
    """Return whole Rupiah of an amount of any size as people write it, or None."""
    match = _WHOLE.fullmatch(text.strip())
    if match:
        amount = int(re.sub(r"\D", "", match[1]))
        return amount if amount <= MOST_RUPIAH else None
    found = parse_rupiah(text)
    return found[0] if found and found[0] == found[1] else None


_WHOLE = re.compile(r"(?:rp\.?\s*)?(\d{1,3}(?:[.\s]\d{3})+|\d+)(?:,-|,0+)?", re.IGNORECASE)
_READERS: dict[str, Callable[[str], Value | None]] = {
    "nib": read_nib,
    "nik": read_nik,
    "phone": read_phone,
    "npwp": read_npwp,
    "kbli": _kbli,
    "legal_form": _form,
    "email": _mail,
    "since_year": _year,
    "worker_count": _count,
    "sales": read_amount,
    "capital": read_amount,
    "address": lambda text: text[:MAX_ADDRESS],
}
