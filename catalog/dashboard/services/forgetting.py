"""What people were told of a vendor goes with it: notices, and mails that nobody has sent yet."""

import re

from sqlalchemy import delete, or_, select

from catalog.db.work import Work
from catalog.legality.models import Document
from catalog.mail.services import drop_unsent
from catalog.notices.models import NoticeRow
from catalog.products.models import Product, ProductSlug, ReviewRound
from catalog.vendors.models import Vendor


def addresses_of(work: Work, vendor: Vendor) -> list[str]:
    """Return the pages that are the vendor's: rooms, window, products, and where they are checked.

    Asked before anything is emptied: afterwards no product knows its address.
    """
    goods = select(Product.id).where(Product.vendor_id == vendor.id)
    slugs = list(work.session.scalars(select(Product.slug).where(Product.vendor_id == vendor.id)))
    slugs += work.session.scalars(select(ProductSlug.slug).where(ProductSlug.product_id.in_(goods)))
    rounds = work.session.scalars(select(ReviewRound.id).where(ReviewRound.product_id.in_(goods)))
    papers = work.session.scalars(select(Document.id).where(Document.vendor_id == vendor.id))
    return [
        f"/usaha/{vendor.id}",
        f"/pengurus/usaha/{vendor.id}",
        f"/umkm/{vendor.slug}",
        *(f"/produk/{slug}" for slug in dict.fromkeys(slugs)),
        *(f"/pengurus/produk/{round_id}" for round_id in rounds),
        *(f"/pengurus/izin/{document_id}" for document_id in papers),
    ]


def forget(work: Work, addresses: list[str]) -> None:
    """Delete notices about the vendor, and mails of them that nobody has sent yet."""
    for address in addresses:
        told = or_(
            NoticeRow.url == address,
            *(NoticeRow.url.startswith(f"{address}{end}", autoescape=True) for end in "/?#"),
        )
        work.session.execute(delete(NoticeRow).where(told))
    named = re.compile("|".join(rf"{re.escape(each)}(?![\w-])" for each in addresses))
    drop_unsent(work, lambda letter: bool(named.search(letter.text)))
