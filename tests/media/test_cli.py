"""The commands for pictures, as an operator types them."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.media import services
from catalog.media.cli import cli
from catalog.media.models import Image
from catalog.media.store import LocalStore
from tests.media.pictures import saved, scene


@pytest.fixture
def site_store(app: Flask) -> LocalStore:
    """The store of the running site."""
    store: LocalStore = app.extensions["catalog_store"]
    return store


def _run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(cli, [str(argument) for argument in arguments])


def _images(session: Session) -> list[Image]:
    session.rollback()
    return list(session.scalars(select(Image)))


def test_a_broken_file_among_many_is_reported_and_skipped(
    app: Flask, session: Session, site_store: LocalStore, tmp_path: Path
) -> None:
    good, bad, other = (tmp_path / name for name in ("good.jpg", "bad.jpg", "other.png"))
    good.write_bytes(saved(scene((300, 200))))
    bad.write_bytes(b"<html>")
    other.write_bytes(saved(scene((200, 300)), "PNG"))
    result = _run(app, "add", good, bad, other)
    assert result.exit_code == 1
    assert f"{bad}: This file is a web page" in result.output
    images = _images(session)
    assert {image.format for image in images} == {"jpeg", "png"}
    assert all(services.is_complete(site_store, image) for image in images)
    assert _run(app, "add", good).exit_code == 0
    assert len(_images(session)) == 2


def test_tidy_and_rebuild_bring_back_what_is_missing(
    app: Flask, session: Session, site_store: LocalStore, tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(saved(scene((300, 200))))
    _run(app, "add", path)
    (image,) = _images(session)
    renditions = services.file_keys(image)[1:]
    for command, words in (("tidy", "1 pictures rebuilt"), ("rebuild", "1 of 1 pictures rebuilt")):
        site_store.delete(renditions[0])
        assert words in _run(app, command).output
        assert site_store.exists(renditions[0])


def test_tidy_names_pictures_whose_original_is_gone(
    app: Flask, session: Session, site_store: LocalStore, tmp_path: Path
) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(saved(scene((300, 200))))
    _run(app, "add", path)
    (image,) = _images(session)
    for key in services.file_keys(image):
        site_store.delete(key)
    assert f"original missing: {image.id}" in _run(app, "tidy").output
