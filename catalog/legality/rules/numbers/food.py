"""Numbers of food: the home-industry permit, BPOM, halal."""

import re
from collections.abc import Iterator
from datetime import date

from catalog.kernel.text import N_, LocalText
from catalog.legality.rules.numbers.model import (
    Finding,
    FoodType,
    NumberContext,
    NumberKind,
    Part,
    shape,
    tell,
    warn,
)

PACKAGING, FOOD, PLACE, UNTIL = N_("Packaging"), N_("Food type"), N_("Place"), N_("Valid until")
PROVINCE, ISSUED, ORIGIN = N_("Province code"), N_("Issued"), N_("Origin")
_PIRT = re.compile(r"([1-8])([0-9]{2})([0-9]{4})([0-9]{2})([0-9]{4})-([0-9]{2})")
_HALAL = re.compile(r"ID([0-9]{2})([0-9]{11})([0-9]{2})([0-9]{2})")
_BPOM = re.compile(r"(MD|ML) ([0-9]+)")
_PACKS = {
    "1": (LocalText(id="Gelas", en="Glass"), frozenset({"glass"})),
    "2": (LocalText(id="Plastik", en="Plastic"), frozenset({"plastic"})),
    "3": (LocalText(id="Karton atau kertas", en="Carton or paper"), frozenset({"paper"})),
    "4": (LocalText(id="Kaleng", en="Can"), frozenset({"can"})),
    "5": (LocalText(id="Aluminium foil", en="Aluminium foil"), frozenset({"foil"})),
    "6": (LocalText(id="Lain-lain", en="Other"), frozenset({"other", "leaf"})),
    "7": (LocalText(id="Komposit", en="Composite"), frozenset({"composite"})),
    "8": (LocalText(id="Ganda", en="Double"), frozenset[str]()),
}
# Beyond these the published tables disagree, so what is said of them is only general knowledge.
_SURE_FOODS = frozenset(f"{code:02}" for code in range(1, 11))
_LAST_FOOD = 16
_BPOM_OLD, _BPOM_NEW = 12, 15
_HALAL_LONG = 18


def pirt(number: str, kind: NumberKind, context: NumberContext) -> Iterator[Finding]:
    """Judge a home-industry permit by the parts of its number."""
    found = _PIRT.fullmatch(number)
    if not found:
        yield from _not_pirt(number, kind)
        return
    food, region, year = found[2], found[3], 2000 + int(found[6])
    if not 1 <= int(food) <= _LAST_FOOD:
        yield shape(kind, N_("P-IRT knows food types 01 to 16, this says %(code)s."), code=food)
    yield from _food(food, context)
    yield from _pack(found[1], context)
    if context.region_code and region != context.region_code.replace(".", "")[:4]:
        yield warn(
            N_(
                "This number was issued in %(place)s, but the business works elsewhere. A P-IRT"
                " belongs to the place of production."
            ),
            place=_place(region, context),
        )
    yield from _year(year, context)


def _not_pirt(number: str, kind: NumberKind) -> Iterator[Finding]:
    digits = re.sub(r"[^0-9]", "", number)
    if digits.startswith(("0", "9")) and len(digits) == 15:  # noqa: PLR2004  # 13 and the year
        yield shape(
            kind,
            N_("The first digit of a P-IRT is the packaging, 1 to 8; here it is %(digit)s."),
            digit=digits[0],
        )
    elif len(digits) == 13:  # noqa: PLR2004  # the year is missing
        yield shape(
            kind,
            N_("The year is missing: after 13 digits a P-IRT has a hyphen and two digits more."),
        )
    elif len(digits) > 15:  # noqa: PLR2004  # 13 and the year
        yield warn(
            N_("A P-IRT has 15 digits, these are %(count)d. Longer ones exist: please compare."),
            count=len(digits),
        )
    else:
        yield shape(
            kind,
            N_("A P-IRT has 13 digits, a hyphen and two digits for the year; these are %(count)d."),
            count=len(digits),
        )


def _food(code: str, context: NumberContext) -> Iterator[Finding]:
    known = context.food_types.get(code)
    if known is None:
        return
    asked = context.category_slugs
    if known.category_slugs and asked and known.category_slugs.isdisjoint(asked):
        yield warn(
            N_(
                "The number speaks of %(food)s (code %(code)s), the product is of another kind."
                " A P-IRT covers only the food type that it names."
            ),
            known.certainty,
            food=known.name.best(context.language).lower(),
            code=code,
        )
    if code not in _SURE_FOODS:
        yield tell(
            N_("The list of food types from 11 on is not confirmed; read the type on the permit."),
            "K",
        )


def _pack(digit: str, context: NumberContext) -> Iterator[Finding]:
    name, packs = _PACKS[digit]
    if packs and context.packs and packs.isdisjoint(context.packs):
        yield warn(
            N_("The number names %(pack)s as packaging, the product says something else."),
            pack=name.best(context.language).lower(),
        )


