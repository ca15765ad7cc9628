"""One product before the officers: look, publish, ask for changes, turn down."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.holds.rules import queue_filters
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, LocalText, clean_block, clean_line
from catalog.products.admin.blueprint import bp
from catalog.products.admin.slots import guards, panels
from catalog.products.admin.typed import day
from catalog.products.forms import EmptyForm, say
from catalog.products.models import ReviewRound
from catalog.products.queries import checking, guidance
from catalog.products.queries.diffs import diff_of, facts_of
from catalog.products.queries.editing import Desk, open_desk
from catalog.products.queries.papers import gaps
from catalog.products.queries.reviews import get_round
from catalog.products.queries.rounds import story_of
from catalog.products.rules.limits import DAYS_TO_ANSWER, MAX_ROUNDS
from catalog.products.rules.review import Note, Outcome
from catalog.products.rules.rounds import photos_of
from catalog.products.rules.steps import LABELS
from catalog.products.services import changes, review
from catalog.products.services.review import Wish
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_ROUND = "/pengurus/produk/<uuid:round_id>"
_PHOTO = "photo-"  # a note at a photograph: this, and the picture's id
_OTHER = "other"  # the reason of a note in an officer's own words alone
Deed = Callable[[Work, ReviewRound, int], object]


@bp.get("/pengurus/produk")
@staff(Role.CURATOR, Role.DINAS, Role.AUDITOR)
def index() -> ResponseReturnValue:
    """Lead to the queue, where products wait beside everything else."""
    return redirect(url_for("desk.queue", jenis="produk"), HTTPStatus.SEE_OTHER)


@bp.get(_ROUND)
@staff(Role.CURATOR, Role.DINAS)
def decide(round_id: UUID) -> ResponseReturnValue:
    """Show what lies before the officers, with a place for a note at every field."""
    work = current_work()
    return _page(work, get_round(work, round_id))


@bp.post(f"{_ROUND}/terbit")
@staff(Role.CURATOR, Role.DINAS)
def publish(round_id: UUID) -> ResponseReturnValue:
    """Publish the product, or apply the change."""
    shown = request.form.get("shown", "")

    def deed(work: Work, found: ReviewRound, seen: int) -> None:
        review.publish(work, found, seen=seen, shown=shown, guards=guards())

    return _do(round_id, deed, N_("Published."))


@bp.post(f"{_ROUND}/perbaiki")
@staff(Role.CURATOR, Role.DINAS)
def ask_changes(round_id: UUID) -> ResponseReturnValue:
    """Give it back with what shall be mended."""

    def deed(work: Work, found: ReviewRound, seen: int) -> None:
        review.ask_changes(work, found, _wish(work, found), seen=seen)

    return _do(round_id, deed, N_("Sent back with your notes."))


@bp.post(f"{_ROUND}/tolak")
@staff(Role.CURATOR, Role.DINAS)
def turn_down(round_id: UUID) -> ResponseReturnValue:
    """Refuse it, with the reason."""

    def deed(work: Work, found: ReviewRound, seen: int) -> None:
        review.turn_down(work, found, _message(), seen=seen)

    return _do(round_id, deed, N_("Turned down; the vendor has been told why."))


def _do(round_id: UUID, deed: Deed, done: str) -> ResponseReturnValue:
    get_round(current_work(), round_id)
    seen = request.form.get("version", 0, type=int) or 0
    work = writing_work()
    found = get_round(work, round_id, lock=True)
    try:
        with committed(work):
            deed(work, found, seen)
    except RuleBroken as error:
        return _page(work, get_round(work, round_id), error)
    flash(gettext(done))
    return redirect(url_for("desk.queue", **queue_filters(request.args)), HTTPStatus.SEE_OTHER)


def _message() -> str:
    return clean_block(request.form.get("message", ""))


def _wish(work: Work, found: ReviewRound) -> Wish:
    desk = open_desk(work, found.product, current_language())
    places = {*desk.fields, *(f"{_PHOTO}{key}" for key in photos_of(desk.values))}
    words = {each.code: each.text for each in guidance.templates(work)}
    notes = []
    for name in request.form:
        kind, _, field = name.partition(":")
        if kind != "why" or field not in places:
            continue
        reason = request.form.get(name, "")
        said = clean_line(request.form.get(f"say:{field}", ""))
        if reason or said:
            notes.append(_note(field, reason or _OTHER, said, words.get(reason)))
    return Wish(notes, _message(), day("due_on"))


def _note(field: str, reason: str, said: str, words: LocalText | None) -> Note:
    told = words or LocalText()
    if field.startswith(_PHOTO):
        return Note("photos", UUID(field.removeprefix(_PHOTO)), reason, said, told)
    return Note(field, None, reason, said, told)


def _page(work: Work, found: ReviewRound, refused: RuleBroken | None = None) -> ResponseReturnValue:
    language = current_language()
    desk: Desk = open_desk(work, found.product, language)
    limits = guidance.limits(work)
    is_waiting = found.outcome is Outcome.WAITING
    body = render_template(
        "products/manage/decide.html",
        found=found,
        desk=desk,
        product=found.product,
        vendor=found.product.vendor,
        change=found.change,
        diff=diff_of(work, desk) if found.change_id else [],
        facts=facts_of(work, desk),
        papers=gaps(work, desk, language),
        shown=changes.print_of(found.change, desk.live) if found.change else "",
        story=story_of(work, desk, found),
        offers=checking.offers(work, desk),
        doubles=checking.doubles(work, desk),
        alike=checking.alike(work, desk, language),
        hints=checking.hints(work, desk, language),
        most_rounds=limits[MAX_ROUNDS],
        days_to_answer=limits[DAYS_TO_ANSWER],
        may_exceed=work.actor.has(Role.ADMIN),
        labels=LABELS,
        typed=request.form,
        refused=say(refused) if refused else "",
        refused_at=(refused.field or "") if refused else "",
        is_waiting=is_waiting,
        decided=checking.decided(work, found),
        stops=review.refusals(work, found, guards()) if is_waiting else [],
        panels=panels(work, found.product_id, language),
        filters=queue_filters(request.args),
        form=EmptyForm(),
    )
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
