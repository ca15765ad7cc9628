"""The export rules as officers read them: in force, history, and what a draft would turn."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.export.admin.blueprint import bp, words
from catalog.export.forms import ActivateForm, EndForm
from catalog.export.models import ExportRule
from catalog.export.policy import READERS, can_edit_rules
from catalog.export.queries import rules as queries
from catalog.export.queries.book import all_markets, rule_of
from catalog.export.rules import EVERYWHERE, RuleState
from catalog.export.rules.editing import changed_fields
from catalog.taxonomy.queries import category_tree
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work

RULES = "/pengurus/ekspor/aturan"


@bp.get(RULES)
@staff(*READERS)
def rules() -> ResponseReturnValue:
    """List the rules by market, with those whose source should be read again."""
    work = current_work()
    shown = queries.list_rules(work)
    only_stale = request.args.get("tinjau") == "1"
    groups = [
        (
            code,
            [
                one
                for one in shown
                if one.row.market_code == code and (one.is_stale or not only_stale)
            ],
        )
        for code in (EVERYWHERE, *(market.code for market in all_markets(work.session)))
    ]
    return render_template(
        "export/admin/rules.html",
        groups=[(code, mine) for code, mine in groups if mine],
        stale=sum(one.is_stale for one in shown),
        only_stale=only_stale,
        may_edit=can_edit_rules(work.actor),
        **words(work),
    )


@bp.get(f"{RULES}/<uuid:rule_id>")
@staff(*READERS)
def rule(rule_id: UUID) -> ResponseReturnValue:
    """Show one version of a rule, and all others."""
    work = current_work()
    row = queries.get_rule(work, rule_id)
    versions = queries.history(work, row.key)
    shown = next(one for one in versions if one.row.id == row.id)
    return render_template(
        "export/admin/rule.html",
        shown=shown,
        versions=versions,
        categories=category_names(),
        may_edit=can_edit_rules(work.actor),
        **words(work),
    )


@bp.get(f"{RULES}/<uuid:rule_id>/dampak")
@staff(*READERS)
def rule_impact(rule_id: UUID) -> ResponseReturnValue:
    """Show which products a draft would turn, before anything is decided."""
    draft = queries.get_rule(current_work(), rule_id)
    if draft.state is not RuleState.DRAFT:
        return redirect(url_for("export_admin.rule", rule_id=draft.id), 303)
    return show_impact(draft, ActivateForm(formdata=None))


def show_impact(draft: ExportRule, form: ActivateForm) -> str:
    """Return the page of a draft's effects with the form that puts it in force."""
    work = current_work()
    active = queries.find_active(work, draft.key)
    form.revision.data, form.against.data = str(draft.revision), str(active.id if active else "")
    before, after = rule_of(active) if active else None, rule_of(draft)
    return render_template(
        "export/admin/impact.html",
        row=draft,
        form=form,
        changed=changed_fields(before, after),
        impact=queries.impact(work, draft.key, after),
        is_ending=False,
        may_edit=can_edit_rules(work.actor),
        **words(work),
    )


@bp.get(f"{RULES}/<uuid:rule_id>/cabut")
@staff(*READERS)
def ending(rule_id: UUID) -> ResponseReturnValue:
    """Show which products would turn without a rule."""
    row = queries.get_rule(current_work(), rule_id)
    if row.state is not RuleState.ACTIVE:
        return redirect(url_for("export_admin.rule", rule_id=row.id), 303)
    return show_ending(row, EndForm(formdata=None))


def show_ending(row: ExportRule, form: EndForm) -> str:
    """Return the page of what would turn without a rule."""
    work = current_work()
    return render_template(
        "export/admin/impact.html",
        row=row,
        form=form,
        changed=(),
        impact=queries.impact(work, row.key, None),
        is_ending=True,
        may_edit=can_edit_rules(work.actor),
        **words(work),
    )


def category_names() -> dict[str, str]:
    """Return the path of every category, by slug, in the reader's words."""
    tree, language = category_tree(current_work().session), current_language()
    return {
        node.slug: " / ".join(step.name.best(language) for step in tree.path(node.id))
        for node in tree.by_id.values()
    }
