"""The builder: the screen, what is typed, what is moved, what is put in."""

from dataclasses import replace
from http import HTTPStatus
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.forms import say
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.admin.frame import (
    Said,
    answer,
    context,
    prints,
    screen,
    selected,
    wants_json,
)
from catalog.showcases.forms.showing import saved_search
from catalog.showcases.queries.drafts import get_editable, get_readable
from catalog.showcases.rules.arranging import GONE
from catalog.showcases.rules.content import BlockKind, Content
from catalog.showcases.rules.deeds import Deed, deed_of
from catalog.showcases.rules.editing import Edited, apply
from catalog.showcases.services import building, drafting
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_ONE = "/pengurus/etalase/<uuid:showcase_id>"
SAVED = N_("Saved.")
NOT_SAVED = N_("Not everything is saved. Look at the marked fields.")
MEANWHILE = N_("Another curator wrote into the same field meanwhile. Both texts are shown.")
PUT_IN = N_("Put in.")
_NOT_TYPED = frozenset({"csrf_token", "prints", "deed", "bagian", "cari", "lebih", "after"})


@bp.get(_ONE)
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def build(showcase_id: UUID) -> ResponseReturnValue:
    """Show the working copy with everything to choose from."""
    work = current_work()
    draft = get_readable(work, showcase_id)
    if wants_json():
        return answer(work, draft, selected(draft), Said())
    return screen(work, draft, selected(draft))


@bp.get(f"{_ONE}/pustaka")
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def library(showcase_id: UUID) -> ResponseReturnValue:
    """Show the products that a search finds, as a part of the builder."""
    work = current_work()
    draft = get_readable(work, showcase_id)
    return render_template("showcases/admin/_library.html", **context(work, draft, selected(draft)))


@bp.post(f"{_ONE}/kepala")
@staff(Role.CURATOR)
def edit_head(showcase_id: UUID) -> ResponseReturnValue:
    """Save title, lead, note and name."""
    return _edit(showcase_id, None)


@bp.post(f"{_ONE}/bagian/<uuid:block_id>")
@staff(Role.CURATOR)
def edit_block(showcase_id: UUID, block_id: UUID) -> ResponseReturnValue:
    """Save the words and settings of a part, then do what its button says."""
    return _edit(showcase_id, block_id)


@bp.post(f"{_ONE}/susun")
@staff(Role.CURATOR)
def arrange(showcase_id: UUID) -> ResponseReturnValue:
    """Add, move, take out or bring back."""
    get_editable(current_work(), showcase_id)
    try:
        deed = deed_of(request.form.get("deed", ""), request.form)
        return _do(showcase_id, deed)
    except RuleBroken as error:
        return _refused(showcase_id, error)


@bp.post(f"{_ONE}/karya")
@staff(Role.CURATOR)
def put_in(showcase_id: UUID) -> ResponseReturnValue:
    """Put a product into the part before the curator's eyes; a new part when there is none."""
    get_editable(current_work(), showcase_id)
    try:
        product_id = UUID(request.form.get("karya", ""))
    except ValueError:
        return _refused(showcase_id, RuleBroken(N_("Choose a product.")))
    work = writing_work()
    try:
        with committed(work):
            block_id = building.put_product(
                work,
                showcase_id,
                product_id,
                into=_chosen("ke"),
                may_take_out="hanya" not in request.form,
            )
    except RuleBroken as error:
        return _refused(showcase_id, error)
    work = current_work()
    draft = get_editable(work, showcase_id)
    return answer(work, draft, draft.content.find(block_id), Said(message=say(RuleBroken(PUT_IN))))


@bp.post(f"{_ONE}/bagian/<uuid:block_id>/bekukan")
@staff(Role.CURATOR)
def freeze(showcase_id: UUID, block_id: UUID) -> ResponseReturnValue:
    """Take what a saved search finds now as the pieces of its part."""
    work = current_work()
    block = get_editable(work, showcase_id).content.find(block_id)
    if block is None or block.kind is not BlockKind.SEARCH or not block.settings.query:
        return _refused(showcase_id, RuleBroken(GONE))
    found = saved_search().find(
        work, block.settings.query, block.settings.limit, str(current_language())
    )
    work = writing_work()
    try:
        with committed(work):
            building.freeze(work, showcase_id, block_id, found)
    except RuleBroken as error:
        return _refused(showcase_id, error)
    work = current_work()
    draft = get_editable(work, showcase_id)
    return answer(work, draft, draft.content.find(block_id), Said(message=say(RuleBroken(SAVED))))


def _edit(showcase_id: UUID, block_id: UUID | None) -> ResponseReturnValue:
    before = get_editable(current_work(), showcase_id).stamps
    typed, seen = _typed(), prints()
    try:
        deed = deed_of(word, request.form) if (word := request.form.get("deed", "")) else None
    except RuleBroken as error:
        return _refused(showcase_id, error, typed)
    edited: list[Edited] = []

    def write(content: Content) -> Content:
        edited.append(apply(content, block_id, typed, seen))
        return edited[-1].content

    work = writing_work()
    try:
        with committed(work):
            drafting.change(work, showcase_id, write)
    except RuleBroken as error:
        return _refused(showcase_id, error, typed)
    found = edited[-1]
    if deed is not None and not found.errors and not found.conflicts:
        try:
            return _do(showcase_id, deed)
        except RuleBroken as error:
            return _refused(showcase_id, error, typed)
    said = Said(typed=typed, edited=found, stamps=before)
    return _edited(showcase_id, block_id, said, found)


def _edited(
    showcase_id: UUID, block_id: UUID | None, said: Said, found: Edited
) -> ResponseReturnValue:
    work = current_work()
    draft = get_editable(work, showcase_id)
    block = draft.content.find(block_id) if block_id else None
    status, message = HTTPStatus.OK, SAVED
    if found.errors:
        status, message = HTTPStatus.UNPROCESSABLE_ENTITY, NOT_SAVED
    if found.conflicts:
        status, message = HTTPStatus.CONFLICT, MEANWHILE
    words = say(RuleBroken(message))
    is_whole = status is HTTPStatus.OK
    said = replace(said, message=words, refused="" if is_whole else words, status=status)
    return answer(work, draft, block, said)


def _do(showcase_id: UUID, deed: Deed) -> ResponseReturnValue:
    work = writing_work()
    with committed(work):
        drafting.change(work, showcase_id, deed.change)
    work = current_work()
    draft = get_editable(work, showcase_id)
    block = draft.content.find(deed.block_id) if deed.block_id else None
    message = say(RuleBroken(deed.message or SAVED))
    return answer(work, draft, block, Said(message=message, undo=deed.undo))


def _refused(
    showcase_id: UUID, error: RuleBroken, typed: dict[str, str] | None = None
) -> ResponseReturnValue:
    """Show the builder with the sentence; texts typed into a part that is gone are shown too."""
    work = current_work()
    draft = get_editable(work, showcase_id)
    block = selected(draft)
    lost = {name: text for name, text in (typed or {}).items() if text.strip()}
    is_gone = error.message == GONE
    status = HTTPStatus.CONFLICT if is_gone else HTTPStatus.UNPROCESSABLE_ENTITY
    said = Said(refused=say(error), lost=lost, status=status)
    return answer(work, draft, block, said)


def _typed() -> dict[str, str]:
    """Return each input with the last value that was sent for it (a ticked box comes second)."""
    return {
        name: request.form.getlist(name)[-1]
        for name in request.form
        if name not in _NOT_TYPED and not name.startswith("to-")
    }


def _chosen(name: str) -> UUID | None:
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        return None
