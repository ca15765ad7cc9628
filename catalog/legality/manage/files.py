"""Files of papers: sent one by one while the form stays open, and opened again."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.legality.forms import store
from catalog.legality.manage.blueprint import Room, bp, enter, tell_owner
from catalog.legality.manage.taking import drop_unkept, taken
from catalog.legality.queries import wallet as queries
from catalog.legality.rules import FileKind
from catalog.legality.rules.wallet import MAX_FILES
from catalog.legality.services import files as file_services
from catalog.legality.services import opening
from catalog.legality.services import wallet as services
from catalog.web.access import manager
from catalog.web.private import private_file
from catalog.web.work import current_work, writing_work


@bp.post("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/berkas")
@manager
def upload(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Take one file for a paper; answer with the list as it is now, or with a sentence."""
    room = enter(current_work(), vendor_id, document_id)
    uploads = taken(room, request.files.getlist("files")[:1])
    if not uploads.files:
        return _sentence(next(iter(uploads.problems), gettext("Choose a file first.")))
    work = writing_work()
    room = enter(work, vendor_id, document_id)
    try:
        with committed(work):
            services.add_files(work, room.document, uploads.files)
            tell_owner(work, room.document)
    except RuleBroken as error:
        drop_unkept(room, uploads)
        return _sentence(gettext(error.message, **error.values))
    return _list(drop_unkept(room, uploads))


def _sentence(text: str) -> ResponseReturnValue:
    return text, HTTPStatus.UNPROCESSABLE_ENTITY, {"Content-Type": "text/plain; charset=utf-8"}


def _list(room: Room) -> str:
    work = current_work()
    files = [(file, file_services.name(file, vault=work.vault)) for file in room.document.files]
    return render_template(
        "legality/manage/_files.html",
        room=room.vendor,
        document=room.document,
        files=files,
        most_files=MAX_FILES,
        can_change=True,
    )


@bp.post("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/berkas/<uuid:file_id>")
@manager
def open_file(vendor_id: UUID, document_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file to somebody who may read this vendor's papers; noted before it is sent."""
    work = writing_work()
    room = enter(work, vendor_id, document_id)
    file = queries.get_file(room.document, file_id)
    name = file_services.safe_name(file, room.document.type_code)
    kind = file.kind
    try:
        with committed(work):
            data = opening.open_file(work, room.document, file, store=store())
    except file_services.FileDamaged as error:
        flash(gettext(error.message), "warn")
        return redirect(room.url)
    return private_file(data, opening.CONTENT_TYPES[kind], name, is_shown=kind is FileKind.JPEG)
