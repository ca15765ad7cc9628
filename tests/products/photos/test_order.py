"""Buttons of the photo step: order, cover, taking away and bringing back, words, point, turn."""

import re
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import select

from catalog.media.models import Image
from catalog.media.services import file_keys
from catalog.media.store import LocalStore
from catalog.products.models import ChangeRequest, ProductImage
from catalog.products.rules.status import Status
from catalog.search.outbox import SearchMark
from tests.media.pictures import saved, scene
from tests.products.photos.conftest import Maker, jpeg


@pytest.fixture
def three(maker: Maker) -> list[UUID]:
    """Three photos of the draft."""
    maker.send(*((f"{n}.jpg", jpeg(n, (400, 320))) for n in (1, 2, 3)))
    found = maker.photos()
    assert len(found) == 3
    return found


def _key(text: str) -> str:
    found = re.search(r'name="kunci"\s+value="([^"]+)"', text)
    assert found is not None
    return found[1]


def test_an_arrow_moves_a_photo_and_the_first_is_the_cover(maker: Maker, three: list[UUID]) -> None:
    first, second, third = three
    assert maker.post(f"{second}/pindah", ke="0").status_code == 303
    assert maker.photos() == [second, first, third]
    page = maker.client.get(maker.url).text
    cover = page.index("Sampul")
    assert page.index(f"foto-{second}") < cover < page.index(f"foto-{first}")


def test_a_place_beyond_the_end_is_the_end_and_no_place_is_not_found(
    maker: Maker, three: list[UUID]
) -> None:
    assert maker.post(f"{three[0]}/pindah", ke="99").status_code == 303
    assert maker.photos()[-1] == three[0]
    for wrong in ("", "-1", "a", "1" * 40, "²"):
        assert maker.post(f"{three[0]}/pindah", ke=wrong).status_code == 404


def test_a_photo_that_is_taken_away_can_be_brought_back_to_its_place(
    maker: Maker, three: list[UUID]
) -> None:
    assert maker.post(f"{three[1]}/hapus").status_code == 303
    assert maker.photos() == [three[0], three[2]]
    key = _key(maker.client.get(maker.url).text)
    assert maker.post("kembalikan", kunci=key).status_code == 303
    assert maker.photos() == three
    assert maker.post("kembalikan", kunci=key).status_code == 303  # pressed twice
    assert maker.photos() == three
    assert "kunci" not in maker.client.get(maker.url).text  # offered once


def test_a_key_that_is_not_ours_brings_nothing_back(maker: Maker, three: list[UUID]) -> None:
    answer = maker.post(f"{three[1]}/hapus", json=True)
    assert answer.json is not None
    key = _key(answer.json["html"])
    answer = maker.post("kembalikan", json=True, kunci=key[:-2] + "xx")
    assert answer.status_code == 422
    assert answer.json is not None
    assert answer.json["message"]
    assert maker.photos() == [three[0], three[2]]


def test_words_are_kept_in_both_languages_and_an_overlong_text_comes_back(
    maker: Maker, three: list[UUID]
) -> None:
    path = str(three[0])
    data = {"alt_id": " Kain  biru\u202e ", "alt_en": "Blue cloth", "x": "50", "y": "50"}
    assert maker.press(path, data).status_code == 303
    maker.session.rollback()
    assert maker.session.get_one(ProductImage, three[0]).alt == {
        "id": "Kain biru",
        "en": "Blue cloth",
    }
    answer = maker.press(path, {**data, "alt_id": "panjang " * 60})
    assert answer.status_code == 422
    assert "panjang panjang" in answer.text
    assert "200" in answer.text


