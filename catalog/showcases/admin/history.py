"""Kept states of a showcase: the list, a look at one, bringing one back; and the preview."""

from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import clean_line
from catalog.products.forms import say
from catalog.showcases import policy, queries
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.forms.showing import context_of, saved_search
from catalog.showcases.queries import builder
from catalog.showcases.queries.drafts import Draft, get_editable, get_readable
from catalog.showcases.rules.content import NAMES
from catalog.showcases.rules.keeping import from_json
from catalog.showcases.services import building, versions
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_ONE = "/pengurus/etalase/<uuid:showcase_id>"


@bp.get(f"{_ONE}/pratinjau")
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def preview(showcase_id: UUID) -> ResponseReturnValue:
    """Show the working copy as visitors would see it."""
    draft = get_readable(current_work(), showcase_id)
    return _as_page(draft, number=None)


@bp.get(f"{_ONE}/versi")
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def history(showcase_id: UUID) -> ResponseReturnValue:
    """List the kept states."""
    return _history(get_readable(current_work(), showcase_id))


@bp.post(f"{_ONE}/versi")
@staff(Role.CURATOR)
def keep(showcase_id: UUID) -> ResponseReturnValue:
    """Keep the working copy under a name."""
    get_editable(current_work(), showcase_id)
    name = clean_line(request.form.get("name", ""))
    work = writing_work()
    try:
        with committed(work):
            draft = get_editable(work, showcase_id, lock=True)
            versions.keep_named(work, draft, name)
    except RuleBroken as error:
        draft = get_readable(current_work(), showcase_id)
        return _history(draft, name, say(error)), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("Kept as “%(name)s”.", name=name))
    return redirect(_listed(showcase_id), HTTPStatus.SEE_OTHER)


@bp.get(f"{_ONE}/versi/<int:number>")
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def version(showcase_id: UUID, number: int) -> ResponseReturnValue:
    """Show a kept state as a page."""
    work = current_work()
    draft = get_readable(work, showcase_id)
    kept = versions.get_version(work, showcase_id, number)
    return _as_page(replace(draft, content=from_json(kept.content)), number=number)


@bp.post(f"{_ONE}/versi/<int:number>/kembalikan")
@staff(Role.CURATOR)
def restore(showcase_id: UUID, number: int) -> ResponseReturnValue:
    """Make a kept state the working copy; what stood there is kept too."""
    work = current_work()
    get_editable(work, showcase_id)
    versions.get_version(work, showcase_id, number)
    work = writing_work()
    with committed(work):
        building.restore_version(work, showcase_id, number)
    flash(
        gettext(
            "Version %(number)s is the working copy again. What stood there is kept in this list.",
            number=number,
        )
    )
    return redirect(_listed(showcase_id), HTTPStatus.SEE_OTHER)


def _listed(showcase_id: UUID) -> str:
    return url_for("showcases_admin.history", showcase_id=showcase_id)


def _history(draft: Draft, name: str = "", refused: str = "") -> str:
    work = current_work()
    return render_template(
        "showcases/admin/history.html",
        draft=draft,
        title=builder.title_of(draft),
        found=builder.list_versions(work, draft.showcase.id),
        may_edit=policy.can_edit(work.actor, gallery_id=draft.showcase.gallery_id),
        name=name,
        refused=refused,
        said_change=_said,
    )


def _said(message: str, values: Mapping[str, str]) -> str:
    """Return a change in words; its values may be names of kinds, which are messages."""
    kinds = set(NAMES.values())
    told = {name: gettext(text) if text in kinds else text for name, text in values.items()}
    return str(gettext(message, **told))


def _as_page(draft: Draft, *, number: int | None) -> str:
    work = current_work()
    page = queries.get_preview(work, draft, str(current_language()), search=saved_search())
    return render_template(
        "showcases/admin/preview.html", others=(), draft=draft, number=number, **context_of(page)
    )
