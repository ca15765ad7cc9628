"""Names, sizes and addresses of pictures; no pixel needed."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.errors import RuleBroken
from catalog.media import rules
from catalog.media.rules import (
    CROPS,
    ImageRefused,
    Reason,
    check_focal,
    check_size,
    crop_box,
    cut_of,
    focal_class,
    name_of,
    picture_of,
    public_key,
    rendition_keys,
    warnings_for,
    widths_for,
)

_ROW = SimpleNamespace(
    name="ab" + "0" * 18,
    widths=[200, 400, 640, 960, 1600],
    width=4000,
    height=3000,
    colour="#a0b0c0",
    focal_x=0.3,
    focal_y=1.0,
)


@pytest.mark.parametrize(
    ("width", "wanted"),
    [
        (1, [1]),
        (199, [199]),
        (200, [200]),
        (240, [200]),
        (640, [200, 400, 640]),
        (720, [200, 400, 640]),
        (800, [200, 400, 640, 800]),
        (1300, [200, 400, 640, 960, 1300]),
        (4000, [200, 400, 640, 960, 1600]),
    ],
)
def test_a_picture_gets_the_widths_that_it_can_fill(width: int, wanted: list[int]) -> None:
    assert widths_for(width) == wanted


@given(st.integers(1, 70_000))
def test_no_rendition_is_wider_than_its_picture(width: int) -> None:
    widths = widths_for(width)
    assert widths == sorted(set(widths))
    assert widths[-1] <= width


_SIDE = st.integers(1, 9000)
_SHARE = st.floats(0, 1)


@given(_SIDE, _SIDE, _SHARE, _SHARE, st.sampled_from(sorted(CROPS)))
def test_a_cut_lies_inside_its_picture(
    width: int, height: int, x: float, y: float, kind: str
) -> None:
    left, top, right, bottom = crop_box((width, height), CROPS[kind].ratio, (x, y))
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    assert right - left == width or bottom - top == height


def test_a_cut_follows_the_focal_point_until_the_edge() -> None:
    assert crop_box((1000, 500), (1, 1), (0.5, 0.5)) == (250, 0, 750, 500)
    assert crop_box((1000, 500), (1, 1), (0.6, 0.5)) == (350, 0, 850, 500)
    assert crop_box((1000, 500), (1, 1), (1.0, 0.0)) == (500, 0, 1000, 500)


@pytest.mark.parametrize(
    ("x", "y", "wanted"),
    [
        (0.5, 0.5, "fp-50-50"),
        (0, 1, "fp-0-100"),
        (0.12, 0.13, "fp-0-25"),
        (0.99, 0.6, "fp-100-50"),
    ],
)
def test_the_focal_point_becomes_one_of_25_classes(x: float, y: float, wanted: str) -> None:
    assert focal_class(x, y) == wanted


@pytest.mark.parametrize(
    ("x", "y"), [(-0.1, 0.5), (0.5, 1.1), (float("nan"), 0), (0, float("inf"))]
)
def test_a_focal_point_outside_is_refused(x: float, y: float) -> None:
    with pytest.raises(RuleBroken) as broken:
        check_focal(x, y)
    assert broken.value.field == "focal"


def test_a_picture_has_all_that_a_page_needs() -> None:
    picture = picture_of(_ROW)
    assert picture.src == f"/media/ab/{_ROW.name}-960.jpg"
    assert picture.srcset.split(", ")[0] == f"/media/ab/{_ROW.name}-200.webp 200w"
    assert picture.large == f"/media/ab/{_ROW.name}-1600.webp"
    assert (picture.width, picture.height, picture.colour) == (4000, 3000, "#a0b0c0")
    assert picture.focal == "fp-25-100"


def test_addresses_are_those_of_stored_files() -> None:
    picture = picture_of(_ROW)
    addresses = [part.split()[0] for part in picture.srcset.split(", ")] + [picture.src]
    keys = ["public/" + address.removeprefix("/media/") for address in addresses]
    assert keys == rendition_keys(_ROW.name, _ROW.widths)


def test_a_cut_has_its_own_addresses_and_none_before_it_is_made() -> None:
    facts = {"name": "cd" + "1" * 18, "widths": [640, 960], "width": 960, "height": 384}
    crops = {"wide": facts, "share": {**facts, "widths": [1200], "width": 1200}}
    wide, share = cut_of(crops, "wide"), cut_of(crops, "share")
    assert wide is not None
    assert share is not None
    assert wide.srcset == (
        f"/media/cd/{facts['name']}-640.webp 640w, /media/cd/{facts['name']}-960.webp 960w"
    )
    assert share.src == f"/media/cd/{facts['name']}-1200.jpg"
    assert cut_of(crops, "portrait") is None


def test_a_name_changes_with_everything_that_changes_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names = [name_of("a" * 64), name_of("b" * 64), name_of("a" * 64, "wide:0.5000:0.5000")]
    monkeypatch.setattr(rules, "PIPELINE", rules.PIPELINE + 1)
    names.append(name_of("a" * 64))
    assert len(set(names)) == 4
    assert {len(name) for name in names} == {20}


def test_a_public_name_does_not_tell_the_digest() -> None:
    assert name_of("a" * 64) not in "a" * 64
    assert public_key("abcdef", 640) == "public/ab/abcdef-640.webp"


def test_small_pictures_are_taken_in_with_a_warning() -> None:
    assert warnings_for(3000, 799) == ["small"]
    assert warnings_for(800, 800) == []


@pytest.mark.parametrize(
    ("size", "is_jpeg", "reason"),
    [
        ((0, 10), False, Reason.BROKEN),
        ((5100, 5100), False, Reason.TOO_MANY_PIXELS),
        ((10_000, 7000), True, Reason.TOO_MANY_PIXELS),
        ((801, 100), True, Reason.TOO_THIN),
    ],
)
def test_sizes_beyond_the_limits_are_refused(
    size: tuple[int, int], reason: Reason, *, is_jpeg: bool
) -> None:
    with pytest.raises(ImageRefused) as refused:
        check_size(*size, is_jpeg=is_jpeg)
    assert refused.value.reason is reason


def test_phones_of_64_megapixels_are_welcome() -> None:
    check_size(9248, 6936, is_jpeg=True)


def test_every_reason_has_words_for_people() -> None:
    assert all(str(ImageRefused(reason, field="photos")) for reason in Reason)
