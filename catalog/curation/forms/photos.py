"""Takes one photo of a form in, outside of any transaction."""

from flask import current_app
from werkzeug.datastructures import FileStorage

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.media import services as media
from catalog.media.models import Image
from catalog.media.rules import MAX_BYTES, ImageRefused
from catalog.media.services import Prepared


def prepared(upload: object, field: str = "photo") -> Prepared | None:
    """Return the picture of an upload, or None without one; raise RuleBroken at its field."""
    if not isinstance(upload, FileStorage) or not upload.filename:
        return None
    try:
        content = upload.stream.read(MAX_BYTES + 1)
        return media.prepare(content, store=current_app.extensions["catalog_store"])
    except ImageRefused as error:
        raise RuleBroken(error.message, field=field, **error.values) from error


def stored(work: Work, picture: Prepared | None) -> Image | None:
    """Return the stored picture, if there is one."""
    if picture is None:
        return None
    image = media.take_in(work, picture, store=current_app.extensions["catalog_store"])
    work.session.flush()
    return image
