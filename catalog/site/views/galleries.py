"""Pages of the two galleries. They stand here because they join makers and products."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from catalog.galleries import queries
from catalog.galleries.queries import GalleryFacts
from catalog.kernel.chart import chart
from catalog.kernel.clock import wib, wib_date
from catalog.products.models import Product, ProductDisplay
from catalog.site.queries import figures, places
from catalog.site.queries.shelves import first_cards
from catalog.site.views.words import standing_of
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.templating import absolute, public_url
from catalog.web.work import current_work

bp = Blueprint("galleries", __name__)

PRODUCTS = 8
VENDORS = 12
HOLIDAYS = 8
_SCHEMA_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@bp.get("/galeri/<slug>")
@public
@cached_page
def show(slug: str) -> ResponseReturnValue:
    """Show where a gallery is, when it is open, and what stands in it."""
    work, language = current_work(), current_language()
    gallery = queries.by_slug(work, slug)
    pool = select(ProductDisplay.product_id).where(ProductDisplay.gallery_id == gallery.id)
    return render_template(
        "galleries/show.html",
        gallery=gallery,
        standing=standing_of(gallery),
        today_weekday=wib(work.now).weekday(),
        coming_holidays=_coming(gallery, wib_date(work.now)),
        product_count=figures.gallery_share(work.session, gallery.id).count,
        products=first_cards(work, Product.id.in_(pool), language, limit=PRODUCTS),
        vendors=queries.list_vendors(work, gallery.id, language, limit=VENDORS),
        others=[other for other in queries.galleries(work.session) if other.id != gallery.id],
        chart=_chart(gallery),
        structured=_structured(gallery),
    )


def _coming(gallery: GalleryFacts, today: date) -> list[queries.Holiday]:
    return [holiday for holiday in gallery.holidays if holiday.on >= today][:HOLIDAYS]


def _chart(gallery: GalleryFacts) -> object:
    if gallery.latitude is None or gallery.longitude is None:
        return None
    here = (gallery.name, gallery.latitude, gallery.longitude)
    return chart(places.districts(current_work().session), [here])


def _structured(gallery: GalleryFacts) -> dict[str, object]:
    """Return the schema.org description: a store with its hours."""
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Store",
        "name": gallery.name,
        "description": gallery.story.best(current_language())[:300],
        "url": public_url("galleries.show", slug=gallery.slug),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": gallery.address,
            "addressLocality": gallery.place,
            "addressCountry": "ID",
        },
        "openingHoursSpecification": [
            *(
                {
                    "@type": "OpeningHoursSpecification",
                    "dayOfWeek": f"https://schema.org/{_SCHEMA_DAYS[span.weekday]}",
                    "opens": span.opens.strftime("%H:%M"),
                    "closes": span.closes.strftime("%H:%M"),
                }
                for span in gallery.openings
            ),
            *(
                # Equal times on a date mean "closed all day".
                {
                    "@type": "OpeningHoursSpecification",
                    "opens": "00:00",
                    "closes": "00:00",
                    "validFrom": holiday.on.isoformat(),
                    "validThrough": holiday.on.isoformat(),
                }
                for holiday in gallery.holidays
            ),
        ],
    }
    if gallery.latitude is not None and gallery.longitude is not None:
        described["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": gallery.latitude,
            "longitude": gallery.longitude,
        }
    optional = {
        "telephone": gallery.phone,
        "email": gallery.email,
        "hasMap": gallery.map_url,
        "image": absolute(gallery.cover.src, "id") if gallery.cover else "",
    }
    return described | {name: value for name, value in optional.items() if value}
