"""Lines of a draft: what is asked for, picked from lists, with how to come by it."""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import slugify
from catalog.legality.admin.blueprint import bp
from catalog.legality.admin.requirement_editing import pick_lists, to_set, told
from catalog.legality.admin.requirements import words
from catalog.legality.forms.papers import version_of
from catalog.legality.forms.requirements import LineForm
from catalog.legality.models import RequirementSet
from catalog.legality.queries import sets as queries
from catalog.legality.queries.requirements import live
from catalog.legality.rules.requirements import Rule, SetState, check_line
from catalog.legality.services import requirement_lines as lines
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

_MOST_KEY = 40


@bp.get("/pengurus/syarat/<uuid:set_id>/butir/baru")
@staff()
def new_requirement(set_id: UUID) -> ResponseReturnValue:
    """Show an empty line."""
    draft = queries.get_set(current_work(), set_id)
    if draft.state is not SetState.DRAFT:
        return to_set(set_id)
    form = LineForm(formdata=None)
    form.revision.data = str(draft.revision)
    return _line_page(draft, form, key="")


@bp.post("/pengurus/syarat/<uuid:set_id>/butir/baru")
@staff()
def add_requirement(set_id: UUID) -> ResponseReturnValue:
    """Add a line to a draft."""
    draft = queries.get_set(current_work(), set_id)
    form = LineForm().offer(pick_lists(draft))
    taken = {row.key for row in draft.requirements}
    chosen = form.line.data or ""
    if chosen not in queries.lines_to_replace(current_work(), draft):
        chosen = ""
    key = chosen or _free_key(form.name_id.data or "", taken)
    return _save(draft, form, key, is_new=True)


def _free_key(name: str, taken: set[str]) -> str:
    """Return a lasting name for a new line that no other of its set has."""
    base = slugify(name, limit=_MOST_KEY - 3) or "syarat"
    tries = (base, *(f"{base}-{number}" for number in range(2, 100)))
    return next(key for key in tries if key not in taken)


@bp.get("/pengurus/syarat/<uuid:set_id>/butir/<key>")
@staff()
def edit_requirement(set_id: UUID, key: str) -> ResponseReturnValue:
    """Show a line of a draft to change it."""
    draft = queries.get_set(current_work(), set_id)
    if draft.state is not SetState.DRAFT:
        return to_set(set_id)
    form = LineForm(formdata=None)
    form.fill(_rule(draft, key))
    form.revision.data = str(draft.revision)
    return _line_page(draft, form, key=key)


@bp.post("/pengurus/syarat/<uuid:set_id>/butir/<key>")
@staff()
def save_requirement(set_id: UUID, key: str) -> ResponseReturnValue:
    """Change a line of a draft."""
    draft = queries.get_set(current_work(), set_id)
    _rule(draft, key)
    return _save(draft, LineForm().offer(pick_lists(draft)), key, is_new=False)


def _rule(draft: RequirementSet, key: str) -> Rule:
    for rule in live(draft).rules:
        if rule.key == key:
            return rule
    raise NotFound("requirement")


def _save(draft: RequirementSet, form: LineForm, key: str, *, is_new: bool) -> ResponseReturnValue:
    set_id, shown = draft.id, "" if is_new else key
    rule = form.rule(key) if form.validate_on_submit() else None
    if rule is None or form.errors:
        _mark(form, check_line(rule) if rule else ())
        return _line_page(draft, form, key=shown), HTTPStatus.UNPROCESSABLE_ENTITY
    revision = version_of(form.revision.data)
    work = writing_work()
    problems: list[RuleBroken] = []
    try:
        with committed(work):
            draft = queries.get_set(work, set_id)
            problems = lines.save_line(work, draft, rule, revision=revision)
    except RuleBroken as error:
        problems = [error]
        form.revision.data = str(queries.get_set(work, set_id).revision)
    if not problems:
        flash(gettext("Saved in the draft."))
        return to_set(set_id, _anchor=f"butir-{key}")
    _mark(form, problems)
    page = _line_page(queries.get_set(work, set_id), form, key=shown)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _mark(form: LineForm, problems: Iterable[RuleBroken]) -> None:
    """Show all that is wrong at once; a field tells only its first problem."""
    for problem in problems:
        if problem.field not in form.errors:
            form.mark(problem)


def _line_page(draft: RequirementSet, form: LineForm, *, key: str) -> str:
    return render_template(
        "legality/admin/requirement_line.html",
        shown=queries.show_set(current_work(), draft),
        form=form.offer(pick_lists(draft)),
        key=key,
        **words(),
    )


@bp.post("/pengurus/syarat/<uuid:set_id>/butir/<key>/hapus")
@staff()
def remove_requirement(set_id: UUID, key: str) -> ResponseReturnValue:
    """Take a line out of a draft."""
    revision = version_of(request.form.get("revision"))
    work = writing_work()
    try:
        with committed(work):
            lines.remove_line(work, queries.get_set(work, set_id), key, revision=revision)
    except RuleBroken as error:
        return told(error, set_id)
    flash(gettext("The line is taken out of the draft."))
    return to_set(set_id)


@bp.post("/pengurus/syarat/<uuid:set_id>/butir/<key>/geser")
@staff()
def move_requirement(set_id: UUID, key: str) -> ResponseReturnValue:
    """Move a line of a draft up or down."""
    revision = version_of(request.form.get("revision"))
    step = -1 if request.form.get("ke") == "atas" else 1
    work = writing_work()
    try:
        with committed(work):
            lines.move_line(work, queries.get_set(work, set_id), key, step, revision=revision)
    except RuleBroken as error:
        return told(error, set_id)
    return to_set(set_id, _anchor=f"butir-{key}")


@bp.post("/pengurus/syarat/<uuid:set_id>/butir/<key>/tinjau")
@staff()
def confirm_requirement(set_id: UUID, key: str) -> ResponseReturnValue:
    """Note that the source was read again and still says the same."""
    work = writing_work()
    try:
        with committed(work):
            lines.confirm_source(work, queries.get_set(work, set_id), key)
    except RuleBroken as error:
        return told(error, set_id)
    flash(gettext("Noted: the source was read again today."))
    return to_set(set_id, _anchor=f"butir-{key}")
