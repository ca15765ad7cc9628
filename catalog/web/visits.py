"""Counts how often pages are opened: which page, which day, how many times, and nothing of whom.

Pages come from memory before Flask begins, so the counting stands before that. Counts are added up
in the worker and written every half minute: a killed worker loses at most that much. Signed-in
readers and machines that name themselves are not counted.
"""

import logging
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from catalog.db.work import Work, committed
from catalog.kernel.clock import utc_now, wib_date
from catalog.web.work import operator_work

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Visit = tuple[str, str, date]  # kind ("produk", "umkm"), slug, WIB day
Writer = Callable[[Work, Mapping[Visit, int]], None]

EVERY = 30.0  # seconds between two writings
MOST = 20_000  # different pages that one worker keeps in mind
_PAGE = re.compile(r"(?:/en)?/(produk|umkm)/([a-z0-9]+(?:-+[a-z0-9]+)*)")
_MACHINE = re.compile(
    r"bot|crawl|spider|slurp|preview|curl|wget|python|http|scan|monitor", re.IGNORECASE
)
_SHOWN = ("200", "304")


class Visits:
    """WSGI middleware that adds up the opened pages of one worker; safe among threads."""

    def __init__(self, app: Flask, write: Writer) -> None:
        self._app = app
        self._inner: WSGIApplication = app.wsgi_app
        self._cookie = app.config["SESSION_COOKIE_NAME"]
        self._write = write
        self._counted: Counter[Visit] = Counter()
        self._lock = threading.Lock()
        self._clock: threading.Timer | None = None

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Pass on, and count a page that was shown."""
        found = _PAGE.fullmatch(environ.get("PATH_INFO", ""))
        if found is None or not self._counts(environ):
            return self._inner(environ, start)

        def watched(status: str, headers: list[tuple[str, str]], *rest: object) -> object:
            if status.startswith(_SHOWN):
                self._note(found[1], found[2])
            return start(status, headers, *rest)  # type: ignore[arg-type]  # WSGI's exc_info

        return self._inner(environ, watched)  # type: ignore[arg-type]  # as above

    def flush(self) -> None:
        """Write what was counted; what cannot be written now stays for the next time."""
        with self._lock:
            counted, self._counted = self._counted, Counter()
            self._clock = None
        if not counted:
            return
        try:
            with self._app.app_context(), operator_work() as work, committed(work):
                self._write(work, counted)
        except SQLAlchemyError:
            logging.getLogger(__name__).warning("visits could not be written; they are kept")
            with self._lock:
                self._counted.update(counted)

    def _counts(self, environ: "WSGIEnvironment") -> bool:
        agent = environ.get("HTTP_USER_AGENT", "")
        return (
            environ["REQUEST_METHOD"] == "GET"
            and self._cookie not in environ.get("HTTP_COOKIE", "")
            and bool(agent)
            and not _MACHINE.search(agent)
        )

    def _note(self, kind: str, slug: str) -> None:
        visit = (kind, slug, wib_date(utc_now()))
        with self._lock:
            if len(self._counted) < MOST or visit in self._counted:
                self._counted[visit] += 1
            if self._clock is None and not self._app.testing:
                self._clock = threading.Timer(EVERY, self.flush)
                self._clock.daemon = True
                self._clock.start()


def init_app(app: Flask, write: Writer) -> None:
    """Stand before the page cache; call it after the cache."""
    visits = Visits(app, write)
    app.extensions["catalog_visits"] = visits
    app.wsgi_app = visits  # type: ignore[method-assign, assignment]  # Flask's documented way
