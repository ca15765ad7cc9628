"""One product before the gates: gaps by who can close them, what officers have seen, history."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.export.admin.blueprint import bp, words
from catalog.export.forms import ConfirmForm, RefuseForm
from catalog.export.queries.book import book
from catalog.export.queries.gates import Gates, gates, said_of, turns_of
from catalog.export.queries.matrix import get_charged
from catalog.export.rules import CONFIRMED, PER_MARKET, Fact
from catalog.export.services import confirming
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.products.models import Product
from catalog.vendors.models import Vendor
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_CHECKERS = (Role.CURATOR, Role.DINAS)
_PRODUCT = "/pengurus/ekspor/<uuid:product_id>"


@bp.get(_PRODUCT)
@staff(*_CHECKERS)
def product(product_id: UUID) -> ResponseReturnValue:
    """Show a product's gaps for a market, and the form for what an officer has seen."""
    found = get_charged(current_work(), product_id)
    form = ConfirmForm(formdata=None)
    form.fact.data = request.args.get("fakta", "")
    return _page(found, request.args.get("pasar", ""), form)


@bp.post(f"{_PRODUCT}/sahkan")
@staff(*_CHECKERS)
def confirm(product_id: UUID) -> ResponseReturnValue:
    """Note what an officer has seen, until when it counts, and where."""
    found = get_charged(current_work(), product_id)
    form = ConfirmForm()
    market = (form.market.data or "")[:2]
    _offer(form, gates(current_work(), found, market))
    evidence = form.evidence_of() if form.validate_on_submit() else None
    if evidence is None:
        return _page(found, market, form), HTTPStatus.UNPROCESSABLE_ENTITY
    work = writing_work()
    try:
        with committed(work):
            found = get_charged(work, product_id)
            confirming.confirm(work, found, Fact(form.fact.data), market, evidence)
    except RuleBroken as error:
        form.mark(error)
        found = get_charged(current_work(), product_id)
        return _page(found, market, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("Noted. What it turns stands on the pages at once."))
    return _back(product_id, market)


@bp.post(f"{_PRODUCT}/tolak/<uuid:confirmation_id>")
@staff(*_CHECKERS)
def refuse(product_id: UUID, confirmation_id: UUID) -> ResponseReturnValue:
    """Turn down what a maker says is done, or take back what was confirmed."""
    get_charged(current_work(), product_id)
    form = RefuseForm()
    market = request.form.get("market", "")[:2]
    if not form.validate_on_submit():
        flash(gettext("Say why, so that the maker knows what to change."), "warn")
        return _back(product_id, market)
    work = writing_work()
    try:
        with committed(work):
            found = get_charged(work, product_id)
            confirming.refuse(work, found, confirmation_id, form.reason.data or "")
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
        return _back(product_id, market)
    flash(gettext("Done; the maker has been told."))
    return _back(product_id, market)


def _back(product_id: UUID, market: str) -> ResponseReturnValue:
    address = url_for("export_admin.product", product_id=product_id, pasar=market or None)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(found: Product, market: str, form: ConfirmForm) -> str:
    work = current_work()
    shown = gates(work, found, market)
    form.market.data = shown.market.code
    return render_template(
        "export/admin/product.html",
        gates=shown,
        vendor=work.session.get_one(Vendor, found.vendor_id),
        form=_offer(form, shown),
        refusing=RefuseForm(formdata=None),
        said=said_of(work, found.id),
        turns=turns_of(work, found.id),
        confirmable={fact.value for fact in CONFIRMED},
        **words(work),
    )


def _offer(form: ConfirmForm, shown: Gates) -> ConfirmForm:
    """Offer what the rules of this market ask officers for."""
    return form.offer(_facts(current_work(), shown))


def _facts(work: Work, shown: Gates) -> list[tuple[str, str]]:
    language = current_language()
    rules = book(work.session).of(shown.market.code)
    open_ = {gap.fact for gap in (*shown.verdict.gaps, *shown.verdict.advice)}
    # Outside the f-strings below: the collector of messages does not look into them.
    everywhere, again = gettext("every market"), gettext("renew")
    named: dict[str, str] = {}
    for rule in rules:
        if rule.fact in CONFIRMED and (rule.fact in open_ or rule.fact not in named):
            only = "" if rule.fact in PER_MARKET else f" ({everywhere})"
            mark = "" if rule.fact in open_ else f" · {again}"
            named.setdefault(rule.fact.value, f"{rule.name.best(language)}{only}{mark}")
    met = {one.fact for one in shown.verdict.met}
    wanted = {fact.value for fact in open_ | met}
    ordered = sorted(named.items(), key=lambda pair: Fact(pair[0]) not in open_)
    return [(fact, text) for fact, text in ordered if fact in wanted]
