"""A proposal: its pieces, what binds it, its shares; swaps, ways out, taking it over."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from catalog.composing import services
from catalog.composing.admin import words
from catalog.composing.admin.blueprint import bp
from catalog.composing.admin.composing import READERS, ROOM, form_of, may_edit, term_groups
from catalog.composing.admin.solving import engine, solve
from catalog.composing.forms import ButtonForm
from catalog.composing.models import Proposal
from catalog.composing.queries import lists
from catalog.composing.queries.pool import pool
from catalog.composing.queries.proposals import get_proposal
from catalog.composing.queries.shown import show as shown
from catalog.composing.rules.composing import exchange as exchanged
from catalog.composing.rules.findings import from_json
from catalog.composing.rules.programme import Outcome
from catalog.composing.rules.wishes import Wishes, reset
from catalog.composing.rules.wishes import from_json as wishes_from_json
from catalog.composing.rules.words import PARTS
from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import LocalText
from catalog.showcases.queries.drafts import get_editable, get_readable
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

ONE = f"{ROOM}/<uuid:proposal_id>"


@bp.get(ONE)
@staff(*READERS)
def proposal(showcase_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Show a proposal as it stands."""
    return _page(_of(current_work(), showcase_id, proposal_id))


@bp.post(f"{ONE}/tukar")
@staff(Role.CURATOR)
def exchange(showcase_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Put another piece in the place of one, if every limit still holds."""
    found = _of(current_work(), showcase_id, proposal_id, is_change=True)
    try:
        swap = _swap()
        wishes = wishes_from_json(found.wishes)
        current = [UUID(piece["id"]) for piece in found.current]
        version = _version()
        work = current_work()
        candidates = pool(
            work, get_editable(work, showcase_id).showcase, wishes, engine()
        ).candidates
        composed = exchanged(candidates, wishes, lists.gallery_ids(work), current, swap)
        work = writing_work()
        with committed(work):
            services.exchange(work, proposal_id, composed, swap=swap, version=version)
    except RuleBroken as error:
        return _refused(_of(current_work(), showcase_id, proposal_id), error)
    flash(gettext("Exchanged; every limit still holds."))
    return redirect(_address(showcase_id, proposal_id), HTTPStatus.SEE_OTHER)


@bp.post(f"{ONE}/longgar")
@staff(Role.CURATOR)
def ease(showcase_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Ease the limits of one way out and compose again."""
    found = _of(current_work(), showcase_id, proposal_id, is_change=True)
    try:
        fresh = solve(showcase_id, _eased(found))
    except RuleBroken as error:
        return _refused(_of(current_work(), showcase_id, proposal_id), error)
    return redirect(_address(showcase_id, fresh), HTTPStatus.SEE_OTHER)


@bp.post(f"{ONE}/ambil")
@staff(Role.CURATOR)
def take_over(showcase_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Put the pieces into the working copy of the showcase."""
    _of(current_work(), showcase_id, proposal_id, is_change=True)
    version, block = _version(), request.form.get("block", "")
    work = writing_work()
    try:
        block_id = UUID(block) if block else None
        with committed(work):
            added = services.take_over(
                work, proposal_id, block_id=block_id, title=LocalText(), version=version
            )
    except ValueError:
        return _refused(_of(current_work(), showcase_id, proposal_id), RuleBroken(services.CHANGED))
    except RuleBroken as error:
        return _refused(_of(current_work(), showcase_id, proposal_id), error)
    flash(ngettext("%(num)s piece added.", "%(num)s pieces added.", added))
    return redirect(url_for("showcases_admin.build", showcase_id=showcase_id), HTTPStatus.SEE_OTHER)


def _of(work: Work, showcase_id: UUID, proposal_id: UUID, *, is_change: bool = False) -> Proposal:
    found = get_proposal(work, proposal_id, is_change=is_change)
    if found.showcase_id != showcase_id:
        raise NotFound
    return found


def _address(showcase_id: UUID, proposal_id: UUID) -> str:
    return url_for("composing.proposal", showcase_id=showcase_id, proposal_id=proposal_id)


def _version() -> int:
    return request.form.get("version", 0, type=int) or 0


def _swap() -> tuple[UUID, UUID]:
    out, _, into = request.form.get("swap", "").partition(":")
    try:
        return UUID(out), UUID(into)
    except ValueError as error:
        raise RuleBroken(services.CHANGED) from error


def _eased(found: Proposal) -> Wishes:
    """Return the wish with the limits of the way out that was pressed."""
    ways = from_json(found.findings).ways
    number = request.form.get("way", -1, type=int)
    if not 0 <= number < len(ways):
        raise RuleBroken(services.CHANGED)
    settings = {step.key: step.after for step in ways[number].steps}
    return reset(wishes_from_json(found.wishes), settings)


def _refused(found: Proposal, error: RuleBroken) -> ResponseReturnValue:
    return _page(found, gettext(error.message, **error.values)), HTTPStatus.UNPROCESSABLE_ENTITY


def _page(found: Proposal, refused: str = "") -> str:
    work, language = current_work(), current_language()
    draft = get_readable(work, found.showcase_id)
    view = shown(work, found, draft, language)
    names, galleries = lists.names(work, language), lists.gallery_ids(work)
    form = form_of(work, view.wishes.market)
    form.show(view.wishes)
    return render_template(
        "composing/proposal.html",
        showcase=draft.showcase,
        blocks=[block for block in draft.content.blocks if block.holds_items],
        view=view,
        found=found,
        outcomes=Outcome,
        market=_market(view.wishes, names),
        asked=words.asked(view.wishes, names, galleries),
        divisions=words.divisions(view.findings.splits, names),
        left_out=words.left_out(view.findings),
        limit_words=words.limit_words,
        step_words=words.step_words,
        parts=PARTS,
        form=form,
        buttons=ButtonForm(formdata=None),
        term_groups=term_groups(work, form),
        may_edit=may_edit(work, draft),
        refused=refused,
    )


def _market(wishes: Wishes, names: lists.Names) -> str:
    return names.markets.get(wishes.market, wishes.market)
