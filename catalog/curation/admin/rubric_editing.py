"""Drafts of rubrics: offices write criteria and thresholds, look at the effect, put in force."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from catalog.curation.admin.blueprint import bp
from catalog.curation.admin.rubrics import show_impact, words
from catalog.curation.forms.rubrics import ActivateForm, ItemForm, ScaleForm
from catalog.curation.forms.scoring import number
from catalog.curation.models import Rubric
from catalog.curation.policy import RUBRIC_EDITORS
from catalog.curation.queries import rubrics as queries
from catalog.curation.rules.rubric import check_item, check_scale
from catalog.curation.rules.words import RubricState
from catalog.curation.services import rubrics as services
from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.web.access import staff
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work, writing_work

_RUBRIC = "/pengurus/kurasi/rubrik/<uuid:rubric_id>"
_ITEM = f"{_RUBRIC}/kriteria/<key>"
_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY
_STEPS = {"atas": -1, "bawah": 1}


def _to(rubric_id: UUID, anchor: str | None = None) -> Response:
    address = url_for("curation_admin.rubric", rubric_id=rubric_id, _anchor=anchor)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _told(error: RuleBroken, rubric_id: UUID) -> Response:
    """Say why a button did nothing, on the page it stands on."""
    flash(gettext(error.message, **error.values), "warn")
    return _to(rubric_id)


@bp.post(f"{_RUBRIC}/draf")
@staff(*RUBRIC_EDITORS)
def draft_rubric(rubric_id: UUID) -> ResponseReturnValue:
    """Start a draft from the version in force, or go on with the one that is there."""
    queries.get_rubric(current_work(), rubric_id)
    work = writing_work()
    try:
        with committed(work):
            draft = services.start_draft(work, queries.get_rubric(work, rubric_id))
    except RuleBroken as error:
        return _told(error, rubric_id)
    return _to(draft.id)


@bp.post(f"{_RUBRIC}/pulihkan")
@staff(*RUBRIC_EDITORS)
def restore_rubric(rubric_id: UUID) -> ResponseReturnValue:
    """Make an old version into a draft; it counts only once it is put in force."""
    queries.get_rubric(current_work(), rubric_id)
    work = writing_work()
    try:
        with committed(work):
            version = queries.get_rubric(work, rubric_id)
            draft = services.start_draft(work, version, restore=True)
    except RuleBroken as error:
        return _told(error, rubric_id)
    flash(gettext("The old version is a draft now. Look at which grades it turns, then decide."))
    return _to(draft.id)


@bp.post(f"{_RUBRIC}/buang")
@staff(*RUBRIC_EDITORS)
def discard_rubric(rubric_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    queries.get_rubric(current_work(), rubric_id)
    work = writing_work()
    try:
        with committed(work):
            services.discard(work, queries.get_rubric(work, rubric_id))
    except RuleBroken as error:
        return _told(error, rubric_id)
    flash(gettext("The draft is discarded. What is in force has not changed."))
    return redirect(url_for("curation_admin.rubrics"), HTTPStatus.SEE_OTHER)


@bp.get(f"{_RUBRIC}/kriteria/baru")
@staff(*RUBRIC_EDITORS)
def new_criterion(rubric_id: UUID) -> ResponseReturnValue:
    """Ask for a new criterion."""
    draft = queries.get_rubric(current_work(), rubric_id)
    form = ItemForm(formdata=None)
    form.revision.data, form.certainty.data = str(draft.revision), "K"
    return _item_page(draft, form, "")


@bp.post(f"{_RUBRIC}/kriteria/baru")
@staff(*RUBRIC_EDITORS)
def add_criterion(rubric_id: UUID) -> ResponseReturnValue:
    """Add a criterion to a draft."""
    return _save_item(rubric_id, "")


@bp.get(_ITEM)
@staff(*RUBRIC_EDITORS)
def edit_criterion(rubric_id: UUID, key: str) -> ResponseReturnValue:
    """Show a criterion of a draft to be changed."""
    draft = queries.get_rubric(current_work(), rubric_id)
    form = ItemForm(formdata=None)
    form.fill(queries.item_of(services.get_item(draft, key)))
    form.revision.data = str(draft.revision)
    return _item_page(draft, form, key)


@bp.post(_ITEM)
@staff(*RUBRIC_EDITORS)
def save_criterion(rubric_id: UUID, key: str) -> ResponseReturnValue:
    """Write a criterion of a draft."""
    services.get_item(queries.get_rubric(current_work(), rubric_id), key)
    return _save_item(rubric_id, key)


def _save_item(rubric_id: UUID, key: str) -> ResponseReturnValue:
    draft = queries.get_rubric(current_work(), rubric_id)
    form = ItemForm().offer()
    if not form.validate_on_submit() or not _is_good(form):
        return _item_page(draft, form, key), _UNPROCESSABLE
    revision = number(form.revision.data or "")
    work = writing_work()
    try:
        with committed(work):
            draft = queries.get_rubric(work, rubric_id)
            item = form.item(key)
            if key:
                services.save_item(work, draft, key, item, revision=revision)
            else:
                key = services.add_item(work, draft, item, revision=revision)
    except RuleBroken as error:
        form.mark(error)
        return _item_page(queries.get_rubric(current_work(), rubric_id), form, key), _UNPROCESSABLE
    return _to(rubric_id, f"butir-{key}")


def _is_good(form: ItemForm) -> bool:
    """Return whether the typed criterion can stand; mark what cannot."""
    try:
        problems = check_item(form.item())
    except RuleBroken as error:
        problems = [error]
    for problem in problems:
        form.mark(problem)
    return not problems


def _item_page(draft: Rubric, form: ItemForm, key: str) -> str:
    return render_template(
        "curation/criterion.html", version=draft, form=form.offer(), key=key, **words()
    )


@bp.post(f"{_ITEM}/hapus")
@staff(*RUBRIC_EDITORS)
def remove_criterion(rubric_id: UUID, key: str) -> ResponseReturnValue:
    """Take a criterion out of a draft."""
    return _pressed(
        rubric_id,
        key,
        lambda work, draft: services.remove_item(work, draft, key, revision=_revision()),
    )


@bp.post(f"{_ITEM}/geser")
@staff(*RUBRIC_EDITORS)
def move_criterion(rubric_id: UUID, key: str) -> ResponseReturnValue:
    """Move a criterion up or down."""
    step = _STEPS.get(request.form.get("ke", ""), 1)
    return _pressed(
        rubric_id,
        key,
        lambda work, draft: services.move_item(work, draft, key, step, revision=_revision()),
    )


@bp.post(f"{_ITEM}/masih-benar")
@staff(*RUBRIC_EDITORS)
def confirm_criterion(rubric_id: UUID, key: str) -> ResponseReturnValue:
    """Note that the source was read today."""
    return _pressed(rubric_id, key, lambda work, draft: services.confirm_item(work, draft, key))


def _revision() -> int:
    return number(request.form.get("revision", ""))


def _pressed(
    rubric_id: UUID, key: str, deed: Callable[[Work, Rubric], object]
) -> ResponseReturnValue:
    services.get_item(queries.get_rubric(current_work(), rubric_id), key)
    work = writing_work()
    try:
        with committed(work):
            deed(work, queries.get_rubric(work, rubric_id))
    except RuleBroken as error:
        return _told(error, rubric_id)
    return _to(rubric_id, f"butir-{key}")


@bp.get(f"{_RUBRIC}/ambang")
@staff(*RUBRIC_EDITORS)
def edit_scale(rubric_id: UUID) -> ResponseReturnValue:
    """Show the thresholds of a draft to be changed."""
    draft = queries.get_rubric(current_work(), rubric_id)
    form = ScaleForm(formdata=None)
    form.fill(queries.scale_of(draft))
    form.revision.data = str(draft.revision)
    return _scale_page(draft, form)


@bp.post(f"{_RUBRIC}/ambang")
@staff(*RUBRIC_EDITORS)
def save_scale(rubric_id: UUID) -> ResponseReturnValue:
    """Write the thresholds of a draft."""
    draft = queries.get_rubric(current_work(), rubric_id)
    form = ScaleForm().offer()
    is_good = form.validate_on_submit()
    for problem in check_scale(form.scale()) if is_good else ():
        form.mark(problem)
        is_good = False
    if not is_good:
        return _scale_page(draft, form), _UNPROCESSABLE
    revision = number(form.revision.data or "")
    work = writing_work()
    try:
        with committed(work):
            draft = queries.get_rubric(work, rubric_id)
            services.save_scale(work, draft, form.scale(), revision=revision)
    except RuleBroken as error:
        form.mark(error)
        return _scale_page(queries.get_rubric(current_work(), rubric_id), form), _UNPROCESSABLE
    return _to(rubric_id, "ambang")


def _scale_page(draft: Rubric, form: CatalogForm) -> str:
    return render_template("curation/scale.html", version=draft, form=form.offer(), **words())


@bp.post(f"{_RUBRIC}/berlakukan")
@staff(*RUBRIC_EDITORS)
def activate_rubric(rubric_id: UUID) -> ResponseReturnValue:
    """Put a draft in force, as it was looked at."""
    form = ActivateForm()
    draft = queries.get_rubric(current_work(), rubric_id)
    revision, against = number(form.revision.data or ""), _id(form.against.data or "")
    if not form.validate_on_submit():
        return show_impact(draft, form), _UNPROCESSABLE
    work = writing_work()
    try:
        with committed(work):
            draft = queries.get_rubric(work, rubric_id)
            services.activate(
                work, draft, note=form.note.data or "", revision=revision, against=against
            )
    except RuleBroken as error:
        draft = queries.get_rubric(current_work(), rubric_id)
        if draft.state is not RubricState.DRAFT:
            return _told(error, rubric_id)
        form.mark(error)
        return show_impact(draft, form), _UNPROCESSABLE
    flash(gettext("This version is in force from now on. Older scores keep their version."))
    return _to(rubric_id)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
