"""What curators say to each other about a showcase, and what came from outside."""

from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.products.forms import EmptyForm
from catalog.showcases import policy
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.forms import CommentForm, choices
from catalog.showcases.queries import comments as queries
from catalog.showcases.queries.drafts import Draft, get_editable, get_readable
from catalog.showcases.rules.checking import name_of
from catalog.showcases.rules.content import Content
from catalog.showcases.services import commenting
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

_ONE = "/pengurus/etalase/<uuid:showcase_id>/komentar"
_MOST_MEANT = 20


@bp.get(_ONE)
@staff(Role.CURATOR, Role.AUDITOR, Role.DINAS)
def comments(showcase_id: UUID) -> ResponseReturnValue:
    """Show all threads, what is open first."""
    draft = get_readable(current_work(), showcase_id)
    form = _form(draft.content, formdata=False)
    form.block.data = request.args.get("bagian", "")
    return _page(draft, form)


@bp.post(_ONE)
@staff(Role.CURATOR)
def say(showcase_id: UUID) -> ResponseReturnValue:
    """Say something about the showcase or a part of it, or answer."""
    draft = get_editable(current_work(), showcase_id)
    form = _form(draft.content)
    answers = _id(request.form.get("answers", ""))
    if form.validate_on_submit():
        try:
            work = writing_work()
            with committed(work):
                remark = commenting.Remark(
                    text=form.text.data or "",
                    block_id=form.block_id(),
                    answers=answers,
                    mentions=_meant(),
                )
                row = commenting.say(work, showcase_id, remark)
                thread = row.parent_id or row.id
        except RuleBroken as error:
            form.mark(error)
        else:
            return redirect(_here(showcase_id, thread), HTTPStatus.SEE_OTHER)
    draft = get_editable(current_work(), draft.showcase.id)
    return _page(draft, form, answers=answers), HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post(f"{_ONE}/<uuid:comment_id>/selesai")
@staff(Role.CURATOR)
def settle(showcase_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Note that nothing is left to do about a thread."""
    _known(current_work(), showcase_id, comment_id)
    work = writing_work()
    try:
        with committed(work):
            commenting.settle(work, showcase_id, comment_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    return redirect(_here(showcase_id, comment_id), HTTPStatus.SEE_OTHER)


@bp.post(f"{_ONE}/<uuid:comment_id>/buka")
@staff(Role.CURATOR)
def reopen(showcase_id: UUID, comment_id: UUID) -> ResponseReturnValue:
    """Take a settled thread up again."""
    _known(current_work(), showcase_id, comment_id)
    work = writing_work()
    with committed(work):
        commenting.reopen(work, showcase_id, comment_id)
    return redirect(_here(showcase_id, comment_id), HTTPStatus.SEE_OTHER)


def _known(work: Work, showcase_id: UUID, comment_id: UUID) -> None:
    get_editable(work, showcase_id)
    if queries.get_comment(work, showcase_id, comment_id) is None:
        raise NotFound


def _form(content: Content, *, formdata: bool = True) -> CommentForm:
    form = CommentForm() if formdata else CommentForm(formdata=None)
    form.block.choices = choices(parts_of(content))
    return form


def parts_of(content: Content) -> list[tuple[str, str]]:
    """Return the parts of a page as choices: value and words."""
    named = [(str(block.id), gettext(name_of(block))) for block in content.blocks]
    return [("", gettext("The whole showcase")), *named]


def _meant() -> list[UUID]:
    found = (_id(typed) for typed in request.form.getlist("meant")[:_MOST_MEANT])
    return [key for key in found if key is not None]


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _here(showcase_id: UUID, comment_id: UUID) -> str:
    anchor = f"k-{comment_id}"
    return url_for("showcases_admin.comments", showcase_id=showcase_id, _anchor=anchor)


def _page(draft: Draft, form: CommentForm, *, answers: UUID | None = None) -> str:
    work, showcase = current_work(), draft.showcase
    return render_template(
        "showcases/admin/comments.html",
        draft=draft,
        showcase=showcase,
        room=None,
        form=form,
        answers=answers,
        plain=EmptyForm(),
        threads=queries.threads(work, showcase.id),
        colleagues=queries.colleagues(work, showcase.gallery_id),
        parts=dict(parts_of(draft.content)),
        meant=request.form.getlist("meant"),
        may_edit=policy.can_edit(work.actor, gallery_id=showcase.gallery_id),
    )