def _year(year: int, context: NumberContext) -> Iterator[Finding]:
    if context.valid_until and context.valid_until.year != year:
        yield warn(
            N_("The number ends in %(year)d, the date you gave in %(typed)d."),
            year=year,
            typed=context.valid_until.year,
        )
    if context.today and year < context.today.year:
        yield warn(N_("By its number this P-IRT ran out in %(year)d; it needs renewal."), year=year)
    elif context.today and year > context.today.year + 5:
        yield warn(N_("A P-IRT is valid for 5 years, this number says until %(year)d."), year=year)


def pirt_parts(number: str, context: NumberContext) -> Iterator[Part]:
    """Tell packaging, food type, place and year."""
    found = _PIRT.fullmatch(number)
    if found:
        food = context.food_types.get(found[2], FoodType(LocalText(id=found[2])))
        yield Part(PACKAGING, _PACKS[found[1]][0].best(context.language))
        yield Part(FOOD, food.name.best(context.language))
        yield Part(PLACE, _place(found[3], context))
        yield Part(UNTIL, f"20{found[6]}")


def _place(code: str, context: NumberContext) -> str:
    return context.places.get(f"{code[:2]}.{code[2:]}", code)


def bpom(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a marketing authorisation."""
    found = _BPOM.fullmatch(number)
    if not found:
        yield shape(kind, N_("A BPOM number begins with MD or ML, followed by 12 or 15 digits."))
    elif len(found[2]) not in {_BPOM_OLD, _BPOM_NEW}:
        yield shape(
            kind,
            N_("After MD or ML stand 12 or 15 digits, here there are %(count)d."),
            count=len(found[2]),
        )
    elif found[1] == "ML":
        yield warn(N_("ML is for imported food. What is made here bears MD."))


def bpom_parts(number: str, context: NumberContext) -> Iterator[Part]:
    """Tell home-made from imported food."""
    found = _BPOM.fullmatch(number)
    if found:
        words = {
            "MD": LocalText(id="Dibuat di dalam negeri", en="Made in Indonesia"),
            "ML": LocalText(id="Impor", en="Imported"),
        }
        yield Part(ORIGIN, words[found[1]].best(context.language))


def halal(number: str, kind: NumberKind, context: NumberContext) -> Iterator[Finding]:
    """Judge a halal certificate; its shape is inferred from real numbers, so nothing is refused."""
    found = _HALAL.fullmatch(number)
    if not found:
        yield from _not_halal(number, kind)
        return
    issued = _month(found)
    if issued is None:
        yield warn(N_("The last four digits should be month and year of issue."), "E")
        return
    if context.today and issued > context.today:
        yield warn(N_("By its number this certificate would be issued in the future."), "E")
    # In real numbers the month may differ by one from the certificate's date.
    if context.issued_on and abs(_months(issued) - _months(context.issued_on)) > 1:
        yield warn(
            N_("By its number the certificate is of %(month)s, the date you gave is another."),
            "E",
            month=f"{issued:%m-%Y}",
        )
    if context.region_code and found[1] != context.region_code[:2]:
        yield tell(
            N_("The province code %(code)s in the number is not that of the business."),
            "E",
            code=found[1],
        )


def _not_halal(number: str, kind: NumberKind) -> Iterator[Finding]:
    digits = re.sub(r"[^0-9]", "", number)
    if number.startswith("KH") or "KETETAPAN" in number:
        yield warn(
            N_(
                "This is the number of the halal decree (KH). The label and this form need the"
                " certificate number, which begins with ID."
            )
        )
    elif number.startswith("ID") and len(digits) == _HALAL_LONG:
        yield warn(
            N_("This number has 18 digits instead of 17. Such numbers exist: please compare."), "E"
        )
    elif number == digits and digits:
        yield warn(
            N_(
                "Digits only look like an old certificate of MUI. If it is one, choose the kind"
                " “Halal MUI (old)”; a number of BPJPH begins with ID."
            ),
            "K",
        )
    else:
        yield shape(
            kind,
            N_("A halal number is ID and 17 digits; here there are %(count)d digits."),
            count=len(digits),
        )


def halal_parts(number: str, _context: NumberContext) -> Iterator[Part]:
    """Tell the province and the month of issue."""
    found = _HALAL.fullmatch(number)
    if found and (issued := _month(found)):
        yield Part(PROVINCE, found[1])
        yield Part(ISSUED, f"{issued:%m-%Y}")


def mui(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge an old certificate of MUI: digits only."""
    if number.startswith("ID"):
        yield warn(N_("A number that begins with ID is of BPJPH: choose the kind “Halal”."))
    elif not re.fullmatch(kind.pattern, number):
        yield shape(kind, N_("An old MUI number holds digits only, 8 to 17 of them."))
    yield tell(N_("MUI certificates ran for two years at most; please renew at BPJPH."), "K")


def _month(found: re.Match[str]) -> date | None:
    month = int(found[3])
    return date(2000 + int(found[4]), month, 1) if 1 <= month <= 12 else None  # noqa: PLR2004  # months


def _months(moment: date) -> int:
    return moment.year * 12 + moment.month
