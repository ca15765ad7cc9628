"""Registering a business: small screens, each saved as it is left."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts.queries import me
from catalog.db.work import committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.taxonomy.queries import category_tree
from catalog.taxonomy.rules import regency_of
from catalog.vendors import queries
from catalog.vendors.forms.fields import choices
from catalog.vendors.forms.hosts import the_hosts
from catalog.vendors.forms.registering import (
    BusinessForm,
    OwnerForm,
    PermitForm,
    ReviewForm,
    StepForm,
    shown_nik,
)
from catalog.vendors.manage.blueprint import bp
from catalog.vendors.policy import Ability
from catalog.vendors.queries.registering import (
    EMPTY,
    Draft,
    find_draft,
    find_own_known,
    place_path,
)
from catalog.vendors.queries.registry import find_registry
from catalog.vendors.rules.numbers import masked_name, nik_doubt
from catalog.vendors.rules.registering import (
    STEPS,
    Permit,
    Step,
    next_step,
    steps_open,
)
from catalog.vendors.services import registering
from catalog.web.access import manager, signed_in
from catalog.web.forms import CatalogForm
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work


@bp.get("/usaha/daftar")
@signed_in
def register() -> ResponseReturnValue:
    """Say what it takes, or lead on where somebody left off."""
    work = current_work()
    draft = find_draft(work)
    return render_template(
        "vendors/manage/register/start.html",
        draft=draft,
        resume=resume_at(draft) if draft else Step.BUSINESS,
    )


@bp.post("/usaha/daftar/buang")
@signed_in
def register_discard() -> ResponseReturnValue:
    """Throw the draft away."""
    form = CatalogForm()
    if form.validate_on_submit():
        work = writing_work()
        with committed(work):
            registering.discard(work)
        flash(gettext("The draft was thrown away."))
    return redirect(url_for("vendors_manage.register"), HTTPStatus.SEE_OTHER)


@bp.route("/usaha/daftar/usaha", methods=["GET", "POST"])
@signed_in
def register_business() -> ResponseReturnValue:
    """Ask for the name and what is made."""
    draft = the_draft()
    form = BusinessForm(data={"name": draft.name, "kinds": list(draft.kinds)})
    tree = category_tree(current_work().session)
    form.kinds.choices = choices(
        [(node.slug, node.name.best(current_language())) for node in tree.top]
    )
    if form.validate_on_submit() and kept(form, Step.BUSINESS, form.values()):
        return onward(Step.BUSINESS)
    return screen("business", Step.BUSINESS, form, draft)


@bp.route("/usaha/daftar/pemilik", methods=["GET", "POST"])
@signed_in
def register_owner() -> ResponseReturnValue:
    """Ask who owns it."""
    draft, work = the_draft(), current_work()
    private = draft.private
    nik = private.get("nik", "")
    form = OwnerForm(
        data={
            "owner_name": private.get("owner_name") or me(work).name,
            "phone": private.get("phone", ""),
            "nik": shown_nik(nik),
        }
    )
    form.kept_nik = nik
    if form.validate_on_submit():
        answer = _with_numbers(form, Step.OWNER, form.values())
        if answer is not None:
            return answer
    if form.nik.data and form.nik.data.isdigit():
        form.nik.data = shown_nik(form.nik.data) if form.nik.data == nik else form.nik.data
    return screen("owner", Step.OWNER, form, draft)


@bp.route("/usaha/daftar/izin", methods=["GET", "POST"])
@signed_in
def register_permit() -> ResponseReturnValue:
    """Ask which paper the business has."""
    draft = the_draft()
    form = PermitForm(data={"permit": draft.permit, "nib": draft.private.get("nib", "")})
    form.permit.choices = choices(
        [
            (Permit.NIB, gettext("NIB, the business number from OSS")),
            (Permit.SKU, gettext("SKU, a certificate from the village")),
            (Permit.NONE, gettext("None yet")),
        ]
    )
    if form.validate_on_submit():
        answer = _with_numbers(form, Step.PERMIT, form.values())
        if answer is not None:
            return answer
    return screen("permit", Step.PERMIT, form, draft)


@bp.route("/usaha/daftar/periksa", methods=["GET", "POST"])
@signed_in
def register_review() -> ResponseReturnValue:
    """Show everything once more, take the consent, send it."""
    draft = the_draft()
    form = ReviewForm()
    lacking = steps_open(draft.done)
    if lacking and request.method == "GET":
        return redirect(address_of(lacking[0]), HTTPStatus.SEE_OTHER)
    if form.validate_on_submit():
        work = writing_work()
        try:
            with committed(work):
                vendor = registering.finish(
                    work, the_hosts(work), version=form.seen, agrees=bool(form.agrees.data)
                )
            return redirect(
                url_for("vendors_manage.registered", vendor_id=vendor.id), HTTPStatus.SEE_OTHER
            )
        except RuleBroken as error:
            form.mark(error)
            draft = the_draft()
    return screen("review", Step.REVIEW, form, draft)


@bp.get("/usaha/daftar/sudah-tercatat")
@signed_in
def register_known() -> ResponseReturnValue:
    """Offer to claim the record that already has one of the numbers."""
    work = current_work()
    known = find_own_known(work)
    if known is None:
        return redirect(url_for("vendors_manage.register"), HTTPStatus.SEE_OTHER)
    is_own = known.vendor_id in work.actor.vendor_ids
    return render_template(
        "vendors/manage/register/known.html",
        known=known,
        name=known.name if is_own else masked_name(known.name),
        is_own=is_own,
        step=Step.PERMIT if known.by == "nib" else Step.OWNER,
        form=CatalogForm(),
    )


@bp.get("/usaha/<uuid:vendor_id>/pendaftaran")
@manager
def registered(vendor_id: UUID) -> ResponseReturnValue:
    """Say what happens with a registration, and what to do meanwhile."""
    work = current_work()
    vendor = queries.get_managed(work, vendor_id, Ability.SEE)
    facts = find_registry(work, vendor_id)
    return render_template(
        "vendors/manage/register/done.html",
        vendor=vendor,
        room=vendor,
        office=place_path(work, regency_of(vendor.served_by)),
        reason=facts.suspended_reason if facts else "",
    )


def the_draft() -> Draft:
    """Return the person's draft; an empty one before the first screen is saved."""
    return find_draft(current_work()) or EMPTY


