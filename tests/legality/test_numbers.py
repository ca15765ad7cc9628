"""Numbers that check themselves: the samples of the law books, and whatever people type."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.text import LocalText
from catalog.legality.rules.numbers import (
    KINDS,
    Examination,
    FindingLevel,
    FoodType,
    NumberContext,
    NumberKind,
    examine,
    normalise,
)
from tests.legality.test_document_types import TYPES

ALL = dict(KINDS) | {
    code: NumberKind(
        code=code,
        label=row["label"],
        pattern=row["pattern"],
        strip=row["strip"],
        prefix=row["prefix"],
        level=row["level"],
        hint=LocalText.of(row["hint"]),
        certainty=row["certainty"],
    )
    for code, row in TYPES.items()
}
TODAY = date(2026, 11, 22)
COCONUT = FoodType(LocalText(id="Hasil olahan kelapa"), frozenset({"emping"}), "S")
SPICES = FoodType(LocalText(id="Rempah-rempah"), frozenset({"bumbu-hasil-laut"}), "K")


def looked(code: str, typed: str, **context: object) -> Examination:
    """Examine a number on the day of these tests."""
    return examine(ALL[code], typed, NumberContext(today=TODAY, **context))  # type: ignore[arg-type]  # keywords of a test


def said(found: Examination) -> str:
    """Return all that is said of a number, in one text."""
    return " | ".join(finding.message % dict(finding.values) for finding in found.findings)


@pytest.mark.parametrize(
    ("code", "typed", "stored"),
    [
        ("nib", "1112210007923", "1112210007923"),
        ("nib", " NIB: 1112 2100 07923 ", "1112210007923"),
        ("nib", "No. 1112.2100.07923", "1112210007923"),
        ("nib", "１１１２２１０００７９２３", "1112210007923"),
        ("nik", "3171011708450001", "3171011708450001"),
        ("ktp", "NIK 3171 0117 0845 0001", "3171011708450001"),
        ("npwp", "01.312.166.0-091.000", "0013121660091000"),
        ("npwp", "0013121660091000", "0013121660091000"),
        ("pirt", "2053204080576-29", "2053204080576-29"),
        ("pirt", "P-IRT No. 3063306010072–19", "3063306010072-19"),
        ("pirt", "205320408057629", "2053204080576-29"),
        ("bpom", "MD 235602169254", "MD 235602169254"),
        ("bpom", "BPOM RI MD 271111000300341", "MD 271111000300341"),
        ("bpom", "md.235602169254", "MD 235602169254"),
        ("halal", "ID35110017058840424", "ID35110017058840424"),
        ("halal", "id 3211-0001-333131122", "ID32110001333131122"),
        ("merek", "IDM 000953284", "IDM000953284"),
        ("sni", "SNI 7381:2008", "SNI 7381:2008"),
        ("sni", "sni 01-2891-1992", "SNI 01-2891-1992"),
        ("sni", "SNI ISO 22000 : 2018", "SNI ISO 22000:2018"),
        ("kbli", "13134", "13134"),
        ("hs", "4602.12", "460212"),
        ("phone", "0812-3456-7890", "+6281234567890"),
        ("phone", "62 812 3456 7890", "+6281234567890"),
        ("phone", "+62 (0)812 3456 7890", "+6281234567890"),
        ("phone", "(0231) 123 456", "+62231123456"),
    ],
)
def test_a_real_number_is_stored_in_one_form_and_nothing_is_wrong_with_it(
    code: str, typed: str, stored: str
) -> None:
    found = looked(code, typed)
    assert found.number == stored
    assert found.raw == typed
    expired = code == "pirt" and stored.endswith("-19")
    assert not found.errors
    assert len(found.warnings) == expired


@pytest.mark.parametrize(
    ("code", "typed", "level"),
    [
        ("nib", "111221000792", FindingLevel.ERROR),
        ("nib", "1112210007923A", FindingLevel.ERROR),
        ("nik", "3274010008450001", FindingLevel.ERROR),
        ("ktp", "3274010008450001", FindingLevel.ERROR),
        ("nik", "327401", FindingLevel.ERROR),
        ("phone", "0812", FindingLevel.ERROR),
        ("phone", "+6580001234", FindingLevel.ERROR),
        ("npwp", "01.312.166.1-091.000", FindingLevel.WARNING),
        ("npwp", "12345", FindingLevel.WARNING),
        ("nitku", "123", FindingLevel.WARNING),
        ("pirt", "9053204080576-29", FindingLevel.WARNING),
        ("pirt", "2053204080576", FindingLevel.WARNING),
        ("pirt", "2173204080576-29", FindingLevel.WARNING),
        ("halal", "ID3211000192837", FindingLevel.WARNING),
        ("halal", "KH35110017058840424", FindingLevel.WARNING),
        ("halal", "ID351100170588404241", FindingLevel.WARNING),
        ("halal", "ID35110017058841324", FindingLevel.WARNING),
        ("bpom", "MD 12345", FindingLevel.WARNING),
        ("bpom", "ML 235602169254", FindingLevel.WARNING),
        ("merek", "IDM95328", FindingLevel.WARNING),
        ("merek", "DID2021012345", FindingLevel.WARNING),
        ("sni", "7381:2008", FindingLevel.WARNING),
        ("kbli", "1313", FindingLevel.WARNING),
        ("hs", "46", FindingLevel.WARNING),
        ("tkdn", "120 % 1234/SJ-IND", FindingLevel.WARNING),
        ("mui", "ID35110017058840424", FindingLevel.WARNING),
    ],
)
def test_a_wrong_number_gets_a_sentence_and_only_law_refuses_it(
    code: str, typed: str, level: FindingLevel
) -> None:
    found = looked(code, typed)
    assert found.is_refused == (level is FindingLevel.ERROR)
    assert found.of(level)
    assert said(found)


def test_a_permit_is_compared_with_all_that_is_known_of_the_product() -> None:
    found = looked(
        "pirt",
        "2053204080576-29",
        region_code="32.09.36.2005",
        category_slugs=frozenset({"terasi", "bumbu-hasil-laut"}),
        packs=frozenset({"glass"}),
        valid_until=date(2028, 3, 1),
        places={"32.04": "Kabupaten Bandung"},
        food_types={"05": COCONUT},
    )
    words = said(found)
    assert len(found.warnings) == 4
    for part in ("Kabupaten Bandung", "hasil olahan kelapa", "plastik", "2029"):
        assert part in words
    assert [part.value for part in found.parts] == [
        *("Plastik", "Hasil olahan kelapa", "Kabupaten Bandung", "2029")
    ]


def test_a_permit_that_fits_is_praised_with_silence() -> None:
    found = looked(
        "pirt",
        "2053209080576-29",
        region_code="32.09.36.2005",
        category_slugs=frozenset({"emping", "camilan-kue"}),
        packs=frozenset({"plastic"}),
        valid_until=date(2029, 3, 1),
        food_types={"05": COCONUT},
    )
    assert not found.findings


def test_what_is_only_general_knowledge_says_so_and_blocks_nothing() -> None:
    found = looked(
        "pirt",
        "2123209080576-29",
        category_slugs=frozenset({"emping"}),
        food_types={"12": SPICES},
    )
    assert {finding.certainty for finding in found.findings} == {"K"}
    assert not found.errors


def test_a_permit_that_ran_out_by_its_number_is_told() -> None:
    assert "2019" in said(looked("pirt", "3063306010072-19"))


def test_a_halal_number_is_compared_with_its_date_within_a_month() -> None:
    near = looked("halal", "ID35110000145391021", issued_on=date(2021, 11, 19))
    far = looked("halal", "ID35110000145391021", issued_on=date(2023, 2, 1))
    assert not near.findings
    assert "10-2021" in said(far)


def test_a_decree_number_is_explained() -> None:
    assert "KH" in said(looked("halal", "KH35110017058840424"))


def test_digits_of_mui_in_the_halal_field_are_recognised() -> None:
    assert "MUI" in said(looked("halal", "01061234560418"))


@pytest.mark.parametrize("typed", ["9.12E+12", "9,12e+12", "1.11221E+12"])
def test_what_a_spreadsheet_spoilt_has_its_own_sentence(typed: str) -> None:
    found = looked("nib", typed)
    assert found.is_refused
    assert "spreadsheet" in said(found)
    assert typed in said(found)


@pytest.mark.parametrize("typed", ["=cmd|' /C calc'!A0", "@SUM(1)", "=1112210007923"])
def test_a_formula_has_its_own_sentence(typed: str) -> None:
    assert "formula" in said(looked("nib", typed))


def test_a_nik_from_elsewhere_is_a_hint_and_gives_no_birth_date_away() -> None:
    found = looked("nik", "3171011708450001", region_code="32.74.05.1001")
    assert not found.errors
    assert len(found.warnings) == 1
    assert not found.parts
    assert "1945" not in said(found)


def test_a_twelve_digit_nib_speaks_of_the_lost_zero() -> None:
    assert "zero" in said(looked("nib", "111221000792"))


def test_a_number_that_is_too_long_to_be_kept_is_refused_with_a_sentence() -> None:
    assert "60" in said(looked("sku", "X" * 100))


def test_an_empty_number_says_nothing() -> None:
    assert looked("nib", "  ") == Examination("", "  ")


@pytest.mark.parametrize("code", sorted(ALL))
@given(
    typed=st.text(max_size=80)
    | st.from_regex(r"(NIB|NO|P-IRT|ID|MD|SNI|\+62|=)[ .:-]*[0-9 .–-]{0,25}", fullmatch=True)
)
def test_whatever_is_typed_is_answered_and_cleaning_twice_changes_nothing(
    code: str, typed: str
) -> None:
    found = looked(code, typed, region_code="32.09.36.2005", valid_until=TODAY, issued_on=TODAY)
    assert normalise(ALL[code], found.number) == found.number
    for finding in found.findings:
        assert finding.message % dict(finding.values)
        if finding.level is FindingLevel.ERROR and len(found.number) <= 60:
            assert ALL[code].is_hard
