"""The first page as it will stand at a moment that a curator chooses."""

from dataclasses import replace
from datetime import datetime, time

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.kernel.actor import Role
from catalog.kernel.clock import wib
from catalog.kernel.errors import RuleBroken
from catalog.showcases.rules.schedule import read_moment
from catalog.site.views.home import context_of
from catalog.web.access import staff
from catalog.web.work import current_work

bp = Blueprint("site_admin", __name__)

_LONGEST = 40  # characters of a typed day or time
_NOON = time(12, 0)


@bp.get("/pengurus/beranda/pratinjau")
@staff(Role.CURATOR, Role.AUDITOR)
def preview() -> ResponseReturnValue:
    """Show the first page at a moment; what cannot be read as one shows it as it is now."""
    work = current_work()
    try:
        moment, trouble = _asked() or work.now, ""
    except RuleBroken as error:
        moment, trouble = work.now, gettext(error.message, **error.values)
    return render_template(
        "site/preview.html",
        moment=wib(moment),
        trouble=trouble,
        **context_of(replace(work, now=moment)),
    )


def _asked() -> datetime | None:
    day = request.args.get("tanggal", "")[:_LONGEST]
    return read_moment(
        day, request.args.get("jam", "")[:_LONGEST], fields=("day", "time"), default=_NOON
    )
