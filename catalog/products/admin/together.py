"""Small changes, looked at one below the other and approved together."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.products.admin.blueprint import bp
from catalog.products.forms import EmptyForm
from catalog.products.queries import guidance
from catalog.products.queries.together import changes_to_sort
from catalog.products.services import changes
from catalog.products.services.together import Ticked, approve
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_HERE = "/pengurus/produk/bersama"


@bp.get(_HERE)
@staff(Role.CURATOR, Role.DINAS)
def together() -> ResponseReturnValue:
    """Show the changes that touch nothing risky, with what each of them changes."""
    work = current_work()
    found = changes_to_sort(work, current_language())
    prints = {
        each.round_id: changes.print_of(each.live.change, each.live.live)
        for each in found.safe
        if each.live.change is not None
    }
    return render_template(
        "products/manage/together.html",
        found=found,
        prints=prints,
        bounds=guidance.bounds(work),
        form=EmptyForm(),
    )


@bp.post(_HERE)
@staff(Role.CURATOR, Role.DINAS)
def approve_together() -> ResponseReturnValue:
    """Approve what was ticked; show what went through, and what did not, and why."""
    ticked = [each for text in request.form.getlist("pilih") if (each := _ticked(text))]
    if not ticked:
        flash(gettext("Tick the changes that you have looked at."), "warn")
        return redirect(url_for("products_admin.together"), HTTPStatus.SEE_OTHER)
    work = writing_work()
    with committed(work):
        done = approve(work, ticked)
    return render_template(
        "products/manage/together_done.html",
        went=[each for each in done if not each.why],
        stayed=[each for each in done if each.why],
        left=len(ticked) - len(done),
    )


def _ticked(text: str) -> Ticked | None:
    """Return what a box stands for: the round, the version of its change, the print beside it."""
    parts = text.split(":")
    try:
        round_id, version, shown = UUID(parts[0]), int(parts[1]), parts[2]
    except (ValueError, IndexError):
        return None
    return Ticked(round_id, version, shown[:16])
