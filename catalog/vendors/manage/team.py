"""Who belongs to the business: team, invitations, and what was done on its behalf."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.vendors import queries
from catalog.vendors.forms.rooms import InviteForm
from catalog.vendors.manage.blueprint import bp
from catalog.vendors.policy import Ability
from catalog.vendors.queries.rooms import done_on_behalf, team
from catalog.vendors.rules.rooms import INVITATION_LIFETIME, TEAM_ROLES, TEAM_WORDS
from catalog.vendors.services import team as services
from catalog.web.access import manager, signed_in
from catalog.web.forms import CatalogForm
from catalog.web.templating import public_url
from catalog.web.work import current_work, writing_work

WORDS = {role: word for word, role in TEAM_WORDS.items()}


@bp.route("/usaha/<uuid:vendor_id>/tim", methods=["GET", "POST"])
@manager
def team_page(vendor_id: UUID) -> ResponseReturnValue:
    """Show the team; on POST make an invitation, whose link is shown once."""
    vendor = queries.get_managed(current_work(), vendor_id, Ability.OWN)
    form = InviteForm()
    form.role.choices = [(word, gettext(TEAM_ROLES[role])) for word, role in TEAM_WORDS.items()]
    link = ""
    if form.validate_on_submit():
        role = TEAM_WORDS[form.role.data]
        try:
            work = writing_work()
            with committed(work):
                vendor = queries.get_managed(work, vendor_id, Ability.OWN)
                token = services.invite(work, vendor, role)
            link = public_url("vendors_manage.invitation", word=WORDS[role], token=token)
        except RuleBroken as error:
            form.mark(error)
    page = render_template(
        "vendors/manage/rooms/team.html",
        vendor=vendor,
        room=vendor,
        form=form,
        plain=CatalogForm(),
        link=link,
        days=INVITATION_LIFETIME.days,
        members=team(current_work(), vendor.id),
        me=current_work().actor.user_id,
        roles=TEAM_ROLES,
        words=WORDS,
    )
    is_bad = bool(form.errors or form.form_errors)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY if is_bad else HTTPStatus.OK


@bp.post("/usaha/<uuid:vendor_id>/tim/<uuid:grant_id>")
@manager
def change_member(vendor_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """Give a member another role, or take them out."""
    queries.get_managed(current_work(), vendor_id, Ability.OWN)
    word = request.form.get("role", "")
    work = writing_work()
    try:
        with committed(work):
            vendor = queries.get_managed(work, vendor_id, Ability.OWN)
            if word in TEAM_WORDS:
                services.change_role(work, vendor, grant_id, TEAM_WORDS[word])
            elif word == "keluar":
                services.remove(work, vendor, grant_id)
            else:
                raise NotFound("role")
        flash(gettext("The team is changed."))
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    return redirect(
        url_for("dashboard.index" if word == "keluar" else ".team_page", vendor_id=vendor_id),
        HTTPStatus.SEE_OTHER,
    )


@bp.route("/usaha/gabung/<word>/<token>", methods=["GET", "POST"])
@signed_in
def invitation(word: str, token: str) -> ResponseReturnValue:
    """Show what an invitation leads to; on POST join."""
    role = TEAM_WORDS.get(word)
    if role is None:
        raise NotFound("role")
    form = CatalogForm()
    vendor = services.invited_to(current_work(), role, token[:80])
    if form.validate_on_submit():
        work = writing_work()
        try:
            with committed(work):
                joined = services.join(work, role, token[:80])
            flash(gettext("Welcome to %(name)s.", name=joined.name))
            return redirect(url_for("dashboard.show", vendor_id=joined.id), HTTPStatus.SEE_OTHER)
        except RuleBroken as error:
            form.mark(error)
    is_bad = vendor is None or bool(form.form_errors)
    page = make_response(
        render_template(
            "vendors/manage/rooms/invitation.html",
            vendor=vendor,
            form=form,
            role=TEAM_ROLES[Role(role)],
            old=gettext(services.OLD_LINK),
        ),
        HTTPStatus.UNPROCESSABLE_ENTITY if is_bad else HTTPStatus.OK,
    )
    # The address is a key; our own pages still hear of it, for the check of forms needs that.
    page.headers["Referrer-Policy"] = "same-origin"
    return page


@bp.get("/usaha/<uuid:vendor_id>/atas-nama")
@manager
def on_behalf(vendor_id: UUID) -> ResponseReturnValue:
    """Show what officers and assistants did for the business."""
    work = current_work()
    vendor = queries.get_managed(work, vendor_id, Ability.SEE)
    return render_template(
        "vendors/manage/rooms/on_behalf.html",
        vendor=vendor,
        room=vendor,
        form=CatalogForm(),
        entries=done_on_behalf(work, vendor.id),
        may_answer=vendor.id in work.actor.owned_ids,
    )


@bp.post("/usaha/<uuid:vendor_id>/atas-nama/<uuid:entry_id>")
@manager
def answer_on_behalf(vendor_id: UUID, entry_id: UUID) -> ResponseReturnValue:
    """Say whether it was right."""
    queries.get_managed(current_work(), vendor_id, Ability.OWN)
    is_right = request.form.get("answer") == "right"
    work = writing_work()
    try:
        with committed(work):
            vendor = queries.get_managed(work, vendor_id, Ability.OWN)
            services.answer(work, vendor, entry_id, is_right=is_right)
        said = gettext("Thank you.") if is_right else gettext("The office is told.")
        flash(said)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    return redirect(url_for(".on_behalf", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)
