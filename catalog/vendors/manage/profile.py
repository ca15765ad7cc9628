"""The profile editor."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from catalog.vendors.manage.blueprint import bp
from catalog.web.access import manager


@bp.get("/usaha/<uuid:vendor_id>/profil")
@manager
def profile(vendor_id: UUID) -> ResponseReturnValue:
    """Answer once it is built."""
    abort(404, str(vendor_id))
