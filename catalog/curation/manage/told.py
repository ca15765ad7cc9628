"""What the curators said of a product, in warm words, with its history."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.curation.forms.letters import sent_letter
from catalog.curation.forms.origin import StatementForm
from catalog.curation.manage.blueprint import bp
from catalog.curation.queries import scores
from catalog.curation.queries.letter import letter_of
from catalog.curation.queries.origin import origin_of
from catalog.curation.queries.rubrics import find_for, items_of, scale_of
from catalog.curation.rules.letter import by_group, strengths, to_mend
from catalog.curation.rules.origin import Draft
from catalog.curation.rules.words import (
    DESTINATION_NAMES,
    EVIDENCE_NAMES,
    GRADE_MEANINGS,
    GROUP_NAMES,
    EvidenceKind,
)
from catalog.curation.services import origin as services
from catalog.db.work import Work, committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.products.models import Product
from catalog.products.queries.editing import get_own
from catalog.products.queries.stored import stored
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_PRODUCT = "/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/kurasi"


@bp.get(_PRODUCT)
@manager
def told(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Show the last letter and the ones before; without any, what curators will look at."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SEE)
    return _page(work, vendor, get_own(work, vendor_id, product_id), StatementForm(formdata=None))


@bp.post(f"{_PRODUCT}/pernyataan")
@manager
def state(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Keep the vendor's own word that it makes its goods itself."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SUBMIT)
    product = get_own(work, vendor_id, product_id)
    form = StatementForm()
    if not form.validate_on_submit():
        return _page(work, vendor, product, form)
    work = writing_work()
    try:
        with committed(work):
            get_managed(work, vendor_id, Ability.SUBMIT)
            product = get_own(work, vendor_id, product_id)
            draft = Draft(EvidenceKind.STATEMENT, form.text.data or "", wib_date(work.now))
            services.add_evidence(work, vendor_id, product.id, draft)
    except RuleBroken as error:
        form.mark(error)
        work = current_work()
        vendor = get_managed(work, vendor_id, Ability.SUBMIT)
        return _page(work, vendor, get_own(work, vendor_id, product_id), form)
    flash(gettext("Thank you. The curators read it with your product."))
    address = url_for("curation_manage.told", vendor_id=vendor_id, product_id=product_id)
    return redirect(address, HTTPStatus.SEE_OTHER)


@bp.post(f"{_PRODUCT}/surat")
@manager
def letter(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Send the letter as a PDF; who took it is noted."""
    work = current_work()
    get_managed(work, vendor_id, Ability.SEE)
    return sent_letter(get_own(work, vendor_id, product_id).id)


def _page(work: Work, vendor: Vendor, product: Product, form: StatementForm) -> ResponseReturnValue:
    language = current_language()
    history = scores.decisions(work, product.id)
    last = letter_of(work, history[0]) if history else None
    rubric = None if last else find_for(work, product)
    body = render_template(
        "curation/told.html",
        room=vendor,
        product=product,
        name=stored(work, product).get("name") or product.code,
        letter=last,
        strengths=strengths(last.lines) if last else (),
        mend=to_mend(last.lines) if last else (),
        groups=by_group(last.lines) if last else (),
        history=history,
        ahead=items_of(rubric) if rubric else (),
        scale=scale_of(rubric) if rubric else None,
        origin=origin_of(work, product, language),
        form=form,
        group_names=GROUP_NAMES,
        grade_meanings=GRADE_MEANINGS,
        destination_names=DESTINATION_NAMES,
        evidence_names=EVIDENCE_NAMES,
    )
    is_wrong = bool(form.errors or form.form_errors)
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
