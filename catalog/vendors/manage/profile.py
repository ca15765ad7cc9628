"""The profile editor: story and facts with a preview, contact, exhibitions."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_line
from catalog.media.rules import picture_of
from catalog.vendors import queries
from catalog.vendors.forms.rooms import ContactForm, StoryForm
from catalog.vendors.manage.blueprint import bp
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability, can, is_on_behalf
from catalog.vendors.queries.contacts import contact_mark
from catalog.vendors.queries.rooms import exhibitions_of, story_of
from catalog.vendors.rules.rooms import (
    CHANGED_MEANWHILE,
    FIRST_YEAR,
    MAX_EXHIBITIONS,
    MAX_STORY,
    MAX_TAGLINE,
    mark_of,
)
from catalog.vendors.services import rooms
from catalog.vendors.services.governing import note_look
from catalog.vendors.services.rooms import Shown
from catalog.web.access import manager
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work, writing_work

_SPARE_ROWS = 3


def may(work: Work, vendor: Vendor, ability: Ability) -> bool:
    """Return whether the actor may do this here; buttons that would lead nowhere are left out."""
    return can(work.actor, ability, vendor_id=vendor.id, region_code=vendor.served_by)


@bp.route("/usaha/<uuid:vendor_id>/profil", methods=["GET", "POST"])
@manager
def profile(vendor_id: UUID) -> ResponseReturnValue:
    """Show and change what the business tells of itself."""
    work = current_work()
    wanted = Ability.SEE if request.method == "GET" else Ability.EDIT
    vendor = queries.get_managed(work, vendor_id, wanted)
    form = StoryForm()
    stored = story_of(work, vendor)
    if not form.is_submitted():
        form.fill(stored)
        return _profile_page(vendor, form)
    is_look = "look" in request.form
    if form.validate() and not is_look:
        try:
            work = writing_work()
            with committed(work):
                vendor = queries.get_managed(work, vendor_id, Ability.EDIT)
                rooms.tell_story(work, vendor, form.draft(), seen=form.seen.data or "")
        except RuleBroken as error:
            form.mark(error)
            if error.message == CHANGED_MEANWHILE:
                vendor = queries.get_managed(current_work(), vendor_id, Ability.EDIT)
                stored = story_of(current_work(), vendor)
                form.seen.data = stored.mark
                form.seen.raw_data = None
                return _profile_page(vendor, form, theirs=stored)
        else:
            flash(gettext("The profile is saved."))
            return redirect(url_for(".profile", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)
    return _profile_page(vendor, form)


def _profile_page(vendor: Vendor, form: StoryForm, *, theirs: object = None) -> ResponseReturnValue:
    work = current_work()
    page = render_template(
        "vendors/manage/rooms/profile.html",
        vendor=vendor,
        room=vendor,
        form=form,
        theirs=theirs,
        limits={"tagline": MAX_TAGLINE, "story": MAX_STORY},
        preview=form.draft(),
        cover=picture_of(vendor.cover) if vendor.cover else None,
        may_edit=may(work, vendor, Ability.EDIT),
        may_see_contact=may(work, vendor, Ability.PAPERS),
    )
    return page, _status(form)


@bp.route("/usaha/<uuid:vendor_id>/profil/kontak", methods=["GET", "POST"])
@manager
def contact(vendor_id: UUID) -> ResponseReturnValue:
    """Show and change how the business is reached; never public.

    Who is no member sees it after a press of a button only, which is recorded for the owner.
    """
    work = current_work()
    vendor = queries.get_managed(work, vendor_id, Ability.PAPERS)
    form = ContactForm()
    if not form.is_submitted():
        is_locked = is_on_behalf(work.actor, vendor_id=vendor.id)
        return _contact_page(vendor, form, shows=not is_locked, is_locked=is_locked)
    if "look" in request.form:
        is_locked = not CatalogForm().validate()
        form = ContactForm(formdata=None)
        return _contact_page(vendor, form, shows=not is_locked, is_locked=is_locked)
    if form.validate():
        try:
            work = writing_work()
            with committed(work):
                vendor = queries.get_managed(work, vendor_id, Ability.PAPERS)
                rooms.keep_own_contact(work, vendor, form.draft(), seen=form.seen.data or "")
        except RuleBroken as error:
            form.mark(error)
            if error.message == CHANGED_MEANWHILE:
                return _contact_page(vendor, form, shows=True, is_late=True)
        else:
            flash(gettext("The contact is saved."))
            return redirect(url_for(".profile", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)
    return _contact_page(vendor, form)


def _contact_page(
    vendor: Vendor,
    form: ContactForm,
    *,
    shows: bool = False,
    is_locked: bool = False,
    is_late: bool = False,
) -> ResponseReturnValue:
    """Draw the contact; ``shows`` what is stored, in the form or, ``is_late``, above it."""
    vendor_id, theirs = vendor.id, None
    if shows:
        known = _looked_at(vendor_id)
        if is_late:
            theirs = known
        else:
            form.process(obj=known)
        form.seen.data = contact_mark(known, current_work())
        form.seen.raw_data = None
    vendor = queries.get_managed(current_work(), vendor_id, Ability.PAPERS)
    page = render_template(
        "vendors/manage/rooms/contact.html",
        vendor=vendor,
        room=vendor,
        form=form,
        is_locked=is_locked,
        theirs=theirs,
    )
    return page, _status(form)


def _looked_at(vendor_id: UUID) -> queries.Contact:
    """Return the contact; the look of somebody who is no member is recorded."""
    if not is_on_behalf(current_work().actor, vendor_id=vendor_id):
        return queries.contact(current_work(), vendor_id)
    work = writing_work()
    with committed(work):
        note_look(work, queries.get_managed(work, vendor_id, Ability.PAPERS))
    return queries.contact(current_work(), vendor_id)


@bp.route("/usaha/<uuid:vendor_id>/profil/pameran", methods=["GET", "POST"])
@manager
def exhibitions(vendor_id: UUID) -> ResponseReturnValue:
    """Show and change the exhibitions that the business took part in."""
    work = current_work()
    wanted = Ability.SEE if request.method == "GET" else Ability.EDIT
    vendor = queries.get_managed(work, vendor_id, wanted)
    stored = exhibitions_of(work, vendor.id)
    form = CatalogForm()
    rows = [(name, place, str(year)) for name, place, year in stored]
    errors: dict[int, str] = {}
    seen = mark_of({"rows": stored})
    if form.is_submitted():
        rows = _typed_rows()
        shown, errors = _read_rows(rows, work)
        if form.validate() and not errors and "more" not in request.form:
            try:
                work = writing_work()
                with committed(work):
                    vendor = queries.get_managed(work, vendor_id, Ability.EDIT)
                    rooms.list_exhibitions(
                        work, vendor, shown, seen=request.form.get("seen", "")[:40]
                    )
            except RuleBroken as error:
                form.mark(error)
            else:
                flash(gettext("The list is saved."))
                return redirect(url_for(".profile", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)
    page = render_template(
        "vendors/manage/rooms/exhibitions.html",
        vendor=vendor,
        room=vendor,
        form=form,
        rows=[*rows, *[("", "", "")] * min(_SPARE_ROWS, MAX_EXHIBITIONS - len(rows))],
        errors=errors,
        seen=seen,
        stored=stored,
    )
    bad = bool(errors) or bool(form.form_errors)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if bad else HTTPStatus.OK


def _typed_rows() -> list[tuple[str, str, str]]:
    """Return the rows that hold anything, as typed."""
    columns = (request.form.getlist(name) for name in ("name", "place", "year"))
    rows = [
        (clean_line(name[:200]), clean_line(place[:200]), clean_line(year[:12]))
        for name, place, year in zip(*columns, strict=False)
    ]
    return [row for row in rows if any(row)][:MAX_EXHIBITIONS]


def _read_rows(rows: list[tuple[str, str, str]], work: Work) -> tuple[list[Shown], dict[int, str]]:
    shown, errors = [], {}
    for number, (name, place, year) in enumerate(rows):
        known = year.isascii() and year.isdigit() and FIRST_YEAR <= int(year) <= work.now.year + 1
        if not name:
            errors[number] = gettext("Write the name of the exhibition.")
        elif not known:
            errors[number] = gettext("Write the year in four digits, for example 2025.")
        else:
            shown.append(Shown(name, place, int(year)))
    return shown, errors


def _status(form: CatalogForm) -> HTTPStatus:
    is_bad = bool(form.errors or form.form_errors)
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_bad else HTTPStatus.OK
