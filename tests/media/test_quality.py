"""What a person is told of a photo: blurred, dark, too bright, empty; nothing of a good one."""

import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from catalog.db.work import Work
from catalog.media import services
from catalog.media.quality import flaws_of
from catalog.media.rules import FLAW_MESSAGES, Flaw
from catalog.media.store import LocalStore
from tests.media.pictures import photo, saved, scene


def good(size: tuple[int, int] = (1280, 960)) -> Image.Image:
    """Return goods with fine lines before a plain, bright wall."""
    image = Image.new("RGB", size, (228, 222, 214))
    draw = ImageDraw.Draw(image)
    width, height = size
    for step in range(40):
        left = width // 4 + step * width // 80
        shade = (40 + step * 3, 50 + step % 7 * 20, 90)
        draw.rectangle((left, height // 4, left + width // 160, height * 3 // 4), shade)
    draw.ellipse((width * 3 // 8, height * 3 // 8, width // 2, height // 2), (20, 25, 60))
    return image.filter(ImageFilter.GaussianBlur(1.2))  # as lenses and phones draw edges


def test_a_good_photo_has_no_flaw() -> None:
    assert flaws_of(good()) == []
    assert flaws_of(good((4000, 3000))) == []


@pytest.mark.parametrize("radius", [6, 12, 25])
def test_a_blurred_photo_is_told_from_a_sharp_one(radius: int) -> None:
    assert flaws_of(good().filter(ImageFilter.GaussianBlur(radius))) == [Flaw.BLUR]


def test_a_soft_background_is_no_blur() -> None:
    soft = good().filter(ImageFilter.GaussianBlur(12))
    box = (300, 220, 980, 740)
    soft.paste(good().crop(box), box)
    assert flaws_of(soft) == []


def test_a_printed_date_does_not_hide_blur() -> None:
    blurred = good().filter(ImageFilter.GaussianBlur(12))
    ImageDraw.Draw(blurred).text((1150, 920), "22/11/2026", (255, 120, 0))
    assert flaws_of(blurred) == [Flaw.BLUR]


@pytest.mark.parametrize(("light", "flaw"), [(0.3, Flaw.DARK), (0.15, Flaw.DARK)])
def test_a_dark_photo_is_named(light: float, flaw: Flaw) -> None:
    assert flaws_of(ImageEnhance.Brightness(good()).enhance(light)) == [flaw]


def test_black_cloth_on_a_bright_table_is_not_dark() -> None:
    cloth = Image.new("RGB", (800, 800), (235, 230, 220))
    cloth.paste(ImageEnhance.Brightness(photo((600, 700))).enhance(0.3), (100, 50))
    assert Flaw.DARK not in flaws_of(cloth)


def test_a_burnt_photo_is_named() -> None:
    burnt = good().point(lambda value: min(255, 205 + value // 3))
    assert flaws_of(burnt)[0] is Flaw.BRIGHT


def test_a_white_studio_background_is_not_too_bright() -> None:
    studio = Image.new("RGB", (1000, 1000), "white")
    studio.paste(good((500, 400)), (250, 300))
    assert flaws_of(studio) == []


def test_a_photo_of_nothing_is_named() -> None:
    assert flaws_of(Image.new("RGB", (900, 900), (120, 130, 140))) == [Flaw.FLAT]


@pytest.mark.parametrize("size", [(1, 1), (30, 200), (63, 63), (8, 64), (64, 64), (900, 120)])
def test_pictures_of_any_size_are_judged(size: tuple[int, int]) -> None:
    assert set(flaws_of(scene(size))) <= set(Flaw)


def test_the_flaws_are_kept_with_the_picture(work: Work, store: LocalStore) -> None:
    dim = ImageEnhance.Brightness(good((700, 700))).enhance(0.2)
    image = services.take_in(work, saved(dim), store=store)
    assert image.warnings == [Flaw.SMALL, Flaw.DARK]
    assert all(Flaw(code) in FLAW_MESSAGES for code in image.warnings)


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_picture_stands_as_asked(work: Work, store: LocalStore, quarters: int) -> None:
    image = services.take_in(work, saved(scene((300, 200))), store=store)
    again = services.take_in(work, services.turned(image, quarters, store=store), store=store)
    assert (again.width, again.height) == ((300, 200) if quarters == 2 else (200, 300))
    with store.open(services.file_keys(again)[1]) as file:
        corner = Image.open(file).convert("RGB").getpixel((10, 10))
    # Red, green, yellow, blue lie clockwise from the upper left; see ``scene``.
    wanted = {1: (30, 60, 190), 2: (220, 200, 40), 3: (30, 160, 60)}[quarters]
    assert isinstance(corner, tuple)
    assert max(abs(a - b) for a, b in zip(corner, wanted, strict=True)) < 25
