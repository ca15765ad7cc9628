"""Buttons of the fairness board: bring in who was never shown."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.composing.admin.blueprint import bp
from catalog.composing.admin.board import page
from catalog.composing.services import turning
from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.queries.drafts import get_editable
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

NO_CHOICE = N_("Choose a showcase and a piece.")
Deed = Callable[[Work, UUID], None]


@bp.post("/pengurus/pemerataan/tambah")
@staff(Role.CURATOR)
def add() -> ResponseReturnValue:
    """Put a product into a showcase's working copy."""
    return _do(
        lambda work, showcase_id: turning.add(work, showcase_id, _id("product")),
        N_("Put into the working copy of the showcase. Visitors see it once it is published."),
    )


@bp.post("/pengurus/pemerataan/ganti")
@staff(Role.CURATOR)
def replace() -> ResponseReturnValue:
    """Put a product in the place of another one in a showcase's working copy."""
    return _do(
        lambda work, showcase_id: turning.replace(work, showcase_id, _id("out"), _id("into")),
        N_("Exchanged in the working copy. Visitors see it once the showcase is published."),
    )


def _do(deed: Deed, done: str) -> ResponseReturnValue:
    try:
        showcase_id = _id("showcase")
        get_editable(current_work(), showcase_id)
        work = writing_work()
        with committed(work):
            deed(work, showcase_id)
    except RuleBroken as error:
        return page(gettext(error.message, **error.values)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext(done))
    address = url_for("composing.board", **request.args.to_dict())  # type: ignore[arg-type]  # texts
    return redirect(address, HTTPStatus.SEE_OTHER)


def _id(name: str) -> UUID:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError as error:
        raise RuleBroken(NO_CHOICE) from error
