"""What goals ask for, as offices read it: sets in force, drafts, history, whom a draft affects."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.kernel.actor import Role
from catalog.kernel.text import N_
from catalog.legality.admin.blueprint import bp
from catalog.legality.forms.requirements import ActivateForm
from catalog.legality.models import RequirementSet
from catalog.legality.queries import impact as impacts
from catalog.legality.queries import sets as queries
from catalog.legality.queries.sets import Shown
from catalog.legality.rules.requirements import (
    CERTAINTY_NAMES,
    CONDITION_NAMES,
    FACT_NAMES,
    FIELD_NAMES,
    LEVEL_NAMES,
    PURPOSE_NAMES,
    Purpose,
    SetState,
)
from catalog.legality.services.requirements import find_active
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work

READERS = (Role.DINAS, Role.AUDITOR)
KIND_NAMES = {
    "food": N_("All food and drink"),
    "craft": N_("All craft"),
    "fashion": N_("All fashion"),
    "home": N_("All home goods"),
    "other": N_("Everything else"),
}


EFFECTS = {
    impacts.Effect.BLOCKED: N_("could not send for review any more"),
    impacts.Effect.MORE: N_("would have more to do"),
    impacts.Effect.DIFFERENT: N_("would have something else to do"),
    impacts.Effect.LESS: N_("would have less to do"),
    impacts.Effect.FREED: N_("could send for review again"),
}


def scope_of(shown: Shown) -> str:
    """Return which products a set speaks of, in the reader's words."""
    version = shown.version
    if shown.category is not None:
        return shown.category.name.best(current_language())
    return str(gettext(KIND_NAMES.get(version.kind, N_("All products"))))


def words() -> dict[str, object]:
    """Return what every page of requirements calls things."""
    return {
        "purposes": PURPOSE_NAMES,
        "levels": LEVEL_NAMES,
        "conditions": CONDITION_NAMES,
        "facts": FACT_NAMES,
        "field_names": FIELD_NAMES,
        "certainties": CERTAINTY_NAMES,
        "papers": queries.paper_names(current_work()),
        "scope_of": scope_of,
        "may_edit": current_work().actor.has(Role.ADMIN),
    }


@bp.get("/pengurus/syarat")
@staff(*READERS)
def requirements() -> ResponseReturnValue:
    """List the sets by goal, with what has to be reviewed."""
    shown = queries.list_sets(current_work())
    groups = [
        (purpose, [one for one in shown if one.version.purpose is purpose]) for purpose in Purpose
    ]
    return render_template("legality/admin/requirements.html", groups=groups, **words())


@bp.get("/pengurus/syarat/<uuid:set_id>")
@staff(*READERS)
def requirement_set(set_id: UUID) -> ResponseReturnValue:
    """Show one version with its lines."""
    work = current_work()
    shown = queries.show_set(work, queries.get_set(work, set_id))
    return render_template("legality/admin/requirement_set.html", shown=shown, **words())


@bp.get("/pengurus/syarat/<uuid:set_id>/riwayat")
@staff(*READERS)
def requirement_history(set_id: UUID) -> ResponseReturnValue:
    """Show all versions of a set and what each changed."""
    work = current_work()
    version = queries.get_set(work, set_id)
    versions = queries.history(work, version.key)
    return render_template("legality/admin/requirement_history.html", versions=versions, **words())


@bp.get("/pengurus/syarat/<uuid:set_id>/dampak")
@staff(*READERS)
def requirement_impact(set_id: UUID) -> ResponseReturnValue:
    """Show what a draft changes and whom it would affect, before anything is decided."""
    draft = queries.get_set(current_work(), set_id)
    if draft.state is not SetState.DRAFT:
        return redirect(url_for("legality_admin.requirement_set", set_id=draft.id), 303)
    return show_impact(draft, ActivateForm(formdata=None))


def show_impact(draft: RequirementSet, form: ActivateForm) -> str:
    """Return the page of a draft's effects with the form that puts it in force."""
    work = current_work()
    active = find_active(work, draft.key)
    form.revision.data, form.against.data = str(draft.revision), str(active.id if active else "")
    changes = queries.changes_against(draft, active)
    rules = {change.key: change.name for change in changes}
    return render_template(
        "legality/admin/requirement_impact.html",
        shown=queries.show_set(work, draft),
        changes=changes,
        impact=impacts.impact(work, draft),
        line_names=rules,
        effects=EFFECTS,
        form=form,
        **words(),
    )
