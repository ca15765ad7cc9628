"""Answers anonymous page views from memory for as long as nothing public has changed.

A kept page is one that was built at the same public version (see ``search.outbox``), from the same
generation of the index, on the same WIB day (badges and FOB prices end at midnight), after the same
turn (showcases begin and end at their minute) and within the last minute (opening hours). It is
served before Flask begins, with a strong ETag; a signed-in reader is never served from here and
never fills it. Views that depend on nothing but their address and public data are marked with
``cached_page``.
"""

import gzip
import hashlib
import time
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache, partial, wraps
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec, cast

import brotli
from flask import Flask, current_app, g, make_response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session
from werkzeug.http import parse_accept_header

from catalog.db.session import db
from catalog.kernel.clock import utc_now, wib_date
from catalog.search.outbox import public_version

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

P = ParamSpec("P")
Headers = list[tuple[str, str]]
Key = tuple[str, str, str]
Stamp = tuple[int, str, int, int]
Turns = Callable[[Session], Sequence[datetime]]

MAX_BYTES = 32 * 1024 * 1024  # of bodies kept by one worker
MAX_AGE = 60.0  # seconds in our memory
LOOK_EVERY = 0.05  # seconds between looks at the public version
_MAX_KEY = 512
# Files, and what must answer without asking the database first.
_NEVER = ("/media/", "/static/", "/healthz", "/readyz", "/sitemap", "/robots.txt", "/favicon.ico")
_MARK = "catalog.cacheable"
_PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "br": partial(brotli.compress, quality=5),
    "gzip": partial(gzip.compress, compresslevel=5, mtime=0),
}
_OWN = {"content-length", "content-encoding", "cache-control", "etag", "vary"}
# Kept by browsers and proxies, but asked about each time: a badge that ends must be gone at once.
_ALWAYS = [("Cache-Control", "public, no-cache"), ("Vary", "Accept-Encoding, Cookie")]


@dataclass(slots=True)
class Page:
    """One whole answer with the headers that it was built with, compressed as it is asked for."""

    stamp: Stamp
    made_at: float
    headers: Headers
    body: bytes
    etag: str
    packed: dict[str, bytes] = field(default_factory=dict)

    @property
    def weight(self) -> int:
        """Return about how many bytes this keeps in memory, once it is compressed."""
        return len(self.body) * 3 // 2 + 2 * _MAX_KEY

    def data(self, coding: str) -> bytes:
        """Return the body in this coding; "" is plain."""
        if not coding:
            return self.body
        if coding not in self.packed:
            self.packed[coding] = _PACKERS[coding](self.body)
        return self.packed[coding]


class PageCache:
    """WSGI middleware with the most recently asked pages of one worker; safe among threads."""

    def __init__(
        self, app: Flask, *, look_every: float, generation: Callable[[], int], turns: Turns
    ) -> None:
        self.limit = MAX_BYTES
        self._app = app
        self._inner: WSGIApplication = app.wsgi_app
        self._cookie = app.config["SESSION_COOKIE_NAME"]
        self._look_every = look_every
        self._generation = generation
        self._turns = turns
        self._size = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()
        self._seen: tuple[float, Stamp] | None = None

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer from memory, or let the application answer and keep what it marked."""
        key = self._key(environ)
        stamp = self._stamp() if key is not None else None
        if key is None or stamp is None:
            return self._inner(environ, start)
        page = self._find(key)
        if page is None or page.stamp != stamp or time.monotonic() - page.made_at > MAX_AGE:
            environ[_MARK] = False  # the view may say yes
            answer = _Answer(self._inner, environ, start)
            if not environ[_MARK] or not answer.is_whole:
                return answer.pass_on()
            page = answer.page(stamp)
            self._keep(key, page)
        return _respond(page, environ, start)

    def _key(self, environ: "WSGIEnvironment") -> Key | None:
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        if (
            environ["REQUEST_METHOD"] != "GET"
            or len(path) + len(query) > _MAX_KEY
            or self._cookie in environ.get("HTTP_COOKIE", "")
            or path.startswith(_NEVER)
        ):
            return None
        return environ.get("HTTP_HOST", ""), path, query

    def _stamp(self) -> Stamp | None:
        """Return version, day, index generation and the turns so far; None without a database."""
        now = time.monotonic()
        if self._seen is not None and now - self._seen[0] < self._look_every:
            return self._seen[1]
        moment = utc_now()
        try:
            with self._app.app_context(), Session(db.engine) as reading:
                version = public_version(reading)
                turned = bisect_right(self._turns(reading), moment)
            stamp = (version, wib_date(moment).isoformat(), self._generation(), turned)
        except SQLAlchemyError:
            return None
        self._seen = (now, stamp)
        return stamp

    def _find(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def _keep(self, key: Key, page: Page) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._size += page.weight - (old.weight if old else 0)
            self._pages[key] = page
            while self._size > self.limit:
                _, dropped = self._pages.popitem(last=False)
                self._size -= dropped.weight


class _Answer:
    """The application's answer, held back until it is known whether it can be kept."""

    def __init__(
        self, inner: "WSGIApplication", environ: "WSGIEnvironment", start: "StartResponse"
    ) -> None:
        self._start = start
        self._status = ""
        self._headers: Headers = []
        self._parts = inner(environ, cast("StartResponse", self._begin))

    def _begin(
        self, status: str, headers: Headers, _exc_info: object = None
    ) -> Callable[[bytes], object]:
        self._status, self._headers = status, headers
        return self._refuse

    @staticmethod
    def _refuse(_data: bytes) -> None:
        raise RuntimeError("the write callable of WSGI is not supported")

    @property
    def is_whole(self) -> bool:
        """Return whether this is a plain 200 that sets nothing in the browser."""
        names = {name.lower() for name, _ in self._headers}
        return self._status.startswith("200") and "set-cookie" not in names

    def pass_on(self) -> Iterable[bytes]:
        """Give the answer as it is."""
        kept = [pair for pair in self._headers if pair != ("Content-Encoding", "identity")]
        self._start(self._status, kept)
        return self._parts

    def page(self, stamp: Stamp) -> Page:
        """Return the answer as a page to keep."""
        body = b"".join(self._parts)
        close = getattr(self._parts, "close", None)
        if close is not None:
            close()
        return Page(
            stamp=stamp,
            made_at=time.monotonic(),
            headers=[pair for pair in self._headers if pair[0].lower() not in _OWN] + _ALWAYS,
            body=body,
            etag=hashlib.blake2b(body, digest_size=12).hexdigest(),
        )


def _respond(page: Page, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
    coding = _coding(environ.get("HTTP_ACCEPT_ENCODING", ""))
    etag = f'"{page.etag}-{coding}"' if coding else f'"{page.etag}"'
    headers = [*page.headers, ("ETag", etag)]
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start("304 NOT MODIFIED", [pair for pair in headers if pair[0] != "Content-Type"])
        return []
    body = page.data(coding)
    if coding:
        headers.append(("Content-Encoding", coding))
    start("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return [body]


@lru_cache(maxsize=256)
def _coding(header: str) -> str:
    """Return the best coding that the reader accepts: br, gzip, or "" for none."""
    accepted = parse_accept_header(header)
    return next((coding for coding in _PACKERS if accepted.quality(coding) > 0), "")


def cached_page(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Let the page cache keep what this view answers, unless the answer says ``no-store``."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        response = make_response(view(*args, **kwargs))
        if "no-store" in response.headers.get("Cache-Control", ""):
            return response
        # Asked again, now that the header is parsed as the session itself parses it.
        cookie = current_app.config["SESSION_COOKIE_NAME"]
        is_anonymous = g.get("actor") is None and cookie not in request.cookies
        if _MARK in request.environ and is_anonymous:
            request.environ[_MARK] = True
            # Says "leave me" to the compressing extension; the cache packs once and drops this.
            response.headers["Content-Encoding"] = "identity"
        else:
            response.headers["Cache-Control"] = "private, no-cache"
        return response

    return answer


def _no_turns(_session: Session) -> Sequence[datetime]:
    return ()


def init_app(
    app: Flask,
    *,
    generation: Callable[[], int],
    look_every: float = LOOK_EVERY,
    turns: Turns = _no_turns,
) -> None:
    """Stand before the application; call it last, so that languages are inside.

    ``generation`` tells which state of the search index pages are built from; ``turns`` gives, in
    order, the moments at which pages change although nobody changes anything.
    """
    cache = PageCache(app, look_every=look_every, generation=generation, turns=turns)
    app.extensions["catalog_pages"] = cache
    app.wsgi_app = cache  # type: ignore[method-assign, assignment]  # Flask's documented way
