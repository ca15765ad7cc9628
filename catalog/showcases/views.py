"""Pages of the curated showcases."""

from typing import Any

from flask import Blueprint, Flask, current_app, render_template
from flask.typing import ResponseReturnValue

from catalog.galleries.queries import by_slug
from catalog.products.views.slots import SHOWCASES_OF_PRODUCT, SHOWCASES_OF_VENDOR
from catalog.showcases import queries
from catalog.showcases.queries.searching import NO_SEARCH, SAVED_SEARCH, SavedSearch
from catalog.showcases.rules import Phase
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.templating import absolute, public_url
from catalog.web.work import current_work

bp = Blueprint("showcases", __name__)

OTHERS = 2  # further showcases named at the end of one


def init_app(app: Flask) -> None:
    """Let product and maker pages name the showcases that hold them."""
    app.extensions[SHOWCASES_OF_PRODUCT] = queries.list_of_product
    app.extensions[SHOWCASES_OF_VENDOR] = queries.list_of_vendor


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


def saved_search() -> SavedSearch:
    """Return what answers the saved searches of showcases; nothing finds when none was wired."""
    found: SavedSearch = current_app.extensions.get(SAVED_SEARCH, NO_SEARCH)
    return found


def context_of(page: queries.ShowcasePage) -> dict[str, Any]:
    """Return what ``showcases/show.html`` needs, whoever shows it; add ``others``."""
    return {
        "page": page,
        "teaser": page.teaser,
        "gallery": by_slug(current_work(), page.teaser.gallery_slug),
        "has_ended": page.teaser.phase is Phase.ENDED,
        "structured": structured(page),
    }


def structured(page: queries.ShowcasePage) -> dict[str, object]:
    """Return the schema.org description: a collection page and its list of products."""
    language, teaser = current_language(), page.teaser
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "name": teaser.title.best(language),
        "description": teaser.lead.best(language),
        "inLanguage": str(language),
        "url": public_url("showcases.show", slug=teaser.slug),
        "author": {"@type": "Person", "name": teaser.curator},
        "dateModified": teaser.updated_at.isoformat(),
        **(
            {"image": absolute((teaser.cover.share or teaser.cover.whole).src, "id")}
            if teaser.cover
            else {}
        ),
        "mainEntity": {
            "@type": "ItemList",
            "numberOfItems": len(page.pieces),
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": piece.card.name,
                    "url": public_url("products.show", slug=piece.card.slug),
                }
                for position, piece in enumerate(page.pieces, 1)
            ],
        },
    }
