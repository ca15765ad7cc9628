"""The last screen of the editor: what is missing, what changes, and sending it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.legality.queries.reopenings import of_product
from catalog.products.forms import EmptyForm, say
from catalog.products.manage.autosave import words_of
from catalog.products.manage.blueprint import bp
from catalog.products.manage.frame import step_url
from catalog.products.manage.screen import Place, at
from catalog.products.models import Product
from catalog.products.queries.diffs import diff_of
from catalog.products.queries.editing import open_desk
from catalog.products.queries.hints import hints_of
from catalog.products.queries.papers import gaps
from catalog.products.queries.reviews import answer_of
from catalog.products.rules.hints import Hint
from catalog.products.rules.review import REASONS, ChangeState
from catalog.products.rules.status import Status
from catalog.products.rules.steps import LABELS, STEPS, Step
from catalog.products.services import submitting
from catalog.vendors.policy import Ability
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_PRODUCT = "/usaha/<uuid:vendor_id>/produk/<uuid:product_id>"
Deed = Callable[[Work, Product], object]


@bp.get(f"{_PRODUCT}/periksa")
@manager
def check(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Show what is missing and what will change, with the button that sends it."""
    work = current_work()
    return _page(work, at(work, vendor_id, product_id, Ability.SEE))


@bp.post(f"{_PRODUCT}/periksa")
@manager
def submit(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Send the product, or the change of a live one, to the officers."""
    language = current_language()
    return _do(
        (vendor_id, product_id),
        Ability.SUBMIT,
        lambda work, product: submitting.submit(work, product, language=language),
        N_("Sent. The officers look at it within three working days; you are told here."),
    )


@bp.post(f"{_PRODUCT}/tarik")
@manager
def withdraw(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Take back what lies before the officers."""
    return _do((vendor_id, product_id), Ability.SUBMIT, submitting.withdraw, N_("Taken back."))


@bp.post(f"{_PRODUCT}/batal-ubah")
@manager
def discard(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Give up the pending change; the live product stays as it is."""
    return _do(
        (vendor_id, product_id),
        Ability.SUBMIT,
        submitting.discard,
        N_("The change is given up. Buyers keep seeing the product as it was."),
    )


@bp.post(f"{_PRODUCT}/arsip")
@manager
def archive(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Take the product out of the window."""
    return _do(
        (vendor_id, product_id), Ability.SUBMIT, submitting.archive, N_("Put into the archive.")
    )


@bp.post(f"{_PRODUCT}/kembalikan")
@manager
def restore(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Bring an archived product back as a draft."""
    return _do(
        (vendor_id, product_id), Ability.SUBMIT, submitting.restore, N_("Back among your drafts.")
    )


def _do(ids: tuple[UUID, UUID], ability: Ability, deed: Deed, done: str) -> ResponseReturnValue:
    vendor_id, product_id = ids
    at(current_work(), vendor_id, product_id, ability)
    work = writing_work()
    place = at(work, vendor_id, product_id, ability, lock=True)
    try:
        with committed(work):
            deed(work, place.product)
    except RuleBroken as error:
        return _page(work, at(work, vendor_id, product_id, Ability.SEE), refused=error)
    flash(gettext(done))
    address = url_for("products_manage.check", vendor_id=vendor_id, product_id=product_id)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _page(work: Work, place: Place, refused: RuleBroken | None = None) -> ResponseReturnValue:
    language = current_language()
    desk = open_desk(work, place.product, language)
    whole = desk.completeness(language)
    product = place.product
    diff = diff_of(work, desk)
    body = render_template(
        "products/manage/check.html",
        place=place,
        room=place.vendor,
        product=product,
        desk=desk,
        form=EmptyForm(),
        whole=whole,
        done=whole.done(),
        steps=[(step, gettext(LABELS[step])) for step in STEPS],
        step_url=lambda step: step_url(product.vendor_id, product.id, step),
        words_of=words_of,
        answer=answer_of(work, product.id),
        reasons=REASONS,
        waiting=submitting.waiting_round(work, product.id),
        change=desk.change if desk.change and desk.change.after else None,
        diff=diff,
        reopens=sorted({label for line in diff for label in line.reopens}),
        reopened=of_product(work, product.id),
        papers=gaps(work, desk, language),
        refused=say(refused) if refused else "",
        is_change_open=bool(desk.change and desk.change.state is ChangeState.OPEN),
        Status=Status,
        Step=Step,
        hints=_told(hints_of(work, product, language)),
    )
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def _told(hints: Iterable[Hint]) -> list[str]:
    """Return each sentence once: several photographs may share one."""
    return list(dict.fromkeys(gettext(hint.message, **hint.values) for hint in hints))
