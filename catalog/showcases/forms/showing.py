"""What the page of a showcase is filled with, whether visitors or curators look at it."""

from typing import Any

from flask import current_app

from catalog.galleries.queries import by_slug
from catalog.showcases import queries
from catalog.showcases.queries.searching import NO_SEARCH, SAVED_SEARCH, SavedSearch
from catalog.showcases.rules import Phase
from catalog.web.locale import current_language
from catalog.web.templating import absolute, public_url
from catalog.web.work import current_work


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
