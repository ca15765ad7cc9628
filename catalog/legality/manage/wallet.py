"""The wallet: what is missing, what is there, one paper with its history."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import RuleBroken
from catalog.kernel.vault import VaultError
from catalog.legality.forms import store, version_of
from catalog.legality.manage.blueprint import Room, bp, enter, paper_url, tell_owner
from catalog.legality.queries import reopenings
from catalog.legality.queries import wallet as queries
from catalog.legality.queries.choices import covered
from catalog.legality.queries.openings import openings
from catalog.legality.queries.requirements import assessment, checker
from catalog.legality.rules import Scope
from catalog.legality.rules.reopening import PART_NAMES
from catalog.legality.rules.requirements import PURPOSE_NAMES, STATE_NAMES, Purpose
from catalog.legality.rules.wallet import shown_state
from catalog.legality.services import confirming, opening
from catalog.legality.services import files as file_services
from catalog.legality.services import wallet as services
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work


@bp.get("/usaha/<uuid:vendor_id>/izin")
@manager
def index(vendor_id: UUID) -> ResponseReturnValue:
    """Show how far the papers are, the next gap first, and all papers."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.PAPERS)
    purpose = _purpose(request.args.get("tujuan", ""))
    return render_template(
        "legality/manage/index.html",
        room=vendor,
        papers=queries.list_papers(work, vendor.id),
        assessment=assessment(work, vendor.id, purpose),
        purpose=purpose,
        purposes=PURPOSE_NAMES,
        state_names=STATE_NAMES,
        types={kind.code: kind for kind in queries.types(work)},
        openings=openings(work, vendor.id, most=10),
        asked=set(reopenings.asked_papers(work, vendor.id)),
    )


def _purpose(text: str) -> Purpose:
    return Purpose(text) if text in set(Purpose) else Purpose.CATALOGUE


@bp.get("/usaha/<uuid:vendor_id>/izin/baru")
@manager
def choose(vendor_id: UUID) -> ResponseReturnValue:
    """Ask which paper it is."""
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.PAPERS)
    held = {paper.type_code for paper in queries.list_papers(work, vendor.id)}
    return render_template(
        "legality/manage/choose.html", room=vendor, types=queries.types(work), held=held
    )


@bp.post("/usaha/<uuid:vendor_id>/izin/baru")
@manager
def begin(vendor_id: UUID) -> ResponseReturnValue:
    """Begin a paper and lead to its form; one begun before is taken up again."""
    work = writing_work()
    vendor = get_managed(work, vendor_id, Ability.PAPERS)
    with committed(work):
        document = services.begin(work, vendor.id, request.form.get("type", "")[:20])
        address = url_for("legality_manage.edit", vendor_id=vendor.id, document_id=document.id)
    return redirect(address)


@bp.get("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>")
@manager
def show(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Show one paper, its files and what became of it."""
    work = current_work()
    return _page(enter(work, vendor_id, document_id))


@bp.post("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/nomor")
@manager
def reveal(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Show the page with the whole of a sealed number; noted."""
    work = writing_work()
    room = enter(work, vendor_id, document_id)
    number, problem = "", ""
    with committed(work):
        try:
            number = opening.open_number(work, room.document)
        except VaultError:
            problem = gettext(file_services.UNREADABLE)
    page = _page(enter(current_work(), vendor_id, document_id), number=number, problem=problem)
    return page, 422 if problem else 200


def _page(room: Room, *, number: str = "", problem: str = "") -> str:
    work, document, kind = current_work(), room.document, room.document.type
    shown = number or document.number  # of a personal type this is its mask
    return render_template(
        "legality/manage/show.html",
        room=room.vendor,
        document=document,
        kind=kind,
        number=shown,
        is_masked=kind.is_personal and not number and bool(document.number),
        problem=problem,
        checker=checker(kind, shown if number or not kind.is_personal else "", current_language()),
        state=shown_state(document.state, document.valid_until, wib_date(work.now)),
        files=[(file, file_services.name(file, vault=work.vault)) for file in document.files],
        history=queries.history(work, document.id),
        scopes=Scope,
        covered=covered(work, document, current_language()),
        is_renewed=queries.newer(work, document.id),
        reopened=reopenings.of_paper(work, document.id),
        part_names=PART_NAMES,
        question=reopenings.question_of(work, document.id),
    )


@bp.post("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/masih-sama")
@manager
def confirm(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Note the owner's yearly word that nothing has changed."""
    work = writing_work()
    room = enter(work, vendor_id, document_id)
    address = paper_url(room.document)
    with committed(work):
        if confirming.confirm(work, room.document):
            tell_owner(work, room.document)
    flash(gettext("Thank you. It is noted; we ask again in a year."))
    return redirect(address, 303)


@bp.post("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/perbarui")
@manager
def renew(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Begin the paper that will take this one's place."""
    work = writing_work()
    room = enter(work, vendor_id, document_id)
    try:
        with committed(work):
            fresh = services.renew(work, room.document)
            address = url_for("legality_manage.edit", vendor_id=vendor_id, document_id=fresh.id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
        return redirect(room.url)
    return redirect(address)


@bp.post("/usaha/<uuid:vendor_id>/izin/<uuid:document_id>/hapus")
@manager
def discard(vendor_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Throw a draft away."""
    work = writing_work()
    room = enter(work, vendor_id, document_id)
    address = paper_url(room.document)
    try:
        with committed(work):
            seen = version_of(request.form.get("version"))
            services.discard(work, room.document, seen, store=store())
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
        return redirect(address)
    flash(gettext("The draft is gone."))
    return redirect(url_for("legality_manage.index", vendor_id=vendor_id))
