"""The language of a page is in its address: ``/…`` Indonesian, ``/en/…`` English.

The prefix is mounted as the WSGI script root, so that routes are written once and ``url_for``
stays in the reader's language by itself. Addresses that have no language (files, feeds, health,
short codes) are refused under the prefix.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask, has_request_context, request
from flask_babel import Babel

from catalog.kernel.text import DEFAULT_LANGUAGE, Language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PREFIXED = (Language.EN,)
NEUTRAL = ("/static/", "/media/", "/p/", "/healthz", "/readyz", "/robots.txt", "/sitemap")
_ENVIRON_KEY = "catalog.language"


class LanguagePrefix:
    """WSGI middleware: moves a language prefix from the path to the script root."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer the request in the language of its address."""
        path = environ.get("PATH_INFO", "")
        for language in PREFIXED:
            prefix = f"/{language}"
            if path == prefix:
                start(
                    "301 MOVED PERMANENTLY", [("Location", f"{prefix}/"), ("Content-Length", "0")]
                )
                return []
            rest = path[len(prefix) :]
            if path.startswith(prefix) and rest[:1] == "/" and not rest.startswith(NEUTRAL):
                environ[_ENVIRON_KEY] = str(language)
                environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix
                environ["PATH_INFO"] = rest
        return self._application(environ, start)


def current_language() -> Language:
    """Return the language of the request's address."""
    if not has_request_context():
        return DEFAULT_LANGUAGE
    return Language(request.environ.get(_ENVIRON_KEY, DEFAULT_LANGUAGE))


def path_in(language: str, path: str | None = None) -> str:
    """Return this page's address (or ``path``, without a prefix) in another language."""
    path = request.path if path is None else path
    return path if language == DEFAULT_LANGUAGE else f"/{language}{path}"


def init_app(app: Flask) -> None:
    """Mount the prefix and let Babel follow the address."""
    app.config["BABEL_DEFAULT_LOCALE"] = str(DEFAULT_LANGUAGE)
    app.config["BABEL_DEFAULT_TIMEZONE"] = "Asia/Jakarta"
    # Translations live beside the code; Flask-Babel looks below the app's root path.
    Babel(app, default_translation_directories="translations", locale_selector=_locale)
    wrapped: Callable[..., Any] = LanguagePrefix(app.wsgi_app)
    app.wsgi_app = wrapped  # type: ignore[method-assign]  # Flask's documented way


def _locale() -> str:
    return str(current_language())
