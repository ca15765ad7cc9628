"""A product's page."""

from datetime import datetime

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work
from catalog.kernel.text import Language
from catalog.products.queries.find import Withdrawn, get_page
from catalog.products.queries.page import ProductPage
from catalog.products.queries.related import related, similar
from catalog.products.views import linked, words
from catalog.products.views.slots import SHOWCASES_OF_PRODUCT, filled
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.templating import absolute, money, public_url
from catalog.web.work import current_work

bp = Blueprint("products", __name__)
_GONE = 410


@bp.get("/produk/<slug>")
@public
@cached_page
def show(slug: str) -> ResponseReturnValue:
    """Show a product; its owner and curators also see what is not public."""
    work, language = current_work(), current_language()
    try:
        page = get_page(work, slug, language)
    except Withdrawn as gone:
        cards = similar(work, gone.category_id, language)
        return render_template("products/gone.html", name=gone.name, similar=cards), _GONE
    body = render_template("products/show.html", **context_of(work, page, language))
    return body if page.is_public else unshared(body)


def context_of(work: Work, page: ProductPage, language: Language) -> dict[str, object]:
    """Return everything that a product's page is drawn from."""
    own, alike = related(work, page.id, page.maker.id, page.category_id, language)
    address = public_url("products.show", slug=page.slug)
    return {
        "page": page,
        "now": work.now,
        "own": own,
        "similar": alike,
        "showcases": filled(SHOWCASES_OF_PRODUCT, work, page.id),
        "share_url": linked.share_url(_share_text(page, address)),
        "share_image": linked.share_image(page),
        "linked_data": linked.product(page, address),
        "crumbs_data": linked.crumbs(linked.trail(page)),
        "trail": linked.trail(page),
        **_words(page, work.now),
    }


def _words(page: ProductPage, now: datetime) -> dict[str, object]:
    """Return what the templates say about amounts and times."""
    path = f"/p/{page.code}"
    return {
        "cells": words.export_cells(page),
        "export_title": words.EXPORT_TITLE,
        "lead": words.days(page.lead_days),
        "left": lambda stock: words.left(stock, page.unit),
        "ago": lambda moment: words.ago(moment, now),
        "pieces": words.pieces,
        "quantity": words.quantity,
        "approximate": words.whole(page.approximate) if page.approximate else "",
        "term_labels": words.TERM_LABELS,
        "short_path": path,
        "short_url": absolute(path, "id"),
    }


def _share_text(page: ProductPage, address: str) -> str:
    said = {"name": page.words.name, "maker": page.maker.name, "address": address}
    if page.price is None:
        return str(gettext("%(name)s by %(maker)s: %(address)s", **said))
    price = f"{money(page.price)}/{page.unit}"
    return str(gettext("%(name)s by %(maker)s, %(price)s: %(address)s", **said, price=price))


def unshared(body: str) -> Response:
    """Return a page that no cache and no search engine may keep."""
    response = make_response(body)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
