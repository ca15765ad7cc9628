"""What a test plants of a vendor, each thing with a word that can be found again."""

from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

from PIL import Image as Pillow
from sqlalchemy.orm import Session

from catalog.accounts.models import OneTimeCode
from catalog.dashboard.models import VisitCount, Visited
from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.inquiries.models import Lead
from catalog.inquiries.rules import LeadKind
from catalog.kernel.text import LocalText
from catalog.legality.models import DocumentEvent, DocumentFile
from catalog.legality.rules import DocumentState, EventKind, FilePurpose
from catalog.legality.services.files import prepare as prepare_paper
from catalog.media.models import Image
from catalog.media.services import take_in
from catalog.media.store import LocalStore
from catalog.products.models import ChangeRequest, Product, ProductEdit, ProductImage
from catalog.products.models.bulk import BulkItem, BulkRun
from catalog.products.services.bulk.archives import key_of
from catalog.vendors.models import (
    Exhibition,
    OnBehalf,
    Vendor,
    VendorApplication,
    VendorConsent,
    VendorPhoto,
    VendorRegistry,
    VendorText,
)
from catalog.vendors.rules.registering import CONSENT_VERSION, PRIVACY
from tests.factories.galleries import a_gallery
from tests.factories.legality import a_document
from tests.factories.papers import a_pdf
from tests.factories.people import VAULT, a_person
from tests.factories.products import a_product

NAME = "Batik Rara Sekar"
LONG_AGO = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
# What is personal or the vendor's own: none of it may be left after a deletion.
MARKERS = {
    "owner": "Nyai Tandapemilik",
    "phone": "+6281298765432",
    "nik": "3274014108850001",
    "nib": "1112210007923",
    "npwp": "091234567890123",
    "address": "Gang Tandaalamat 7",
    "story": "Kisah tandakisah dari nenek",
    "holder": "Tandanama Disurat",
    "paper": "TANDANOMOR-77",
    "reason": "Alasan tandaalasan petugas",
    "product": "Selendang Tandaproduk",
    "words": "Keterangan tandaketerangan",
    "draft": "Ketikan tandaketikan",
    "change": "Perubahan tandaperubahan",
    "caption": "Bengkel tandabengkel",
    "fair": "Pameran tandapameran",
    "answer": "tandajawaban",
    "where": "tandatautan",
    "sheet": "Baris tandabaris",
    "suspended": "Catatan tandacatatan",
}


def _picture(session: Session, store: LocalStore, colour: str) -> Image:
    data = BytesIO()
    Pillow.new("RGB", (900, 700), colour).save(data, "JPEG")
    image = take_in(Work(session=session, now=LONG_AGO, vault=VAULT), data.getvalue(), store=store)
    image.seen_at = LONG_AGO
    session.flush()
    return image


def add_window(session: Session, vendor: Vendor, store: LocalStore) -> None:
    gallery = a_gallery(session)
    vendor.cover_id = _picture(session, store, "teal").id
    session.add_all(
        [
            VendorPhoto(
                vendor_id=vendor.id,
                image_id=_picture(session, store, "navy").id,
                position=0,
                caption=LocalText(id=MARKERS["caption"]),
            ),
            VendorText(vendor_id=vendor.id, language="en", story=MARKERS["story"]),
            Exhibition(vendor_id=vendor.id, name=MARKERS["fair"], place="JCC", year=2024),
            VendorRegistry(
                vendor_id=vendor.id,
                kinds=[],
                programmes=[],
                suspended_reason=MARKERS["suspended"],
                sales=VAULT.seal("250000000", bound_to=f"vendor_registry.sales:{vendor.id}"),
            ),
            VendorConsent(
                vendor_id=vendor.id, key=PRIVACY, version=CONSENT_VERSION, agreed_at=LONG_AGO
            ),
            VendorApplication(
                vendor_id=vendor.id,
                gallery_id=gallery.id,
                answers={"agreed": [MARKERS["answer"]]},
                asked_at=LONG_AGO,
            ),
            GalleryVendor(gallery_id=gallery.id, vendor_id=vendor.id),
            OnBehalf(
                vendor_id=vendor.id,
                what="Changed",
                url=f"/usaha/{MARKERS['where']}",
                happened_at=LONG_AGO,
            ),
            OneTimeCode(
                purpose="claim", code_hash="x" * 64, target_id=vendor.id, created_at=LONG_AGO
            ),
        ]
    )
    session.flush()


def add_papers(session: Session, vendor: Vendor, store: LocalStore) -> None:
    paper = a_document(
        session,
        vendor,
        number=MARKERS["paper"],
        holder_name=MARKERS["holder"],
        refusal=MARKERS["reason"],
    )
    newer = a_document(session, vendor, number=MARKERS["paper"], replaces_id=paper.id)
    stored = prepare_paper(a_pdf(), f"{MARKERS['holder']}.pdf", store=store, vault=VAULT)
    session.add_all(
        [
            DocumentFile(
                id=stored.id,
                document_id=newer.id,
                purpose=FilePurpose.PAPER,
                kind=stored.kind,
                size=stored.size,
                print=stored.print,
                name_sealed=stored.name_sealed,
                key=stored.key,
                stored_at=LONG_AGO,
            ),
            DocumentEvent(
                document_id=paper.id,
                version=1,
                happened_at=LONG_AGO,
                kind=EventKind.REFUSED,
                to_state=DocumentState.REJECTED,
                reason=MARKERS["reason"],
                fields=[],
            ),
        ]
    )
    session.flush()


def add_sheet(session: Session, vendor: Vendor, store: LocalStore) -> None:
    """A sheet that came in with photos."""
    sender = a_person(session)
    run = BulkRun(
        id=uuid4(),
        vendor_id=vendor.id,
        person_id=sender.id,
        name="tandalembar.xlsx",
        digest="d" * 64,
        has_archive=True,
        headers=["Nama"],
        columns=[],
        problems=[],
        notes=[],
        created_at=LONG_AGO,
    )
    session.add(run)
    session.flush()
    session.add(BulkItem(run_id=run.id, place=2, count=1, lines=[MARKERS["sheet"]], problems=[]))
    store.put(key_of(run.id), b"photos")


def add_goods(session: Session, vendor: Vendor, store: LocalStore) -> Product:
    product = a_product(
        session,
        vendor,
        name=MARKERS["product"],
        description=MARKERS["words"],
        slug="selendang-tandaproduk",
        images=[],
    )
    photo = _picture(session, store, "maroon")
    session.add_all(
        [
            ProductImage(
                product_id=product.id,
                image_id=photo.id,
                position=0,
                alt=LocalText(id=MARKERS["caption"]),
            ),
            ProductEdit(product_id=product.id, kept={"x": MARKERS["draft"]}, trail={}, approved={}),
            ChangeRequest(
                product_id=product.id,
                before={},
                after={"name": MARKERS["change"]},
                created_at=LONG_AGO,
                updated_at=LONG_AGO,
            ),
            Lead(
                vendor_id=vendor.id,
                product_id=product.id,
                kind=LeadKind.WHATSAPP,
                language="id",
                asked_at=LONG_AGO,
            ),
            VisitCount(kind=Visited.PRODUCT, target_id=product.id, on_day=LONG_AGO.date(), times=4),
        ]
    )
    return product
