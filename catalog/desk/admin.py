"""The officers' home."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from catalog.web.access import staff

bp = Blueprint("desk", __name__)


@bp.get("/pengurus")
@staff()
def index() -> ResponseReturnValue:
    """Answer once it is built."""
    abort(404)
