"""The document types' reference file: real numbers pass, wrong ones do not."""

import re
import tomllib
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "catalog" / "legality" / "data"
TYPES = {
    entry["code"]: entry
    for entry in tomllib.loads((DATA / "document_types.toml").read_text(encoding="utf-8"))[
        "document_type"
    ]
}


def cleaned(code: str, number: str) -> str:
    """Return a number as the head of document_types.toml says it is read."""
    kind = TYPES[code]
    value = re.sub("[‐‑–—−]", "-", number.strip().upper())
    value = value.removeprefix(kind["prefix"])
    return "".join(letter for letter in value if letter not in kind["strip"])


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("nib", "1112210007923"),
        ("nib", " 1112 2100 07923 "),
        ("pirt", "2053204080576-29"),
        ("pirt", "P-IRT 3063306010072–19"),
        ("bpom", "MD 235602169254"),
        ("bpom", "BPOM RI MD 271111000300341"),
        ("halal", "ID35110017058840424"),
        ("halal", "id32110001333131122"),
        ("merek", "IDM000953284"),
        ("sni", "SNI 7381:2008"),
        ("sni", "SNI 01-2891-1992"),
        ("sni", "SNI ISO 22000:2018"),
    ],
)
def test_a_real_number_is_accepted(code: str, number: str) -> None:
    assert re.fullmatch(TYPES[code]["pattern"], cleaned(code, number))


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("nib", "111221000792"),
        ("pirt", "9053204080576-29"),
        ("pirt", "2053204080576"),
        ("halal", "ID3211000192837"),
        ("halal", "KH35110017058840424"),
        ("bpom", "MD 12345"),
        ("merek", "IDM95328"),
        ("sni", "7381:2008"),
    ],
)
def test_a_wrong_number_is_not_accepted(code: str, number: str) -> None:
    assert not re.fullmatch(TYPES[code]["pattern"], cleaned(code, number))


def test_document_types_say_what_they_prove_and_where_to_check() -> None:
    assert list(TYPES) == ["nib", "sku", "pirt", "halal", "bpom", "sni", "merek", "ig", "svlk"]
    for code, kind in TYPES.items():
        assert kind["default_scope"] in {"vendor", "product_types", "products"}, code
        assert kind["applies"] in {"food", "craft", "all"}, code
        assert kind["checker_url"].startswith("https://") or code == "sku"
        assert len(kind["label"]) <= 20, code
    assert not TYPES["nib"]["number_is_public"]
    assert not TYPES["sku"]["badge"]
    assert [code for code, kind in TYPES.items() if kind["level"] == "hard"] == ["nib"]
