"""Pages of the curated showcases."""

from datetime import date, timedelta
from http import HTTPStatus

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts.rules import address_group
from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.products.views.slots import SHOWCASES_OF_PRODUCT, SHOWCASES_OF_VENDOR
from catalog.showcases import queries
from catalog.showcases.forms import RemarkForm, choices
from catalog.showcases.forms.showing import context_of, saved_search
from catalog.showcases.queries.preview import Opened, open_preview
from catalog.showcases.rules.checking import name_of
from catalog.showcases.rules.eligibility import Refusal, filled
from catalog.showcases.services.commenting import say_from_outside
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.limits import allow
from catalog.web.locale import current_language
from catalog.web.templating import day
from catalog.web.work import current_work, writing_work

bp = Blueprint("showcases", __name__)

OTHERS = 2  # further showcases named at the end of one
_REMARKS, _PER = 10, timedelta(hours=1)  # of one place on the network
_OUTSIDE = "/pratinjau/<token>"


def init_app(app: Flask) -> None:
    """Let product and maker pages name the showcases that hold them."""
    app.extensions[SHOWCASES_OF_PRODUCT] = queries.list_of_product
    app.extensions[SHOWCASES_OF_VENDOR] = queries.list_of_vendor
    app.jinja_env.filters["why"] = why


@bp.get("/etalase")
@public
@cached_page
def index() -> ResponseReturnValue:
    """Show the running showcases, then the archive."""
    work = current_work()
    return render_template(
        "showcases/index.html",
        running=queries.list_running(work),
        archive=queries.list_archive(work),
    )


@bp.get("/etalase/<slug>")
@public
@cached_page
def show(slug: str) -> ResponseReturnValue:
    """Show one showcase; an ended one says so."""
    work = current_work()
    page = queries.get_page(work, slug, current_language(), search=saved_search())
    return render_template(
        "showcases/show.html",
        others=[each for each in queries.list_running(work) if each.id != page.teaser.id][:OTHERS],
        **context_of(page),
    )


@bp.get(_OUTSIDE)
@public
def outside(token: str) -> ResponseReturnValue:
    """Show a working copy to somebody who was sent a link; nothing else of the curators' work."""
    opened = open_preview(current_work(), token)
    return _outside(opened, token, _remark_form(opened, is_filled=False))


@bp.post(f"{_OUTSIDE}/catatan")
@public
def remark(token: str) -> ResponseReturnValue:
    """Take what somebody outside says about it, with a name."""
    opened = open_preview(current_work(), token)
    form = _remark_form(opened)
    if form.validate_on_submit():
        try:
            _keep(token, form)
        except RuleBroken as error:
            form.mark(error)
        else:
            flash(gettext("Thank you. The curators have your remark."))
            return redirect(url_for("showcases.outside", token=token), HTTPStatus.SEE_OTHER)
    return _outside(open_preview(current_work(), token), token, form, is_refused=True)


def _keep(token: str, form: RemarkForm) -> None:
    if form.website.data:  # a machine; it is not told
        return
    work = writing_work()
    with committed(work):
        allow(work, f"remark:{address_group(work.address)}", per=_PER, most=_REMARKS)
        say_from_outside(
            work,
            open_preview(work, token),
            name=form.name.data or "",
            text=form.text.data or "",
            block_id=form.block_id(),
        )


def _remark_form(opened: Opened, *, is_filled: bool = True) -> RemarkForm:
    form = RemarkForm() if is_filled else RemarkForm(formdata=None)
    named = [(str(block.id), gettext(name_of(block))) for block in opened.draft.content.blocks]
    form.block.choices = choices([("", gettext("The whole showcase")), *named])
    return form


def _outside(opened: Opened, token: str, form: RemarkForm, *, is_refused: bool = False) -> Response:
    """Return the page: kept by nobody, found by no search, its address sent to no other site."""
    work = current_work()
    page = queries.get_preview(work, opened.draft, current_language(), search=saved_search())
    body = render_template(
        "showcases/outside.html",
        others=[],
        opened=opened,
        token=token,
        form=form,
        **context_of(page),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    response = make_response(body, status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def why(refusal: Refusal) -> str:
    """Return what keeps a piece away, in the reader's language."""
    values = {
        name: day(value) if isinstance(value, date) else value
        for name, value in filled(refusal, current_language()).items()
    }
    return str(gettext(refusal.words, **values))
