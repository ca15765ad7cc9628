"""Numbers that check themselves: what a number tells, and what does not fit, in a sentence.

A finding is an error only where the law fixes the shape; whatever is inferred from real numbers
or general knowledge is a warning that a verifier may accept with a reason.
"""

import re
from collections.abc import Callable, Iterator, Mapping

from catalog.kernel.text import N_, LocalText
from catalog.legality.rules.numbers import food, identity, trade
from catalog.legality.rules.numbers.cleaning import is_formula, is_spoilt, normalise
from catalog.legality.rules.numbers.model import (
    MAX_STORED,
    MAX_TYPED,
    Examination,
    Finding,
    FindingLevel,
    FoodType,
    NumberContext,
    NumberKind,
    Part,
    shape,
    warn,
)

__all__ = [
    "KINDS",
    "Examination",
    "Finding",
    "FindingLevel",
    "FoodType",
    "NumberContext",
    "NumberKind",
    "Part",
    "examine",
    "normalise",
]

Judge = Callable[[str, NumberKind, NumberContext], Iterator[Finding]]
Reader = Callable[[str, NumberContext], Iterator[Part]]
# Numbers that are asked for outside the wallet; those of papers stand with their document types.
KINDS: Mapping[str, NumberKind] = {
    kind.code: kind
    for kind in (
        NumberKind(
            code="nik",
            label="NIK",
            pattern=(
                r"(?:1[1-9]|2[1]|[1-9][0-9])[0-9]{4}(?:[04][1-9]|[1256][0-9]|[37][01])"
                r"(?:0[1-9]|1[0-2])[0-9]{2}[0-9]{4}"
            ),
            strip=" .-",
            prefix="NIK|KTP",
            level="hard",
            hint=LocalText(id="16 angka di KTP", en="16 digits on the identity card"),
            certainty="S",
        ),
        NumberKind(
            code="npwp",
            label="NPWP",
            pattern=r"[0-9]{16}",
            strip=" .-",
            prefix="NPWP",
            hint=LocalText(id="16 angka, atau 15 angka yang lama", en="16 digits, or the old 15"),
            certainty="S",
        ),
        NumberKind(code="nitku", label="NITKU", pattern=r"[0-9]{22}", strip=" .-", prefix="NITKU"),
        NumberKind(code="kbli", label="KBLI", pattern=r"[0-9]{5}", strip=" .-", prefix="KBLI"),
        NumberKind(
            code="hs",
            label="HS",
            pattern=r"[0-9]{6}(?:[0-9]{2})?",
            strip=" .-",
            prefix="HS|BTKI|HS CODE",
            certainty="S",
        ),
        # The shape comes from general knowledge, yet a number that cannot be called helps nobody.
        NumberKind(
            code="phone",
            label=N_("Telephone"),
            pattern=r"\+628[1-9][0-9]{7,10}",
            prefix="TEL|TELP|TELEPON|HP|WA|WHATSAPP|TLP|PHONE",
            level="hard",
            hint=LocalText(id="Misalnya 0812 3456 7890", en="For example 0812 3456 7890"),
            certainty="S",
        ),
    )
}
_JUDGES: Mapping[str, Judge] = {
    "nib": identity.nib,
    "sku": identity.letter,
    "siup": identity.letter,
    "nik": identity.nik,
    "ktp": identity.nik,
    "npwp": identity.npwp,
    "nitku": identity.nitku,
    "phone": identity.phone,
    "pirt": food.pirt,
    "bpom": food.bpom,
    "halal": food.halal,
    "mui": food.mui,
    "merek": trade.merek,
    "sni": trade.sni,
    "tkdn": trade.tkdn,
    "kbli": trade.kbli,
    "hs": trade.hs,
}
_READERS: Mapping[str, Reader] = {
    "nib": identity.nib_parts,
    "phone": identity.phone_parts,
    "pirt": food.pirt_parts,
    "bpom": food.bpom_parts,
    "halal": food.halal_parts,
    "tkdn": trade.tkdn_parts,
    "hs": trade.hs_parts,
}
_NOTHING = NumberContext()


def examine(kind: NumberKind | str, typed: str, context: NumberContext = _NOTHING) -> Examination:
    """Return the number in its stored form, what was read from it and what does not fit.

    A string names one of ``KINDS``. Never raises on anything typed.
    """
    kind = KINDS[kind] if isinstance(kind, str) else kind
    number = normalise(kind, typed)
    raw = typed[:MAX_TYPED]
    if not number:
        return Examination("", raw)
    damage = _damage(kind, typed, number)
    if damage is not None:
        return Examination(number, raw, (damage,))
    judge, reader = _JUDGES.get(kind.code, _plain), _READERS.get(kind.code, _nothing_read)
    return Examination(
        number, raw, tuple(judge(number, kind, context)), tuple(reader(number, context))
    )


def _damage(kind: NumberKind, typed: str, number: str) -> Finding | None:
    """Return what a spreadsheet did to the number, if it did."""
    if is_spoilt(typed):
        return shape(
            kind,
            N_(
                "The spreadsheet has shortened this number to %(typed)s. Format the cell as text"
                " and type the number again in full."
            ),
            typed=typed.strip()[:MAX_STORED],
        )
    if is_formula(typed):
        return shape(kind, N_("This is a formula, not a number. Type the number itself."))
    if len(number) > MAX_STORED:
        return Finding(
            FindingLevel.ERROR,
            N_("A number has at most %(most)d characters. Type only the number."),
            {"most": MAX_STORED},
        )
    return None


def _plain(number: str, kind: NumberKind, _context: NumberContext) -> Iterator[Finding]:
    """Judge a number by its pattern alone; a broken pattern judges nothing."""
    try:
        fits = not kind.pattern or re.fullmatch(kind.pattern, number, re.IGNORECASE) is not None
    except re.error:
        return
    if not fits:
        yield warn(
            N_("This does not look like a number of this kind. Copy it as it stands on the paper."),
            kind.certainty,
        )


def _nothing_read(_number: str, _context: NumberContext) -> Iterator[Part]:
    return iter(())
