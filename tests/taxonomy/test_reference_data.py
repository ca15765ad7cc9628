"""The reference files hold together: no dangling code, no missing language, no odd number."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

CATALOG = Path(__file__).resolve().parents[2] / "catalog"
DATA = CATALOG / "taxonomy" / "data"
TERM_KINDS = ("motif", "technique", "material", "sentra")
MERAWIT_VILLAGES = {
    "Trusmi Kulon",
    "Trusmi Wetan",
    "Kaliwulu",
    "Wotgali",
    "Gamel",
    "Sarabau",
    "Panembahan",
    "Kalitengah",
}
GALLERIES = CATALOG / "galleries" / "data" / "galleries.toml"
DOCUMENTS = CATALOG / "legality" / "data" / "document_types.toml"
FILES = [
    *(DATA / name for name in ("categories.toml", "units.toml", "currencies.toml")),
    *(DATA / name for name in ("markets.toml", "hs_notes.toml")),
    *(DATA / "terms" / f"{kind}.toml" for kind in TERM_KINDS),
    GALLERIES,
    DOCUMENTS,
]

Entry = dict[str, Any]  # one table of a TOML file


def entries(path: Path, key: str) -> list[Entry]:
    """Return the tables called ``key`` of one file."""
    found: list[Entry] = tomllib.loads(path.read_text(encoding="utf-8"))[key]
    return found


def rows(name: str) -> list[dict[str, str]]:
    """Return the lines of a CSV file."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


REGIONS = {row["code"]: row for row in rows("regions.csv")}
CATEGORIES = entries(DATA / "categories.toml", "category")
UNITS = {unit["code"]: unit for unit in entries(DATA / "units.toml", "unit")}
TERMS = {kind: entries(DATA / "terms" / f"{kind}.toml", "term") for kind in TERM_KINDS}
HS = {entry["code"]: entry for entry in entries(DATA / "hs_notes.toml", "hs")}


def texts(value: object, path: str = "") -> Iterator[tuple[str, Entry]]:
    """Yield every text per language below ``value`` with where it stands."""
    if isinstance(value, dict):
        if "id" in value or "en" in value:
            yield path, value
        for key, child in value.items():
            yield from texts(child, f"{path}.{key}")
    elif isinstance(value, list):
        for number, child in enumerate(value):
            yield from texts(child, f"{path}[{number}]")


def once(values: list[str]) -> bool:
    """Return whether no value comes twice."""
    return len(values) == len(set(values))


