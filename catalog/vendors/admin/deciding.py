"""What an office does with one vendor: open, close, hand out a code, name an assistant."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.taxonomy.queries import category_tree
from catalog.vendors.admin.blueprint import bp
from catalog.vendors.admin.registry import (
    assistant_choices,
    detail,
    get_decided,
    get_reached,
)
from catalog.vendors.forms.fields import choices
from catalog.vendors.forms.governing import AssistantForm, EnterForm, FactsForm, SuspendForm
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.vendors.queries import registry
from catalog.vendors.queries.registering import place_path
from catalog.vendors.rules.registering import CODE_LIFETIME
from catalog.vendors.services import claiming, governing
from catalog.web.access import staff
from catalog.web.forms import CatalogForm
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

Change = Callable[[Work, Vendor], None]


@bp.post("/pengurus/usaha/<uuid:vendor_id>/buka")
@staff(Role.DINAS)
def activate(vendor_id: UUID) -> ResponseReturnValue:
    """Open the window of a checked vendor, or of a suspended one."""
    return _change(
        vendor_id, CatalogForm(), governing.activate, gettext("The business is public now.")
    )


@bp.post("/pengurus/usaha/<uuid:vendor_id>/tutup")
@staff(Role.DINAS)
def suspend(vendor_id: UUID) -> ResponseReturnValue:
    """Close the window of a vendor for now."""
    form = SuspendForm()

    def change(work: Work, vendor: Vendor) -> None:
        governing.suspend(work, vendor, form.reason.data or "")

    done = gettext("The business is closed for now; its owner was told why.")
    return _change(vendor_id, form, change, done, name="suspend")


@bp.post("/pengurus/usaha/<uuid:vendor_id>/pendamping")
@staff(Role.DINAS)
def appoint(vendor_id: UUID) -> ResponseReturnValue:
    """Name an assistant."""
    form = AssistantForm()
    form.person.choices = choices(assistant_choices(current_work()))

    def change(work: Work, vendor: Vendor) -> None:
        governing.appoint(
            work, vendor, person_id=form.person_id, login=(form.login.data or "").strip()
        )

    return _change(vendor_id, form, change, gettext("The assistant was told."), name="assistant")


@bp.post("/pengurus/usaha/<uuid:vendor_id>/pendamping/<uuid:grant_id>/lepas")
@staff(Role.DINAS)
def dismiss(vendor_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """Take an assistant away."""

    def change(work: Work, vendor: Vendor) -> None:
        governing.dismiss(work, vendor, grant_id)

    done = gettext("The assistant works for this business no more.")
    return _change(vendor_id, CatalogForm(), change, done)


@bp.post("/pengurus/usaha/<uuid:vendor_id>/kode")
@staff(Role.DINAS)
def code(vendor_id: UUID) -> ResponseReturnValue:
    """Show a new claim code on a slip to print; it is shown this once."""
    vendor = get_decided(current_work(), vendor_id)
    if not CatalogForm().validate_on_submit():
        return _back(vendor_id)
    work = writing_work()
    try:
        with committed(work):
            issued = claiming.issue_claim(work, get_decided(work, vendor_id))
    except RuleBroken as error:
        flash(gettext(error.message, **error.values))
        return _back(vendor_id)
    return render_template(
        "vendors/admin/slip.html",
        vendor=vendor,
        places=place_path(work, vendor.region_code),
        code=issued,
        until=work.now + CODE_LIFETIME,
    )


@bp.route("/pengurus/usaha/baru", methods=["GET", "POST"])
@staff(Role.DINAS)
def enter() -> ResponseReturnValue:
    """Enter a vendor for its owner."""
    form, work = EnterForm(), current_work()
    tree = category_tree(work.session)
    form.kinds.choices = choices(
        [(node.slug, node.name.best(current_language())) for node in tree.top]
    )
    places = registry.villages(work)
    form.region.choices = choices(
        [
            ("", gettext("Choose …")),
            *(
                (code, f"{name}, {district}")
                for district, found in places.items()
                for code, name in found
            ),
        ]
    )
    if form.validate_on_submit():
        work = writing_work()
        try:
            with committed(work):
                vendor = governing.enter_vendor(work, form.seed())
            flash(gettext("The business is entered. Hand its owner a claim code."))
            return _back(vendor.id)
        except RuleBroken as error:
            form.mark(error)
    page = render_template("vendors/admin/enter.html", form=form, places=places)
    return page, _status(form)


@bp.route("/pengurus/usaha/<uuid:vendor_id>/data", methods=["GET", "POST"])
@staff(Role.DINAS, Role.ASSISTANT)
def facts(vendor_id: UUID) -> ResponseReturnValue:
    """Keep what the office knows of a vendor."""
    vendor = get_reached(current_work(), vendor_id, Ability.PAPERS)
    known = registry.find_registry(current_work(), vendor_id)
    form = FactsForm(
        data={
            "legal_form": known.legal_form if known else "",
            "kbli": known.kbli if known else "",
            "kbli_version": (known.kbli_version if known else "") or "2025",
            "owner_gender": (known.owner_gender if known else None) or "",
            "programmes": known.programmes if known else [],
            "since_year": vendor.since_year,
            "worker_count": vendor.worker_count,
        }
    )
    form.offer(nothing=gettext("Not known"))
    if form.validate_on_submit():
        work = writing_work()
        with committed(work):
            governing.keep_facts(work, get_reached(work, vendor_id, Ability.PAPERS), form.facts())
        flash(gettext("The facts are kept."))
        return _back(vendor_id)
    page = render_template("vendors/admin/facts.html", form=form, vendor=vendor, facts=known)
    return page, _status(form)


def _change(
    vendor_id: UUID, form: CatalogForm, change: Change, done: str, *, name: str = ""
) -> ResponseReturnValue:
    """Do one thing with a vendor and come back to its page; 422 when it was refused."""
    get_decided(current_work(), vendor_id)
    if not form.validate_on_submit():
        vendor = get_decided(current_work(), vendor_id)
        return detail(
            current_work(), vendor, status=HTTPStatus.UNPROCESSABLE_ENTITY, forms={name: form}
        )
    work = writing_work()
    try:
        with committed(work):
            change(work, get_decided(work, vendor_id))
    except RuleBroken as error:
        form.mark(error)
        vendor = get_decided(current_work(), vendor_id)
        if not name:  # a plain button has no field to say it at
            flash(gettext(error.message, **error.values))
            return _back(vendor_id)
        return detail(
            current_work(), vendor, status=HTTPStatus.UNPROCESSABLE_ENTITY, forms={name: form}
        )
    flash(done)
    return _back(vendor_id)


def _back(vendor_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("vendors_admin.show", vendor_id=vendor_id), HTTPStatus.SEE_OTHER)


def _status(form: CatalogForm) -> HTTPStatus:
    is_wrong = bool(form.errors or form.form_errors)
    return HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
