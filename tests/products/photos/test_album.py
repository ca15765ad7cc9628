"""The order of photos: pure lists."""

from uuid import UUID, uuid4

import pytest

from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import LocalText
from catalog.products.rules import photos
from catalog.products.rules.photos import Album, Place


def _album(count: int) -> Album:
    return tuple(Place(UUID(int=n), UUID(int=100 + n), LocalText()) for n in range(count))


def _numbers(album: Album) -> list[int]:
    return [place.id.int for place in album]


@pytest.mark.parametrize(
    ("photo", "to", "order"),
    [
        (2, 0, [2, 0, 1, 3]),
        (0, 1, [1, 0, 2, 3]),
        (0, 99, [1, 2, 3, 0]),
        (3, -5, [3, 0, 1, 2]),
        (1, 1, [0, 1, 2, 3]),
    ],
)
def test_a_photo_moves_and_the_others_keep_their_order(
    photo: int, to: int, order: list[int]
) -> None:
    assert _numbers(photos.moved(_album(4), UUID(int=photo), to)) == order


def test_the_ninth_photo_is_refused_with_a_way_out() -> None:
    with pytest.raises(RuleBroken, match="at most 8"):
        photos.added(_album(8), Place(uuid4(), uuid4(), LocalText()))


def test_the_same_id_again_changes_nothing_even_in_a_full_album() -> None:
    album = _album(8)
    assert photos.added(album, Place(album[3].id, uuid4(), LocalText())) is album


def test_the_same_picture_again_is_told_with_its_number() -> None:
    album = _album(3)
    with pytest.raises(RuleBroken, match="number 2"):
        photos.added(album, Place(uuid4(), album[1].image_id, LocalText()))


def test_a_removed_photo_comes_back_to_its_place_once() -> None:
    album = _album(4)
    less = photos.removed(album, album[1].id)
    assert _numbers(less) == [0, 2, 3]
    back = photos.restored(less, album[1], 1)
    assert back == album
    assert photos.restored(back, album[1], 3) == album


def test_a_photo_of_elsewhere_is_not_here() -> None:
    with pytest.raises(NotFound):
        photos.moved(_album(2), uuid4(), 0)


def test_an_order_is_told_from_other_changes() -> None:
    album = _album(3)
    assert photos.is_same_but_for_order(album, photos.moved(album, album[2].id, 0))
    told = photos.described(album, album[0].id, LocalText(id="Kain biru"))
    assert not photos.is_same_but_for_order(album, told)
    assert not photos.is_same_but_for_order(album, album[:2])
