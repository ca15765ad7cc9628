"""The document types' file: what each proves, how its number is written, where it is checked."""

import re
import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "catalog" / "legality" / "data"
TYPES = {
    entry["code"]: entry
    for entry in tomllib.loads((DATA / "document_types.toml").read_text(encoding="utf-8"))[
        "document_type"
    ]
}
TYPE_CODES = [
    *("nib", "sku", "pirt", "halal", "bpom", "sni", "merek", "ig", "svlk"),
    *("tkdn", "mui", "siup", "npwp", "ktp"),
]


def test_document_types_say_what_they_prove_and_where_to_check() -> None:
    assert list(TYPES) == TYPE_CODES
    for code, kind in TYPES.items():
        assert kind["default_scope"] in {"vendor", "product_types", "products"}, code
        assert kind["applies"] in {"food", "craft", "all"}, code
        assert kind["checker_url"].startswith("https://") or code == "sku", code
        assert len(kind["label"]) <= 20, code
    assert not TYPES["nib"]["number_is_public"]
    assert not TYPES["sku"]["badge"]
    assert [code for code, kind in TYPES.items() if kind["level"] == "hard"] == ["nib", "ktp"]
    assert [code for code, kind in TYPES.items() if kind.get("personal")] == ["npwp", "ktp"]


def test_what_a_column_holds_fits_it_and_every_pattern_can_be_read() -> None:
    for code, kind in TYPES.items():
        assert re.compile(kind["pattern"]).flags, code
        assert len(kind["prefix"]) <= 80, code
        assert len(kind["strip"]) <= 20, code
        assert kind["checker_note"]["id"], code
        assert kind["checker_note"]["en"], code
        assert kind["hint"]["id"], code
