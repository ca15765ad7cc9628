"""The first page."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from catalog.db.work import Work
from catalog.galleries.queries import galleries
from catalog.showcases.queries.slots import first_page
from catalog.site.queries import figures, home
from catalog.site.views.blueprint import bp
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.templating import public_url
from catalog.web.work import current_work


@bp.get("/", endpoint="home")
@public
@cached_page
def show() -> ResponseReturnValue:
    """Show what the mall holds and where to begin."""
    return render_template("site/home.html", **context_of(current_work()))


def context_of(work: Work) -> dict[str, Any]:
    """Return what the first page holds at the moment of this unit of work."""
    language = current_language()
    product_count, maker_count = figures.totals(work.session)
    terms, categories = home.hints(work)
    return {
        "product_count": product_count,
        "maker_count": maker_count,
        "hero": home.hero(work),
        "hint_terms": terms,
        "hint_categories": categories,
        "discs": home.discs(work),
        "slots": first_page(work),
        "newest": home.newest(work, language),
        "galleries": [
            (gallery, figures.gallery_share(work.session, gallery.id))
            for gallery in galleries(work.session)
        ],
        "export_rows": home.export_rows(work),
        "structured": _structured(),
    }


def _structured() -> dict[str, object]:
    """Return the schema.org description of the site and its search."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "url": public_url("site.home"),
        "inLanguage": str(current_language()),
        "potentialAction": {
            "@type": "SearchAction",
            "target": public_url("discovery.browse") + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }
