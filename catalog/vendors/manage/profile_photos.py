"""Pictures of the workshop: several at once, each on its own; order, cover, words."""

from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from catalog.db.work import committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import clean_line
from catalog.media import services as media
from catalog.media.rules import MAX_BYTES, ImageRefused, picture_of
from catalog.vendors import queries
from catalog.vendors.forms.rooms import CaptionForm
from catalog.vendors.manage.blueprint import bp
from catalog.vendors.policy import Ability
from catalog.vendors.queries.rooms import frames
from catalog.vendors.rules.rooms import MAX_PHOTOS
from catalog.vendors.services import rooms
from catalog.web.access import manager
from catalog.web.forms import CatalogForm, csrf
from catalog.web.work import current_work, writing_work

_MOST_BODY = MAX_PHOTOS * MAX_BYTES + 1024 * 1024


@bp.get("/usaha/<uuid:vendor_id>/profil/foto")
@manager
def profile_photos(vendor_id: UUID) -> ResponseReturnValue:
    """Show the pictures of the profile."""
    queries.get_managed(current_work(), vendor_id, Ability.SEE)
    return _page(vendor_id)


@bp.post("/usaha/<uuid:vendor_id>/profil/foto")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
@manager
def add_profile_photos(vendor_id: UUID) -> ResponseReturnValue:
    """Take pictures in; a refused one does not cost the others."""
    queries.get_managed(current_work(), vendor_id, Ability.EDIT)
    # The token is asked for here, not before: only who may edit may send a body of this size.
    request.max_content_length = _MOST_BODY
    try:
        csrf.protect()
    except RequestEntityTooLarge:
        return _page(vendor_id, [gettext("These files are too large together. Send fewer.")])
    uploads = [file for file in request.files.getlist("photos") if file.filename]
    refused = [] if uploads else [gettext("Choose a photo first.")]
    for upload in uploads[:MAX_PHOTOS]:
        message = _take_in(vendor_id, upload)
        if message:
            refused.append(f"{clean_line(upload.filename or '')[-60:]}: {message}")
    if refused:
        return _page(vendor_id, refused)
    flash(gettext("The photos are saved."))
    return _back(vendor_id)


def _take_in(vendor_id: UUID, upload: FileStorage) -> str:
    """Take one file in; return why not, or ''."""
    store = current_app.extensions["catalog_store"]
    try:
        prepared = media.prepare(upload.stream.read(MAX_BYTES + 1), store=store)
        work = writing_work()
        with committed(work):
            vendor = queries.get_managed(work, vendor_id, Ability.EDIT)
            rooms.add_photo(work, vendor, media.take_in(work, prepared, store=store))
    except (ImageRefused, RuleBroken) as error:
        return str(gettext(error.message, **error.values))
    return ""


@bp.post("/usaha/<uuid:vendor_id>/profil/foto/<uuid:photo_id>")
@manager
def change_profile_photo(vendor_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Move, remove, describe a picture, or make it the cover: the pressed button says which."""
    queries.get_managed(current_work(), vendor_id, Ability.EDIT)
    form = CaptionForm()
    if not form.validate():
        words = [str(message) for messages in form.errors.values() for message in messages]
        return _page(vendor_id, [gettext(word) for word in words])
    work = writing_work()
    what = request.form.get("what", "")
    with committed(work):
        vendor = queries.get_managed(work, vendor_id, Ability.EDIT)
        if what == "cover":
            rooms.choose_cover(work, vendor, photo_id)
        elif what == "remove":
            rooms.remove_photo(work, vendor, photo_id)
        elif what == "caption":
            rooms.caption_photo(work, vendor, photo_id, form.draft())
        elif what[:3] == "to:" and what[3:].isascii() and what[3:].isdigit():
            rooms.move_photo(work, vendor, photo_id, int(what[3:6]))
        else:
            raise NotFound("what")
    return _back(vendor_id)


def _back(vendor_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(".profile_photos", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)


def _page(vendor_id: UUID, refused: list[str] | None = None) -> ResponseReturnValue:
    work = current_work()
    vendor = queries.get_managed(work, vendor_id, Ability.SEE)
    page = render_template(
        "vendors/manage/rooms/photos.html",
        vendor=vendor,
        room=vendor,
        form=CatalogForm(),
        frames=frames(work, vendor),
        cover=picture_of(vendor.cover) if vendor.cover else None,
        most=MAX_PHOTOS,
        refused=refused or [],
    )
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
