"""Renditions over HTTP: for ever cacheable, never anything private."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.media.store import LocalStore

_NAME = "ab" + "0" * 18
_PATH = f"/media/ab/{_NAME}-640.webp"
_BODY = b"RIFF....WEBPVP8 " + bytes(3000)


@pytest.fixture
def visitor(app: Flask, client: FlaskClient) -> FlaskClient:
    """A browser on a site with one rendition and one original."""
    store: LocalStore = app.extensions["catalog_store"]
    store.put(f"public/ab/{_NAME}-640.webp", _BODY)
    store.put("public/ab/page.html", b"<script>")
    store.put("private/originals/cd/cdef.webp", b"with GPS")
    return client


def test_a_rendition_may_be_kept_for_ever(visitor: FlaskClient) -> None:
    answer = visitor.get(_PATH)
    assert answer.status_code == 200
    assert answer.data == _BODY
    assert answer.content_type == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "Set-Cookie" not in answer.headers


def test_a_browser_that_has_it_gets_no_body(visitor: FlaskClient) -> None:
    etag = visitor.get(_PATH).headers["ETag"]
    answer = visitor.get(_PATH, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.data) == (304, b"")


def test_head_and_ranges_answer_as_they_should(visitor: FlaskClient) -> None:
    head = visitor.head(_PATH)
    assert (head.status_code, head.data) == (200, b"")
    assert head.content_length == len(_BODY)
    part = visitor.get(_PATH, headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.data) == (206, b"RIFF")
    assert visitor.get(_PATH, headers={"Range": "bytes=99999-"}).status_code == 416


@pytest.mark.parametrize(
    "path",
    [
        "/media/ab/missing-640.webp",
        "/media/ab/page.html",
        "/media/ab",
        "/media/../private/originals/cd/cdef.webp",
        "/media/..%2fprivate/originals/cd/cdef.webp",
        "/media/%2e%2e/private/originals/cd/cdef.webp",
        "/media/private/originals/cd/cdef.webp",
        "/media//etc/passwd.webp",
        "/media/ab/a%00.webp",
        "/media/" + "a/" * 3000 + "a.webp",
    ],
)
def test_all_else_is_not_found(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert b"GPS" not in answer.data
