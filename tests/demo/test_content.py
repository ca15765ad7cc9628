"""What the sample files say is complete, in both languages, and follows the house's own rules."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from catalog.demo.services import reading
from catalog.demo.services.reading import PICTURES, Entry
from catalog.legality.services import types as legality
from catalog.media.variants import RECIPES
from catalog.products.rules.packing import Carton
from catalog.products.rules.prices import Step, check_ladder
from catalog.products.rules.status import Status
from catalog.taxonomy import services as taxonomy

NAME, SUMMARY, TAGLINE = 160, 300, 200


def _rows(path: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(path.read_text("utf-8"))[table]
    return rows


CATEGORIES = {row["slug"]: row for row in _rows(taxonomy.DATA / "categories.toml", "category")}
PARENTS = {row.get("parent") for row in CATEGORIES.values()}
LEAVES = {slug for slug in CATEGORIES if slug not in PARENTS}
UNITS = {row["code"] for row in _rows(taxonomy.DATA / "units.toml", "unit")}
MARKETS = {row["code"] for row in _rows(taxonomy.DATA / "markets.toml", "market")}
TERMS = {
    f"{path.stem}/{row['slug']}"
    for path in (taxonomy.DATA / "terms").glob("*.toml")
    for row in _rows(path, "term")
}
TYPES = {row["code"]: row for row in _rows(legality.DATA / "document_types.toml", "document_type")}
REGIONS = {
    line.split(",")[0]
    for line in (taxonomy.DATA / "regions.csv").read_text("utf-8").splitlines()[1:]
}


def _template(slug: str) -> dict[str, dict[str, Any]]:
    """Give the attributes of a category, its parents' first."""
    row = CATEGORIES[slug]
    own = {entry["key"]: entry for entry in row.get("attribute", ())}
    return {**(_template(row["parent"]) if row.get("parent") else {}), **own}


def _papers() -> Iterator[tuple[Entry, Entry]]:
    for vendor in reading.vendors():
        for paper in vendor.get("documents", ()):
            yield vendor, paper


@pytest.mark.parametrize("entries", [reading.vendors, reading.products, reading.showcases])
def test_no_slug_is_used_twice(entries: Any) -> None:
    slugs = [slug for e in entries() for slug in (e["slug"], *e.get("old_slugs", ()))]
    assert [slug for slug, times in Counter(slugs).items() if times > 1] == []
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []
    assert [slug for slug in slugs if len(slug) > 80] == []


def test_products_stand_in_leaves_and_name_what_exists() -> None:
    vendors = {vendor["slug"] for vendor in reading.vendors()}
    for product in reading.products():
        slug = product["slug"]
        assert product["vendor"] in vendors, slug
        assert product["category"] in LEAVES, slug
        assert product.get("unit", "pcs") in UNITS, slug
        assert set(product.get("terms", ())) <= TERMS, slug
        assert set(product.get("markets", ())) <= MARKETS, slug
        assert product.get("origin") in REGIONS | {None}, slug


def test_products_fill_in_their_category_s_template() -> None:
    for product in reading.products():
        template = _template(product["category"])
        given = product.get("attributes", {})
        assert set(given) <= set(template), product["slug"]
        if Status(product.get("status", "published")) is Status.PUBLISHED:
            required = {key for key, entry in template.items() if entry["required"]}
            assert required <= set(given), product["slug"]
        for key, value in given.items():
            allowed = {choice["value"] for choice in template[key].get("choices", ())}
            if template[key]["type"] == "choice":
                assert value in allowed, (product["slug"], key)
            if template[key]["type"] == "choices":
                assert set(value) <= allowed, (product["slug"], key)


def test_nearly_all_goods_are_whole_in_english_and_a_few_are_not() -> None:
    goods = reading.products()
    whole = [p for p in goods if p["name"].get("en") and p["description"].get("en")]
    assert 3 <= len(goods) - len(whole) <= len(goods) // 10
    assert all(product.get("summary", {}).get("en") for product in whole)


def test_words_fit_and_indonesian_is_never_missing() -> None:
    for product in reading.products():
        slug = product["slug"]
        assert product["name"]["id"], slug
        assert product["description"]["id"], slug
        assert all(len(name) <= NAME for name in product["name"].values()), slug
        for summary in product.get("summary", {}).values():
            assert len(summary) <= SUMMARY, slug
    for vendor in reading.vendors():
        assert vendor["story"]["id"], vendor["slug"]
        assert all(len(line) <= TAGLINE for line in vendor.get("tagline", {}).values())


