"""Asking a maker by WhatsApp. The number never stands on a page: the server leads there."""

from http import HTTPStatus

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts.rules import address_group
from catalog.db.work import committed
from catalog.inquiries import queries, rules, services
from catalog.inquiries.forms import AskForm
from catalog.inquiries.queries import Asked
from catalog.kernel.errors import RuleBroken
from catalog.settings import Settings
from catalog.web.access import public
from catalog.web.headers import POLICY
from catalog.web.limits import allow
from catalog.web.locale import current_language
from catalog.web.templating import public_url
from catalog.web.work import current_work, writing_work

bp = Blueprint("inquiries", __name__)


@bp.route("/tanya/<code>", methods=["GET", "POST"])
@public
def ask(code: str) -> ResponseReturnValue:
    """Show what will be asked; on POST count the question and lead to WhatsApp."""
    asked = queries.get_asked(current_work(), code, current_language())
    form = AskForm()
    if form.validate_on_submit():
        try:
            return _lead_on(asked, form)
        except RuleBroken as error:
            form.mark(error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_submitted() else HTTPStatus.OK
    return _page(asked, form, status)


def _lead_on(asked: Asked, form: AskForm) -> ResponseReturnValue:
    if form.website.data:  # a machine; it is not told
        return redirect(public_url("products.show", slug=asked.card.slug), HTTPStatus.SEE_OTHER)
    work = writing_work()
    with committed(work):
        allow(work, f"inquiry:{address_group(work.address)}", per=rules.WINDOW, most=rules.ASKS)
        services.log_whatsapp(work, asked, language=current_language(), quantity=form.quantity.data)
    if asked.is_sample:
        return _page(asked, form, HTTPStatus.OK, is_done=True)
    return redirect(rules.whatsapp_url(asked.phone, _text(asked, form)), HTTPStatus.SEE_OTHER)


def _text(asked: Asked, form: AskForm) -> str:
    said = {
        "maker": asked.card.vendor,
        "name": asked.card.name,
        "address": public_url("products.show", slug=asked.card.slug),
        "site": current_app.config["SITE_NAME"],
    }
    lines = [gettext("Hello %(maker)s, I saw %(name)s on %(site)s: %(address)s", **said)]
    if form.quantity.data:
        lines.append(gettext("I am interested in %(number)s.", number=form.quantity.data))
    lines.append(form.note.data or gettext("Is it still available?"))
    return "\n".join(lines)


def _page(asked: Asked, form: AskForm, status: HTTPStatus, *, is_done: bool = False) -> Response:
    settings: Settings = current_app.extensions["catalog_settings"]
    response = make_response(
        render_template(
            "inquiries/ask.html",
            asked=asked,
            form=form,
            text=_text(asked, form),
            is_done=is_done,
            is_over=request.method == "POST" and not is_done,
            site=settings.site_name,
        ),
        status,
    )
    response.headers["Cache-Control"] = "no-store"
    # Browsers ask the policy about where a form's answer leads as well.
    response.headers["Content-Security-Policy"] = POLICY.replace(
        "form-action 'self'", "form-action 'self' https://wa.me https://api.whatsapp.com"
    )
    return response
