"""Looking into the files of a paper: page by page as pictures, or as they are; every look noted."""

import base64
from dataclasses import dataclass
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.holds import services as holds
from catalog.kernel.vault import VaultError
from catalog.legality.admin.blueprint import bp
from catalog.legality.admin.page import HOLD, page_of
from catalog.legality.forms import store
from catalog.legality.models import Document, DocumentFile
from catalog.legality.policy import VERIFIERS
from catalog.legality.queries import wallet as queries
from catalog.legality.rules import FileKind, FilePurpose
from catalog.legality.services import files as file_services
from catalog.legality.services import opening
from catalog.media.leaves import MOST_AT_ONCE
from catalog.media.rules import ImageRefused
from catalog.media.workshop import WORKSHOP
from catalog.web.access import staff
from catalog.web.private import private_file
from catalog.web.work import current_work, writing_work

_FURTHEST = 500  # pages


@dataclass(frozen=True, slots=True)
class Look:
    """What an officer asked to see: noted, and only on this one page.

    ``pictures`` are (number, data address) of pages ``first`` (0) on, of ``pages`` in all.
    """

    file_id: UUID | None = None
    pages: int = 0
    first: int = 0
    pictures: tuple[tuple[int, str], ...] = ()
    number: str = ""
    problem: str = ""

    @property
    def next(self) -> int | None:
        """Return the page to go on with, if there are more."""
        after = self.first + len(self.pictures)
        return after if self.pictures and after < self.pages else None

    @property
    def previous(self) -> int | None:
        """Return the page to go back to, if there are any before."""
        return max(self.first - MOST_AT_ONCE, 0) if self.first else None


@bp.post("/pengurus/izin/<uuid:document_id>/lihat")
@staff(*VERIFIERS)
def look(document_id: UUID) -> ResponseReturnValue:
    """Show the page with a file and the whole number; every look is noted.

    Whoever looks holds the paper, so that others see that somebody is at it.
    """
    document = queries.get_for_verifier(current_work(), document_id)
    file = _chosen(document)
    seen = _drawn(file) if file else Look()
    work = writing_work()
    document = queries.get_for_verifier(work, document_id)
    number = ""
    with committed(work):
        holds.take(work, HOLD, document.id)
        if file is not None and not seen.problem:
            opening.note_opened(work, document, queries.get_file(document, file.id))
        try:
            number = opening.open_number(work, document) if document.type.is_personal else ""
        except VaultError:
            seen = Look(problem=gettext(file_services.UNREADABLE))
    shown = Look(seen.file_id, seen.pages, seen.first, seen.pictures, number, seen.problem)
    return page_of(queries.get_for_verifier(current_work(), document_id), look=shown)


def _chosen(document: Document) -> DocumentFile | None:
    """Return the file that was asked for, or the first of the paper's own."""
    asked = request.form.get("file", "")
    papers = sorted(document.files, key=lambda file: file.purpose is FilePurpose.PROOF)
    return next((file for file in papers if str(file.id) == asked), next(iter(papers), None))


def _drawn(file: DocumentFile) -> Look:
    """Return the asked pages of a file as pictures; drawing comes before anything is written."""
    try:
        data = file_services.content(file, store=store(), vault=current_work().vault)
        if file.kind is FileKind.JPEG:
            return Look(file.id, 1, 0, ((0, _inline(data)),))
        asked = {"first": _first(), "count": MOST_AT_ONCE}
        facts, pictures = WORKSHOP.run("leaves", data, asked)
    except file_services.FileDamaged as error:
        return Look(file.id, problem=gettext(error.message))
    except ImageRefused:
        return Look(
            file.id, problem=gettext("This PDF cannot be shown here. Download it to look at it.")
        )
    shown = tuple((int(name.partition(".")[0]), _inline(made)) for name, made in pictures.items())
    return Look(file.id, facts["pages"], facts["first"], shown)


def _first() -> int:
    text = request.form.get("dari", "0")[:9]
    return min(int(text), _FURTHEST) if text.isascii() and text.isdigit() else 0


def _inline(data: bytes) -> str:
    """Return a picture as part of the page, so that it has no address of its own."""
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()


@bp.post("/pengurus/izin/<uuid:document_id>/berkas/<uuid:file_id>")
@staff(*VERIFIERS)
def paper_file(document_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file of a paper that this officer may decide about; noted."""
    work = writing_work()
    document = queries.get_for_verifier(work, document_id)
    file = queries.get_file(document, file_id)
    name, kind = file_services.safe_name(file, document.type_code), file.kind
    try:
        with committed(work):
            data = opening.open_file(work, document, file, store=store())
    except file_services.FileDamaged as error:
        flash(gettext(error.message), "warn")
        return redirect(url_for("legality_admin.paper", document_id=document_id))
    return private_file(data, opening.CONTENT_TYPES[kind], name, is_shown=kind is FileKind.JPEG)
