"""The form of a paper. What was typed and what was stored survives every refusal."""

from dataclasses import dataclass, field
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.vault import VaultError
from catalog.legality.forms import PaperForm, Uploads, store
from catalog.legality.manage.blueprint import Room, bp, enter, tell_owner
from catalog.legality.manage.taking import drop_unkept, taken
from catalog.legality.queries import choices
from catalog.legality.queries import wallet as queries
from catalog.legality.queries.requirements import checker, examine_number
from catalog.legality.rules import DocumentState, Scope
from catalog.legality.rules.numbers import Examination, NumberContext
from catalog.legality.rules.wallet import CHANGED, MAX_FILES, MAX_NUMBER
from catalog.legality.services import files as file_services
from catalog.legality.services import wallet as services
from catalog.legality.services.wallet import NotSendable
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_REMOVE = "remove:"
_UNSENT = {DocumentState.DRAFT, DocumentState.REJECTED}


@dataclass(slots=True)
class _Told:
    """What the form says beside its fields."""

    examination: Examination | None = None
    problems: list[str] = field(default_factory=list)  # of single files
    stored: list[tuple[str, str]] = field(default_factory=list)  # after somebody else's change
    is_wrong: bool = False


@bp.get("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/ubah")
@manager
def edit(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Show the form of a paper."""
    work = current_work()
    room = enter(work, vendor_id, document_id)
    if room.document.state is DocumentState.REPLACED:
        return redirect(room.url)
    form = _offered(PaperForm(formdata=None), work, room)
    form.fill(room.document, number="" if room.document.type.is_personal else _number(work, room))
    return _page(room, form, _Told(_examined(work, room, form)))


@bp.post("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/ubah")
@manager
def save(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Keep the files first, then what was typed; say all that is wrong at once."""
    work = current_work()
    room = enter(work, vendor_id, document_id)
    form = _offered(PaperForm(), work, room)
    is_readable = form.validate_on_submit()
    uploads = taken(room, request.files.getlist("files"))
    room = _keep_files(room, form, uploads)
    told = _Told(_examined(current_work(), room, form), problems=uploads.problems)
    action = request.form.get("action", "save")
    if action == "check" or action.startswith(_REMOVE):
        return _page(room, form, told)
    if is_readable and not uploads.problems and _saved(room, form, told, action == "send"):
        return _done(room, action)
    told.is_wrong = True
    return _page(enter(current_work(), vendor_id, document_id), form, told)


def _offered(form: PaperForm, work: Work, room: Room) -> PaperForm:
    products = choices.own_products(work, room.vendor.id)
    kinds = choices.categories(work, room.document.type, products, current_language())
    is_narrow = room.document.type.default_scope is not Scope.VENDOR
    form.offer(kinds, [(own.id, own.name) for own in products], is_narrow=is_narrow)
    return form


def _keep_files(room: Room, form: PaperForm, uploads: Uploads) -> Room:
    """Store what came and remove what is to go, before and apart from what was typed."""
    action = request.form.get("action", "")
    doomed = action.removeprefix(_REMOVE) if action.startswith(_REMOVE) else ""
    if not uploads.files and not doomed:
        return room
    work = writing_work()
    room = enter(work, room.vendor.id, room.document.id)
    is_newest = room.document.version == form.seen
    try:
        with committed(work):
            if uploads.files:
                services.add_files(work, room.document, uploads.files)
            if doomed:
                services.remove_file(work, room.document, _id(doomed), store=store())
            tell_owner(work, room.document)
    except RuleBroken as error:
        uploads.problems.append(gettext(error.message, **error.values))
    room = drop_unkept(room, uploads)
    if is_newest:  # the change of files is this person's own
        form.version.data = str(room.document.version)
    return room


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("document file") from error


def _examined(work: Work, room: Room, form: PaperForm) -> Examination | None:
    typed = form.number.data or ""
    if not typed:
        return None
    draft = form.draft(typed)
    context = NumberContext(
        language=current_language(),
        region_code=room.vendor.region_code,
        category_slugs=choices.slugs_with_ancestors(work, draft.category_ids),
        issued_on=draft.issued_on,
        valid_until=draft.valid_until,
    )
    return examine_number(work, room.document.type_code, typed, context)


def _saved(room: Room, form: PaperForm, told: _Told, is_sending: bool) -> bool:  # noqa: FBT001  # of one button
    """Keep what was typed; or mark what is wrong, and return False."""
    is_sending = is_sending or room.document.state not in _UNSENT
    if is_sending and not _is_number_good(form, told.examination):
        return False
    work = writing_work()
    room = enter(work, room.vendor.id, room.document.id)
    try:
        with committed(work):
            draft = form.draft(_typed_number(room, told.examination))
            services.save(work, room.document, draft, form.seen, is_sending=is_sending)
            tell_owner(work, room.document)
    except NotSendable as error:
        for problem in error.problems:
            form.mark(problem)
        return False
    except RuleBroken as error:
        form.mark(error)
        if error.message == CHANGED:
            _compare(room, form, told)
        return False
    return True


def _is_number_good(form: PaperForm, examination: Examination | None) -> bool:
    """Mark errors of the number, and doubts that nobody has ticked yet."""
    if examination is None:
        return True
    for finding in examination.errors:
        form.mark(RuleBroken(finding.message, field="number", **finding.values))
    if examination.warnings and not form.is_checked.data:
        form.is_checked.errors = [
            gettext("Read what is said about the number. If the paper says so, tick this box.")
        ]
        return False
    return not examination.errors


def _typed_number(room: Room, examination: Examination | None) -> str | None:
    """Return the number to keep; None leaves a sealed one, which the form never shows."""
    if examination is not None:
        return examination.number[:MAX_NUMBER]
    return None if room.document.type.is_personal else ""


def _compare(room: Room, form: PaperForm, told: _Told) -> None:
    """After somebody else's change: say what is stored now, keep what was typed, let both stand."""
    work = current_work()
    room = enter(work, room.vendor.id, room.document.id)
    stored = PaperForm(formdata=None)
    stored.fill(room.document, number=queries.shown_number(room.document, room.document.type))
    for name in ("number", "holder_name", "issued_on", "valid_until"):
        if stored[name].data != form[name].data:
            told.stored.append((gettext(stored[name].label.text), stored[name].data or "–"))
    form.version.data = str(room.document.version)


def _number(work: Work, room: Room) -> str:
    try:
        return queries.number_of(work, room.document)
    except VaultError:
        return ""


def _done(room: Room, action: str) -> ResponseReturnValue:
    is_sent = action == "send" or room.document.state not in _UNSENT
    flash(
        gettext("The paper is sent. An officer looks at it, usually within a few days.")
        if is_sent
        else gettext("Saved. Nobody sees it until you send it.")
    )
    return redirect(room.url)


def _page(room: Room, form: PaperForm, told: _Told) -> ResponseReturnValue:
    work, document = current_work(), room.document
    files = [(file, file_services.name(file, vault=work.vault)) for file in document.files]
    body = render_template(
        "legality/manage/edit.html",
        room=room.vendor,
        document=document,
        kind=document.type,
        form=form,
        told=told,
        files=files,
        most_files=MAX_FILES,
        checker=checker(document.type, "", current_language()),
        is_unsent=document.state in _UNSENT,
    )
    is_refused = told.is_wrong or bool(told.problems)
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
