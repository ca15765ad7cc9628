"""A showcase with real pictures and awkward words, its people, and a worker."""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image as Pictures
from PIL import ImageDraw
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from catalog.accounts.rules import GrantSpec
from catalog.catalogues.models import CatalogueFile
from catalog.db.session import db
from catalog.db.work import Work
from catalog.jobs.rules import Handler
from catalog.jobs.worker import Worker
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now, wib_date
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.services import take_in
from catalog.media.store import LocalStore
from catalog.products.models import PriceTier, Product, TradeFacts
from catalog.products.rules.prices import PriceKind
from catalog.showcases.models import Showcase
from catalog.vendors.models import Vendor
from catalog.wiring.work import JOBS
from tests.conftest import NOW
from tests.factories.legality import a_document
from tests.factories.people import VAULT, a_person, signed_in
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.vendors import a_vendor

_TOKEN = re.compile(r'name="[\w-]*csrf_token"[^>]*?value="([^"]+)"')
HOSTILE = '#eval("1") *Awan* _é’_ $x$ @acuan <b> \\ [kotak]'
ENGLISH = ('Cloud #panic("no") & café', "Hand-drawn; *not* printed.")
TODAY = wib_date(utc_now())  # the site tells the time by itself
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """The store of the test's site."""
    return LocalStore(tmp_path / "uploads")


def a_photo(work: Work, store: LocalStore, colour: str, width: int) -> Image:
    """Take a drawn picture in, with all its files."""
    picture = Pictures.new("RGB", (width, width * 3 // 4), colour)
    ImageDraw.Draw(picture).ellipse((200, 200, 700, 700), fill="white")
    file = BytesIO()
    picture.save(file, "JPEG", quality=88)
    return take_in(work, file.getvalue(), store=store)


@dataclass(frozen=True, slots=True)
class Desk:
    """A published showcase of two makers' five pieces, and what goes with it."""

    app: Flask
    session: Session
    showcase: Showcase
    vendors: Sequence[Vendor]
    products: Sequence[Product]
    store: LocalStore

    @property
    def room(self) -> str:
        """Return the address of the showcase's files."""
        return f"/pengurus/etalase/{self.showcase.id}/berkas"

    @property
    def labels(self) -> str:
        """Return the address of the first maker's labels."""
        return f"/usaha/{self.vendors[0].id}/produk/label"

    def curator(self) -> FlaskClient:
        """Return the browser of a curator of the showcase's gallery."""
        grant = GrantSpec(Role.CURATOR, gallery_id=self.showcase.gallery_id)
        return signed_in(self.app.test_client(), a_person(self.session, grant, name="Dewi"))

    def member(self, role: Role, vendor: int = 0) -> FlaskClient:
        """Return the browser of somebody who works for a maker."""
        grant = GrantSpec(role, vendor_id=self.vendors[vendor].id)
        return signed_in(self.app.test_client(), a_person(self.session, grant))

    def send(self, client: FlaskClient, path: str, **values: object) -> TestResponse:
        """Send a form with the token of the page that stands before it."""
        room = (
            path.split("/berkas", maxsplit=1)[0] + "/berkas" if "/berkas" in path else self.labels
        )
        token = _TOKEN.search(client.get(room).get_data(as_text=True))
        data = {name.replace("__", "-"): value for name, value in values.items()}
        answer = client.post(path, data={"csrf_token": token[1] if token else "", **data})
        self.session.rollback()
        return answer

    def work_off(self, moment: datetime | None = None) -> None:
        """Do what waits of our own jobs."""
        own = {name: job for name, job in JOBS.items() if name.startswith("catalogues.")}
        others: dict[str, Handler] = dict.fromkeys(JOBS, lambda _work, **_: None)
        with self.app.app_context():
            engine = db.engine
            Worker(
                handlers=others | own,
                schedule=[],
                open_session=lambda: closing(Session(engine)),
                vault=VAULT,
                name=uuid4().hex,
                clock=lambda: moment or utc_now(),
            ).sweep()
        self.session.rollback()

    def content(self, file: CatalogueFile) -> bytes:
        """Return a finished file."""
        with self.store.open(file.key) as source:
            return source.read()


@pytest.fixture
def desk(app: Flask, session: Session, work: Work, store: LocalStore) -> Desk:
    """The showcase; its first piece has awkward words, FOB prices and a carton."""
    makers = (
        a_vendor(session, name="Batik Rara *Sekar*"),
        a_vendor(session, name="Rotan Tegal Jaya"),
    )
    shot, cover = (
        a_photo(work, store, colour, width)
        for colour, width in (("#A5282C", 1000), ("#12275E", 1400))
    )
    names = (HOSTILE, "Kain dua", "Kursi tiga", "Topeng empat", "Tas lima")
    products = [
        a_product(
            session,
            makers[place % 2],
            name=name,
            images=[shot],
            english=ENGLISH if place == 0 else None,
            is_made_to_order=True,
            lead_days_min=14,
            lead_days_max=21,
            capacity_month=120,
            minimum_order=5,
            hs_code="520852",
        )
        for place, name in enumerate(names)
    ]
    a_document(session, makers[0], type_code="nib", verified_at=NOW)
    session.add_all(
        PriceTier(
            product_id=products[0].id,
            kind=PriceKind.FOB,
            currency="USD",
            minimum_quantity=quantity,
            amount=amount,
            port="Tanjung Priok",
            valid_until=until,
        )
        for quantity, amount, until in (
            (50, 3_400, TODAY + timedelta(days=30)),
            (200, 2_950, TODAY + timedelta(days=30)),
            (1000, 900, TODAY - timedelta(days=1)),  # over: nobody may read it any more
        )
    )
    session.add(
        TradeFacts(
            product_id=products[0].id,
            inner_pieces=5,
            carton_pieces=40,
            carton_length_mm=600,
            carton_width_mm=400,
            carton_height_mm=300,
            net_g=9_500,
            gross_g=11_000,
            incoterms=["FOB", "EXW"],
            port="Tanjung Priok",
            sample_policy=LocalText(id="Ada."),
            payment_terms=LocalText(id="30/70."),
        )
    )
    note = LocalText(id="Kurator: #let x = 1, *tujuh* lapis.", en="The curator: seven *layers*.")
    sections = [
        a_section(
            [an_item(products[0], note), an_item(products[1]), an_item(products[2])],
            title="Biru #1",
            text="Tujuh celupan.",
        ),
        a_section([an_item(products[3]), an_item(products[4])], title="Bukan kain"),
    ]
    showcase = a_showcase(session, sections, slug="awan-sabar", cover_id=cover.id)
    session.commit()
    return Desk(app, session, showcase, makers, products, store)


def words_of(document: bytes) -> list[str]:
    """Return the text of each page."""
    with pypdfium2.PdfDocument(document) as opened:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in opened]


def codes_of(document: bytes, *, scale: float = 4) -> list[list[str]]:
    """Return what a reader makes of each page's codes, the page drawn as a picture."""
    with pypdfium2.PdfDocument(document) as opened:
        return [
            sorted(code.text for code in zxingcpp.read_barcodes(page.render(scale=scale).to_pil()))
            for page in opened
        ]
