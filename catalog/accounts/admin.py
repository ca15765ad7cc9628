"""People and their roles: administrators govern them, offices hand codes over."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import mails
from catalog.accounts.forms import ROLE_NAMES, FindForm, GrantForm, options
from catalog.accounts.models import Person
from catalog.accounts.policy import can_govern
from catalog.accounts.queries import count_recovery_codes, list_sessions, officers, scopes
from catalog.accounts.rules import SCOPE_OF, ScopeKind
from catalog.accounts.services import officers as services
from catalog.accounts.services import second_step
from catalog.accounts.services.registering import pending_login
from catalog.db.work import Work, committed
from catalog.kernel.actor import STAFF, Role
from catalog.kernel.errors import RuleBroken
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

bp = Blueprint("people", __name__)
Change = Callable[[Work, Person], None]


@bp.route("/pengurus/orang", methods=["GET", "POST"])
@staff(Role.DINAS)
def index() -> ResponseReturnValue:
    """List the people whom the officer may help; look for one by POST.

    A login must not stand in an address.
    """
    work, form = current_work(), FindForm()
    if form.validate_on_submit():
        people = officers.find_helped(work, form.q.data or "")
        return _list(form, people, count=len(people), typed=form.q.data or "")
    role = _role(request.args.get("peran"))
    page = min(max(request.args.get("hal", 1, int), 1), 10_000)
    people, count = officers.list_helped(work, role=role, page=page)
    listed = _list(form, people, count=count, role=role, page=page)
    return listed, (422 if form.errors else 200)


def _list(form: FindForm, people: Any, **values: Any) -> str:  # noqa: ANN401  # for a template
    work = current_work()
    rows = [(person, scopes.held(work, person.grants)) for person in people]
    pages = -(-values["count"] // officers.PAGE)
    values = {"typed": "", "role": None, "page": 1, **values}
    return render_template(
        "accounts/people.html",
        form=form,
        rows=rows,
        pages=pages,
        role_names=ROLE_NAMES,
        governs=can_govern(work.actor),
        **values,
    )


@bp.get("/pengurus/orang/<uuid:person_id>")
@staff(Role.DINAS)
def show(person_id: UUID) -> ResponseReturnValue:
    """Show one person with what can be done for them."""
    work = current_work()
    return _person(work, officers.get_helped(work, person_id), _grant_form(work))


def _person(work: Work, person: Person, form: GrantForm, **values: Any) -> str:  # noqa: ANN401  # for a template
    return render_template(
        "accounts/person.html",
        form=form,
        person=person,
        pending=bool(pending_login(work, person)),
        roles=scopes.held(work, person.grants),
        role_names=ROLE_NAMES,
        sessions=list_sessions(work, person),
        codes_left=count_recovery_codes(work, person.id),
        governs=can_govern(work.actor),
        is_me=work.actor.user_id == person.id,
        **{"code": "", "code_kind": "", "problem": "", **values},
    )


@bp.post("/pengurus/orang/<uuid:person_id>/kode-verifikasi")
@staff(Role.DINAS)
def verification(person_id: UUID) -> ResponseReturnValue:
    """Show a code that proves a phone number, once."""
    return _hand(person_id, services.hand_verification, "verify")


@bp.post("/pengurus/orang/<uuid:person_id>/kode-sandi")
@staff(Role.DINAS)
def reset(person_id: UUID) -> ResponseReturnValue:
    """Show a code for a new password, once."""
    return _hand(person_id, services.hand_reset, "reset")


def _hand(person_id: UUID, issue: Callable[[Work, Person], str], kind: str) -> ResponseReturnValue:
    try:
        with committed(writing_work()) as work:
            code = issue(work, officers.get_helped(work, person_id))
            if kind == "reset":
                mails.tell_changed(work, person_id, "code")
    except RuleBroken as error:
        return _refused(person_id, error)
    work = current_work()
    person = officers.get_helped(work, person_id)
    return _person(work, person, _grant_form(work), code=code, code_kind=kind)


@bp.post("/pengurus/orang/<uuid:person_id>/peran")
@staff()
def grant(person_id: UUID) -> ResponseReturnValue:
    """Give a role."""
    form = _grant_form(current_work())
    if form.validate_on_submit():
        typed = {
            ScopeKind.GALLERY: form.gallery.data or "",
            ScopeKind.REGION: form.region.data or "",
            ScopeKind.VENDOR: form.vendor.data or "",
        }
        try:
            with committed(writing_work()) as work:
                person = officers.get_helped(work, person_id)
                services.give(work, person, services.spec_from(work, Role(form.role.data), typed))
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("The role is given."))
            return _back(person_id)
    work = current_work()
    return _person(work, officers.get_helped(work, person_id), form), 422


@bp.post("/pengurus/orang/<uuid:person_id>/peran/<uuid:grant_id>/cabut")
@staff()
def revoke(person_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """Take a role away."""

    def take(work: Work, person: Person) -> None:
        services.take(work, person.id, grant_id)

    return _change(person_id, take, gettext("The role is taken away."))


@bp.post("/pengurus/orang/<uuid:person_id>/tutup")
@staff()
def close(person_id: UUID) -> ResponseReturnValue:
    """Close an account."""
    return _change(person_id, services.close, gettext("The account is closed."))


@bp.post("/pengurus/orang/<uuid:person_id>/buka")
@staff()
def reopen(person_id: UUID) -> ResponseReturnValue:
    """Open an account again."""
    return _change(person_id, services.reopen, gettext("The account is open again."))


@bp.post("/pengurus/orang/<uuid:person_id>/keluarkan")
@staff()
def sign_out(person_id: UUID) -> ResponseReturnValue:
    """Sign a person out everywhere."""

    def end(work: Work, person: Person) -> None:
        services.sign_out_everywhere(work, person.id)

    return _change(person_id, end, gettext("Every device is signed out."))


@bp.post("/pengurus/orang/<uuid:person_id>/lepas-dua-langkah")
@staff()
def take_off_step(person_id: UUID) -> ResponseReturnValue:
    """Forget the app of who lost the phone."""
    return _change(person_id, second_step.take_off, gettext("The second step is taken off."))


def _change(person_id: UUID, change: Change, done: str) -> ResponseReturnValue:
    try:
        with committed(writing_work()) as work:
            change(work, officers.get_helped(work, person_id))
    except RuleBroken as error:
        return _refused(person_id, error)
    flash(done)
    return _back(person_id)


def _refused(person_id: UUID, error: RuleBroken) -> ResponseReturnValue:
    work = current_work()
    problem = gettext(error.message, **error.values)
    person = officers.get_helped(work, person_id)
    return _person(work, person, _grant_form(work), problem=problem), 422


def _back(person_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("people.show", person_id=person_id), 303)


def _grant_form(work: Work) -> GrantForm:
    form = GrantForm()
    ordered = sorted(SCOPE_OF, key=lambda role: (role not in STAFF, list(Role).index(role)))
    form.role.choices = options((str(role), gettext(ROLE_NAMES[role])) for role in ordered)
    form.gallery.choices = options([("", "–"), *scopes.gallery_choices(work)])
    form.region.choices = options([("", "–"), *scopes.region_choices(work)])
    return form


def _role(value: str | None) -> Role | None:
    return Role(value) if value in set(Role) else None
