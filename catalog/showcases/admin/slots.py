"""The first page: which showcase stands where, from when until when."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib
from catalog.kernel.errors import RuleBroken
from catalog.media import services as media
from catalog.media.rules import MAX_BYTES, ImageRefused
from catalog.media.services import Prepared
from catalog.products.forms import EmptyForm
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.forms import SlotForm, choices
from catalog.showcases.models import HomeSlot
from catalog.showcases.queries import slots as queries
from catalog.showcases.rules.schedule import Window
from catalog.showcases.rules.slots import PLACE_HINTS, PLACE_NAMES, Place
from catalog.showcases.services import slots as services
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

_SLOT = "/pengurus/beranda/<uuid:slot_id>"
_QUARTERS = 50  # the form offers nine points


@dataclass(frozen=True, slots=True)
class _Lane:
    """A place with its bookings, and what stands there now."""

    place: Place
    booked: list[queries.Booked]
    now: queries.Standing | None


@bp.get("/pengurus/beranda")
@staff(Role.CURATOR, Role.AUDITOR)
def slots() -> ResponseReturnValue:
    """Show the places with who has them, and where two want the same."""
    work = current_work()
    stands = queries.first_page(work)
    every = queries.bookings(work.session)
    lanes = [
        _Lane(place, [each for each in every if each.place is place], stands.get(place))
        for place in Place
    ]
    return render_template(
        "showcases/admin/slots.html",
        lanes=lanes,
        places=PLACE_NAMES,
        hints=PLACE_HINTS,
        clashing=queries.clashing(work),
        own=work.actor.curated_ids,
        is_admin=work.actor.has(Role.ADMIN),
        now=work.now,
        today=f"{wib(work.now):%d-%m-%Y}",
        plain=EmptyForm(),
        room=None,
    )


@bp.get("/pengurus/beranda/baru")
@staff(Role.CURATOR)
def new_slot() -> ResponseReturnValue:
    """Show the form of a new booking."""
    form = _form(current_work(), formdata=False)
    place = request.args.get("tempat", "")
    form.place.data = place if place in set(Place) else Place.HERO.value
    form.showcase.data = request.args.get("etalase", "")
    return _page(form, None)


@bp.post("/pengurus/beranda/baru")
@staff(Role.CURATOR)
def book_slot() -> ResponseReturnValue:
    """Give a showcase a place."""
    return _save(None)


@bp.get(_SLOT)
@staff(Role.CURATOR)
def edit_slot(slot_id: UUID) -> ResponseReturnValue:
    """Show a booking with everything that can be changed."""
    work = current_work()
    row = queries.get_slot(work, slot_id)
    form = _form(work, formdata=False)
    form.version.data = str(row.version)
    form.place.data, form.showcase.data = row.place.value, str(row.showcase_id)
    form.words_id.data, form.words_en.data = row.words.get("id", ""), row.words.get("en", "")
    form.alt_id.data, form.alt_en.data = row.alt.get("id", ""), row.alt.get("en", "")
    form.focal.data = f"{_near(row.focal_x)}-{_near(row.focal_y)}"
    form.show_window(Window(row.starts_at, row.ends_at))
    return _page(form, row)


@bp.post(_SLOT)
@staff(Role.CURATOR)
def change_slot(slot_id: UUID) -> ResponseReturnValue:
    """Change a booking."""
    queries.get_slot(current_work(), slot_id)
    return _save(slot_id)


@bp.post(f"{_SLOT}/hapus")
@staff(Role.CURATOR)
def withdraw_slot(slot_id: UUID) -> ResponseReturnValue:
    """Take a booking off."""
    queries.get_slot(current_work(), slot_id)
    work = writing_work()
    with committed(work):
        services.withdraw(work, slot_id)
    flash(gettext("Taken off the first page."))
    return redirect(url_for("showcases_admin.slots"), HTTPStatus.SEE_OTHER)


@bp.post(f"{_SLOT}/naik")
@staff(Role.CURATOR)
def advance_slot(slot_id: UUID) -> ResponseReturnValue:
    """Let a booking go before the one above it."""
    queries.get_slot(current_work(), slot_id)
    work = writing_work()
    with committed(work):
        services.advance(work, slot_id)
    return redirect(url_for("showcases_admin.slots"), HTTPStatus.SEE_OTHER)


def _save(slot_id: UUID | None) -> ResponseReturnValue:
    form = _form(current_work())
    if form.validate_on_submit():
        try:
            _write(form, slot_id)
        except (RuleBroken, ImageRefused) as error:
            form.mark(_at(error))
        else:
            flash(gettext("The place is booked. Look at the first page of that day."))
            return redirect(url_for("showcases_admin.slots"), HTTPStatus.SEE_OTHER)
    row = queries.get_slot(current_work(), slot_id) if slot_id else None
    return _page(form, row), HTTPStatus.UNPROCESSABLE_ENTITY


def _at(error: RuleBroken | ImageRefused) -> RuleBroken:
    if isinstance(error, ImageRefused):
        return RuleBroken(error.message, field="picture", **error.values)
    return error


def _write(form: SlotForm, slot_id: UUID | None) -> None:
    window, focal = form.window(), form.point()
    prepared = _prepared()  # slow: before anybody waits for us
    work = writing_work()
    with committed(work):
        row = queries.get_slot(work, slot_id) if slot_id else None
        wish = services.Wish(
            place=Place(form.place.data),
            showcase_id=UUID(form.showcase.data),
            window=window,
            words=form.words(),
            image_id=_image(work, form, row, prepared),
            alt=form.alt(),
            focal=focal,
        )
        if row is None:
            services.book(work, wish)
        else:
            services.change(work, row.id, wish, version=_version(form))


def _prepared() -> Prepared | None:
    upload: FileStorage | None = request.files.get("picture")
    if upload is None or not upload.filename:
        return None
    store = current_app.extensions["catalog_store"]
    return media.prepare(upload.stream.read(MAX_BYTES + 1), store=store)


def _image(
    work: Work, form: SlotForm, row: HomeSlot | None, prepared: Prepared | None
) -> UUID | None:
    if prepared is not None:
        store = current_app.extensions["catalog_store"]
        return media.take_in(work, prepared, store=store).id
    return None if row is None or form.takes_cover.data else row.image_id


def _version(form: SlotForm) -> int:
    typed = str(form.version.data or "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1  # noqa: PLR2004  # digits


def _form(work: Work, *, formdata: bool = True) -> SlotForm:
    form = SlotForm() if formdata else SlotForm(formdata=None)
    form.place.choices = choices((p.value, gettext(name)) for p, name in PLACE_NAMES.items())
    found = queries.choices(work)
    form.showcase.choices = choices((str(each.id), each.title.best("id")) for each in found)
    return form


def _near(part: float) -> int:
    return round(part * 100 / _QUARTERS) * _QUARTERS


def _page(form: SlotForm, row: HomeSlot | None) -> str:
    work = current_work()
    booked = {each.id: each for each in queries.bookings(work.session)}
    return render_template(
        "showcases/admin/slot.html",
        form=form,
        slot=booked.get(row.id) if row else None,
        hints=PLACE_HINTS,
        plain=EmptyForm(),
        room=None,
    )
