"""Numbers as people type them, classes as the law draws them, names that tell no stranger."""

from datetime import date

import pytest

from catalog.kernel.errors import RuleBroken
from catalog.vendors.rules.importing import Origin, may_replace
from catalog.vendors.rules.numbers import (
    masked_name,
    nik_doubt,
    read_nib,
    read_nik,
    read_npwp,
    read_phone,
)
from catalog.vendors.rules.registry import BusinessClass, business_class
from catalog.vendors.rules.rows import read_amount, read_row

BILLION = 1_000_000_000


@pytest.mark.parametrize(
    "typed",
    ["0812 3456 7890", "+62 812-3456-7890", "62812.3456.7890", "81234567890", "+6208123456789 0"],
)
def test_a_phone_number_is_read_however_it_is_typed(typed: str) -> None:
    assert read_phone(typed) == "+6281234567890"


def test_a_landline_of_cirebon_is_a_phone() -> None:
    assert read_phone("(0231) 206 123") == "+62231206123"


@pytest.mark.parametrize("typed", ["12", "0812", "0012345678901", "telepon", "+1 202 555 0100"])
def test_what_is_no_phone_number_is_told(typed: str) -> None:
    with pytest.raises(RuleBroken) as told:
        read_phone(typed)
    assert told.value.field == "phone"


def test_a_nik_holds_a_date_that_exists() -> None:
    assert read_nik("3171 0117 0845 0001") == "3171011708450001"
    for wrong in ("3274010008450001", "3274013213450001", "327401"):
        with pytest.raises(RuleBroken):
            read_nik(wrong)


@pytest.mark.parametrize(
    ("nik", "is_odd"),
    [
        ("3274014108850001", False),
        ("3209014108850001", True),
        ("3274017002850001", True),  # 30 February
    ],
)
def test_an_odd_nik_is_doubted_not_refused(nik: str, is_odd: bool) -> None:  # noqa: FBT001  # a case
    assert bool(nik_doubt(read_nik(nik), "32.74", date(2026, 11, 22))) is is_odd


def test_an_old_npwp_gets_its_zero() -> None:
    assert read_npwp("01.312.166.0-091.000") == "0013121660091000"
    assert read_nib("1112 2100 07923") == "1112210007923"


@pytest.mark.parametrize("typed", ["9.12E+12", "9,12e12", " 1.112E +12 "])
def test_a_nib_that_a_spreadsheet_shortened_is_told_so(typed: str) -> None:
    with pytest.raises(RuleBroken, match="spreadsheet"):
        read_nib(typed)


@pytest.mark.parametrize(
    ("sales", "capital", "found"),
    [
        (2 * BILLION, None, BusinessClass.MICRO),
        (2 * BILLION + 1, None, BusinessClass.SMALL),
        (15 * BILLION, 9 * BILLION, BusinessClass.SMALL),
        (50 * BILLION, None, BusinessClass.MEDIUM),
        (50 * BILLION + 1, None, BusinessClass.LARGE),
        (None, BILLION, BusinessClass.MICRO),
        (None, 5 * BILLION + 1, BusinessClass.MEDIUM),
        (0, None, BusinessClass.MICRO),
        (None, None, None),
    ],
)
def test_sizes_are_those_of_the_law(
    sales: int | None, capital: int | None, found: BusinessClass | None
) -> None:
    assert business_class(sales=sales, capital=capital) is found


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Batik Rara Sekar", "Batik R••• S•••"), ("Tjampolay", "Tj•••"), ("A B", "A B•••")],
)
def test_a_masked_name_is_known_to_its_owner_only(name: str, shown: str) -> None:
    assert masked_name(name) == shown


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("2.000.000.001", 2_000_000_001),
        ("Rp 350.000.000,-", 350_000_000),
        ("14,9jt", 14_900_000),
        ("1,2 miliar", 1_200_000_000),
        ("banyak", None),
        ("9" * 30, None),
    ],
)
def test_amounts_are_read_as_written(typed: str, amount: int | None) -> None:
    assert read_amount(typed) == amount


@pytest.mark.parametrize(
    ("stored", "may"),
    [
        (None, False),
        (Origin("SIINas", date(2026, 8, 15), is_verified=False), True),
        (Origin("SIINas", date(2026, 8, 15), is_verified=True), False),
        (Origin("OSS", date(2026, 8, 14), is_verified=True), True),
        (Origin("OSS", date(2026, 9, 1), is_verified=False), False),
    ],
)
def test_only_older_values_give_way(stored: Origin | None, may: bool) -> None:  # noqa: FBT001  # a case
    assert may_replace(stored, "SIINas", date(2026, 8, 15)) is may


def test_empty_marks_of_a_list_are_no_values() -> None:
    found = read_row({"name": "Batik Wulan", "nib": "-", "phone": "n/a", "email": "0"})
    assert found.values == {"name": "Batik Wulan"}
    assert found.problems == []
