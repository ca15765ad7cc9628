"""Curators' pages about English: what lacks it, both languages side by side, the glossary."""

from http import HTTPStatus
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work
from catalog.wording import queries, services
from catalog.wording.forms import EnglishForm, EntryForm
from catalog.wording.rules import STATE_NAMES, State, fold, marked

bp = Blueprint("wording_admin", __name__)
_MAX_PAGE = 10_000


@bp.get("/pengurus/bahasa")
@staff(Role.CURATOR, Role.DINAS)
def index() -> ResponseReturnValue:
    """List the products whose English stands in a certain way; at first those without any."""
    work = current_work()
    found = queries.counts(work)
    asked = request.args.get("keadaan", "")
    state = State(asked) if asked in set(State) else _first(found)
    page = _page_number()
    lines, total = queries.listed(work, state, page)
    pages = max(-(-total // queries.PER_PAGE), 1)
    if page > pages:
        raise NotFound
    return render_template(
        "wording/index.html",
        lines=lines,
        state=state,
        counts=found,
        names=STATE_NAMES,
        page=page,
        pages=pages,
        total=total,
    )


def _first(found: dict[State, int]) -> State:
    """Return what there is to do first."""
    return next((state for state in STATE_NAMES if found.get(state)), State.EMPTY)


def _page_number() -> int:
    given = request.args.get("hal", "1")[:9]
    number = int(given) if given.isascii() and given.isdigit() else 1
    return min(max(number, 1), _MAX_PAGE)


@bp.get("/pengurus/bahasa/<uuid:product_id>")
@staff(Role.CURATOR, Role.DINAS)
def edit(product_id: UUID) -> ResponseReturnValue:
    """Show a product in both languages, the words of the field marked."""
    form = EnglishForm(formdata=None)
    both = queries.get_both(current_work(), product_id)
    form.fill(both)
    return _page(both, form)


@bp.post("/pengurus/bahasa/<uuid:product_id>")
@staff(Role.CURATOR, Role.DINAS)
def save(product_id: UUID) -> ResponseReturnValue:
    """Keep what was typed as a draft, or show it: then it counts as checked."""
    queries.get_both(current_work(), product_id)
    form = EnglishForm()
    if not form.validate_on_submit():
        return _again(product_id, form)
    is_checked = request.form.get("action") == "check"
    deed = services.approve if is_checked else services.save_draft
    work = writing_work()
    try:
        with committed(work):
            deed(work, product_id, form.words(), form.seen)
    except RuleBroken as error:
        form.mark(error)
        return _again(product_id, form, is_told=error.message == services.STALE)
    if is_checked:
        flash(gettext("The English text is checked, and readers see it now."))
        return redirect(url_for("wording_admin.index"), HTTPStatus.SEE_OTHER)
    flash(gettext("The draft is saved. Readers do not see it yet."))
    return redirect(url_for("wording_admin.edit", product_id=product_id), HTTPStatus.SEE_OTHER)


@bp.post("/pengurus/bahasa/<uuid:product_id>/draf")
@staff(Role.CURATOR, Role.DINAS)
def draft(product_id: UUID) -> ResponseReturnValue:
    """Let the machine propose a text; it never touches one that a person has written."""
    work = writing_work()
    queries.get_both(work, product_id)
    try:
        with committed(work):
            services.make_draft(work, product_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    return redirect(url_for("wording_admin.edit", product_id=product_id), HTTPStatus.SEE_OTHER)


def _again(product_id: UUID, form: EnglishForm, *, is_told: bool = False) -> ResponseReturnValue:
    """Show what was typed; only who was told of somebody else's text may save over it."""
    both = queries.get_both(current_work(), product_id)
    if is_told:
        form.look(both)
    return _page(both, form, is_told=is_told), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(both: queries.Both, form: EnglishForm, *, is_told: bool = False) -> str:
    entries = queries.entries(current_work())
    words = both.indonesian
    pieces = {
        "name": marked(words.name, entries),
        "summary": marked(words.summary, entries),
        "description": marked(words.description, entries),
    }
    used = {
        fold(piece.entry.term): piece.entry
        for part in pieces.values()
        for piece in part
        if piece.entry
    }
    return render_template(
        "wording/edit.html",
        both=both,
        form=form,
        pieces=pieces,
        stored=(both.draft or both.english) if is_told else None,  # beside what was typed
        used=[used[term] for term in sorted(used)],
        names=STATE_NAMES,
        can_draft=not (both.english.name or both.english.description)
        and (both.draft is None or both.is_machine),
    )


@bp.get("/pengurus/bahasa/glosarium")
@staff(Role.CURATOR, Role.DINAS)
def glossary() -> ResponseReturnValue:
    """Show the words of the field, those of the lists, and a form for a new one."""
    return _glossary(EntryForm(formdata=None))


@bp.post("/pengurus/bahasa/glosarium")
@staff(Role.CURATOR, Role.DINAS)
def add_entry() -> ResponseReturnValue:
    """Add a word."""
    form = EntryForm()
    if not form.validate_on_submit():
        return _glossary(form), HTTPStatus.UNPROCESSABLE_ENTITY
    work = writing_work()
    try:
        with committed(work):
            services.add_entry(work, form.entry())
    except RuleBroken as error:
        form.mark(error)
        return _glossary(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("The word is in the glossary."))
    return redirect(url_for("wording_admin.glossary"), HTTPStatus.SEE_OTHER)


@bp.get("/pengurus/bahasa/glosarium/<uuid:entry_id>")
@staff(Role.CURATOR, Role.DINAS)
def entry(entry_id: UUID) -> ResponseReturnValue:
    """Show one word to be changed."""
    form = EntryForm(formdata=None)
    form.fill(_row(entry_id))
    return render_template("wording/entry.html", form=form, entry_id=entry_id)


@bp.post("/pengurus/bahasa/glosarium/<uuid:entry_id>")
@staff(Role.CURATOR, Role.DINAS)
def save_entry(entry_id: UUID) -> ResponseReturnValue:
    """Change a word, or take it out."""
    _row(entry_id)
    form = EntryForm()
    is_removal = request.form.get("action") == "remove"
    if not form.validate_on_submit():
        return _entry_again(entry_id, form)
    work = writing_work()
    try:
        with committed(work):
            if is_removal:
                services.remove_entry(work, entry_id)
            else:
                services.change_entry(work, entry_id, form.entry(), form.seen)
    except RuleBroken as error:
        form.mark(error)
        return _entry_again(entry_id, form, is_told=error.message == services.STALE)
    flash(gettext("The word is gone.") if is_removal else gettext("The word is changed."))
    return redirect(url_for("wording_admin.glossary"), HTTPStatus.SEE_OTHER)


def _entry_again(entry_id: UUID, form: EntryForm, *, is_told: bool = False) -> ResponseReturnValue:
    if is_told:
        form.version.data = str(_row(entry_id).version)
    page = render_template("wording/entry.html", form=form, entry_id=entry_id)
    return page, HTTPStatus.UNPROCESSABLE_ENTITY


def _row(entry_id: UUID) -> queries.GlossaryRow:
    return queries.row_of(queries.get_entry(current_work(), entry_id))


def _glossary(form: EntryForm) -> str:
    work = current_work()
    rows = queries.glossary(work)
    own = {fold(row.entry.term) for row in rows}
    return render_template(
        "wording/glossary.html",
        rows=rows,
        listed=[entry for entry in queries.listed_terms(work) if fold(entry.term) not in own],
        form=form,
    )
