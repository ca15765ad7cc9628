"""The photo step: several files at once or one by one, their order, taking away and bringing back.

Everything works as plain forms; ``editor.js`` asks for the same addresses with ``Accept:
application/json`` and gets the list as markup.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID, uuid5

from flask import current_app, flash, redirect, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from catalog.db.work import committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.media import services as media
from catalog.media.rules import MAX_BYTES, ImageRefused
from catalog.media.services import Prepared
from catalog.media.store import Store
from catalog.media.workshop import WORKSHOP
from catalog.products.manage.blueprint import bp
from catalog.products.manage.frame import step_url
from catalog.products.manage.photo_room import (
    UNDO,
    Refusal,
    Room,
    at_work,
    number_from,
    opened,
    page,
    sealed,
    wants_json,
)
from catalog.products.rules.photos import GONE, MOST
from catalog.products.rules.steps import Step
from catalog.products.services import photos as services
from catalog.products.services.photos import Editing, Removed
from catalog.vendors.policy import Ability
from catalog.web import limits
from catalog.web.access import manager
from catalog.web.forms import csrf
from catalog.web.work import current_work, writing_work

# Eight photos of the largest size, and room for the form's own fields.
_MOST_BODY = MOST * MAX_BYTES + 1024 * 1024
_PER, _MOST_SENT = timedelta(hours=1), 300  # requests of one person

TOO_LARGE = N_("These photos are too large together. Send fewer at once, each at most 15 MB.")
NOTHING = N_("Choose at least one photo first.")


@bp.get("/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/foto")
@manager
def photos(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Show the photos of a product and the ways to add some."""
    room = at_work(current_work(), vendor_id, product_id, Ability.SEE)
    return page(room, undo=session.pop(UNDO, ""))


@bp.post("/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/foto")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
@manager
def add_photos(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Take photos in, each on its own; a refused one does not cost the others."""
    room = at_work(current_work(), vendor_id, product_id)
    # The token is asked for here, not before: only who may edit may send a body of this size.
    request.max_content_length = _MOST_BODY
    try:
        csrf.protect()
    except RequestEntityTooLarge:
        refused = [Refusal("", gettext(TOO_LARGE))]
        return page(room, refused=refused, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    uploads = [file for file in request.files.getlist("photos") if file.filename]
    if not uploads:
        return _without_files(room)
    added, refused = _taken(vendor_id, product_id, uploads)
    if wants_json() or refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
        room = at_work(current_work(), vendor_id, product_id)
        return page(room, refused=refused, status=status)
    flash(ngettext("%(num)s photo added.", "%(num)s photos added.", added))
    return redirect(_onward(vendor_id, product_id), HTTPStatus.SEE_OTHER)


@bp.post("/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/foto/<uuid:photo_id>/pindah")
@manager
def move_photo(vendor_id: UUID, product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Give a photo the place ``ke``, from 0."""
    to = number_from(request.form.get("ke", ""))
    if to is None:
        raise NotFound("place")
    return _changed(vendor_id, product_id, lambda editing: services.move(editing, photo_id, to))


@bp.post("/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/foto/<uuid:photo_id>/hapus")
@manager
def remove_photo(vendor_id: UUID, product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Take a photo away, and offer to bring it back."""
    return _changed(vendor_id, product_id, lambda editing: services.remove(editing, photo_id))


@bp.post("/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/foto/kembalikan")
@manager
def restore_photo(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Bring back the photo that the token speaks of."""
    removed = opened(product_id, request.form.get("kunci", ""))

    def restore(editing: Editing) -> None:
        if removed is None:
            raise RuleBroken(GONE)
        services.restore(editing, removed)

    return _changed(vendor_id, product_id, restore)


def _changed(
    vendor_id: UUID, product_id: UUID, change: Callable[[Editing], Removed | None]
) -> ResponseReturnValue:
    """Run a service in a transaction of its own; answer with the list, or lead back to it."""
    at_work(current_work(), vendor_id, product_id)  # before a stranger can ask for the lock
    work = writing_work()
    message, removed = "", None
    try:
        with committed(work):
            removed = change(at_work(work, vendor_id, product_id, lock=True).editing)
    except RuleBroken as error:
        message = gettext(error.message, **error.values)
    undo = sealed(product_id, removed) if removed else ""
    if wants_json():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if message else HTTPStatus.OK
        room = at_work(current_work(), vendor_id, product_id)
        return page(room, undo=undo, message=message, status=status)
    if message:
        flash(message, "warning")
    if undo:
        session[UNDO] = undo
    return redirect(step_url(vendor_id, product_id, Step.PHOTOS), HTTPStatus.SEE_OTHER)


def _taken(
    vendor_id: UUID, product_id: UUID, uploads: Sequence[FileStorage]
) -> tuple[int, list[Refusal]]:
    """Decode first, without a lock, then store all good ones; count them, and name the others."""
    refused: list[Refusal] = []
    try:
        work = writing_work()
        with committed(work):
            limits.allow(work, f"photos:{work.actor.user_id}", per=_PER, most=_MOST_SENT)
    except RuleBroken as error:
        return 0, [Refusal("", gettext(error.message, **error.values))]
    store: Store = current_app.extensions["catalog_store"]
    with ThreadPoolExecutor(WORKSHOP.jobs) as threads:
        prepared = list(threads.map(lambda upload: _prepared(upload, store), uploads))
    work = writing_work()
    added = 0
    with committed(work):
        editing = at_work(work, vendor_id, product_id, lock=True).editing
        for place, (upload, found) in enumerate(zip(uploads, prepared, strict=True)):
            try:
                if isinstance(found, ImageRefused):
                    raise found
                services.add(editing, found, store=store, photo_id=_photo_id(place))
                added += 1
            except RuleBroken as error:
                message = gettext(error.message, **error.values)
                refused.append(Refusal.of(upload.filename, message))
    return added, refused


def _prepared(upload: FileStorage, store: Store) -> Prepared | ImageRefused:
    try:
        return media.prepare(upload.stream.read(MAX_BYTES + 1), store=store)
    except ImageRefused as refused:
        return refused


def _photo_id(place: int) -> UUID | None:
    """Return the sender's own name for a file: a form sent twice adds each photo once."""
    try:
        return uuid5(UUID(request.form.get("kiriman", "")), str(place))
    except ValueError:
        return None


def _without_files(room: Room) -> ResponseReturnValue:
    if request.form.get("lanjut"):
        product = room.place.product
        return redirect(_onward(product.vendor_id, product.id), HTTPStatus.SEE_OTHER)
    refused = [Refusal("", gettext(NOTHING))]
    return page(room, refused=refused, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _onward(vendor_id: UUID, product_id: UUID) -> str:
    """Return the step that the pressed button names, else this one."""
    wanted = request.form.get("lanjut", "")
    step = Step(wanted) if wanted in set(Step) else Step.PHOTOS
    return step_url(vendor_id, product_id, step)
