import re

import brotli

from catalog.settings import ROOT

STYLES = (ROOT / "static/css/site.css").read_text()
SCRIPT = (ROOT / "static/js/site.js").read_text()


def test_the_dark_view_is_the_same_with_and_without_scripts() -> None:
    chosen = re.search(r":root\[data-theme=dark\] \{(.*?)\}", STYLES, re.DOTALL)
    device = re.search(r":root:not\(\[data-theme\]\) \{(.*?)\}", STYLES, re.DOTALL)

    assert chosen
    assert device
    assert chosen[1].split() == device[1].split()


def test_every_colour_of_the_light_view_that_changes_has_a_dark_twin() -> None:
    dark = re.search(r":root\[data-theme=dark\] \{(.*?)\}", STYLES, re.DOTALL)
    assert dark
    known = set(re.findall(r"(--[\w-]+):", STYLES))

    assert set(re.findall(r"(--[\w-]+):", dark[1])) <= known
    assert set(re.findall(r"var\((--[\w-]+)\)", STYLES)) <= known


def test_styles_and_script_stay_within_their_weight() -> None:
    assert len(brotli.compress(STYLES.encode())) <= 14 * 1024
    assert len(brotli.compress(SCRIPT.encode())) <= 15 * 1024


def test_a_picture_can_be_cut_at_each_of_25_points() -> None:
    for x in range(0, 101, 25):
        for y in range(0, 101, 25):
            assert f".fp-{x}-{y}{{object-position:{x}% {y}%}}" in STYLES
