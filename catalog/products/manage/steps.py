"""The steps of the editor that are forms: kind, price, story, export."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.products.manage.blueprint import bp
from catalog.products.manage.frame import step_url
from catalog.products.manage.screen import Place, Screen, at, screen, seen, submitted
from catalog.products.queries import reference
from catalog.products.rules import trade_form
from catalog.products.rules.rows import CURRENCIES, ROWS, show_hs
from catalog.products.rules.steps import Step
from catalog.products.rules.variants import AXES, axes_of, cell
from catalog.products.services import drafting, variants
from catalog.products.services.drafting import Saved
from catalog.taxonomy.queries import category_tree
from catalog.vendors.policy import Ability
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_PRODUCT = "/usaha/<uuid:vendor_id>/produk/<uuid:product_id>"
_BOTH = ["GET", "POST"]


@bp.route(f"{_PRODUCT}/jenis", methods=_BOTH)
@manager
def kind(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Choose what kind of product it is, in two taps."""
    return _step(vendor_id, product_id, Step.KIND)


@bp.route(f"{_PRODUCT}/harga", methods=_BOTH)
@manager
def price(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Say what it costs, how it is sold, in which options."""
    return _step(vendor_id, product_id, Step.PRICE)


@bp.route(f"{_PRODUCT}/cerita", methods=_BOTH)
@manager
def story(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Tell what it is, of what and how it is made."""
    return _step(vendor_id, product_id, Step.STORY)


@bp.route(f"{_PRODUCT}/ekspor", methods=_BOTH)
@manager
def export(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Give what buyers abroad ask for."""
    return _step(vendor_id, product_id, Step.EXPORT)


def _step(vendor_id: UUID, product_id: UUID, step: Step) -> ResponseReturnValue:
    if request.method == "POST":
        return _save(vendor_id, product_id, step)
    work = current_work()
    return _page(work, screen(work, at(work, vendor_id, product_id, Ability.SEE), step))


def _save(vendor_id: UUID, product_id: UUID, step: Step) -> ResponseReturnValue:
    at(current_work(), vendor_id, product_id, Ability.EDIT)
    work = writing_work()
    refused: RuleBroken | None = None
    saved: Saved | None = None
    place = at(work, vendor_id, product_id, Ability.EDIT, lock=True)
    try:
        with committed(work):
            saved = drafting.save(
                work,
                place.product,
                submitted(),
                seen=seen(),
                language=current_language(),
                may_publish=place.may_send,
            )
    except RuleBroken as error:
        refused = error
    if refused is None:
        refused = _pressed(work, vendor_id, product_id)
    if refused is not None or (saved is not None and not saved.is_clean):
        place = at(work, vendor_id, product_id, Ability.EDIT)
        return _page(work, screen(work, place, step, saved=saved, extra=refused), refused=True)
    return redirect(_onward(place, step), HTTPStatus.SEE_OTHER)


def _pressed(work: Work, vendor_id: UUID, product_id: UUID) -> RuleBroken | None:
    """Do what a button in the form asks for beside saving."""
    action, _, key = request.form.get("do", "").partition(":")
    act = _ACTIONS.get(action)
    if act is None:
        return None
    try:
        with committed(work):
            act(work, at(work, vendor_id, product_id, Ability.EDIT, lock=True), key)
    except RuleBroken as error:
        return error
    return None


def _combine(work: Work, place: Place, _key: str) -> None:
    typed = {axis: request.form.get(f"axis_{axis}", "") for axis in AXES}
    variants.combine(
        work, place.product, typed, language=current_language(), may_publish=place.may_send
    )


def _add_row(work: Work, place: Place, _key: str) -> None:
    variants.add_row(work, place.product, language=current_language(), may_publish=place.may_send)


def _remove_row(work: Work, place: Place, key: str) -> None:
    variants.remove_row(
        work, place.product, key, language=current_language(), may_publish=place.may_send
    )


_ACTIONS: dict[str, Callable[[Work, Place, str], None]] = {
    "combine": _combine,
    "row": _add_row,
    "remove": _remove_row,
}


def _onward(place: Place, step: Step) -> str:
    """Return where the button that was pressed leads: on, back, or the same step."""
    product = place.product
    doing = request.form.get("do", "").partition(":")[0]
    if doing in _ACTIONS:
        return step_url(product.vendor_id, product.id, step) + "#pilihan"
    if doing == "hs":
        typed = request.form.get("hs_find", "")[:80]
        address = url_for(
            "products_manage.export",
            vendor_id=product.vendor_id,
            product_id=product.id,
            hs=typed,
        )
        return f"{address}#hs_code"
    if doing == "stay" or "pilih" in request.args:
        return step_url(product.vendor_id, product.id, step)
    wanted = request.form.get("lanjut") or request.args.get("lanjut", "")
    if step is Step.KIND:
        wanted = wanted or Step.PHOTOS
    known = {each.value: each for each in Step}
    return step_url(product.vendor_id, product.id, known.get(wanted))


def _page(work: Work, shown: Screen, *, refused: bool = False) -> ResponseReturnValue:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    step = shown.wizard.step
    body = render_template(
        f"products/manage/{step.name.lower()}.html",
        screen=shown,
        wizard=shown.wizard,
        form=shown.form,
        desk=shown.desk,
        notes=shown.notes,
        room=shown.place.vendor,
        **_EXTRAS[step](work, shown),
    )
    return body, status


def _kind_extras(work: Work, shown: Screen) -> dict[str, object]:
    tree = category_tree(work.session)
    chosen = tree.by_slug.get(str(shown.desk.values.get("category") or ""))
    top = tree.by_slug.get(request.args.get("grup", ""))
    if top is None and chosen is not None:
        top = tree.by_id[chosen.path[0]]
    return {"tree": tree, "chosen": chosen, "top": top}


def _price_extras(_work: Work, shown: Screen) -> dict[str, object]:
    values = shown.desk.values
    rows = list(values.get("variants") or ())
    axes = {axis: ", ".join(found) for axis, found in axes_of(rows).items()}
    if request.method == "POST":
        axes |= {
            axis: request.form[f"axis_{axis}"] for axis in AXES if f"axis_{axis}" in request.form
        }
    return {
        "rows": [str(row["id"]) for row in rows],
        "cell": cell,
        "axes": axes,
        "axis_labels": AXES,
        "tier_rows": range(1, ROWS + 1),
        "units": dict(shown.fields["unit_code"].choices),
        "unit": dict(shown.fields["unit_code"].choices).get(str(values.get("unit_code")), ""),
    }


def _story_extras(_work: Work, shown: Screen) -> dict[str, object]:
    names = [field.name for field in shown.fields.values()]
    lines = {line.key: line for line in shown.desk.reference.template}
    return {
        "attributes": [n for n in names if n.startswith("attr_") and not n.endswith("_en")],
        "english": [n for n in names if n.startswith("attr_") and n.endswith("_en")],
        "terms": [n for n in names if n.startswith("term_")],
        "lines": lines,
        "closed": [
            choice.words
            for choices in (shown.desk.reference.terms or {}).values()
            for choice in choices
            if choice.is_protected
        ],
    }


def _export_extras(work: Work, shown: Screen) -> dict[str, object]:
    values, language = shown.desk.values, current_language()
    typed = request.args.get("hs", "")[:80]
    code = str(values.get("hs_code") or "")
    return {
        "loading": trade_form.loading(values),
        "findings": trade_form.findings(values),
        "hs_found": reference.find_hs(work, typed, language),
        "hs_typed": typed,
        "hs_suggested": reference.suggested_hs(work, str(values.get("category") or ""), language),
        "hs_title": reference.hs_title(work, code),
        "hs_caution": reference.hs_caution(work, code),
        "show_hs": show_hs,
        "currencies": CURRENCIES,
        "rows": range(1, ROWS + 1),
        "unit": dict(shown.desk.fields["unit_code"].choices).get(str(values.get("unit_code")), ""),
    }


_EXTRAS: dict[Step, Callable[[Work, Screen], dict[str, object]]] = {
    Step.KIND: _kind_extras,
    Step.PRICE: _price_extras,
    Step.STORY: _story_extras,
    Step.EXPORT: _export_extras,
}
