"""Products of one sample maker on their way: a draft, one before the officers, one to mend."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import NAMESPACE_URL, UUID, uuid5

from catalog.db.work import Work
from catalog.demo.services.book import Book
from catalog.kernel.actor import OPERATOR
from catalog.products.models import Product, ProductImage, ReviewRound
from catalog.products.queries.editing import open_change, open_desk
from catalog.products.rules.review import ChangeState, Note, Outcome
from catalog.products.rules.status import Status
from catalog.products.services import changes, drafting, review, submitting
from catalog.products.services.review import Wish

VENDOR = "batik-rara-sekar"
LIVE = "batik-tulis-abang-mori"


@dataclass(frozen=True)
class Sample:
    """A product that is being written: its kind, its pictures, and what was typed."""

    key: str
    category: str
    pictures: tuple[str, ...]
    typed: Mapping[str, str]


DRAFT = Sample(
    "draf",
    "busana-batik",
    ("tosca1",),
    {"name": "Kemeja megamendung toska", "price": "385.000", "unit_code": "pcs"},
)
SENT = Sample(
    "diperiksa",
    "syal-selendang",
    ("biru2", "biru3", "biru1"),
    {
        "name": "Selendang megamendung biru malam",
        "summary": "Lima tingkat biru di katun primisima yang ringan.",
        "description": "Selendang batik cap dengan lima tingkat biru, dari langit pagi sampai"
        " malam. Malam ditutup lima kali, dicelup indigosol, lalu dijemur di tempat teduh"
        " di Trusmi.",
        "price": "275.000",
        "unit_code": "lembar",
        "selling": "ready",
        "stock": "12",
        "weight_g": "180",
        "attr_batik_kind": "cap",
        "attr_fabric": "cotton_primisima",
        "attr_colour": "biru tua bertingkat dan putih",
        "attr_cloth_length_cm": "200",
        "attr_cloth_width_cm": "55",
    },
)
RETURNED = Sample(
    "perbaiki",
    "tas-aksesori-batik",
    ("abang1", "tosca1"),
    {
        "name": "Tas",
        "description": "Tas dari sisa kain batik, muat buku dan botol minum. Talinya bisa"
        " dipanjangkan.",
        "price": "95rb",
        "unit_code": "pcs",
        "selling": "order",
        "lead_days_max": "7",
        "weight_g": "240",
    },
)

SAMPLES = (DRAFT, SENT, RETURNED)


def add_editing(
    work: Work, book: Book, makers: Mapping[str, UUID], goods: Mapping[str, UUID]
) -> None:
    """Add what the sample maker is at work on; again, nothing is added."""
    vendor_id = makers[VENDOR]
    if work.session.get(Product, _id(DRAFT)) is not None:
        return
    _written(work, book, vendor_id, DRAFT)
    _waiting(work, _written(work, book, vendor_id, SENT))
    found = _waiting(work, _written(work, book, vendor_id, RETURNED))
    wish = Wish(
        [
            Note("name", None, "name_unclear"),
            Note("photos", book.images["abang1"], "photo_dark"),
            Note("description", None, "other", "Sebut ukuran tas dan bahan talinya."),
        ],
        "Tasnya rapi dan jahitannya kuat. Tiga hal kecil ini supaya pembeli yakin.",
    )
    review.ask_changes(replace(work, actor=OPERATOR), found, wish, seen=0)
    live = work.session.get(Product, goods.get(LIVE, vendor_id))
    if live is not None and live.status is Status.PUBLISHED:
        _changed(work, live)


def _id(sample: Sample) -> UUID:
    return uuid5(NAMESPACE_URL, f"sarumban:demo:editing:{sample.key}")


def _written(work: Work, book: Book, vendor_id: UUID, sample: Sample) -> Product:
    product = drafting.start(work, vendor_id, sample.category, key=_id(sample))
    product.is_sample = True
    for position, name in enumerate(sample.pictures):
        work.session.add(
            ProductImage(
                product_id=product.id, image_id=book.images[name], position=position, alt={}
            )
        )
    work.session.flush()
    _type(work, product, sample.typed)
    return product


def _type(work: Work, product: Product, typed: Mapping[str, str]) -> None:
    revision = open_desk(work, product, "id").revision
    raw = {name: [text] for name, text in typed.items()}
    drafting.save(work, product, raw, seen=revision, language="id")


def _waiting(work: Work, product: Product) -> ReviewRound:
    submitting.move(work, product, Status.IN_REVIEW)
    return _round(work, product, None)


def _round(work: Work, product: Product, change_id: UUID | None) -> ReviewRound:
    found = ReviewRound(
        product_id=product.id,
        change_id=change_id,
        outcome=Outcome.WAITING,
        vendor_note="",
        sent_at=work.now,
    )
    work.session.add(found)
    work.session.flush()
    return found


def _changed(work: Work, live: Product) -> None:
    price = (live.price or 1_000_000) * 14 // 10
    typed = {"price": str(price), "summary": "Tujuh lapis awan, tujuh kali celup, satu bulan."}
    _type(work, live, typed)
    change = open_change(work, live.id)
    if change is not None:
        changes.move(work, change, ChangeState.WAITING)
        _round(work, live, change.id)
