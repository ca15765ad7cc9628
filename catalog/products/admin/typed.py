"""What an officer has typed into the plain forms of these pages."""

from datetime import date

from flask import request

from catalog.kernel.dates import parse_date
from catalog.kernel.errors import RuleBroken


def day(name: str) -> date | None:
    """Return the day that was typed, None without one; RuleBroken at the field when it is none."""
    typed = request.form.get(name, "").strip()
    try:
        return parse_date(typed) if typed else None
    except RuleBroken as error:
        raise RuleBroken(error.message, field=name, **error.values) from error
