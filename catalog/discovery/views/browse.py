"""The catalogue: all products, and the products of one category."""

from flask import Blueprint, current_app, g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from catalog.db.engine import NO_WAIT, WRITES
from catalog.db.session import db
from catalog.db.work import Work, committed
from catalog.discovery.queries import results
from catalog.discovery.queries.labels import facet_labels
from catalog.discovery.rules.asking import read
from catalog.discovery.rules.misses import MAX_A_MINUTE, is_robot, worth_noting
from catalog.discovery.services import note_miss
from catalog.discovery.views.engine import engine
from catalog.discovery.views.shape import shape
from catalog.discovery.views.words import in_words
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import NotFound
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.work import current_work

bp = Blueprint("discovery", __name__)
_MINUTE = 60


@bp.get("/produk")
@public
@cached_page
def browse() -> ResponseReturnValue:
    """Show products by text, facets, prices and order."""
    return _page("")


@bp.get("/kategori/<slug>")
@public
@cached_page
def category(slug: str) -> ResponseReturnValue:
    """Show the products of one category, with the same filters."""
    if slug not in facet_labels(current_work().session).facets["category"]:
        raise NotFound
    return _page(slug)


def _page(category_slug: str) -> ResponseReturnValue:
    work, language = current_work(), str(current_language())
    labels = in_words(facet_labels(work.session), language)
    asked = read(request.args.items(multi=True), labels, category=category_slug)
    answer = results.answer(work, engine(), asked, labels, language)
    if answer.is_whole and not answer.total and not asked.has_filters and not asked.category:
        g.missed_search = asked.text
    response = make_response(
        render_template("discovery/browse.html", **shape(work, answer, labels, language))
    )
    if not answer.is_whole:
        # The index may be back in a moment; nobody should keep this page.
        response.headers["Cache-Control"] = "no-store"
    return response


@bp.teardown_request
def _note_miss(_error: BaseException | None) -> None:
    """Count a fruitless search in a transaction of its own, once the page is made."""
    text = g.pop("missed_search", "")
    if not worth_noting(text) or is_robot(request.headers.get("User-Agent", "")):
        return
    now = utc_now()
    recent: list[float] = current_app.extensions.setdefault("catalog_misses", [])
    recent[:] = [moment for moment in recent if now.timestamp() - moment < _MINUTE]
    if len(recent) >= MAX_A_MINUTE:
        return
    recent.append(now.timestamp())
    try:
        with Session(db.engine) as session:
            session.connection(execution_options={WRITES: True, NO_WAIT: True})
            with committed(Work(session=session, now=now)) as work:
                note_miss(work, text, str(current_language()))
    except SQLAlchemyError as error:
        # A count is not worth an error page.
        current_app.logger.warning("search miss not counted: %s", type(error).__name__)
