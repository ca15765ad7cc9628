"""Photos come out upright, in true colours, on white, and silent about their makers."""

import io

import pytest
from PIL import Image, ImageChops

from catalog.media.renditions import cut, taken_in
from catalog.media.rules import ImageRefused, Reason
from tests.media.pictures import (
    BLUE,
    GREEN,
    RED,
    SECRET,
    YELLOW,
    animated,
    gossiping_jpeg,
    gossiping_png,
    grey16,
    heic,
    leftovers,
    mpo,
    photo,
    saved,
    scene,
    stored,
    wide_profile,
)
from tests.media.pictures import exif as exif_of

# Pillow warns of what it forgives; in the child nobody reads that.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")

Colour = tuple[int, ...]


def _largest(data: bytes) -> Image.Image:
    facts, files = taken_in(data)
    return Image.open(io.BytesIO(files[f"{facts['widths'][-1]}.webp"]))


def _quarters(image: Image.Image) -> list[Colour]:
    width, height = image.size
    places = [(1, 1), (3, 1), (1, 3), (3, 3)]
    return [image.getpixel((width * x // 4, height * y // 4)) for x, y in places]  # type: ignore[misc]  # RGB


def _is_near(one: Colour, other: Colour, by: int = 14) -> bool:
    return all(abs(a - b) <= by for a, b in zip(one, other, strict=True))


def _shows_the_scene(image: Image.Image, by: int = 14) -> bool:
    wanted = [RED, GREEN, BLUE, YELLOW]
    return all(_is_near(*pair, by) for pair in zip(_quarters(image), wanted, strict=True))


@pytest.mark.parametrize("name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_stands_upright_however_the_phone_was_held(orientation: int, name: str) -> None:
    data = stored(orientation, name)
    facts, _ = taken_in(data)
    image = _largest(data)
    assert (facts["width"], facts["height"]) == image.size == (300, 200)
    assert _shows_the_scene(image)


@pytest.mark.parametrize("orientation", [0, 9, 4711])
def test_a_nonsense_orientation_is_upright(orientation: int) -> None:
    assert _shows_the_scene(_largest(saved(scene(), exif=exif_of(orientation))))


def test_unreadable_exif_does_not_cost_the_photo() -> None:
    data = saved(scene(), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff" + bytes(20))
    assert _shows_the_scene(_largest(data))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(lambda: heic(scene()), id="heic"),
        pytest.param(lambda: saved(scene(), "AVIF"), id="avif"),
        pytest.param(mpo, id="two lenses"),
        pytest.param(lambda: saved(scene(), progressive=True), id="progressive"),
        pytest.param(lambda: saved(scene(mode="CMYK"), quality=95), id="cmyk"),
        pytest.param(lambda: saved(scene(mode="P"), "PNG"), id="palette"),
        pytest.param(lambda: saved(scene(mode="RGBA"), "PNG"), id="rgba"),
        pytest.param(lambda: saved(scene(mode="RGBA"), "WEBP"), id="webp with alpha"),
        pytest.param(lambda: animated("PNG"), id="moving png"),
        pytest.param(lambda: animated("WEBP"), id="moving webp"),
    ],
)
def test_every_accepted_form_shows_the_scene(data: object) -> None:
    assert callable(data)
    assert _shows_the_scene(_largest(data()), by=30)


def test_a_heic_photo_stands_upright() -> None:
    lying = scene((300, 200)).transpose(Image.Transpose.ROTATE_90)
    data = heic(lying, exif=exif_of(6).tobytes())
    assert _shows_the_scene(_largest(data), by=30)


@pytest.mark.parametrize("mode", ["L", "LA", "1"])
def test_grey_and_bilevel_pictures_keep_light_and_dark(mode: str) -> None:
    image = Image.new("L", (400, 200), 255)
    image.paste(0, (0, 0, 200, 200))
    result = _largest(saved(image.convert(mode), "PNG"))
    assert _is_near(result.getpixel((100, 100)), (0, 0, 0))  # type: ignore[arg-type]  # RGB
    assert _is_near(result.getpixel((300, 100)), (255, 255, 255))  # type: ignore[arg-type]  # RGB


def test_sixteen_bits_are_scaled_not_clipped() -> None:
    ramp = _largest(grey16()).convert("L")
    seen = [ramp.getpixel((x, 32)) for x in (2, 64, 128, 192, 253)]
    for value, wanted in zip(seen, [2, 64, 128, 192, 253], strict=True):
        assert abs(int(str(value)) - wanted) <= 6


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (0, 0, 200, 400))
    for data in (saved(image, "PNG"), saved(image.quantize(), "PNG"), saved(image, "WEBP")):
        result = _largest(data)
        assert _is_near(result.getpixel((300, 200)), (255, 255, 255))  # type: ignore[arg-type]  # RGB
        assert _is_near(result.getpixel((100, 200)), RED)  # type: ignore[arg-type]  # RGB


def test_a_transparent_colour_of_a_png_becomes_white() -> None:
    data = saved(scene(), "PNG", transparency=RED)
    assert _is_near(_quarters(_largest(data))[0], (255, 255, 255))


def test_wide_colours_are_brought_to_srgb() -> None:
    image = Image.new("RGB", (400, 400), (200, 80, 60))
    plain = _largest(saved(image, "PNG")).getpixel((200, 200))
    wide = _largest(saved(image, "PNG", icc_profile=wide_profile())).getpixel((200, 200))
    assert _is_near(plain, (200, 80, 60), by=4)  # type: ignore[arg-type]  # RGB
    assert wide[0] > plain[0] + 8  # type: ignore[index]  # P3 red of 200 is a stronger red in sRGB
    assert wide[1] < plain[1] - 4  # type: ignore[index]  # RGB


@pytest.mark.parametrize("profile", [b"nonsense", wide_profile()[:200], bytes(500)])
def test_a_broken_profile_does_not_cost_the_photo(profile: bytes) -> None:
    assert _shows_the_scene(_largest(saved(scene(), icc_profile=profile)))


def test_a_profile_of_another_colour_space_is_left_aside() -> None:
    data = saved(scene(mode="CMYK"), quality=95, icc_profile=wide_profile())
    assert _shows_the_scene(_largest(data), by=30)


@pytest.mark.parametrize("make", [gossiping_jpeg, gossiping_png, mpo, lambda: stored(6, "WEBP")])
def test_nothing_but_pixels_is_published(make: object) -> None:
    assert callable(make)
    data = make()
    files = taken_in(data)[1] | cut(data, "wide", (0.5, 0.5))[1] | cut(data, "share", (0.5, 0.5))[1]
    for content in files.values():
        assert leftovers(content) == []
        for mark in (SECRET, b"Exif", b"GPS", b"xmp", b"ICC"):
            assert mark not in content


def test_the_markers_of_gossip_are_found_where_they_are() -> None:
    assert leftovers(gossiping_jpeg()) != []
    assert leftovers(stored(6, "WEBP")) != []


def test_the_placeholder_is_the_average_colour() -> None:
    facts, _ = taken_in(saved(Image.new("RGB", (300, 300), (16, 128, 240)), "PNG"))
    assert facts["colour"] == "#1080f0"


def test_a_photo_and_its_smaller_copy_look_alike_and_others_do_not() -> None:
    image = photo((1200, 800))
    one = taken_in(saved(image, quality=92))[0]["look"]
    other = taken_in(saved(image.resize((700, 467)), quality=60))[0]["look"]
    stranger = taken_in(saved(photo((1200, 800), seed=5)))[0]["look"]
    assert (one ^ other).bit_count() <= 6
    assert (one ^ stranger).bit_count() > 12
    assert -(2**63) <= one < 2**63


def test_a_blank_picture_looks_like_nothing() -> None:
    assert taken_in(saved(Image.new("RGB", (300, 300), "white")))[0]["look"] is None


def test_renditions_keep_the_proportions_and_never_grow() -> None:
    facts, files = taken_in(saved(photo((1700, 1275))))
    assert facts["widths"] == [200, 400, 640, 960, 1600]
    for name, content in files.items():
        image = Image.open(io.BytesIO(content))
        width = int(name.split(".")[0])
        assert image.size == (width, round(width * 3 / 4))
    assert len(files["960.jpg"]) <= 300_000


def test_a_tiny_picture_has_one_rendition_of_its_own_size() -> None:
    facts, files = taken_in(saved(Image.new("RGB", (1, 1), "red"), "PNG"))
    assert facts["widths"] == [1]
    assert set(files) == {"1.webp", "1.jpg"}


@pytest.mark.parametrize(
    ("kind", "ratio"),
    [("portrait", 4 / 5), ("landscape", 16 / 10), ("wide", 5 / 2), ("share", 1200 / 630)],
)
def test_a_cut_has_its_proportions(kind: str, ratio: float) -> None:
    facts, files = cut(saved(photo((2000, 1500))), kind, (0.5, 0.5))
    sizes = {Image.open(io.BytesIO(content)).size for content in files.values()}
    assert (facts["width"], facts["height"]) in sizes
    assert all(abs(width / height - ratio) < 0.01 for width, height in sizes)
    assert {width for width, _ in sizes} == set(facts["widths"])


def test_a_cut_keeps_the_focal_point() -> None:
    data = saved(scene((2000, 1000)))
    left = Image.open(io.BytesIO(cut(data, "portrait", (0.1, 0.5))[1]["640.webp"]))
    right = Image.open(io.BytesIO(cut(data, "portrait", (0.9, 0.5))[1]["640.webp"]))
    assert [_is_near(colour, RED) for colour in _quarters(left)[:2]] == [True, True]
    assert [_is_near(colour, GREEN) for colour in _quarters(right)[:2]] == [True, True]


def test_a_very_large_jpeg_is_read_at_a_part_of_its_size() -> None:
    data = saved(scene((9000, 7000)), quality=30)
    facts, files = taken_in(data)
    assert (facts["width"], facts["height"]) == (9000, 7000)
    assert _shows_the_scene(Image.open(io.BytesIO(files["1600.webp"])))


def test_a_large_jpeg_that_cannot_be_read_in_part_is_refused() -> None:
    with pytest.raises(ImageRefused) as refused:
        taken_in(saved(Image.new("L", (3000, 21000)), quality=10))
    assert refused.value.reason is Reason.TOO_MANY_PIXELS


def test_first_frames_are_still_pictures() -> None:
    moving = _largest(animated("WEBP"))
    assert getattr(moving, "n_frames", 1) == 1
    difference = ImageChops.difference(moving, scene((300, 200))).convert("L")
    assert difference.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) in range(8)
