"""A vendor's papers."""

from uuid import UUID

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from catalog.web.access import manager

bp = Blueprint("legality_manage", __name__)


@bp.get("/usaha/<uuid:vendor_id>/izin")
@manager
def index(vendor_id: UUID) -> ResponseReturnValue:
    """Answer once it is built."""
    abort(404, str(vendor_id))
