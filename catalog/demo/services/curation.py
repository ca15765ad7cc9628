"""Scores, evidence and an incident of the sample catalogue, as curators would give them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid5

from sqlalchemy import select

from catalog.accounts.models import Person
from catalog.accounts.queries import actor_of
from catalog.curation.models import Assessment, Incident, OriginEvidence
from catalog.curation.queries.rubrics import find_for, items_of
from catalog.curation.rules.grading import Line
from catalog.curation.rules.incidents import Draft
from catalog.curation.rules.origin import Draft as Evidence
from catalog.curation.rules.rubric import Item
from catalog.curation.rules.words import EvidenceKind, IncidentKind, Severity, Side
from catalog.curation.services import incidents, origin, scoring
from catalog.curation.services.scoring import Typed
from catalog.db.work import Work
from catalog.demo.services.book import Book
from catalog.kernel.actor import OPERATOR, Role
from catalog.kernel.clock import wib_date
from catalog.products.models import Product
from catalog.vendors.models import Vendor

_SPACE = UUID("5a2b1b2e-5f6d-4d53-9a1e-0c2f3f7d9b10")
# How many points each grade's products get; what a number falls on is settled by the product's id.
_POINTS = {"A": (4, 4, 3, 4, 4), "B": (3, 3, 4, 2, 3), "C": (2, 3, 2, 3, 2), "D": (1, 2, 2, 1, 2)}
_SAID = {
    0: "Belum ada sama sekali; petugas galeri siap membantu mengurusnya.",
    1: "Baru mulai; satu langkah lagi bersama petugas galeri.",
    2: "Sudah ada, masih bisa lebih rapi.",
    3: "",
    4: "",
}
_NOTES = (
    "Rapi sampai ke sisi dalam. Bila kemasannya seindah barangnya, tamu dinas akan membawanya.",
    "Kami senang melihat prosesnya. Pertahankan ukurannya, lalu urus satu izin yang tersisa.",
    "Barang yang jujur. Mulai dari yang nomor satu di daftar; sisanya menyusul.",
)
_LIVE = ("A", "B")
_MAKER = "batik-rara-sekar"


@dataclass(frozen=True, slots=True)
class Curators:
    """The two sample curators."""

    first: Work
    second: Work


def add_curation(work: Work, book: Book, makers: Mapping[str, UUID]) -> None:
    """Score what has a grade and what lies in review; again, nothing is added."""
    if work.session.scalar(select(Assessment.id).limit(1)) is not None:
        return
    curators = _curators(work)
    if curators is None:
        return
    goods = work.session.scalars(
        select(Product).where(Product.is_sample, Product.grade.in_(_LIVE)).order_by(Product.id)
    ).all()
    for product in goods:
        wanted = str(product.grade)
        product.grade = None
        _score(curators.first, product, wanted, 0)
        _score(curators.second, product, wanted, 1)
    _first_looks(work, curators, makers.get(_MAKER))
    _evidence(curators.second, book, makers)
    _incident(curators.second, makers)


def _curators(work: Work) -> Curators | None:
    people = [
        person
        for person in work.session.scalars(select(Person).where(Person.is_sample))
        if actor_of(person).has(Role.CURATOR)
    ]
    people.sort(key=lambda person: person.name)
    if len(people) < len(("first", "second")):
        return None
    at = work.now - timedelta(days=6)
    first, second = (
        Work(session=work.session, now=at + timedelta(days=n), actor=actor_of(person),
             vault=work.vault)
        for n, person in enumerate(people[:2])
    )  # fmt: skip
    return Curators(first, second)


def _score(work: Work, product: Product, wanted: str, rater: int) -> None:
    rubric = find_for(work, product)
    if rubric is None:
        return
    items = items_of(rubric)
    seed = uuid5(_SPACE, f"{product.id}:{rater}").int
    lines = {item.key: _line(item, wanted, seed >> place) for place, item in enumerate(items)}
    note = _NOTES[seed % len(_NOTES)] if rater else ""
    scoring.send(work, product, Typed(lines, note), "id")


def _line(item: Item, wanted: str, number: int) -> Line:
    if item.key in {"nutrition", "standard"}:
        return Line(is_left_out=True, comment="Tidak wajib untuk barang ini.")
    points = _POINTS[wanted][number % 5]
    return Line(points, comment=_SAID[points])


def _first_looks(work: Work, curators: Curators, besides: UUID | None) -> None:
    """One score for products that one curator has judged so far, two far apart for another."""
    live = work.session.scalars(
        select(Product)
        .where(
            Product.is_sample,
            Product.grade.is_(None),
            Product.published_at.is_not(None),
            Product.vendor_id != besides,
        )
        .order_by(Product.code)
        .limit(4)
    ).all()
    for product, wanted in zip(live, ("B", "C", "C", "A"), strict=False):
        _score(curators.first, product, wanted, 0)
    if live:
        _score(curators.second, live[-1], "D", 1)  # far from A: these two have to talk


def _evidence(work: Work, book: Book, makers: Mapping[str, UUID]) -> None:
    vendor_id = makers.get(_MAKER)
    known = work.session.scalar(select(OriginEvidence.id).limit(1))
    if vendor_id is None or known is not None:
        return
    day = wib_date(work.now) - timedelta(days=20)
    visit = Evidence(
        EvidenceKind.VISIT,
        "Enam pembatik di teras, dua bak celup, canting menurut ukuran. Kain yang difoto sedang"
        " dikerjakan.",
        happened_on=day,
        visitor="Wulan Anggraini, Galeri Caruban",
        for_all=True,
    )
    origin.add_evidence(work, vendor_id, None, visit)
    image_id = book.images.get("canting")
    if image_id is not None:
        photo = Evidence(EvidenceKind.PHOTO, "", day, image_id=image_id, for_all=True)
        origin.add_evidence(work, vendor_id, None, photo)


def _incident(work: Work, makers: Mapping[str, UUID]) -> None:
    """A settled matter, so that the list shows what one looks like."""
    vendor_id = makers.get("gapit-bu-warsih")
    if vendor_id is None or work.session.scalar(select(Incident.id).limit(1)) is not None:
        return
    vendor = work.session.get_one(Vendor, vendor_id)
    goods = work.session.scalars(
        select(Product.id).where(Product.vendor_id == vendor_id).order_by(Product.code).limit(1)
    ).all()
    if not goods:
        return
    draft = Draft(
        IncidentKind.LABEL,
        Severity.LOW,
        "Tanggal kedaluwarsa pada sepuluh bungkus luntur. Ditemukan petugas rak, kode 121126-1.",
        "Cetak ulang tanggal dengan tinta tahan minyak, lalu kirim satu foto label barunya.",
        tuple(goods),
    )
    found = incidents.open_incident(work, vendor, draft)
    later = replace(work, now=work.now + timedelta(days=2))
    incidents.document(
        replace(later, actor=OPERATOR), found, Side.VENDOR,
        "Tinta sudah diganti. Dua puluh bungkus dicetak ulang dan digosok minyak: tetap terbaca.",
    )  # fmt: skip
    incidents.close(later, found, "Label baru terbaca setelah digosok minyak; foto sudah dilihat.")
