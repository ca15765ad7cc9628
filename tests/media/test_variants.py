"""Views of one picture, made by code."""

import io
from pathlib import Path

import pytest
from PIL import Image

from catalog.media.variants import LONGEST, RECIPES, make


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A picture whose left half is blue and right half is red."""
    picture = Image.new("RGB", (800, 800), (30, 60, 160))
    picture.paste((160, 40, 40), (400, 0, 800, 800))
    path = tmp_path / "source.png"
    picture.save(path)
    return path


def _seen(path: Path, recipe: str = "") -> Image.Image:
    return Image.open(io.BytesIO(make(path, recipe)))


@pytest.mark.parametrize("recipe", ["", *RECIPES, "detail-warm", "unheard-of"])
def test_every_recipe_gives_a_jpeg_of_bearable_size(source: Path, recipe: str) -> None:
    picture = _seen(source, recipe)
    assert picture.format == "JPEG"
    assert max(picture.size) <= LONGEST


@pytest.mark.parametrize("recipe", sorted(RECIPES))
def test_a_recipe_gives_the_same_bytes_again(source: Path, recipe: str) -> None:
    assert make(source, recipe) == make(source, recipe)


@pytest.mark.parametrize("recipe", ["", "detail", "warm", "cool", "soft", "print", "wide"])
def test_left_stays_left(source: Path, recipe: str) -> None:
    picture = _seen(source, recipe).convert("RGB")
    height = picture.height // 2
    left = picture.getpixel((picture.width // 4, height))
    right = picture.getpixel((picture.width * 3 // 4, height))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[2] > left[0]
    assert right[0] > right[2]