@pytest.mark.parametrize(
    ("typed", "focal"),
    [
        ({"point": "100-0", "x": "50", "y": "50"}, (1.0, 0.0)),
        ({"point": "50-50", "x": "20", "y": "75"}, (0.2, 0.75)),
        ({"point": "0-0", "x": "20", "y": "75"}, (0.2, 0.75)),
        ({"point": "nowhere", "x": "", "y": ""}, (0.5, 0.5)),
    ],
)
def test_a_point_is_chosen_among_nine_or_by_numbers(
    maker: Maker, three: list[UUID], typed: dict[str, str], focal: tuple[float, float]
) -> None:
    before = maker.session.scalars(select(SearchMark.seq)).all()
    assert maker.press(str(three[0]), {"alt_id": "", "alt_en": "", **typed}).status_code == 303
    maker.session.rollback()
    image = maker.session.get_one(ProductImage, three[0]).image
    assert (image.focal_x, image.focal_y) == focal
    marks = maker.session.scalars(
        select(SearchMark.target_id).where(SearchMark.seq.not_in(before))
    ).all()
    assert (maker.product.id in marks) == (focal != (0.5, 0.5))


@pytest.mark.parametrize("wrong", ["101", "-1", "abc", "1e3"])
def test_a_number_that_is_no_percentage_gets_a_sentence(
    maker: Maker, three: list[UUID], wrong: str
) -> None:
    answer = maker.post(str(three[0]), alt_id="Kain biru", x=wrong, y="50")
    assert answer.status_code == 422
    assert "Kain biru" in answer.text


def test_a_photo_is_turned_and_keeps_its_place_and_words(maker: Maker, store: LocalStore) -> None:
    maker.send(("tidur.jpg", saved(scene((900, 600)))), ("b.jpg", jpeg(2)))
    sideways = maker.photos()[0]
    maker.post(str(sideways), alt_id="Empat warna", x="50", y="50")
    assert maker.post(f"{sideways}/putar", seperempat="1").status_code == 303
    assert maker.photos()[0] == sideways
    row = maker.session.get_one(ProductImage, sideways)
    assert (row.image.width, row.image.height) == (600, 900)
    assert row.alt == {"id": "Empat warna"}
    assert all(store.exists(key) for key in file_keys(row.image))
    assert maker.post(f"{sideways}/putar", seperempat="2").status_code == 404


def test_another_order_of_a_live_product_passes_new_photos_wait(
    maker: Maker, three: list[UUID]
) -> None:
    maker.product.status, maker.product.published_at = Status.PUBLISHED, datetime.now(UTC)
    maker.session.commit()
    assert maker.post(f"{three[2]}/pindah", ke="0").status_code == 303
    assert maker.photos() == [three[2], three[0], three[1]]

    maker.send(("baru.jpg", jpeg(9)))
    assert len(maker.photos()) == 3  # buyers see what they saw
    assert "4 foto" in maker.client.get(maker.url).text  # the maker sees what she sent
    change = maker.session.scalars(select(ChangeRequest)).one()
    assert len(change.after["photos"]) == 4

    maker.post(f"{change.after['photos'][3]['id']}/hapus")
    maker.session.rollback()
    assert "3 foto" in maker.client.get(maker.url).text


@pytest.mark.usefixtures("three")
def test_pictures_of_a_waiting_change_are_not_tidied(maker: Maker) -> None:
    maker.product.status, maker.product.published_at = Status.PUBLISHED, datetime.now(UTC)
    maker.session.commit()
    maker.send(("baru.jpg", jpeg(9)))
    maker.session.rollback()
    for image in maker.session.scalars(select(Image)):
        image.seen_at = datetime(2020, 1, 1, tzinfo=UTC)
    maker.session.commit()
    app = maker.client.application
    done = app.test_cli_runner().invoke(args=["media", "tidy"])
    assert done.exit_code == 0, done.output
    maker.session.rollback()
    assert len(maker.session.scalars(select(Image)).all()) == 4
    assert "4 foto" in maker.client.get(maker.url).text


@pytest.mark.usefixtures("three")
def test_small_photos_and_missing_words_are_hinted_at(maker: Maker) -> None:
    page = maker.client.get(maker.url).text
    assert page.count("Foto ini kecil") == 3
    assert page.count("belum ada keterangan") == 3
