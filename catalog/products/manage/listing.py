"""The list of a vendor's goods."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue

from catalog.products.manage.blueprint import bp
from catalog.web.access import manager


@bp.get("/usaha/<uuid:vendor_id>/produk")
@manager
def index(vendor_id: UUID) -> ResponseReturnValue:
    """Answer once it is built."""
    abort(404, str(vendor_id))