def test_no_sentence_is_written_twice() -> None:
    texts = [p["description"] for p in reading.products()] + [v["story"] for v in reading.vendors()]
    for language in ("id", "en"):
        sentences = Counter(
            sentence.strip()
            for text in texts
            for sentence in re.split(r"(?<=[.?])\s+", text.get(language, ""))
            if len(sentence) > 45
        )
        assert [s for s, times in sentences.items() if times > 2] == []


def test_prices_fall_as_quantities_rise() -> None:
    for product in reading.products():
        tiers = sorted(product.get("tiers", ()), key=lambda tier: tier["kind"])
        for _, steps in groupby(tiers, key=lambda tier: tier["kind"]):
            check_ladder([Step(tier["from"], tier["amount"]) for tier in steps])
        check_ladder([Step(tier["from"], tier["amount_minor"]) for tier in product.get("fob", ())])
        assert all(tier["port"] for tier in product.get("fob", ())), product["slug"]


def test_cartons_weigh_at_least_what_they_hold() -> None:
    for product in reading.products():
        trade = product.get("trade", {})
        if {"net_g", "gross_g"} <= set(trade):
            assert trade["gross_g"] >= trade["net_g"], product["slug"]
        if {"pieces", "carton_mm"} <= set(trade):
            assert Carton(trade["pieces"], *trade["carton_mm"]).volume_m3 > 0, product["slug"]


def test_numbers_of_papers_have_their_official_form() -> None:
    for vendor, paper in _papers():
        kind = TYPES[paper["type"]]
        number = paper["number"].removeprefix("P-IRT ")
        assert re.fullmatch(kind["pattern"].removeprefix("^").removesuffix("$"), number), (
            vendor["slug"],
            paper["type"],
            paper["number"],
        )


def test_papers_are_found_in_every_state() -> None:
    papers = [paper for _, paper in _papers()]
    assert {paper["state"] for paper in papers} == {"verified", "pending", "rejected", "replaced"}
    assert {paper["scope"] for paper in papers} == {"vendor", "product_types", "products"}
    assert any(paper.get("valid_days", 1) < 0 for paper in papers), "one has run out"
    assert any("verified_number" in paper for paper in papers), "one was changed afterwards"


def test_papers_speak_of_what_exists() -> None:
    goods = {product["slug"]: product["vendor"] for product in reading.products()}
    for vendor, paper in _papers():
        assert set(paper.get("categories", ())) <= set(CATEGORIES), vendor["slug"]
        assert {goods.get(slug) for slug in paper.get("products", ())} <= {vendor["slug"]}


def test_makers_come_from_all_over_the_city_and_the_regency() -> None:
    codes = [vendor["region"] for vendor in reading.vendors()]
    assert set(codes) <= REGIONS
    districts = {code[:8] for code in codes if code.count(".") >= 2}
    assert len(districts) >= 25
    assert {code[:5] for code in districts} == {"32.74", "32.09"}
    assert len({code for code in codes if not code.startswith(("32.74", "32.09"))}) >= 2


def test_every_picture_is_there_and_described() -> None:
    stems = {path.stem for path in PICTURES.iterdir()}
    for name in reading.picture_names():
        stem, _, recipe = name.partition("~")
        assert stem in stems, name
        assert set(filter(None, recipe.split("-"))) <= set(RECIPES), name
    for product in reading.products():
        assert 1 <= len(product["pictures"]) <= 5, product["slug"]
        for picture in product["pictures"]:
            assert {"id", "en"} <= set(picture["alt"]), product["slug"]


def test_contacts_are_plainly_made_up() -> None:
    for vendor in reading.vendors():
        contact = vendor["contact"]
        assert contact["email"].endswith("@contoh.example"), vendor["slug"]
        assert contact["phone"].startswith("+6280000"), vendor["slug"]
        assert "contoh" in contact["address"], vendor["slug"]


def test_nothing_private_stands_in_a_public_text() -> None:
    private = re.compile(r"contoh\.example|\+62800|\balamat contoh\b")
    for entry in (*reading.vendors(), *reading.products(), *reading.showcases()):
        public = {key: value for key, value in entry.items() if key != "contact"}
        assert not private.search(str(public)), entry["slug"]
