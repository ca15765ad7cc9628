"""The galleries' reference file: places that exist, hours that make sense, rules with a source."""

import csv
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

CATALOG = Path(__file__).resolve().parents[2] / "catalog"
GALLERIES = tomllib.loads(
    (CATALOG / "galleries" / "data" / "galleries.toml").read_text(encoding="utf-8")
)["gallery"]
with (CATALOG / "taxonomy" / "data" / "regions.csv").open(encoding="utf-8", newline="") as file:
    REGIONS = {row["code"]: row for row in csv.DictReader(file)}

Entry = dict[str, Any]  # one table of the file


def once(values: list[int]) -> bool:
    """Return whether no value comes twice."""
    return len(values) == len(set(values))


@pytest.mark.parametrize("gallery", GALLERIES, ids=lambda g: str(g["slug"]))
def test_a_gallery_has_a_place_valid_hours_and_sourced_rules(gallery: Entry) -> None:
    assert REGIONS[gallery["region"]]["kind"] in {"village", "urban_village"}
    assert gallery["email"].endswith(".example")
    assert gallery["phone"] == ""
    days = [span["weekday"] for span in gallery["hours"]]
    assert once(days)
    assert set(days) <= set(range(7))
    for span in gallery["hours"]:
        assert time.fromisoformat(span["opens"]) < time.fromisoformat(span["closes"])
        assert span["source"]
        assert isinstance(span["reviewed_on"], date)
    for rule in gallery["entry_rules"]:
        assert rule["certainty"] in {"S", "E", "K"}
        assert rule["source"]
        assert set(rule["text"]) == {"id", "en"}


def test_the_stories_run_to_a_page_not_a_slogan() -> None:
    for gallery in GALLERIES:
        for language, story in gallery["story"].items():
            assert 120 <= len(story.split()) <= 200, (gallery["slug"], language)
