"""Taking pictures in: one row for the same bytes, files before rows, focal points."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.media import queries, services
from catalog.media.models import Image
from catalog.media.rules import ImageRefused, Reason
from catalog.media.store import LocalStore
from tests.databases import opened
from tests.media.pictures import photo, saved, scene, stored

_JPEG = saved(scene((900, 600)))


def _count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Image)) or 0


def _files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file()}


def test_a_picture_is_known_with_its_facts(work: Work, store: LocalStore) -> None:
    image = services.take_in(work, _JPEG, store=store, focal=(0.25, 0.75))
    work.session.commit()
    assert (image.width, image.height, image.format) == (900, 600, "jpeg")
    assert image.byte_size == len(_JPEG)
    assert image.widths == [200, 400, 640, 900]
    assert (image.focal_x, image.focal_y) == (0.25, 0.75)
    assert image.warnings == ["small"]
    assert image.created_at == work.now
    assert queries.by_id(work.session, image.id) is image


def test_all_its_files_are_stored_and_the_original_is_private_and_whole(
    work: Work, store: LocalStore
) -> None:
    image = services.take_in(work, _JPEG, store=store)
    keys = services.file_keys(image)
    assert all(store.exists(key) for key in keys)
    assert keys[0].startswith("private/")
    assert all(key.startswith("public/") for key in keys[1:])
    assert services.original(image, store=store) == _JPEG


def test_the_same_bytes_are_one_picture(
    work: Work, store: LocalStore, folder: Path, tmp_path: Path
) -> None:
    first = services.take_in(work, _JPEG, store=store)
    files = _files(folder)
    path = tmp_path / "again.jpg"
    path.write_bytes(_JPEG)
    again = services.take_in(work, path, store=store)
    prepared = services.take_in(work, services.prepare(_JPEG, store=store), store=store)
    assert first is again is prepared
    assert _count(work.session) == 1
    assert _files(folder) == files


def test_taking_in_again_mends_lost_files(work: Work, store: LocalStore) -> None:
    image = services.take_in(work, _JPEG, store=store)
    for key in services.file_keys(image):
        store.delete(key)
    assert services.take_in(work, _JPEG, store=store) is image
    assert services.is_complete(store, image)


def test_uploads_of_the_same_bytes_at_once_end_in_one_picture(
    work: Work, store: LocalStore, database_url: str
) -> None:
    rounds = 8
    photos = [services.prepare(saved(scene((300 + n, 200))), store=store) for n in range(rounds)]
    barrier = threading.Barrier(2)
    with opened(database_url) as engine, ThreadPoolExecutor(2) as threads:

        def _send(prepared: services.Prepared) -> UUID:
            with Session(engine) as session:
                barrier.wait()
                session.connection(execution_options={WRITES: True})
                mine = Work(session=session, now=work.now)
                with committed(mine):
                    return services.take_in(mine, prepared, store=store).id

        for prepared in photos:
            one, other = threads.map(_send, [prepared, prepared])
            assert one == other
    assert _count(work.session) == rounds


def test_a_rolled_back_upload_leaves_files_but_no_row(work: Work, store: LocalStore) -> None:
    services.take_in(work, _JPEG, store=store)
    work.session.rollback()
    assert _count(work.session) == 0
    image = services.take_in(work, _JPEG, store=store)
    assert services.is_complete(store, image)


def test_a_refused_file_leaves_nothing(work: Work, store: LocalStore, folder: Path) -> None:
    with pytest.raises(ImageRefused):
        services.take_in(work, _JPEG[:2000], store=store)
    assert _count(work.session) == 0
    assert _files(folder) == set()


def test_a_focal_point_outside_is_refused_before_anything_happens(
    work: Work, store: LocalStore, folder: Path
) -> None:
    with pytest.raises(RuleBroken):
        services.take_in(work, _JPEG, store=store, focal=(2, 0))
    assert not folder.exists()


def test_many_files_come_back_in_order_and_bad_ones_do_not_stop_the_rest(
    work: Work, store: LocalStore, tmp_path: Path
) -> None:
    known = services.take_in(work, _JPEG, store=store)
    contents = [saved(photo((300, 200), seed=2)), b"<svg>", _JPEG, stored(6), b""]
    paths = [tmp_path / f"{number}.jpg" for number in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    results = list(services.take_in_all(work, paths, store=store))
    assert [path for path, _ in results] == paths
    kinds = [found.reason if isinstance(found, ImageRefused) else "ok" for _, found in results]
    assert kinds == ["ok", Reason.DRAWING, "ok", "ok", Reason.EMPTY]
    assert results[2][1] is known
    assert _count(work.session) == 3


def test_a_new_focal_point_gives_cuts_new_names_and_files(work: Work, store: LocalStore) -> None:
    image = services.take_in(work, _JPEG, store=store)
    services.make_crop(image, "portrait", store=store)
    before = image.crops["portrait"]["name"]
    services.make_crop(image, "portrait", store=store)
    assert image.crops["portrait"]["name"] == before
    services.set_focal(image, 0.9, 0.5, store=store)
    work.session.commit()
    work.session.refresh(image)
    assert image.crops["portrait"]["name"] != before
    assert services.is_complete(store, image)
    assert (image.focal_x, image.focal_y) == (0.9, 0.5)


def test_a_focal_point_given_with_known_bytes_is_kept(work: Work, store: LocalStore) -> None:
    image = services.take_in(work, _JPEG, store=store)
    services.take_in(work, _JPEG, store=store, focal=(0.1, 0.2))
    assert (image.focal_x, image.focal_y) == (0.1, 0.2)


def test_listings_build_their_pictures_in_one_statement(work: Work, store: LocalStore) -> None:
    images = [services.take_in(work, saved(scene((w, 300))), store=store) for w in (300, 400, 500)]
    work.session.commit()
    found = queries.pictures(work.session, [image.id for image in images])
    assert [found[image.id].width for image in images] == [300, 400, 500]
    assert queries.pictures(work.session, []) == {}


def test_look_alikes_are_found_nearest_first(work: Work, store: LocalStore) -> None:
    original = photo((800, 600))
    image = services.take_in(work, saved(original, quality=95), store=store)
    copy = services.take_in(work, saved(original.resize((500, 375)), quality=50), store=store)
    services.take_in(work, saved(photo((800, 600), seed=7)), store=store)
    blank = services.take_in(work, saved(scene((300, 300)).point(lambda _: 9)), store=store)
    assert queries.look_alikes(work.session, image) == [copy.id]
    assert queries.look_alikes(work.session, blank) == []


def test_an_unknown_picture_is_not_found(work: Work, store: LocalStore) -> None:
    image = services.take_in(work, _JPEG, store=store)
    work.session.delete(image)
    work.session.flush()
    with pytest.raises(NotFound):
        queries.by_id(work.session, image.id)
    assert queries.find_by_digest(work.session, image.digest) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("focal_x", 1.5),
        ("focal_y", -0.1),
        ("width", 0),
        ("byte_size", 0),
        ("digest", "short"),
        ("colour", "red"),
        ("format", "svg"),
    ],
)
def test_the_database_refuses_nonsense(
    work: Work, store: LocalStore, column: str, value: object
) -> None:
    image = services.take_in(work, _JPEG, store=store)
    setattr(image, column, value)
    with pytest.raises(IntegrityError):
        work.session.flush()


def test_a_path_that_cannot_be_read_is_no_refusal(
    work: Work, store: LocalStore, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        services.take_in(work, tmp_path / os.urandom(4).hex(), store=store)
