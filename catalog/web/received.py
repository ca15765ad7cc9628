"""What browsers send, without the one character that no database may hold."""

from typing import Any

from flask import Flask, Request, abort, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

_NUL = "\0"  # PostgreSQL refuses it, SQLite cuts texts at it, and nobody can type it


class CleanRequest(Request):
    """A request whose fields and arguments hold no NUL."""

    @cached_property
    def args(self) -> MultiDict[str, str]:
        """Return what stands behind the question mark."""
        cleaned: MultiDict[str, str] = _without(super().args)
        return cleaned

    def _load_form_data(self) -> None:
        super()._load_form_data()
        self.__dict__["form"] = _without(self.__dict__["form"])


def _without(values: Any) -> Any:  # noqa: ANN401  # a multi-dict of either kind
    if not any(_NUL in text for pair in values.items(multi=True) for text in pair):
        return values
    return ImmutableMultiDict(
        (name.replace(_NUL, ""), value.replace(_NUL, ""))
        for name, value in values.items(multi=True)
    )


def init_app(app: Flask) -> None:
    """Read requests this way; an address with a NUL in it leads nowhere."""
    app.request_class = CleanRequest

    @app.before_request
    def _refuse() -> None:
        if _NUL in request.path:
            abort(404)
