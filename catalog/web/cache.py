"""Answers anonymous page views from memory for as long as nothing public has changed.

A cached page is one that was built at the same public version (see ``search.outbox``), on the same
WIB day (badges and FOB prices end at midnight) and within the last minute (opening hours). Every
answer carries a strong ETag; a signed-in reader is never served from here and never fills it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from threading import Lock
from typing import ParamSpec

import brotli
from flask import Response, current_app, g, make_response, request, session
from flask.typing import ResponseReturnValue

from catalog.kernel.clock import wib_date
from catalog.search.outbox import public_version
from catalog.web.locale import current_language
from catalog.web.work import current_work

P = ParamSpec("P")
MAX_BYTES = 32 * 1024 * 1024  # of bodies kept by one worker
MAX_AGE = 60  # seconds in our memory
# Kept by browsers and proxies, but asked about each time: a badge that ends must be gone at once.
CACHE_CONTROL = "public, no-cache"
_MAX_KEY = 512


@dataclass(frozen=True, slots=True)
class _Page:
    stamp: tuple[int, str]
    made_at: datetime
    body: bytes
    packed: bytes
    etag: str
    content_type: str


class PageCache:
    """Least recently used pages of one worker, bounded in bytes; safe among threads."""

    def __init__(self, limit: int = MAX_BYTES) -> None:
        self._limit = limit
        self._size = 0
        self._pages: OrderedDict[tuple[str, str], _Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: tuple[str, str]) -> _Page | None:
        """Return the page, if it is kept."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key: tuple[str, str], page: _Page) -> None:
        """Keep the page; forget the oldest when there is too much."""
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += _weight(page) - (_weight(old) if old else 0)
            self._pages[key] = page
            while self._size > self._limit:
                _, dropped = self._pages.popitem(last=False)
                self._size -= _weight(dropped)


def _weight(page: _Page) -> int:
    return len(page.body) + len(page.packed) + _MAX_KEY


def cached_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Serve anonymous GETs of this view from the page cache."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        key = (str(current_language()), request.full_path)
        if not _may_cache() or len(key[1]) > _MAX_KEY:
            return view(*args, **kwargs)
        pages: PageCache = current_app.extensions["catalog_pages"]
        work = current_work()
        stamp = (public_version(work.session), wib_date(work.now).isoformat())
        page = pages.get(key)
        if (
            page is None
            or page.stamp != stamp
            or (work.now - page.made_at).total_seconds() >= MAX_AGE
        ):
            response = make_response(view(*args, **kwargs))
            if response.status_code != HTTPStatus.OK or "no-store" in response.headers.get(
                "Cache-Control", ""
            ):
                return response
            page = _page(response, stamp, work.now)
            pages.put(key, page)
        return _respond(page)

    return answer


def _may_cache() -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
        and g.get("actor") is None
        and not session
    )


def _page(response: Response, stamp: tuple[int, str], now: datetime) -> _Page:
    body = response.get_data()
    return _Page(
        stamp=stamp,
        made_at=now,
        body=body,
        packed=brotli.compress(body, quality=5),
        etag=hashlib.blake2b(body, digest_size=12).hexdigest(),
        content_type=response.content_type,
    )


def _respond(page: _Page) -> Response:
    packed = request.accept_encodings.quality("br") > 0
    response = Response(page.packed if packed else page.body, content_type=page.content_type)
    if packed:
        response.headers["Content-Encoding"] = "br"
    response.headers["Cache-Control"] = CACHE_CONTROL
    response.vary.update(("Accept-Encoding", "Cookie"))
    response.set_etag(page.etag + ("-br" if packed else ""))
    response.make_conditional(request)
    return response
