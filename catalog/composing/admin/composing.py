"""The wish for a set: the form, remembered for each showcase, and what was proposed before."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.composing.admin.blueprint import bp
from catalog.composing.admin.solving import solve
from catalog.composing.forms import MOST_NAMED, ComposeForm
from catalog.composing.models import Proposal
from catalog.composing.queries import lists
from catalog.composing.queries.proposals import proposals_of
from catalog.composing.rules.wishes import Wishes, from_json
from catalog.db.work import Work
from catalog.export.queries import market_codes
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.queries import cards
from catalog.showcases import policy
from catalog.showcases.models import Showcase
from catalog.showcases.queries.drafts import Draft, get_editable, get_readable
from catalog.showcases.rules import ShowcaseKind
from catalog.taxonomy.rules import TermKind
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work

READERS = (Role.CURATOR, Role.DINAS, Role.AUDITOR)
ROOM = "/pengurus/etalase/<uuid:showcase_id>/susun"
TERM_NAMES = {
    TermKind.MOTIF: N_("Motifs"),
    TermKind.TECHNIQUE: N_("Techniques"),
    TermKind.MATERIAL: N_("Materials"),
    TermKind.SENTRA: N_("Craft villages"),
}


@bp.get(ROOM)
@staff(*READERS)
def show(showcase_id: UUID) -> ResponseReturnValue:
    """Show the form as it was last used for this showcase, and earlier proposals."""
    work = current_work()
    draft = get_readable(work, showcase_id)
    earlier = proposals_of(work, showcase_id)
    wishes = from_json(earlier[0].wishes) if earlier else first_wish(draft.showcase)
    form = form_of(work, wishes.market)
    form.show(wishes)
    keep = (*wishes.keep, *ids_in(request.args.getlist("kunci")))
    return _page(draft, form, earlier, (keep, wishes.drop))


@bp.post(f"{ROOM}/usulan")
@staff(Role.CURATOR)
def compose(showcase_id: UUID) -> ResponseReturnValue:
    """Find the best set for what is asked, and lead to it."""
    work = current_work()
    draft = get_editable(work, showcase_id)
    form = form_of(work)
    keep, drop = ids_in(request.form.getlist("keep")), ids_in(request.form.getlist("drop"))
    if form.validate_on_submit():
        try:
            proposal_id = solve(showcase_id, form.wishes(keep=keep, drop=drop))
        except RuleBroken as error:
            form.mark(error)
        else:
            address = url_for(
                "composing.proposal", showcase_id=showcase_id, proposal_id=proposal_id
            )
            return redirect(address, HTTPStatus.SEE_OTHER)
    work = current_work()
    draft = get_editable(work, showcase_id)  # the solver has let go of what was read
    body = _page(draft, form, proposals_of(work, showcase_id), (keep, drop))
    return body, HTTPStatus.UNPROCESSABLE_ENTITY


def first_wish(showcase: Showcase) -> Wishes:
    """Return what a curator begins with: an export showcase wants what its market lets in."""
    if showcase.kind is ShowcaseKind.EXPORT and showcase.market_code:
        return Wishes(market=showcase.market_code, green=True)
    return Wishes()


def form_of(work: Work, stored: str = "") -> ComposeForm:
    """Return the form with its lists; a market without rules only where it was chosen before."""
    language = current_language()
    offered = {*market_codes(work), stored, request.form.get("market", "")}
    markets = [pair for pair in lists.markets(work, language) if pair[0] in offered]
    every = [pair for pairs in lists.terms(work, language).values() for pair in pairs]
    return ComposeForm().offer(lists.kinds(work, language), every, markets)


def ids_in(values: Iterable[str]) -> tuple[UUID, ...]:
    """Return the ids among what was sent, each once; what is none is left out."""
    found = []
    for value in list(values)[:MOST_NAMED]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def term_groups(work: Work, form: ComposeForm) -> list[tuple[str, list[Any]]]:
    """Return the boxes of the terms, by list."""
    boxes = {option.data: option for option in form.terms}
    return [
        (gettext(TERM_NAMES[kind]), [boxes[value] for value, _ in pairs if value in boxes])
        for kind, pairs in lists.terms(work, current_language()).items()
        if pairs
    ]


def may_edit(work: Work, draft: Draft) -> bool:
    """Return whether the reader may compose here, or only look."""
    return policy.can_edit(work.actor, gallery_id=draft.showcase.gallery_id)


def _page(
    draft: Draft,
    form: ComposeForm,
    earlier: list[Proposal],
    named: tuple[tuple[UUID, ...], tuple[UUID, ...]],
) -> str:
    work = current_work()
    keep, drop = (cards.by_ids(work, list(ids), current_language()) for ids in named)
    return render_template(
        "composing/show.html",
        showcase=draft.showcase,
        form=form,
        earlier=earlier,
        kept=keep,
        dropped=drop,
        term_groups=term_groups(work, form),
        may_edit=may_edit(work, draft),
    )
