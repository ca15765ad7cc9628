"""What every page of accounts shares."""

from collections.abc import Iterable
from http import HTTPStatus

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from catalog.accounts.queries import scopes
from catalog.accounts.rules.paths import safe_next
from catalog.kernel.actor import ANONYMOUS, STAFF, Actor
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work

bp = Blueprint("accounts", __name__)


def page(template: str, *forms: CatalogForm, **values: object) -> Response:
    """Return a page that no cache keeps; 422 when one of its forms was refused."""
    if forms:
        values.setdefault("form", forms[0])
    response = current_app.make_response(render_template(f"accounts/{template}", **values))
    response.headers["Cache-Control"] = "no-store"
    if _are_refused(forms):
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return response


def own_page(template: str, *forms: CatalogForm, **values: object) -> Response:
    """Return a page of one's own account, in the rooms where this person works."""
    actor: Actor = g.get("actor", ANONYMOUS)
    room = None
    if not actor.has(*STAFF) and len(actor.vendor_ids) == 1:
        room = scopes.find_room(current_work(), next(iter(actor.vendor_ids)))
    has_rooms = room is not None or actor.has(*STAFF)
    layout = "_layout/desk.html" if has_rooms else "_layout/base.html"
    return page(template, *forms, room=room, layout=layout, in_rooms=has_rooms, **values)


def _are_refused(forms: Iterable[CatalogForm]) -> bool:
    return any(form.errors or form.form_errors for form in forms)


def go(endpoint: str, *, next: str = "") -> Response:  # noqa: A002  # the name in the address
    """Lead to another page after a change."""
    return redirect(url_for(endpoint, next=next or None), HTTPStatus.SEE_OTHER)


def onward(wanted: str | None) -> Response:
    """Lead to the wanted page if it is one of ours, else to where this person works."""
    path = safe_next(wanted)
    if not path:
        return redirect(home_of(g.get("actor", ANONYMOUS)), HTTPStatus.SEE_OTHER)
    root = request.script_root  # the language of this page
    if root and path != root and not path.startswith(f"{root}/"):
        path = root + path
    return redirect(path, HTTPStatus.SEE_OTHER)


def home_of(actor: Actor) -> str:
    """Return where a person's work begins."""
    if g.get("lacks_second_step"):
        return url_for("accounts.second_step")
    if actor.has(*STAFF):
        return url_for("desk.index")
    if len(actor.vendor_ids) == 1:
        return url_for("dashboard.show", vendor_id=next(iter(actor.vendor_ids)))
    return url_for("accounts.settings")
