"""Where curators score: the list of what waits, and the sheet of a product."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.curation.admin.blueprint import bp
from catalog.curation.forms import scoring as forms
from catalog.curation.forms.letters import sent_letter
from catalog.curation.forms.origin import EvidenceForm
from catalog.curation.policy import RATERS
from catalog.curation.queries import incidents, scores, waiting
from catalog.curation.queries.letter import letter_of
from catalog.curation.queries.origin import find_places, origin_of
from catalog.curation.queries.scores import Sheet
from catalog.curation.rules.grading import MOST_COMMENT
from catalog.curation.rules.words import (
    ASSESSMENT_NAMES,
    DESTINATION_NAMES,
    EVIDENCE_NAMES,
    GRADE_MEANINGS,
    GROUP_NAMES,
    AssessmentState,
    Group,
)
from catalog.curation.services import scoring as services
from catalog.curation.services.scoring import Incomplete, Typed
from catalog.db.work import Work, committed
from catalog.kernel.clock import wib
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.media.rules import picture_of
from catalog.products.models import Product
from catalog.products.queries.stored import stored
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_PRODUCT = "/pengurus/kurasi/<uuid:product_id>"
_MOST_PAGES = 10_000
LATER = N_("You read the letter once your own score is in, so that nobody is led.")


@bp.get("/pengurus/kurasi")
@staff(*RATERS)
def index() -> ResponseReturnValue:
    """List what waits for scores: discussions first."""
    page = max(1, min(request.args.get("hal", 1, type=int) or 1, _MOST_PAGES))
    found, total = waiting.queue(current_work(), page)
    return render_template(
        "curation/index.html",
        found=found,
        total=total,
        page=page,
        pages=max(1, -(-total // waiting.PER_PAGE)),
        states=ASSESSMENT_NAMES,
    )


@bp.get(_PRODUCT)
@staff(*RATERS)
def score(product_id: UUID) -> ResponseReturnValue:
    """Show a product with the rubric, the own scores and, when they may be seen, the others'."""
    return _page(current_work(), product_id)


@bp.post(f"{_PRODUCT}/simpan")
@staff(*RATERS)
def save(product_id: UUID) -> ResponseReturnValue:
    """Keep a draft."""
    typed = _typed(product_id)
    try:
        _do(product_id, lambda work, product: services.save(work, product, typed))
    except RuleBroken as error:
        return _page(current_work(), product_id, typed, error)
    flash(gettext("Your draft is saved. Nobody else sees it."))
    return _back(product_id)


@bp.post(f"{_PRODUCT}/otomatis")
@staff(*RATERS)
def autosave(product_id: UUID) -> ResponseReturnValue:
    """Keep a draft while one types; answers with the next revision, or why it was not kept."""
    typed = _typed(product_id)
    try:
        rating = _do(product_id, lambda work, product: services.save(work, product, typed))
    except RuleBroken as error:
        return jsonify(error=gettext(error.message, **error.values)), HTTPStatus.CONFLICT
    words = gettext("Saved %(time)s", time=f"{wib(rating.saved_at):%H.%M}")
    return jsonify(revision=rating.revision, words=words)


@bp.post(f"{_PRODUCT}/kirim")
@staff(*RATERS)
def send(product_id: UUID) -> ResponseReturnValue:
    """Lock the score and let it count; what is still open is said at its place."""
    typed = _typed(product_id)
    language = current_language()
    try:
        _do(product_id, lambda work, product: services.send(work, product, typed, language))
    except RuleBroken as error:
        return _page(current_work(), product_id, typed, error)
    flash(gettext("Your score is sent and locked."))
    return _back(product_id)


@bp.post(f"{_PRODUCT}/ubah")
@staff(*RATERS)
def revise(product_id: UUID) -> ResponseReturnValue:
    """Open the own score again."""
    return _pressed(
        product_id,
        services.revise,
        gettext("Open again. What you sent counts until you send the new one."),
    )


@bp.post(f"{_PRODUCT}/ulang")
@staff(*RATERS)
def judge_again(product_id: UUID) -> ResponseReturnValue:
    """Begin a new judgement."""
    reason = clean_line(request.form.get("reason", ""))
    return _pressed(
        product_id,
        lambda work, product: services.judge_again(work, product, reason),
        gettext("A new judgement has begun, with today's rubric."),
    )


