"""The public files of the store: renditions under names that never change their meaning."""

from flask import Blueprint, Response, current_app, request
from flask.typing import ResponseReturnValue

from catalog.media.rules import PUBLIC
from catalog.media.store import BadKey, Store
from catalog.web.access import public

bp = Blueprint("media", __name__)

_TYPES = {"webp": "image/webp", "jpg": "image/jpeg", "avif": "image/avif", "png": "image/png"}
_FOR_EVER = "public, max-age=31536000, immutable"
_NOT_FOUND = "not found\n"


@bp.get("/media/<path:key>")
@public
def show(key: str) -> ResponseReturnValue:
    """Send a rendition. Neither session nor database is touched, so any cache may keep it."""
    content_type = _TYPES.get(key.rpartition(".")[2])
    data = _find(key)
    if data is None or content_type is None:
        return Response(_NOT_FOUND, status=404, mimetype="text/plain")
    response = Response(data, content_type=content_type)
    response.set_etag(key.rpartition("/")[2])  # the name is a digest of all that made the file
    response.headers["Cache-Control"] = _FOR_EVER
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response.make_conditional(request.environ, accept_ranges=True, complete_length=len(data))


def _find(key: str) -> bytes | None:
    store: Store = current_app.extensions["catalog_store"]
    try:
        with store.open(PUBLIC + key) as file:
            return file.read()
    except (BadKey, OSError):
        return None
