"""The second step: typing the app's code, setting the app up, recovery codes."""

import io

import segno
from flask import current_app, flash, g, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import mails, queries
from catalog.accounts.forms import AppCodeForm, ConfirmForm
from catalog.accounts.models import Person
from catalog.accounts.rules import needs_second_step
from catalog.accounts.rules.paths import safe_next
from catalog.accounts.services import second_step as services
from catalog.accounts.views.blueprint import bp, go, onward, own_page, page
from catalog.accounts.views.confirming import confirm
from catalog.accounts.views.known import current_sign_in, own_token, recognise
from catalog.db.work import committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.settings import Settings
from catalog.web.access import public, signed_in
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work, writing_work


@bp.route("/masuk/kode", methods=["GET", "POST"])
@public
def second_step() -> ResponseReturnValue:
    """Ask for the app's code; who has no app yet is led to set it up."""
    known = current_sign_in()
    if known is None:
        return go("accounts.sign_in", next=safe_next(request.args.get("next")))
    if not known.awaits_code:
        if g.get("lacks_second_step"):
            return go("accounts.set_up_step", next=safe_next(request.args.get("next")))
        return onward(request.args.get("next"))
    form = AppCodeForm(next=safe_next(request.args.get("next")))
    if form.validate_on_submit():
        try:
            with committed(writing_work()) as work:
                services.knock_with_code(work, known.person_id)
            with committed(writing_work()) as work:
                person = queries.get_person(work, known.person_id)
                services.prove(work, person, form.code.data or "", known.token)
        except RuleBroken as error:
            form.mark(error)
        else:
            recognise(known.token)
            return onward(form.next.data)
    return page("second_step.html", form)


@bp.route("/akun/dua-langkah", methods=["GET", "POST"])
@signed_in
def set_up_step() -> ResponseReturnValue:
    """Show the state of the second step, or the code to scan; take the app's first code."""
    form = AppCodeForm(next=safe_next(request.args.get("next")))
    if form.validate_on_submit():
        try:
            return _finish(form)
        except RuleBroken as error:
            form.mark(error)
    return _state(form)


def _finish(form: AppCodeForm) -> ResponseReturnValue:
    known = current_sign_in()
    if known is None:
        raise NotFound("no sign-in")
    with committed(writing_work()) as work:
        services.knock_with_code(work, known.person_id)
    with committed(writing_work()) as work:
        person = queries.me(work)
        codes = services.finish(work, person, form.code.data or "", known.token)
        mails.tell_changed(work, person.id, "step")
    recognise(known.token)
    return own_page("recovery_codes.html", codes=codes, next=safe_next(form.next.data))


def _state(form: AppCodeForm, confirm: CatalogForm | None = None) -> ResponseReturnValue:
    work = current_work()
    person = queries.me(work)
    secret = services.draft_secret(work, person)
    return own_page(
        "set_up_step.html",
        form,
        *((confirm,) if confirm else ()),
        confirm=confirm or ConfirmForm(formdata=None),
        person=person,
        secret=" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        is_required=_is_required(person),
        codes_left=queries.count_recovery_codes(work, person.id),
    )


@bp.post("/akun/dua-langkah/mulai")
@signed_in
def begin_step() -> ResponseReturnValue:
    """Make a new secret to scan; who has one already types the password first."""
    form = ConfirmForm()
    if queries.me(current_work()).totp_sealed is not None and not _is_confirmed(form):
        return _state(AppCodeForm(formdata=None), form)
    with committed(writing_work()) as work:
        services.begin(work, queries.me(work))
    return go("accounts.set_up_step", next=safe_next(request.form.get("next")))


@bp.get("/akun/dua-langkah/qr.svg")
@signed_in
def step_code() -> ResponseReturnValue:
    """Return the secret as a picture to scan, while it is not in use yet."""
    work = current_work()
    person = queries.me(work)
    if person.totp_draft_sealed is None:
        raise NotFound("nothing to scan")
    settings: Settings = current_app.extensions["catalog_settings"]
    address = services.address_for_app(work, person, settings.site_name)
    drawn = io.BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", scale=6, border=3, light="white")
    return drawn.getvalue(), {"Content-Type": "image/svg+xml", "Cache-Control": "no-store"}


@bp.post("/akun/dua-langkah/kode-pemulihan")
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Give fresh recovery codes to who can say the password."""
    form = ConfirmForm()
    if _is_confirmed(form):
        with committed(writing_work()) as work:
            person = queries.me(work)
            if person.totp_sealed is None:
                raise NotFound("no second step")
            codes = services.new_recovery_codes(work, person)
        return own_page("recovery_codes.html", codes=codes, next="")
    return _state(AppCodeForm(formdata=None), form)


@bp.post("/akun/dua-langkah/matikan")
@signed_in
def end_step() -> ResponseReturnValue:
    """Go back to the password alone."""
    form = ConfirmForm()
    if _is_confirmed(form):
        try:
            with committed(writing_work()) as work:
                person = queries.me(work)
                services.turn_off(work, person, keep=own_token())
                mails.tell_changed(work, person.id, "step")
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("The second step is off."))
            return go("accounts.settings")
    return _state(AppCodeForm(formdata=None), form)


def _is_confirmed(form: ConfirmForm) -> bool:
    """Return whether the password was typed right; tries are limited as at the sign-in."""
    if not form.validate_on_submit():
        return False
    try:
        confirm(form.present.data or "")
    except RuleBroken as error:
        form.mark(error)
        return False
    return True


def _is_required(person: Person) -> bool:
    return needs_second_step(frozenset(grant.role for grant in person.grants))
