"""Papers that wait for a verifier: the queue, one paper beside its pictures, the decision."""

import base64
from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.vault import VaultError
from catalog.legality.admin.blueprint import bp
from catalog.legality.forms import DecisionForm, received, store
from catalog.legality.models import Document
from catalog.legality.policy import VERIFIERS
from catalog.legality.queries import choices, reopenings
from catalog.legality.queries import wallet as queries
from catalog.legality.queries.hands import is_last_hand
from catalog.legality.queries.requirements import checker, examine_number
from catalog.legality.rules import DocumentState, FileKind, FilePurpose
from catalog.legality.rules.numbers import Examination, NumberContext
from catalog.legality.rules.reopening import REASON_NAMES
from catalog.legality.rules.wallet import shown_state
from catalog.legality.services import files as file_services
from catalog.legality.services import opening, verifying, wallet
from catalog.taxonomy.queries import place_names
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.private import private_file
from catalog.web.work import current_work, writing_work

_FURTHEST = 5000  # papers that one can leaf over


@dataclass(frozen=True, slots=True)
class _Look:
    """What an officer asked to see: noted, and only on this one page."""

    number: str
    pictures: dict[UUID, str]
    problem: str


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
        reopened=[] if start else reopenings.to_look_at(work),
        reasons=REASON_NAMES,
        unanswered=[] if start else reopenings.unanswered(work),
    )


@bp.get("/pengurus/izin/<uuid:document_id>")
@staff(*VERIFIERS)
def paper(document_id: UUID) -> ResponseReturnValue:
    """Show one paper; its pictures and a sealed number only when asked for."""
    work = current_work()
    return _page(queries.get_for_verifier(work, document_id))


@bp.post("/pengurus/izin/<uuid:document_id>/lihat")
@staff(*VERIFIERS)
def look(document_id: UUID) -> ResponseReturnValue:
    """Show the page with the pictures and the whole number; every look is noted."""
    work = writing_work()
    document = queries.get_for_verifier(work, document_id)
    seen, number, problem = {}, "", ""
    with committed(work):
        try:
            seen = {
                file.id: opening.open_file(work, document, file, store=store())
                for file in document.files
                if file.kind is FileKind.JPEG
            }
            number = opening.open_number(work, document) if document.type.is_personal else ""
        except (file_services.FileDamaged, VaultError):
            problem = gettext(file_services.UNREADABLE)
    look = _Look(number, {each: _inline(data) for each, data in seen.items()}, problem)
    return _page(queries.get_for_verifier(current_work(), document_id), look=look)


@bp.post("/pengurus/izin/<uuid:document_id>/berkas/<uuid:file_id>")
@staff(*VERIFIERS)
def paper_file(document_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Send a file of a paper that this officer may decide about; noted."""
    work = writing_work()
    document = queries.get_for_verifier(work, document_id)
    file = queries.get_file(document, file_id)
    name, kind = file_services.safe_name(file, document.type_code), file.kind
    try:
        with committed(work):
            data = opening.open_file(work, document, file, store=store())
    except file_services.FileDamaged as error:
        flash(gettext(error.message), "warn")
        return redirect(url_for("legality_admin.paper", document_id=document_id))
    return private_file(data, opening.CONTENT_TYPES[kind], name, is_shown=kind is FileKind.JPEG)


@bp.post("/pengurus/izin/<uuid:document_id>")
@staff(*VERIFIERS)
def decide(document_id: UUID) -> ResponseReturnValue:
    """Accept the paper or send it back with a reason."""
    queries.get_for_verifier(current_work(), document_id)
    form = DecisionForm()
    proofs = received(request.files.getlist("proof"))
    if not form.validate_on_submit() or proofs.problems:
        form.proof.errors = proofs.problems
        return _again(document_id, form)
    is_refusal = request.form.get("action") == "refuse"
    work = writing_work()
    document = queries.get_for_verifier(work, document_id)
    try:
        with committed(work):
            if is_refusal:
                verifying.refuse(work, document, form.seen, reason=form.reason.data or "")
            else:
                remark, verifier = form.remark.data or "", _verifier(work, work.actor, document)
                verifying.verify(work, document, form.seen, verifier=verifier, remark=remark)
            if proofs.files:
                wallet.add_files(work, document, proofs.files, purpose=FilePurpose.PROOF)
    except RuleBroken as error:
        form.mark(error)
        return _again(document_id, form)
    flash(gettext("The paper went back.") if is_refusal else gettext("The paper is verified."))
    return redirect(url_for("legality_admin.papers"))


def _again(document_id: UUID, form: DecisionForm) -> ResponseReturnValue:
    """Show the paper as it is by now, with what the officer wrote and what was wrong."""
    document = queries.get_for_verifier(current_work(), document_id)
    form.version.data = str(document.version)
    return _page(document, form), HTTPStatus.UNPROCESSABLE_ENTITY


def _verifier(work: Work, actor: Actor, document: Document) -> str:
    """Return the office that answers for it, as the public reads it; never a person's name."""
    if actor.has(Role.DINAS) and not actor.has(Role.ADMIN):
        served = f"{document.vendor.served_by}."
        codes = [code for code in actor.region_codes if served.startswith(f"{code}.")]
        place = place_names(work.session).get(max(codes, key=len, default=""), "")
        return f"Dinas {place}".strip()
    return "Pengelola"


def _page(
    document: Document, form: DecisionForm | None = None, *, look: _Look | None = None
) -> str:
    work, kind = current_work(), document.type
    if form is None:
        form = DecisionForm(formdata=None)
        form.version.data = str(document.version)
    number = (look.number if look else "") or document.number
    is_whole = not kind.is_personal or bool(look and look.number)
    return render_template(
        "legality/admin/paper.html",
        document=document,
        kind=kind,
        number=number,
        look=look,
        form=form,
        examination=_examined(work, document, number) if is_whole else None,
        checker=checker(kind, number if is_whole else "", current_language()),
        state=shown_state(document.state, document.valid_until, wib_date(work.now)),
        is_waiting=document.state is DocumentState.PENDING,
        own_sending=verifying.OWN_SENDING if is_last_hand(work, document.id) else "",
        covered=choices.covered(work, document, current_language()),
        pictures=look.pictures if look else {},
        history=queries.history(work, document.id),
        reopened=reopenings.of_paper(work, document.id),
        reasons=REASON_NAMES,
    )


def _examined(work: Work, document: Document, number: str) -> Examination:
    context = NumberContext(
        language=current_language(),
        region_code=document.vendor.region_code,
        category_slugs=choices.slugs_with_ancestors(
            work, frozenset(link.category_id for link in document.categories)
        ),
        issued_on=document.issued_on,
        valid_until=document.valid_until,
    )
    return examine_number(work, document.type_code, number, context)


def _inline(data: bytes) -> str:
    """Return a picture as part of the page, so that it has no address of its own."""
    return "data:image/jpeg;base64," + base64.b64encode(data).decode()
