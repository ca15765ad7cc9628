"""A vendor with everything that can be kept of one, each thing marked, and its owner."""

import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image as Pillow
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.models import OneTimeCode, Person
from catalog.accounts.rules import GrantSpec
from catalog.dashboard.models import VisitCount, Visited
from catalog.db.session import db
from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.inquiries.models import Lead
from catalog.inquiries.rules import LeadKind
from catalog.jobs.rules import Daily, Handler
from catalog.jobs.worker import Worker
from catalog.kernel.actor import Role
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
from catalog.wiring import JOBS
from tests.factories.galleries import a_gallery
from tests.factories.legality import a_document
from tests.factories.papers import a_pdf
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in
from tests.factories.products import a_product
from tests.factories.vendors import a_contact, a_vendor

NAME = "Batik Rara Sekar"
LONG_AGO = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
_TOKEN = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')
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


@dataclass(frozen=True, slots=True)
class Home:
    """A vendor, its owner and the owner's browser."""

    vendor: Vendor
    vendor_id: str
    owner: Person
    client: FlaskClient
    session: Session

    def get(self, path: str = "", status: int = 200) -> str:
        """Open a page of "data saya"."""
        answer = self.client.get(f"/usaha/{self.vendor_id}/data{path}")
        assert answer.status_code == status
        return re.sub(r"\s+", " ", answer.get_data(as_text=True))

    def post(self, path: str, **values: str) -> TestResponse:
        """Send a form, with the token of the page."""
        token = _TOKEN.search(self.get("/persetujuan/privacy"))
        assert token
        answer = self.client.post(
            f"/usaha/{self.vendor_id}/data{path}", data={"csrf_token": token[1], **values}
        )
        self.session.rollback()
        return answer

    def erase(self, **values: str) -> TestResponse:
        """Ask for the deletion."""
        return self.post("/hapus", **{"name": NAME, "present": PASSWORD, **values})


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """The store of the test's site."""
    return LocalStore(tmp_path / "uploads")


@pytest.fixture
def vendor(session: Session, store: LocalStore) -> Vendor:
    """A vendor with all that can be kept of one."""
    vendor = a_vendor(
        session, name=NAME, slug="batik-rara-sekar", story={"id": MARKERS["story"]}, since_year=1998
    )
    a_contact(
        session,
        vendor,
        owner_name=MARKERS["owner"],
        phone=MARKERS["phone"],
        nik=MARKERS["nik"],
        nib=MARKERS["nib"],
        npwp=MARKERS["npwp"],
        address=MARKERS["address"],
    )
    _add_window(session, vendor, store)
    _add_papers(session, vendor, store)
    _add_goods(session, vendor, store)
    _add_sheet(session, vendor, store)
    session.flush()
    return vendor


def _picture(session: Session, store: LocalStore, colour: str) -> Image:
    data = BytesIO()
    Pillow.new("RGB", (900, 700), colour).save(data, "JPEG")
    image = take_in(Work(session=session, now=LONG_AGO, vault=VAULT), data.getvalue(), store=store)
    image.seen_at = LONG_AGO
    session.flush()
    return image


def _add_window(session: Session, vendor: Vendor, store: LocalStore) -> None:
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


def _add_papers(session: Session, vendor: Vendor, store: LocalStore) -> None:
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


def _add_sheet(session: Session, vendor: Vendor, store: LocalStore) -> None:
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


def _add_goods(session: Session, vendor: Vendor, store: LocalStore) -> Product:
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


@pytest.fixture
def owner(session: Session, vendor: Vendor) -> Person:
    """Its owner."""
    grant = GrantSpec(Role.VENDOR, vendor_id=vendor.id)
    return a_person(session, grant, name="Bu Sekar", login="sekar@contoh.example")


@pytest.fixture
def home(client: FlaskClient, session: Session, vendor: Vendor, owner: Person) -> Home:
    """The owner at work."""
    signed_in(client, owner)
    return Home(vendor, str(vendor.id), owner, client, session)


@dataclass(frozen=True, slots=True)
class Chores:
    """Does the site's jobs with data at a moment of the test's choosing."""

    app: Flask

    def at(self, moment: datetime, *schedule: str) -> None:
        """Do whatever waits at this moment, and these schedules."""
        own = {name: job for name, job in JOBS.items() if name.startswith("dashboard.")}
        others: dict[str, Handler] = dict.fromkeys(JOBS, lambda _work, **_: None)
        with self.app.app_context():
            engine = db.engine

            def opened() -> closing[Session]:
                return closing(Session(engine))

            Worker(
                handlers=others | own,
                schedule=[Daily(name, at_hour_wib=2) for name in schedule],
                open_session=opened,
                vault=VAULT,
                name=uuid4().hex,
                clock=lambda: moment,
            ).sweep()


@pytest.fixture
def chores(app: Flask) -> Chores:
    """The worker."""
    return Chores(app)
