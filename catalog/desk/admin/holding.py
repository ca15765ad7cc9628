"""Taking a thing of the queue up, laying it down, and giving it to somebody."""

from http import HTTPStatus
from uuid import UUID

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.desk.admin.blueprint import bp
from catalog.desk.admin.queue import queue_url
from catalog.desk.queries.items import Item
from catalog.desk.queries.queue import get_item
from catalog.desk.rules.queue import Kind, wanted
from catalog.desk.services import queue as services
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_ITEM = "/pengurus/antrean/<kind>/<uuid:item_id>"


@bp.post(f"{_ITEM}/pegang")
@staff(Role.DINAS, Role.CURATOR)
def take(kind: str, item_id: UUID) -> ResponseReturnValue:
    """Hold a thing while one looks at it; a script asks again every few minutes."""
    _item(current_work(), kind, item_id)
    work = writing_work()
    item = _item(work, kind, item_id)
    with committed(work):
        hold = services.take(work, item)
    is_mine = hold.is_of(work.actor.user_id)
    if _is_script():
        return jsonify(mine=is_mine, name="" if is_mine else hold.name)
    if not is_mine:
        flash(gettext("%(name)s has this open just now.", name=hold.name), "warn")
    return _back(item)


@bp.post(f"{_ITEM}/lepas")
@staff(Role.DINAS, Role.CURATOR)
def lay_down(kind: str, item_id: UUID) -> ResponseReturnValue:
    """Lay a thing down again."""
    _item(current_work(), kind, item_id)
    work = writing_work()
    item = _item(work, kind, item_id)
    with committed(work):
        services.lay_down(work, item)
    if _is_script():
        return "", HTTPStatus.NO_CONTENT
    return redirect(url_for("desk.queue", **wanted(request.args).query()), HTTPStatus.SEE_OTHER)


@bp.post(f"{_ITEM}/beri")
@staff(Role.DINAS, Role.CURATOR)
def give(kind: str, item_id: UUID) -> ResponseReturnValue:
    """Give a thing to an officer, or back to all."""
    _item(current_work(), kind, item_id)
    person_id = _person(request.form.get("person", ""))
    work = writing_work()
    item = _item(work, kind, item_id)
    try:
        with committed(work):
            services.give(work, item, person_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(gettext("Given.") if person_id else gettext("Given back to all."))
    return _back(item)


def _item(work: Work, kind: str, item_id: UUID) -> Item:
    known = next((each for each in Kind if each == kind), None)
    if known is None:
        abort(HTTPStatus.NOT_FOUND)
    return get_item(work, known, item_id, current_language())


def _person(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _is_script() -> bool:
    return request.headers.get("X-Requested-With") == "queue" or "beacon" in request.form


def _back(item: Item) -> ResponseReturnValue:
    asked = wanted(request.args)
    there = queue_url(item, asked) or url_for("desk.queue", **asked.query())
    return redirect(there, HTTPStatus.SEE_OTHER)
