"""Papers that wait for a verifier: the queue, one paper with all that belongs to it, a decision."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.holds import services as holds
from catalog.holds.queries import holders
from catalog.holds.rules import queue_filters
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.legality.admin.blueprint import bp
from catalog.legality.admin.page import HOLD, page_of
from catalog.legality.forms import DecisionForm, Uploads, received, store
from catalog.legality.models import Document
from catalog.legality.policy import VERIFIERS
from catalog.legality.queries import reopenings
from catalog.legality.queries import wallet as queries
from catalog.legality.queries.verifiers import verifier_name
from catalog.legality.rules import FilePurpose
from catalog.legality.rules.reopening import REASON_NAMES
from catalog.legality.rules.wallet import DECIDED
from catalog.legality.services import files as file_services
from catalog.legality.services import verifying, wallet
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

_FURTHEST = 5000  # papers that one can leaf over


@bp.get("/pengurus/izin")
@staff(*VERIFIERS)
def papers() -> ResponseReturnValue:
    """Show what waits for this officer, the oldest first."""
    after = request.args.get("lewati", "0")
    start = min(int(after), _FURTHEST) if after.isascii() and after.isdigit() else 0
    work = current_work()
    found, total = queries.waiting(work, after=start)
    return render_template(
        "legality/admin/papers.html",
        papers=found,
        total=total,
        start=start,
        page=queries.PAGE,
        held=holders(work, HOLD, [paper.id for paper in found]),
        me=work.actor.user_id,
        put_off=[] if start else queries.put_off(work),
        reopened=[] if start else reopenings.to_look_at(work),
        reasons=REASON_NAMES,
        unanswered=[] if start else reopenings.unanswered(work),
    )


@bp.get("/pengurus/izin/<uuid:document_id>")
@staff(*VERIFIERS)
def paper(document_id: UUID) -> ResponseReturnValue:
    """Show one paper; its files and a sealed number only when asked for."""
    return page_of(queries.get_for_verifier(current_work(), document_id))


@bp.post("/pengurus/izin/<uuid:document_id>")
@staff(*VERIFIERS)
def decide(document_id: UUID) -> ResponseReturnValue:
    """Accept the paper, send it back with a reason, or put it off to a later day."""
    queries.get_for_verifier(current_work(), document_id)
    form = DecisionForm()
    form.offer()
    proofs = received(request.files.getlist("proof"))
    if not form.validate_on_submit() or proofs.problems:
        form.proof.errors = proofs.problems
        return _again(document_id, form, proofs)
    action = request.form.get("action", "")
    if action not in _DEEDS:  # nothing is decided by a key that was hit
        form.form_errors.append(gettext("Choose one of the three buttons."))
        return _again(document_id, form, proofs)
    said, deed = _DEEDS[action]
    work = writing_work()
    document = queries.get_for_verifier(work, document_id)
    try:
        with committed(work):
            deed(work, document, form)
            if proofs.files:
                wallet.add_files(work, document, proofs.files, purpose=FilePurpose.PROOF)
            (holds.close if action == "verify" else holds.release)(work, HOLD, document_id)
    except RuleBroken as error:
        form.mark(error)
        return _again(document_id, form, proofs, is_told=error.message == DECIDED)
    flash(gettext(said))
    asked = queue_filters(request.args)
    return redirect(url_for("desk.queue" if asked else "legality_admin.papers", **asked))


def _verify(work: Work, document: Document, form: DecisionForm) -> None:
    verifying.verify(
        work,
        document,
        form.seen,
        verifier=verifier_name(work, document),
        remark=form.remark.data or "",
        looked_on=form.looked,
    )


def _refuse(work: Work, document: Document, form: DecisionForm) -> None:
    verifying.refuse(
        work,
        document,
        form.seen,
        reason=form.reason.data or "",
        sentence=form.sentence,
        code=form.code,
    )


def _put_off(work: Work, document: Document, form: DecisionForm) -> None:
    remark = form.remark.data or ""
    verifying.put_off(work, document, form.seen, again_on=form.again, remark=remark)


_DEEDS: dict[str, tuple[str, Callable[[Work, Document, DecisionForm], None]]] = {
    "verify": (N_("The paper is verified."), _verify),
    "refuse": (N_("The paper went back."), _refuse),
    "later": (N_("The paper comes back on that day."), _put_off),
}


def _again(
    document_id: UUID, form: DecisionForm, proofs: Uploads, *, is_told: bool = False
) -> ResponseReturnValue:
    """Show the paper as it is by now, with what the officer wrote and what was wrong.

    Only who ``is_told`` that it has changed decides about what stands there now: another mistake
    must not make a paper that was exchanged meanwhile one that somebody has seen.
    """
    document = queries.get_for_verifier(current_work(), document_id)
    kept = {file.key for file in document.files}
    file_services.discard([file for file in proofs.files if file.key not in kept], store=store())
    if is_told:
        form.version.data = str(document.version)
    return page_of(document, form), HTTPStatus.UNPROCESSABLE_ENTITY