@bp.post(f"{_PRODUCT}/surat")
@staff(*RATERS)
def letter(product_id: UUID) -> ResponseReturnValue:
    """Send the letter to the vendor as a PDF; who took it is noted.

    It tells what others gave, so a curator has it no sooner than their scores.
    """
    work = current_work()
    product = scores.get_product(work, product_id)
    if scores.open_sheet(work, product).summary.grade is None:
        return _page(work, product_id, None, RuleBroken(LATER))
    return sent_letter(product.id)


def _typed(product_id: UUID) -> Typed:
    """Return what the sheet holds, for whom it is meant."""
    work = current_work()
    sheet = scores.open_sheet(work, scores.get_product(work, product_id))
    return forms.read(request.form, sheet.items)


def _do(product_id: UUID, deed: Callable[[Work, Product], Any]) -> Any:  # noqa: ANN401
    work = writing_work()
    with committed(work):
        return deed(work, scores.get_product(work, product_id))


def _pressed(
    product_id: UUID, deed: Callable[[Work, Product], object], done: str
) -> ResponseReturnValue:
    scores.get_product(current_work(), product_id)
    try:
        _do(product_id, deed)
    except RuleBroken as error:
        return _page(current_work(), product_id, None, error)
    flash(done)
    return _back(product_id)


def _back(product_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("curation_admin.score", product_id=product_id), HTTPStatus.SEE_OTHER)


def _page(
    work: Work, product_id: UUID, typed: Typed | None = None, error: RuleBroken | None = None
) -> ResponseReturnValue:
    return show_sheet(work, scores.get_product(work, product_id), typed=typed, error=error)


def show_sheet(
    work: Work,
    product: Product,
    *,
    typed: Typed | None = None,
    error: RuleBroken | None = None,
    evidence: EvidenceForm | None = None,
) -> ResponseReturnValue:
    """Return the page of a product; what was refused stands in it as it was typed."""
    sheet = scores.open_sheet(work, product)
    history = scores.decisions(work, product.id)
    body = render_template(
        "curation/score.html",
        **words(),
        sheet=sheet,
        product=product,
        vendor=product.vendor,
        name=stored(work, product).get("name") or product.code,
        lines=typed.lines if typed else sheet.lines,
        note=typed.note if typed else _note_of(sheet),
        groups=_groups(sheet),
        problems=_problems(error),
        refused=gettext(error.message, **error.values) if error else "",
        refused_at=error.field or "" if error else "",
        is_refused=typed is not None,
        most_comment=MOST_COMMENT,
        history=history,
        letter=letter_of(work, history[0]) if history else None,
        origin=origin_of(work, product, current_language()),
        evidence=(evidence or EvidenceForm(formdata=None)).offer(),
        places=find_places(work, clean_line(request.args.get("desa", ""))),
        asked_place=clean_line(request.args.get("desa", ""))[:60],
        incidents=incidents.open_of_product(work, product),
        pictures=[picture_of(each.image) for each in product.images],
        may_again=_may_again(sheet),
    )
    is_wrong = error is not None or bool(evidence and evidence.errors)
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK


def _may_again(sheet: Sheet) -> bool:
    known = sheet.assessment
    return known is not None and known.state in {AssessmentState.DECIDED, AssessmentState.SINGLE}


def words() -> Mapping[str, object]:
    """Return what pages about scores call things."""
    return {
        "group_names": GROUP_NAMES,
        "grade_meanings": GRADE_MEANINGS,
        "destination_names": DESTINATION_NAMES,
        "states": ASSESSMENT_NAMES,
        "evidence_names": EVIDENCE_NAMES,
    }


def _note_of(sheet: Sheet) -> str:
    filled = sheet.draft or sheet.mine
    return filled.note if filled else ""


def _groups(sheet: Sheet) -> list[tuple[Group, list[Any]]]:
    return [
        (group, [item for item in sheet.items if item.group is group])
        for group in Group
        if any(item.group is group for item in sheet.items)
    ]


def _problems(error: RuleBroken | None) -> dict[str, str]:
    """Return what is still open, by the criterion's key."""
    if not isinstance(error, Incomplete):
        return {}
    return {
        each.field: gettext(each.message, **each.values) for each in error.problems if each.field
    }
