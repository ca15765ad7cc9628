"""Drafts of export rules: offices write them, look at what they turn, put them in force."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.export.admin.blueprint import KIND_NAMES, bp, words
from catalog.export.admin.rules import RULES, category_names, show_ending, show_impact
from catalog.export.forms import ActivateForm, EndForm, Lists, RuleForm
from catalog.export.models import ExportRule
from catalog.export.policy import EDITORS
from catalog.export.queries import rules as queries
from catalog.export.queries.book import all_markets, rule_of
from catalog.export.rules import Rule, RuleState
from catalog.export.rules.editing import check_rule
from catalog.export.services import rules as services
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.legality.queries.requirements import rule_book
from catalog.legality.rules.requirements import Purpose
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_RULE = f"{RULES}/<uuid:rule_id>"
_NEW_AT = 900  # new rules stand behind the shipped ones
Deed = Callable[[Work, ExportRule], object]


@bp.get(f"{RULES}/baru")
@staff(*EDITORS)
def new_rule() -> ResponseReturnValue:
    """Ask for a rule that is not there yet."""
    return _form_page(_offered(RuleForm(formdata=None)), None)


@bp.post(f"{RULES}/baru")
@staff(*EDITORS)
def open_rule() -> ResponseReturnValue:
    """Keep the first draft of a new rule."""
    form = _offered(RuleForm())
    typed = _typed(form, "new", _NEW_AT)
    if typed is None:
        return _form_page(form, None), HTTPStatus.UNPROCESSABLE_ENTITY
    work = writing_work()
    try:
        with committed(work):
            draft = services.open_rule(work, typed)
    except RuleBroken as error:
        form.mark(error)
        return _form_page(form, None), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to("export_admin.rule_impact", draft.id)


@bp.post(f"{_RULE}/draf")
@staff(*EDITORS)
def draft_rule(rule_id: UUID) -> ResponseReturnValue:
    """Start a draft from this version, or go on with the one that is there."""
    work = writing_work()
    try:
        with committed(work):
            draft = services.start(work, queries.get_rule(work, rule_id))
    except RuleBroken as error:
        return _told(error, rule_id)
    return _to("export_admin.edit_rule", draft.id)


@bp.get(f"{_RULE}/ubah")
@staff(*EDITORS)
def edit_rule(rule_id: UUID) -> ResponseReturnValue:
    """Show a draft to be written."""
    draft = queries.get_rule(current_work(), rule_id)
    if draft.state is not RuleState.DRAFT:
        return _to("export_admin.rule", rule_id)
    form = _offered(RuleForm(formdata=None))
    form.fill(rule_of(draft))
    form.revision.data = str(draft.revision)
    return _form_page(form, draft)


@bp.post(f"{_RULE}/ubah")
@staff(*EDITORS)
def save_rule(rule_id: UUID) -> ResponseReturnValue:
    """Write a draft anew."""
    draft = queries.get_rule(current_work(), rule_id)
    form = _offered(RuleForm())
    typed = _typed(form, draft.key, draft.position)
    if typed is None:
        return _form_page(form, draft), HTTPStatus.UNPROCESSABLE_ENTITY
    work = writing_work()
    try:
        with committed(work):
            draft = queries.get_rule(work, rule_id)
            services.save(work, draft, typed, _revision(form.revision.data))
    except RuleBroken as error:
        form.mark(error)
        draft = queries.get_rule(current_work(), rule_id)
        form.revision.data = str(draft.revision)  # read it, then save again
        return _form_page(form, draft), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to("export_admin.rule_impact", rule_id)


@bp.post(f"{_RULE}/berlakukan")
@staff(*EDITORS)
def activate_rule(rule_id: UUID) -> ResponseReturnValue:
    """Put a draft in force, as it was looked at."""
    form = ActivateForm()
    draft = queries.get_rule(current_work(), rule_id)
    if not form.validate_on_submit():
        return show_impact(draft, form), HTTPStatus.UNPROCESSABLE_ENTITY
    revision, against = _revision(form.revision.data), _id(form.against.data or "")
    work = writing_work()
    try:
        with committed(work):
            services.activate(
                work,
                queries.get_rule(work, rule_id),
                note=form.note.data or "",
                revision=revision,
                against=against,
            )
    except RuleBroken as error:
        draft = queries.get_rule(current_work(), rule_id)
        if draft.state is not RuleState.DRAFT:
            return _told(error, rule_id)
        form.mark(error)
        return show_impact(draft, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("In force from now on; what it turns stands on the pages already."))
    return _to("export_admin.rule", rule_id)


@bp.post(f"{_RULE}/buang")
@staff(*EDITORS)
def discard_rule(rule_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    answer = _do(rule_id, services.discard, N_("The draft is discarded. Nothing else changed."))
    return answer or redirect(url_for("export_admin.rules"), HTTPStatus.SEE_OTHER)


@bp.post(f"{_RULE}/cabut")
@staff(*EDITORS)
def end_rule(rule_id: UUID) -> ResponseReturnValue:
    """Take a rule out of force."""
    form = EndForm()
    row = queries.get_rule(current_work(), rule_id)
    if not form.validate_on_submit():
        return show_ending(row, form), HTTPStatus.UNPROCESSABLE_ENTITY
    note = form.note.data or ""
    answer = _do(
        rule_id,
        lambda work, active: services.end(work, active, note),
        N_("The rule has ended; its history stays."),
    )
    return answer or _to("export_admin.rule", rule_id)


@bp.post(f"{_RULE}/ditinjau")
@staff(*EDITORS)
def review_rule(rule_id: UUID) -> ResponseReturnValue:
    """Note that the source was read again and still says the same."""
    answer = _do(rule_id, services.reviewed, N_("Noted: read today, nothing has changed."))
    return answer or _to("export_admin.rule", rule_id)


def _do(rule_id: UUID, deed: Deed, said: str) -> ResponseReturnValue | None:
    """Do something with a rule; return an answer only when a rule of the house says no."""
    work = writing_work()
    try:
        with committed(work):
            deed(work, queries.get_rule(work, rule_id))
    except RuleBroken as error:
        return _told(error, rule_id)
    flash(gettext(said))
    return None


def _typed(form: RuleForm, key: str, position: int) -> Rule | None:
    """Return the rule of a form without mistakes; else they are marked."""
    if not form.validate_on_submit():
        return None
    typed = form.rule(key, position)
    for broken in check_rule(typed):
        form.mark(broken)
    return None if form.errors or form.form_errors else typed


def _offered(form: RuleForm) -> RuleForm:
    work, language = current_work(), current_language()
    lines = {
        rule.key: rule.name
        for one in rule_book(work.session).sets
        if one.purpose in Purpose.EXPORT.includes
        for rule in one.rules
    }
    return form.offer(
        Lists(
            markets=[(one.code, one.name.best(language)) for one in all_markets(work.session)],
            kinds=[(key, gettext(text)) for key, text in KIND_NAMES.items()],
            categories=sorted(category_names().items(), key=lambda pair: pair[1]),
            requirements=[(key, name.best(language)) for key, name in sorted(lines.items())],
        )
    )


def _form_page(form: RuleForm, draft: ExportRule | None) -> str:
    return render_template(
        "export/admin/rule_form.html", form=form, row=draft, **words(current_work())
    )


def _to(endpoint: str, rule_id: UUID) -> ResponseReturnValue:
    return redirect(url_for(endpoint, rule_id=rule_id), HTTPStatus.SEE_OTHER)


def _told(error: RuleBroken, rule_id: UUID) -> ResponseReturnValue:
    flash(gettext(error.message, **error.values), "warn")
    return _to("export_admin.rule", rule_id)


def _revision(text: str | None) -> int:
    typed = text or ""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004  # digits


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
