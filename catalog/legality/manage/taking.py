"""Files on their way into a paper: room for them is looked for first, what is refused goes again.

Examining a file stores it, sealed. Whoever may not add one, or has no room left, must not fill the
disk with what no row will ever name.
"""

from collections.abc import Iterable
from datetime import timedelta

from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.legality.forms import Uploads, received, store
from catalog.legality.manage.blueprint import Room, enter
from catalog.legality.rules.wallet import MAX_FILES
from catalog.legality.services import files as file_services
from catalog.legality.services import wallet as services
from catalog.web import limits
from catalog.web.work import current_work, writing_work

_PER, MOST_SENT = timedelta(hours=1), 60  # files of a person


def taken(room: Room, sent: Iterable[FileStorage]) -> Uploads:
    """Examine the files of a request when the paper has room and the person has not sent many."""
    chosen = [file for file in sent if file.filename]
    if not chosen:
        return Uploads()
    vendor_id, document_id = room.vendor.id, room.document.id
    work = writing_work()
    try:
        with committed(work):
            services.check_room(enter(work, vendor_id, document_id).document)
            for _ in chosen[:MAX_FILES]:
                limits.allow(work, f"papers:{work.actor.user_id}", per=_PER, most=MOST_SENT)
    except RuleBroken as error:
        return Uploads(problems=[gettext(error.message, **error.values)])
    return received(chosen)


def drop_unkept(room: Room, uploads: Uploads) -> Room:
    """Remove the files that the paper did not take after all; return the room as it is now."""
    room = enter(current_work(), room.vendor.id, room.document.id)
    kept = {file.key for file in room.document.files}
    file_services.discard([file for file in uploads.files if file.key not in kept], store=store())
    return room
