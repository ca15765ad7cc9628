"""What a person was told."""

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from catalog.web.access import signed_in

bp = Blueprint("notices", __name__)


@bp.get("/kabar")
@signed_in
def index() -> ResponseReturnValue:
    """Answer once it is built."""
    abort(404)
