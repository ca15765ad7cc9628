"""What search engines and messengers read of a page: schema.org, and the share card."""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from flask import url_for

from catalog.products.queries.page import ProductPage
from catalog.taxonomy.queries import CategoryNode
from catalog.vendors.queries import Profile
from catalog.web.locale import current_language
from catalog.web.templating import absolute, public_url

Trail = list[tuple[str, str]]  # words, address in the reader's language; "" for the page itself
_CONTEXT = "https://schema.org"
_DESCRIPTION = 500


def trail(page: ProductPage) -> Trail:
    """Return the way down to a product."""
    return [*_categories(page.category_path), (page.words.name, "")]


def _categories(path: Iterable[CategoryNode]) -> Trail:
    language = current_language()
    return [
        (node.name.best(language), url_for("discovery.category", slug=node.slug)) for node in path
    ]


def crumbs(way: Trail) -> dict[str, Any]:
    """Return the BreadcrumbList of a trail."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": words, **_item(address)}
            for place, (words, address) in enumerate(way, start=1)
        ],
    }


def _item(address: str) -> dict[str, str]:
    # url_for carries the language already, so the site's root is all that is missing.
    return {"item": absolute(address, "id")} if address else {}


def product(page: ProductPage, address: str) -> dict[str, Any]:
    """Return the Product with its Offer; a price on request has none."""
    described = {
        "@context": _CONTEXT,
        "@type": "Product",
        "name": page.words.name,
        "description": (page.words.summary or page.words.description)[:_DESCRIPTION],
        "sku": page.code,
        "url": address,
        "image": [absolute(shot.picture.src, "id") for shot in page.shots],
        "category": " > ".join(words for words, _ in trail(page)[:-1]),
        "brand": {"@type": "Brand", "name": page.maker.name},
        "manufacturer": {
            "@type": "Organization",
            "name": page.maker.name,
            "url": public_url("vendors.show", slug=page.maker.slug),
        },
        "countryOfOrigin": {"@type": "Country", "name": "ID"},
        "material": _terms(page, "material"),
        "pattern": _terms(page, "motif"),
        "offers": _offer(page, address),
    }
    return {name: value for name, value in described.items() if value}


def _terms(page: ProductPage, kind: str) -> list[str]:
    return [term.name.best(current_language()) for term in page.terms.get(kind, ())]


def _offer(page: ProductPage, address: str) -> dict[str, Any]:
    if page.price is None or not page.is_public:
        return {}
    offer: dict[str, Any] = {
        "priceCurrency": "IDR",
        "availability": f"{_CONTEXT}/{_availability(page)}",
        "url": address,
        "seller": {"@type": "Organization", "name": page.maker.name},
    }
    prices = [choice.price for choice in page.choices if choice.price]
    if page.price_varies and prices:
        return {
            "@type": "AggregateOffer",
            "lowPrice": page.price,
            "highPrice": max(*prices, page.price),
            "offerCount": len(prices),
            **offer,
        }
    return {"@type": "Offer", "price": page.price, **offer}


def _availability(page: ProductPage) -> str:
    if page.is_made_to_order:
        return "MadeToOrder"
    return "OutOfStock" if page.stock == 0 else "InStock"


def share_image(page: ProductPage) -> dict[str, Any] | None:
    """Return the picture of a share card: a JPEG that messengers accept, with its size."""
    if not page.shots:
        return None
    first = page.shots[0]
    if first.share is not None:
        cut = first.share
        return {"url": absolute(cut.src, "id"), "width": cut.width, "height": cut.height}
    return {"url": absolute(first.picture.src, "id")}


def share_url(text: str) -> str:
    """Return the address that opens WhatsApp with this text ready to send."""
    return f"https://wa.me/?text={quote(text, safe='')}"


def organization(profile: Profile, address: str, permits: Sequence[Any]) -> dict[str, Any]:
    """Return the Organization of a maker; nothing that is not on the page."""
    described = {
        "@context": _CONTEXT,
        "@type": "Organization",
        "name": profile.name,
        "url": address,
        "description": (profile.tagline or profile.story)[:_DESCRIPTION],
        "image": absolute(profile.cover.src, "id") if profile.cover else "",
        "foundingDate": str(profile.since_year or ""),
        "address": {
            "@type": "PostalAddress",
            "addressLocality": ", ".join(profile.place[:2]),
            "addressRegion": "Jawa Barat",
            "addressCountry": "ID",
        },
        "hasCertification": [
            {"@type": "Certification", "name": permit.label}
            for permit in permits
            if permit.standing == "valid"
        ],
    }
    return {name: value for name, value in described.items() if value}
