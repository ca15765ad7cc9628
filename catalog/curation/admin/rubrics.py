"""Rubrics as officers read them: versions in force, drafts, history, which grades a draft turns."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.curation import policy
from catalog.curation.admin.blueprint import bp
from catalog.curation.forms.rubrics import ActivateForm
from catalog.curation.models import Rubric
from catalog.curation.policy import RUBRIC_READERS
from catalog.curation.queries import rubrics as queries
from catalog.curation.queries.impact import impact
from catalog.curation.queries.rubrics import Shown
from catalog.curation.rules.rubric import PART_NAMES, WHOLE, differences
from catalog.curation.rules.words import (
    DESTINATION_NAMES,
    GRADE_MEANINGS,
    GROUP_NAMES,
    Group,
    RubricState,
)
from catalog.kernel.text import N_
from catalog.legality.rules.requirements import CERTAINTY_NAMES
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work

KIND_NAMES = {
    "food": N_("Food and drink"),
    "craft": N_("Craft"),
    "fashion": N_("Fashion"),
    "home": N_("Home"),
    "other": N_("Everything else"),
}
CHANGE_NAMES = {"added": N_("new"), "removed": N_("taken out"), "changed": N_("changed")}


def words() -> dict[str, object]:
    """Return what every page of rubrics calls things."""
    return {
        "group_names": GROUP_NAMES,
        "groups": list(Group),
        "grade_meanings": GRADE_MEANINGS,
        "destination_names": DESTINATION_NAMES,
        "certainties": CERTAINTY_NAMES,
        "part_names": PART_NAMES,
        "change_names": CHANGE_NAMES,
        "kinds_of": kinds_of,
        "whole": WHOLE,
        "may_edit": policy.may_edit_rubrics(current_work().actor),
    }


def kinds_of(version: Rubric) -> str:
    """Return for which kinds of goods a rubric is, in the reader's words."""
    return ", ".join(gettext(KIND_NAMES[kind]) for kind in version.kinds if kind in KIND_NAMES)


@bp.get("/pengurus/kurasi/rubrik")
@staff(*RUBRIC_READERS)
def rubrics() -> ResponseReturnValue:
    """List the rubrics, one for some kinds of goods."""
    found = queries.list_rubrics(current_work())
    return render_template("curation/rubrics.html", found=found, **words())


@bp.get("/pengurus/kurasi/rubrik/<uuid:rubric_id>")
@staff(*RUBRIC_READERS)
def rubric(rubric_id: UUID) -> ResponseReturnValue:
    """Show one version with its criteria and thresholds."""
    work = current_work()
    shown = queries.show(work, queries.get_rubric(work, rubric_id))
    return render_template("curation/rubric.html", shown=shown, **words())


@bp.get("/pengurus/kurasi/rubrik/<uuid:rubric_id>/riwayat")
@staff(*RUBRIC_READERS)
def rubric_history(rubric_id: UUID) -> ResponseReturnValue:
    """Show all versions of a rubric, and what each changed."""
    work = current_work()
    version = queries.get_rubric(work, rubric_id)
    found = [queries.show(work, each) for each in queries.history(work, version.key)]
    before: list[Shown | None] = [*found[1:], None]
    versions = [
        (shown, differences(older.items, shown.items) if older else [])
        for shown, older in zip(found, before, strict=True)
    ]
    return render_template(
        "curation/rubric_history.html", versions=versions, first=found[0], **words()
    )


@bp.get("/pengurus/kurasi/rubrik/<uuid:rubric_id>/dampak")
@staff(*RUBRIC_READERS)
def rubric_impact(rubric_id: UUID) -> ResponseReturnValue:
    """Show what a draft changes and which grades it would turn, before anything is decided."""
    draft = queries.get_rubric(current_work(), rubric_id)
    if draft.state is not RubricState.DRAFT:
        return redirect(url_for("curation_admin.rubric", rubric_id=draft.id), 303)
    return show_impact(draft, ActivateForm(formdata=None))


def show_impact(draft: Rubric, form: ActivateForm) -> str:
    """Return the page of a draft's effects with the form that puts it in force."""
    work = current_work()
    active = queries.find_version(work, draft.key, RubricState.ACTIVE)
    form.revision.data, form.against.data = str(draft.revision), str(active.id if active else "")
    shown = queries.show(work, draft)
    return render_template(
        "curation/rubric_impact.html",
        shown=shown,
        before=queries.scale_of(active) if active else None,
        changes=differences(queries.items_of(active) if active else (), shown.items),
        impact=impact(work, draft, current_language()),
        form=form,
        **words(),
    )
