"""Galleries for tests."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.galleries.models import Gallery, GalleryHoliday, GalleryHours, GalleryVendor
from catalog.kernel.text import LocalText
from catalog.products.models import Product, ProductDisplay
from catalog.vendors.models import Vendor
from tests.factories.places import TRUSMI, a_region

NINE, NOON, NIGHT = time(9), time(12), time(21)


def a_gallery(
    session: Session,
    slug: str = "galeri-caruban",
    *,
    hours: Mapping[int, tuple[time, time]] | None = None,
    holidays: Iterable[date] = (),
    **values: Any,
) -> Gallery:
    """Give the gallery of this slug; a new one is open daily from 9 to 21 unless told."""
    found = session.scalar(select(Gallery).where(Gallery.slug == slug))
    if found is not None:
        return found
    gallery = Gallery(
        **{
            "slug": slug,
            "name": slug.replace("-", " ").title(),
            "institution": LocalText(id="Dinas Koperasi", en="Office for Cooperatives"),
            "region_code": a_region(session, TRUSMI).code,
            "address": "Jl. Ir. H. Juanda No. 9, Cirebon",
            "story": LocalText(id="Rumah bagi para perajin.", en="A house for makers."),
            **values,
        }
    )
    daily = dict.fromkeys(range(7), (NINE, NIGHT)) if hours is None else hours
    gallery.hours = [
        GalleryHours(weekday=weekday, opens=span[0], closes=span[1])
        for weekday, span in daily.items()
    ]
    gallery.holidays = [
        GalleryHoliday(closed_on=day, note=LocalText(id="Hari raya")) for day in holidays
    ]
    session.add(gallery)
    session.flush()
    return gallery


def taken_in(session: Session, gallery: Gallery, vendor: Vendor) -> None:
    """Let the gallery take in a maker."""
    session.add(GalleryVendor(gallery_id=gallery.id, vendor_id=vendor.id))
    session.flush()


def on_display(session: Session, gallery: Gallery, product: Product) -> None:
    """Put a product into the gallery's pool."""
    session.add(ProductDisplay(gallery_id=gallery.id, product_id=product.id))
    session.flush()
