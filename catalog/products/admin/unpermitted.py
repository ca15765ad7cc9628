"""Live products that lack a paper they must have by now: give time, or take them out."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_block, clean_line
from catalog.products.admin.blueprint import bp
from catalog.products.admin.typed import day
from catalog.products.forms import EmptyForm, say
from catalog.products.queries.reviews import PER_PAGE
from catalog.products.queries.unpermitted import get_live
from catalog.products.queries.unpermitted import unpermitted as unpermitted_of
from catalog.products.services import sparing
from catalog.products.services.sparing import Time
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_WITHOUT = "/pengurus/produk/tanpa-izin"


@bp.get(_WITHOUT)
@staff(Role.CURATOR, Role.DINAS)
def unpermitted() -> ResponseReturnValue:
    """List live products that lack a paper they must have by now."""
    return _list()


@bp.post(f"{_WITHOUT}/<uuid:product_id>/waktu")
@staff(Role.CURATOR, Role.DINAS)
def give_time(product_id: UUID) -> ResponseReturnValue:
    """Let a live product stay without its paper until a day."""
    get_live(current_work(), product_id)
    work = writing_work()
    try:
        with committed(work):
            reason = clean_line(request.form.get("reason", ""))[: sparing.MAX_REASON]
            time = Time(day("until_on"), reason, request.form.get("seen", ""))
            sparing.give_time(work, product_id, time)
    except RuleBroken as error:
        return _list(product_id, error)
    flash(gettext("Time given; the vendor has been told."))
    return redirect(_listed(), HTTPStatus.SEE_OTHER)


@bp.post(f"{_WITHOUT}/<uuid:product_id>/sembunyikan")
@staff(Role.CURATOR, Role.DINAS)
def hide(product_id: UUID) -> ResponseReturnValue:
    """Take a live product out of the window until its paper is there."""
    get_live(current_work(), product_id)
    work = writing_work()
    try:
        with committed(work):
            sparing.hide(work, product_id, clean_block(request.form.get("message", "")))
    except RuleBroken as error:
        return _list(product_id, error)
    flash(gettext("Taken out of the window; the vendor has been told which paper is missing."))
    return redirect(_listed(), HTTPStatus.SEE_OTHER)


def _page_number() -> int:
    return max(1, min(request.args.get("hal", 1, type=int) or 1, 10_000))


def _listed() -> str:
    page = _page_number()
    return url_for("products_admin.unpermitted", hal=page if page > 1 else None)


def _list(refused_id: UUID | None = None, refused: RuleBroken | None = None) -> ResponseReturnValue:
    """Show the list; what was refused stands open again at its product, as it was typed."""
    every = unpermitted_of(current_work(), current_language())
    pages = max(1, -(-len(every) // PER_PAGE))
    page = min(_page_number(), pages)
    body = render_template(
        "products/manage/unpermitted.html",
        found=every[(page - 1) * PER_PAGE : page * PER_PAGE],
        total=len(every),
        page=page,
        pages=pages,
        typed=request.form,
        refused=say(refused) if refused else "",
        refused_at=(refused.field or "") if refused else "",
        refused_id=refused_id,
        form=EmptyForm(),
    )
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
