"""The maker's page of a product before the gates of a market (Gerbang Pasar)."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.export.forms import ClaimForm
from catalog.export.queries.book import book
from catalog.export.queries.gates import gates, said_of, turns_of
from catalog.export.queries.matrix import of_vendor
from catalog.export.rules import (
    CERTAINTY_NAMES,
    CONFIRMED,
    PART_NAMES,
    SEVERITY_WORDS,
    STANDING_NAMES,
    WHO_NAMES,
    Fact,
)
from catalog.export.rules.confirming import STATE_NAMES
from catalog.export.rules.turning import CAUSE_NAMES
from catalog.export.services import confirming
from catalog.kernel.errors import RuleBroken
from catalog.products.queries.editing import get_own
from catalog.vendors import policy
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.access import manager
from catalog.web.work import current_work, writing_work

bp = Blueprint("export_manage", __name__)
_GATES = "/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/gerbang"


@bp.get("/usaha/<uuid:vendor_id>/gerbang")
@manager
def index(vendor_id: UUID) -> ResponseReturnValue:
    """Show all products of a maker, each with the market that it is nearest to."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SEE)
    return render_template(
        "export/manage/index.html",
        room=vendor,
        entries=of_vendor(work, vendor.id),
        markets=book(work.session).markets,
    )


@bp.get(_GATES)
@manager
def show(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Show how near a product is to a market: blockers first, one next step, seven gates."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SEE)
    product = get_own(work, vendor.id, product_id)
    return render_template(
        "export/manage/gates.html",
        vendor=vendor,
        room=vendor,
        gates=gates(work, product, request.args.get("pasar", "")),
        said=said_of(work, product.id),
        turns=turns_of(work, product.id),
        may_claim=policy.can(
            work.actor, Ability.SUBMIT, vendor_id=vendor.id, region_code=vendor.served_by
        ),
        confirmable=CONFIRMED,
        form=ClaimForm(formdata=None),
        standings=STANDING_NAMES,
        severities=SEVERITY_WORDS,
        whos=WHO_NAMES,
        part_names=PART_NAMES,
        certainties=CERTAINTY_NAMES,
        causes=CAUSE_NAMES,
        said_states=STATE_NAMES,
    )


@bp.post(f"{_GATES}/selesai")
@manager
def claim(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Note that the maker says something is done; an officer looks before it counts."""
    get_own(current_work(), get_managed(current_work(), vendor_id, Ability.SUBMIT).id, product_id)
    form = ClaimForm()
    market = (form.market.data or "")[:2]
    address = url_for(
        "export_manage.show", vendor_id=vendor_id, product_id=product_id, pasar=market or None
    )
    if not form.validate_on_submit() or form.fact.data not in set(Fact):
        flash(gettext("This could not be noted. Please try again from this page."), "warn")
        return redirect(address, HTTPStatus.SEE_OTHER)
    work = writing_work()
    try:
        with committed(work):
            vendor = get_managed(work, vendor_id, Ability.SUBMIT)
            product = get_own(work, vendor.id, product_id)
            confirming.claim(work, product, Fact(form.fact.data), market, form.note.data or "")
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
        return redirect(address, HTTPStatus.SEE_OTHER)
    flash(gettext("Thank you. It stands as waiting until an officer has looked."))
    return redirect(address, HTTPStatus.SEE_OTHER)
