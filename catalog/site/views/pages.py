"""Pages of prose: about, help, privacy. Each is written whole in each language."""

from flask import render_template
from flask.typing import ResponseReturnValue

from catalog.galleries.queries import galleries
from catalog.kernel.text import N_
from catalog.site.queries import figures
from catalog.site.views.blueprint import bp
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.work import current_work


@bp.get("/tentang")
@public
@cached_page
def about() -> ResponseReturnValue:
    """Say what this site is and who stands behind it."""
    return _prose("about", N_("About this catalogue"))


@bp.get("/bantuan", endpoint="help")
@public
@cached_page
def show_help() -> ResponseReturnValue:
    """Explain how to search, visit, ask and buy."""
    return _prose("help", N_("Help"))


@bp.get("/privasi")
@public
@cached_page
def privacy() -> ResponseReturnValue:
    """Say what is stored about a visitor."""
    return _prose("privacy", N_("Privacy"))


def _prose(name: str, title: str) -> str:
    session = current_work().session
    product_count, maker_count = figures.totals(session)
    return render_template(
        f"site/pages/{name}.{current_language()}.html",
        title=title,
        galleries=galleries(session),
        product_count=product_count,
        maker_count=maker_count,
    )
