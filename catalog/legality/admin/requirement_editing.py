"""Drafts of what goals ask for: administrators write lines, look at the effect, put in force."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.wrappers import Response

from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.legality.admin.blueprint import bp
from catalog.legality.admin.requirements import KIND_NAMES, show_impact, words
from catalog.legality.forms.papers import version_of
from catalog.legality.forms.requirements import ActivateForm, Lists, SetForm
from catalog.legality.models import RequirementSet
from catalog.legality.queries import sets as queries
from catalog.legality.rules.requirements import Purpose, SetState
from catalog.legality.services import requirements as services
from catalog.taxonomy.queries import category_tree
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work


def to_set(set_id: UUID, **values: Any) -> Response:  # noqa: ANN401  # parts of an address
    """Lead to the page of a version."""
    address = url_for("legality_admin.requirement_set", set_id=set_id, **values)
    return redirect(address, HTTPStatus.SEE_OTHER)


def told(error: RuleBroken, set_id: UUID) -> Response:
    """Say why a button did nothing, on the page it stands on."""
    flash(gettext(error.message, **error.values), "warn")
    return to_set(set_id)


def _category_choices() -> list[tuple[str, str]]:
    tree = category_tree(current_work().session)
    language = current_language()
    return [
        (str(node.id), " / ".join(step.name.best(language) for step in tree.path(node.id)))
        for node in sorted(tree.by_id.values(), key=lambda node: _path_order(node.id))
    ]


def _path_order(category_id: UUID) -> list[str]:
    tree = category_tree(current_work().session)
    return [node.name.best(current_language()) for node in tree.path(category_id)]


def pick_lists(draft: RequirementSet | None = None) -> Lists:
    """Return what can be picked: for a line of this draft, or for a new set."""
    work, language = current_work(), current_language()
    papers = [(code, name.best(language)) for code, name in queries.paper_names(work).items()]
    others = queries.lines_to_replace(work, draft) if draft else {}
    galleries = queries.gallery_names(work)
    return Lists(
        papers=papers,
        lines=[
            (key, gettext("Replaces here: %(name)s", name=name.best(language)))
            for key, name in others.items()
        ],
        categories=_category_choices() if draft is None else (),
        galleries=[(str(key), name) for key, name in galleries.items()],
    )


@bp.get("/pengurus/syarat/baru")
@staff()
def new_requirement_set() -> ResponseReturnValue:
    """Ask what a new set is for."""
    return _new_set(SetForm(formdata=None))


@bp.post("/pengurus/syarat/baru")
@staff()
def open_requirement_set() -> ResponseReturnValue:
    """Start the first draft of a set."""
    form = _offer(SetForm())
    if not form.validate_on_submit():
        return _new_set(form), HTTPStatus.UNPROCESSABLE_ENTITY
    work = writing_work()
    category_id, gallery_id = form.picked("category"), form.picked("gallery")
    nodes, slugs = category_tree(work.session).by_id, queries.gallery_slugs(work)
    try:
        with committed(work):
            draft = services.open_set(
                work,
                Purpose(form.purpose.data),
                kind="" if category_id else form.kind.data,
                category=(category_id, nodes[category_id].slug) if category_id else None,
                gallery=(gallery_id, slugs[gallery_id]) if gallery_id else None,
            )
    except RuleBroken as error:
        form.mark(error)
        return _new_set(form), HTTPStatus.UNPROCESSABLE_ENTITY
    return to_set(draft.id)


def _offer(form: SetForm) -> SetForm:
    kinds = [(key, gettext(text)) for key, text in KIND_NAMES.items()]
    return form.offer(pick_lists(), kinds)


def _new_set(form: SetForm) -> str:
    return render_template("legality/admin/requirement_new.html", form=_offer(form), **words())


@bp.post("/pengurus/syarat/<uuid:set_id>/draf")
@staff()
def draft_requirements(set_id: UUID) -> ResponseReturnValue:
    """Start a draft from the version in force, or go on with the one that is there."""
    work = writing_work()
    with committed(work):
        draft = services.start_draft(work, queries.get_set(work, set_id))
    return to_set(draft.id)


@bp.post("/pengurus/syarat/<uuid:set_id>/pulihkan")
@staff()
def restore_requirements(set_id: UUID) -> ResponseReturnValue:
    """Make an old version into a draft; it counts only once it is put in force."""
    work = writing_work()
    try:
        with committed(work):
            draft = services.start_draft(work, queries.get_set(work, set_id), restore=True)
    except RuleBroken as error:
        return told(error, set_id)
    flash(gettext("The old version is a draft now. Look at whom it affects, then decide."))
    return to_set(draft.id)


@bp.post("/pengurus/syarat/<uuid:set_id>/buang")
@staff()
def discard_requirements(set_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    work = writing_work()
    try:
        with committed(work):
            services.discard(work, queries.get_set(work, set_id))
    except RuleBroken as error:
        return told(error, set_id)
    flash(gettext("The draft is discarded. What is in force has not changed."))
    return redirect(url_for("legality_admin.requirements"), HTTPStatus.SEE_OTHER)


@bp.post("/pengurus/syarat/<uuid:set_id>/berlakukan")
@staff()
def activate_requirements(set_id: UUID) -> ResponseReturnValue:
    """Put a draft in force, as it was looked at."""
    form = ActivateForm()
    draft = queries.get_set(current_work(), set_id)
    if not form.validate_on_submit():
        return show_impact(draft, form), HTTPStatus.UNPROCESSABLE_ENTITY
    revision, against = version_of(form.revision.data), form.against.data or ""
    work = writing_work()
    try:
        with committed(work):
            draft = queries.get_set(work, set_id)
            services.activate(
                work, draft, note=form.note.data or "", revision=revision, against=_id(against)
            )
    except RuleBroken as error:
        if queries.get_set(work, set_id).state is not SetState.DRAFT:
            return told(error, set_id)
        form.mark(error)
        return show_impact(queries.get_set(work, set_id), form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(gettext("This version is in force from now on."))
    return to_set(set_id)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
