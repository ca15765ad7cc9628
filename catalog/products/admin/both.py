"""Two galleries, one pool: who wants to join, and what stands in the other gallery too."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work, committed
from catalog.galleries.queries import galleries
from catalog.galleries.queries.joining import applicants
from catalog.galleries.services import joining
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, clean_block, clean_line
from catalog.products.admin.blueprint import bp
from catalog.products.forms import EmptyForm, say
from catalog.products.queries import crossing as queries
from catalog.products.services import crossing
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work

_HERE = "/pengurus/galeri"
_MAX_WORDS = 600
NO_GALLERY = N_("Choose a gallery from the list.")


@bp.get(_HERE)
@staff(Role.CURATOR)
def both_galleries() -> ResponseReturnValue:
    """Show who wants to join, what was asked of either gallery, and what stands where."""
    return _page()


@bp.post(f"{_HERE}/usaha/<uuid:vendor_id>/<uuid:gallery_id>")
@staff(Role.CURATOR)
def answer_applicant(vendor_id: UUID, gallery_id: UUID) -> ResponseReturnValue:
    """Take a vendor into a gallery, or say why not."""
    waiting = {(each.vendor_id, each.gallery_id) for each in applicants(current_work())}
    if (vendor_id, gallery_id) not in waiting:
        raise NotFound("application")
    yes, words = _answer()

    def deed(work: Work) -> None:
        joining.answer(work, vendor_id, gallery_id, words, is_accepted=yes)

    done = N_("The maker is taken in.") if yes else N_("The maker has been told why not.")
    return _do(deed, done, f"{vendor_id}:{gallery_id}")


@bp.post(f"{_HERE}/produk/<uuid:product_id>")
@staff(Role.CURATOR)
def ask_gallery(product_id: UUID) -> ResponseReturnValue:
    """Ask that a product also stand in another gallery."""
    queries.get_pooled(current_work(), product_id)
    chosen = request.form.get("gallery", "")

    def deed(work: Work) -> None:
        product = queries.get_pooled(work, product_id)
        known = {each.slug: each.id for each in galleries(work.session)}
        if chosen not in known:
            raise RuleBroken(NO_GALLERY, field="gallery")
        crossing.ask(work, product, known[chosen], _words("reason"))

    return _do(deed, N_("Asked; the other gallery has been told."), str(product_id))


@bp.post(f"{_HERE}/produk/<uuid:product_id>/lepas")
@staff(Role.CURATOR)
def leave_gallery(product_id: UUID) -> ResponseReturnValue:
    """Let a product no longer stand in a gallery as a guest."""
    queries.get_pooled(current_work(), product_id)
    chosen = request.form.get("gallery", "")

    def deed(work: Work) -> None:
        product = queries.get_pooled(work, product_id)
        known = {each.slug: each.id for each in galleries(work.session)}
        if chosen not in known:
            raise RuleBroken(NO_GALLERY, field="gallery")
        crossing.end(work, product, known[chosen])

    return _do(deed, N_("It no longer stands there."), str(product_id))


@bp.post(f"{_HERE}/titip/<uuid:crossing_id>")
@staff(Role.CURATOR)
def answer_gallery(crossing_id: UUID) -> ResponseReturnValue:
    """Answer to a wish of the other gallery."""
    queries.get_crossing(current_work(), crossing_id)
    yes, words = _answer()

    def deed(work: Work) -> None:
        crossing.answer(work, queries.get_crossing(work, crossing_id), words, is_accepted=yes)

    done = N_("Accepted; it stands there now.") if yes else N_("Refused, with your reason.")
    return _do(deed, done, str(crossing_id))


@bp.post(f"{_HERE}/titip/<uuid:crossing_id>/tarik")
@staff(Role.CURATOR)
def unask_gallery(crossing_id: UUID) -> ResponseReturnValue:
    """Take a wish back that was not answered yet."""
    queries.get_crossing(current_work(), crossing_id)

    def deed(work: Work) -> None:
        crossing.withdraw(work, queries.get_crossing(work, crossing_id))

    return _do(deed, N_("Taken back."), str(crossing_id))


def _do(deed: Callable[[Work], None], done: str, place: str) -> ResponseReturnValue:
    work = writing_work()
    try:
        with committed(work):
            deed(work)
    except RuleBroken as error:
        return _page(place, error)
    flash(gettext(done))
    return redirect(url_for("products_admin.both_galleries", **_asked()), HTTPStatus.SEE_OTHER)


def _answer() -> tuple[bool, str]:
    return request.form.get("answer_is") == "yes", _words("answer")


def _words(name: str) -> str:
    return clean_block(request.form.get(name, ""))[:_MAX_WORDS]


def _asked() -> dict[str, Any]:
    found = {name: clean_line(request.args.get(name, ""))[:80] for name in ("galeri", "cari")}
    return {name: value for name, value in found.items() if value}


def _page(place: str = "", refused: RuleBroken | None = None) -> ResponseReturnValue:
    """Show the page; what was refused stands open again where it was typed."""
    work, asked = current_work(), _asked()
    number = max(1, min(request.args.get("hal", 1, type=int) or 1, 10_000))
    found, total = queries.pool(
        work, gallery=asked.get("galeri", ""), words=asked.get("cari", ""), page=number
    )
    body = render_template(
        "products/manage/galleries.html",
        applicants=applicants(work),
        crossings=queries.crossings(work),
        found=found,
        total=total,
        page=number,
        pages=max(1, -(-total // queries.PAGE)),
        asked=asked,
        galleries=galleries(work.session),
        decides=_decides(work),
        typed=request.form,
        refused=say(refused) if refused else "",
        refused_at=place,
        form=EmptyForm(),
    )
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def _decides(work: Work) -> frozenset[UUID]:
    if work.actor.has(Role.ADMIN):
        return frozenset(each.id for each in galleries(work.session))
    return work.actor.curated_ids
