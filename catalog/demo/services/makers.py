"""Vendors of the demo, their profiles and their papers."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from uuid import UUID

from catalog.db.work import Work
from catalog.demo.services.book import SOURCE, Book
from catalog.demo.services.reading import Entry
from catalog.galleries.models import GalleryVendor
from catalog.kernel.text import LocalText, clean_block
from catalog.legality.models import Document, DocumentCategory, DocumentProduct
from catalog.legality.rules import DocumentState, Scope
from catalog.taxonomy.rules import district_of
from catalog.vendors.models import (
    Exhibition,
    Vendor,
    VendorPhoto,
    VendorRegistry,
    VendorSlug,
    VendorText,
)
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registry import BusinessClass, Gender, Programme
from catalog.vendors.services import ContactDraft, keep_contact


def add_vendor(work: Work, entry: Entry, book: Book) -> UUID:
    """Add a vendor with its profile; return its id."""
    paused = entry.get("paused", {})
    code = entry["region"]
    vendor = Vendor(
        slug=entry["slug"],
        name=entry["name"],
        status=VendorStatus(entry.get("status", "active")),
        region_code=code,
        district_code=district_of(code),
        since_year=entry.get("since_year"),
        worker_count=entry.get("worker_count"),
        response_hours=entry.get("response_hours"),
        capacity=LocalText.of(entry.get("capacity")),
        cover_id=book.images[entry["cover"]] if entry.get("cover") else None,
        paused_from_on=book.day(paused.get("from_days")),
        paused_until_on=book.day(paused.get("until_days")),
        pause_note=LocalText.of(paused.get("note")),
        source=SOURCE,
        external_id=entry["slug"],
        is_sample=True,
        joined_at=work.now - timedelta(days=entry.get("joined_days", 300)),
        updated_at=work.now,
        texts=[
            VendorText(
                language=language,
                tagline=entry.get("tagline", {}).get(language, ""),
                story=clean_block(story),
            )
            for language, story in entry["story"].items()
        ],
        photos=[
            VendorPhoto(
                image_id=book.images[photo["picture"]],
                position=position,
                caption=LocalText.of(photo.get("caption")),
            )
            for position, photo in enumerate(entry.get("photos", ()))
        ],
        exhibitions=[Exhibition(**exhibition) for exhibition in entry.get("exhibitions", ())],
    )
    work.session.add(vendor)
    work.session.flush()
    contact = entry.get("contact", {})
    keep_contact(
        work,
        vendor.id,
        ContactDraft(
            owner_name=contact.get("owner", ""),
            phone=contact.get("phone", ""),
            email=contact.get("email", ""),
            address=contact.get("address", ""),
        ),
    )
    work.session.add(_registry(vendor.id, entry.get("registry", {})))
    work.session.add_all(
        [
            *(VendorSlug(slug=slug, vendor_id=vendor.id) for slug in entry.get("old_slugs", ())),
            *(
                GalleryVendor(gallery_id=book.galleries[slug], vendor_id=vendor.id)
                for slug in entry.get("galleries", ())
            ),
        ]
    )
    return vendor.id


def _registry(vendor_id: UUID, told: Entry) -> VendorRegistry:
    return VendorRegistry(
        vendor_id=vendor_id,
        owner_gender=Gender(told["gender"]) if "gender" in told else None,
        business_class=BusinessClass(told["class"]) if "class" in told else None,
        programmes=[Programme(name) for name in told.get("programmes", ())],
        kinds=[],
    )


def add_documents(
    work: Work,
    entries: Iterable[Entry],
    book: Book,
    vendors: Mapping[str, UUID],
    goods: Mapping[str, UUID],
) -> None:
    """Add the papers of these vendors; products must be there, since papers may name them."""
    for entry in entries:
        for paper in entry.get("documents", ()):
            work.session.add(_document(work, paper, book, vendors[entry["slug"]], goods))


def _document(
    work: Work, paper: Entry, book: Book, vendor_id: UUID, goods: Mapping[str, UUID]
) -> Document:
    verified = paper.get("verified_days")
    return Document(
        vendor_id=vendor_id,
        type_code=paper["type"],
        number=paper["number"],
        holder_name=paper.get("holder", ""),
        scope=Scope(paper.get("scope", "vendor")),
        state=DocumentState(paper.get("state", "pending")),
        refusal=paper.get("refusal", ""),
        issued_on=book.day(paper.get("issued_days")),
        valid_until=book.day(paper.get("valid_days")),
        verified_number=None if verified is None else paper.get("verified_number", paper["number"]),
        verified_at=None if verified is None else work.now + timedelta(days=verified),
        verified_by=paper.get("verified_by", ""),
        created_at=work.now,
        categories=[
            DocumentCategory(category_id=book.categories[slug])
            for slug in paper.get("categories", ())
        ],
        products=[DocumentProduct(product_id=goods[slug]) for slug in paper.get("products", ())],
    )