def kept(form: StepForm, step: Step, values: dict[str, object]) -> bool:
    """Save a screen; False, with the reason on the form, when another tab was faster."""
    work = writing_work()
    try:
        with committed(work):
            registering.save_step(work, step, values, version=form.seen)
    except RuleBroken as error:
        _told(form, error)
        return False
    return True


def onward(step: Step) -> ResponseReturnValue:
    """Lead to the next screen, or back to the last look when that is where they came from."""
    wanted = Step.REVIEW if request.args.get("kembali") == "periksa" else next_step(step)
    return redirect(address_of(wanted), HTTPStatus.SEE_OTHER)


def address_of(step: Step) -> str:
    """Return the address of a screen."""
    names = {
        Step.BUSINESS: "register_business",
        Step.PLACE: "register_place",
        Step.OWNER: "register_owner",
        Step.PERMIT: "register_permit",
        Step.GALLERY: "register_gallery",
        Step.REVIEW: "register_review",
    }
    return url_for(f"vendors_manage.{names[step]}")


def resume_at(draft: Draft) -> Step:
    """Return the first screen that still lacks something."""
    return next(iter(steps_open(draft.done)), Step.REVIEW)


def screen(
    template: str, step: Step, form: StepForm, draft: Draft, **values: object
) -> ResponseReturnValue:
    """Draw a screen; 422 when something on it is wrong."""
    work = current_work()
    if not form.errors and not form.form_errors:
        form.version.data = str(draft.version)
    path = place_path(work, draft.region_code) if draft.region_code else []
    nik = draft.private.get("nik", "")
    page = render_template(
        f"vendors/manage/register/{template}.html",
        form=form,
        step=step,
        steps=STEPS,
        number=STEPS.index(step) + 1,
        draft=draft,
        back=address_of(STEPS[STEPS.index(step) - 1])
        if STEPS.index(step)
        else url_for("vendors_manage.register"),
        address_of=address_of,
        places=path,
        nik_shown=shown_nik(nik),
        doubt=nik_doubt(nik, regency_of(draft.region_code), wib_date(work.now)) if nik else "",
        hosts=the_hosts(work),
        tree=category_tree(work.session),
        **values,
    )
    is_wrong = bool(form.errors or form.form_errors)
    return page, (HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK)


def _with_numbers(
    form: StepForm, step: Step, values: dict[str, object]
) -> ResponseReturnValue | None:
    """Save a screen with numbers and lead on; None, with the reason on the form, if refused."""
    work = writing_work()
    try:
        with committed(work):
            is_free = registering.save_numbers(work, step, values, version=form.seen)
    except RuleBroken as error:
        _told(form, error)
        return None
    if is_free:
        return onward(step)
    return redirect(url_for("vendors_manage.register_known"), HTTPStatus.SEE_OTHER)


def _told(form: StepForm, error: RuleBroken) -> None:
    """Say why a screen was not saved; the next try starts from what stands now."""
    form.mark(error)
    form.version.data = str(the_draft().version)