# ── languages ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_stands_in_both_languages(path: Path) -> None:
    found = list(texts(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert found
    for where, text in found:
        for language in ("id", "en"):
            words = text.get(language, "")
            assert words.strip(), f"{path.name}{where} lacks {language}"
            assert words == words.strip(), f"{path.name}{where} has loose spaces"
            assert "*" not in words, f"{path.name}{where} carries markup"


@pytest.mark.parametrize("kind", ["motif", "sentra"])
def test_motifs_and_villages_are_described_in_80_to_160_words(kind: str) -> None:
    for term in TERMS[kind]:
        for language, words in term["description"].items():
            count = len(words.split())
            assert 80 <= count <= 160, f"{term['slug']} {language}: {count} words"


# ── regions ──────────────────────────────────────────────────────────────


def test_regions_count_as_the_ministry_counts_them() -> None:
    kinds = Counter((row["code"][:5], row["kind"]) for row in REGIONS.values())
    assert kinds["32.74", "district"] == 5
    assert kinds["32.74", "urban_village"] == 22
    assert kinds["32.09", "district"] == 40
    assert kinds["32.09", "village"] == 412
    assert kinds["32.09", "urban_village"] == 12
    sumber = [row for row in REGIONS.values() if row["parent"] == "32.09.15"]
    assert sum(row["kind"] == "urban_village" for row in sumber) == 12


def test_every_region_lies_in_its_parent_and_near_cirebon() -> None:
    assert len(REGIONS) == len(rows("regions.csv"))
    for code, row in REGIONS.items():
        if row["kind"] == "outside":
            assert not row["latitude"]
            continue
        assert -7.1 < float(row["latitude"]) < -6.4, row
        assert 108.2 < float(row["longitude"]) < 108.9, row
        if row["parent"]:
            assert code.startswith(f"{row['parent']}."), row
            assert row["parent"] in REGIONS
        if row["kind"] in {"village", "urban_village"}:
            assert re.fullmatch(r"\d{5}", row["postcode"]), row


def test_every_kecamatan_code_has_the_official_shape() -> None:
    shape = re.compile(r"32\.(?:74\.0[1-5]|09\.(?:0[1-9]|[123]\d|40))")
    districts = [code for code, row in REGIONS.items() if row["kind"] == "district"]
    assert all(shape.fullmatch(code) for code in districts)
    assert not shape.fullmatch("32.09.41")


def test_aliases_lead_to_regions_and_add_something() -> None:
    aliases = rows("region_aliases.csv")
    assert once([row["alias"].lower() for row in aliases])
    for row in aliases:
        assert REGIONS[row["code"]]["name"] != row["alias"]
    spelt = {row["alias"]: REGIONS[row["code"]]["name"] for row in aliases}
    assert spelt["Kasepuhan"] == "Kesepuhan"
    assert spelt["Kebon Baru"] == "Kebonbaru"
    assert spelt["Karya Mulya"] == "Karyamulya"
    assert spelt["Batembat"] == "Battembat"


# ── categories, units, codes ─────────────────────────────────────────────


def test_the_category_tree_is_two_deep_and_has_no_strays() -> None:
    slugs = [category["slug"] for category in CATEGORIES]
    assert once(slugs)
    tops = {category["slug"] for category in CATEGORIES if "parent" not in category}
    assert 9 <= len(tops) <= 12  # eleven, and "lain-lain" for what waits for a place
    for category in CATEGORIES:
        assert category.get("parent", next(iter(tops))) in tops, category["slug"]
        assert category["kind"] in {"food", "craft", "fashion", "home", "other"}
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", category["slug"])


def test_positions_put_siblings_in_one_order() -> None:
    seen = Counter((category.get("parent"), category["position"]) for category in CATEGORIES)
    assert max(seen.values()) == 1


def test_codes_of_trade_are_known_and_carry_their_version() -> None:
    for category in CATEGORIES:
        for prefix in category["hs"]:
            assert re.fullmatch(r"\d{4}(\d{2})?", prefix), category["slug"]
            assert any(code.startswith(prefix) for code in HS), f"{prefix} has no title"
        for kbli in category["kbli"]:
            assert re.fullmatch(r"\d{5}", kbli["code"])
            assert kbli["version"] in {"2020", "2025"}
    assert HS["140120"]["restricted"] == "prohibited"
    assert HS["140120"]["caution"]["en"].startswith("Prohibited")


def test_attributes_name_their_unit_and_choices_and_repeat_no_inherited_key() -> None:
    keys = {c["slug"]: [a["key"] for a in c.get("attribute", [])] for c in CATEGORIES}
    for category in CATEGORIES:
        assert once(keys[category["slug"]] + keys.get(category.get("parent", ""), []))
        for attribute in category.get("attribute", []):
            check_attribute(category["slug"], attribute)


def check_attribute(slug: str, attribute: Entry) -> None:
    """Assert that one line of a template is complete."""
    where = f"{slug}.{attribute['key']}"
    assert attribute["category"] == slug, where
    assert re.fullmatch(r"[a-z][a-z0-9_]*", attribute["key"]), where
    assert attribute["block"] in {"food", "craft", "size", "care", "use"}, where
    kind = attribute["type"]
    assert kind in {"text", "number", "quantity", "choice", "choices", "flag"}, where
    assert (attribute.get("unit") in UNITS) == (kind == "quantity"), where
    assert bool(attribute.get("choices")) == (kind in {"choice", "choices"}), where
    assert once([choice["value"] for choice in attribute.get("choices", [])]), where


def test_packed_food_must_say_what_is_in_it_and_how_long_it_keeps() -> None:
    needed = {"composition", "allergens", "shelf_life_days", "storage"}
    for category in CATEGORIES:
        if category["kind"] == "food" and "parent" not in category:
            required = {a["key"] for a in category["attribute"] if a["required"]}
            assert needed <= required, category["slug"]


def test_units_convert_to_their_base() -> None:
    assert UNITS["kodi"]["factor"] == 20
    assert UNITS["lusin"]["factor"] == 12
    assert UNITS["g"]["factor"] == 0.001
    for dimension in ("count", "mass", "volume", "length", "area"):
        alike = [unit for unit in UNITS.values() if unit["dimension"] == dimension]
        assert any(unit["factor"] == 1 for unit in alike), dimension
    assert all(unit["factor"] > 0 for unit in UNITS.values())


def test_sample_rates_say_that_they_are_samples() -> None:
    currencies = entries(DATA / "currencies.toml", "currency")
    assert {entry["code"] for entry in currencies} == {"USD", "SGD", "MYR", "SAR", "AED", "EUR"}
    for entry in currencies:
        assert "contoh" in entry["source"]
        assert float(entry["rupiah"]) > 1000
        assert isinstance(entry["on"], date)


def test_markets_are_known_once() -> None:
    codes = [entry["code"] for entry in entries(DATA / "markets.toml", "market")]
    assert sorted(codes) == ["AE", "BN", "EU", "HK", "JP", "MY", "QA", "SA", "SG", "TW", "US"]


# ── authority lists ──────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", TERM_KINDS)
def test_terms_are_named_once_placed_and_sourced(kind: str) -> None:
    terms = TERMS[kind]
    assert once([term["slug"] for term in terms])
    assert once([str(term["position"]) for term in terms])
    for term in terms:
        assert set(term["regions"]) <= set(REGIONS), term["slug"]
        assert term["certainty"] in {"S", "E", "K"}
        assert 0 < len(term["source"]) <= 300, term["slug"]
        assert once(term["synonyms"]), term["slug"]
        assert isinstance(term["reviewed_on"], date)


def test_only_the_eight_villages_may_use_the_name_merawit() -> None:
    protected = [term for terms in TERMS.values() for term in terms if term["protected"]]
    assert [term["slug"] for term in protected] == ["merawit"]
    names = {REGIONS[code]["name"] for code in protected[0]["protected_regions"]}
    assert names == MERAWIT_VILLAGES


def test_villages_of_craft_stand_at_the_codes_of_the_ministry() -> None:
    places = {term["slug"]: term["regions"] for term in TERMS["sentra"]}
    assert places["tegalwangi"] == ["32.09.19.2009"]
    assert places["sitiwinangun"] == ["32.09.40.2002"]
    assert set(places["trusmi"]) == {"32.09.36.2004", "32.09.36.2005"}
    for codes in places.values():
        assert all(REGIONS[code]["kind"] == "village" for code in codes)
