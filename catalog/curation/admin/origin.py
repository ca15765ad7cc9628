"""What officers write down about where a product comes from and who makes it."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.curation.admin.blueprint import bp
from catalog.curation.admin.scoring import show_sheet
from catalog.curation.forms.origin import EvidenceForm
from catalog.curation.forms.photos import prepared, stored
from catalog.curation.policy import RATERS
from catalog.curation.queries import scores
from catalog.curation.queries.origin import get_evidence
from catalog.curation.services import origin as services
from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_line
from catalog.products.models import Product
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

_PRODUCT = "/pengurus/kurasi/<uuid:product_id>"


@bp.post(f"{_PRODUCT}/bukti")
@staff(*RATERS)
def add_evidence(product_id: UUID) -> ResponseReturnValue:
    """Record a photo of the making, a visit or a statement."""
    work = current_work()
    product = scores.get_product(work, product_id)
    form = EvidenceForm().offer()
    if not form.validate_on_submit():
        return show_sheet(work, product, evidence=form)
    try:
        draft, picture = form.draft(), prepared(form.photo.data)
        work = writing_work()
        with committed(work):
            product = scores.get_product(work, product_id)
            image = stored(work, picture)
            draft = replace(draft, image_id=image.id if image else None)
            services.add_evidence(work, product.vendor_id, product.id, draft)
    except RuleBroken as error:
        form.mark(error)
        work = current_work()
        return show_sheet(work, scores.get_product(work, product_id), evidence=form)
    flash(gettext("The evidence is kept."))
    return _back(product_id)


@bp.post(f"{_PRODUCT}/bukti/<uuid:evidence_id>/cabut")
@staff(*RATERS)
def revoke_evidence(product_id: UUID, evidence_id: UUID) -> ResponseReturnValue:
    """Take evidence back with a reason."""
    reason = clean_line(request.form.get("reason", ""))

    def deed(work: Work, product: Product) -> None:
        services.revoke(work, get_evidence(work, product, evidence_id), reason)

    return _pressed(product_id, deed, gettext("Taken back; it stays readable with your reason."))


@bp.post(f"{_PRODUCT}/asal")
@staff(*RATERS)
def set_origin(product_id: UUID) -> ResponseReturnValue:
    """Write down in which desa the product is made."""
    code = clean_line(request.form.get("origin", ""))[:13]
    return _pressed(
        product_id,
        lambda work, product: services.set_origin(work, product, code),
        gettext("The place of origin is kept."),
    )


@bp.post(f"{_PRODUCT}/pengecer")
@staff(*RATERS)
def flag_reseller(product_id: UUID) -> ResponseReturnValue:
    """Mark the business as a reseller."""
    reason = clean_line(request.form.get("reason", ""))
    return _pressed(
        product_id,
        lambda work, product: services.flag_reseller(work, product.vendor, reason),
        gettext("Marked; the vendor has been told how the mark goes."),
    )


@bp.post(f"{_PRODUCT}/bukan-pengecer")
@staff(*RATERS)
def clear_reseller(product_id: UUID) -> ResponseReturnValue:
    """Take the mark of a reseller away."""
    reason = clean_line(request.form.get("reason", ""))
    return _pressed(
        product_id,
        lambda work, product: services.clear_reseller(work, product.vendor, reason),
        gettext("The mark is gone."),
    )


def _pressed(
    product_id: UUID, deed: Callable[[Work, Product], object], done: str
) -> ResponseReturnValue:
    scores.get_product(current_work(), product_id)
    work = writing_work()
    try:
        with committed(work):
            deed(work, scores.get_product(work, product_id))
    except RuleBroken as error:
        work = current_work()
        return show_sheet(work, scores.get_product(work, product_id), error=error)
    flash(done)
    return _back(product_id)


def _back(product_id: UUID) -> ResponseReturnValue:
    address = url_for("curation_admin.score", product_id=product_id, _anchor="asal")
    return redirect(address, HTTPStatus.SEE_OTHER)
