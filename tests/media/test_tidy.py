"""Nothing piles up: what no feature shows goes, what is shown stays whole."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Column, ForeignKey, Table, insert, select

from catalog.db.base import Base
from catalog.db.work import Work, committed
from catalog.media import rules, services
from catalog.media.models import Image
from catalog.media.store import LocalStore
from catalog.media.tidy import Tidied, tidy
from tests.media.pictures import saved, scene

_JPEG = saved(scene((300, 200)))


@pytest.fixture
def later(work: Work) -> Work:
    """The same database two days on."""
    work.now = datetime.now(UTC)
    return Work(session=work.session, now=work.now + timedelta(days=2))


@pytest.fixture
def shows(work: Work) -> Iterator[Table]:
    """The table of some feature that shows pictures."""
    table = Table("test_shows", Base.metadata, Column("image_id", ForeignKey("image.id")))
    table.create(work.session.connection())
    work.session.commit()
    yield table
    work.session.rollback()
    table.drop(work.session.connection())
    work.session.commit()
    Base.metadata.remove(table)


def _taken(work: Work, store: LocalStore, data: bytes = _JPEG) -> Image:
    with committed(work):
        return services.take_in(work, data, store=store)


def _tidied(work: Work, store: LocalStore) -> Tidied:
    with committed(work):
        return tidy(work, store=store)


def _keys(store: LocalStore) -> set[str]:
    return {stored.key for folder in ("public", "private") for stored in store.list(folder)}


def _age(folder: Path, *, hours: int) -> None:
    moment = datetime.now(UTC).timestamp() - hours * 3600
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def test_a_picture_that_nothing_shows_goes_with_its_files(
    work: Work, later: Work, store: LocalStore
) -> None:
    image = _taken(work, store)
    files = len(services.file_keys(image))
    done = _tidied(later, store)
    assert (done.unused_rows, done.orphan_files) == (1, files)
    assert work.session.scalars(select(Image)).all() == []
    assert _keys(store) == set()


def test_a_picture_that_is_shown_stays(
    work: Work, later: Work, store: LocalStore, shows: Table
) -> None:
    image = _taken(work, store)
    services.make_crop(image, "wide", store=store)
    with committed(work):
        work.session.execute(insert(shows).values(image_id=image.id))
    keys = _keys(store)
    assert _tidied(later, store) == Tidied()
    assert _keys(store) == keys


def test_a_picture_waits_a_day_for_its_form(work: Work, later: Work, store: LocalStore) -> None:
    _taken(work, store)
    later.now = work.now + timedelta(hours=23)
    assert _tidied(later, store).unused_rows == 0
    _taken(Work(session=work.session, now=work.now + timedelta(hours=20)), store)  # sent again
    later.now = work.now + timedelta(hours=30)
    assert _tidied(later, store).unused_rows == 0


def test_files_without_a_row_go_after_an_hour(work: Work, store: LocalStore, folder: Path) -> None:
    work.now = datetime.now(UTC)
    services.prepare(_JPEG, store=store)
    assert _tidied(work, store).orphan_files == 0
    _age(folder, hours=2)
    assert _tidied(work, store).orphan_files == 4
    assert _keys(store) == set()


def test_files_stay_when_the_transaction_fails(work: Work, later: Work, store: LocalStore) -> None:
    image = _taken(work, store)
    with suppress(RuntimeError), committed(later):
        tidy(later, store=store)
        raise RuntimeError
    assert services.is_complete(store, image)


def test_files_of_other_features_are_not_touched(
    work: Work, store: LocalStore, folder: Path
) -> None:
    work.now = datetime.now(UTC)
    for key in ("private/documents/nib-12.pdf", "public/print/katalog.pdf"):
        store.put(key, b"x")
    _age(folder, hours=100)
    _tidied(work, store)
    assert _keys(store) == {"private/documents/nib-12.pdf", "public/print/katalog.pdf"}


def test_missing_renditions_are_made_again(work: Work, store: LocalStore) -> None:
    work.now = datetime.now(UTC)
    image = _taken(work, store)
    services.make_crop(image, "share", store=store)
    work.session.commit()
    for key in services.file_keys(image)[1:]:
        store.delete(key)
    assert _tidied(work, store).rebuilt == 1
    assert services.is_complete(store, image)


def test_a_new_pipeline_makes_new_names_and_old_files_go(
    work: Work, store: LocalStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.now = datetime.now(UTC)
    image = _taken(work, store)
    before = image.name
    _age(folder, hours=2)
    monkeypatch.setattr(rules, "PIPELINE", rules.PIPELINE + 1)
    done = _tidied(work, store)
    assert (done.rebuilt, done.orphan_files) == (1, 3)
    assert image.name != before
    assert services.is_complete(store, image)


def test_a_lost_original_is_reported(work: Work, store: LocalStore) -> None:
    work.now = datetime.now(UTC)
    image = _taken(work, store)
    for key in services.file_keys(image):
        store.delete(key)
    lost: list[UUID] = _tidied(work, store).lost
    assert lost == [image.id]
