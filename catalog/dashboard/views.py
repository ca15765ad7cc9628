"""A vendor's home."""

from uuid import UUID

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from catalog.web.access import manager

bp = Blueprint("dashboard", __name__)


@bp.get("/usaha")
@manager
def index() -> ResponseReturnValue:
    """Answer once it is built."""
    abort(404)


@bp.get("/usaha/<uuid:vendor_id>")
@manager
def show(vendor_id: UUID) -> ResponseReturnValue:
    """Answer once it is built."""
    abort(404, str(vendor_id))
