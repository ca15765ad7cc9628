"""Puts the sample catalogue into the database; what is there already stays as it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from catalog.accounts import services as accounts
from catalog.accounts.models import Person
from catalog.accounts.queries import login_hash
from catalog.accounts.services import GrantSpec
from catalog.db.base import Base
from catalog.db.work import Work
from catalog.demo.services import (
    counting,
    curation,
    editing,
    export,
    makers,
    pictures,
    reading,
    showing,
    wares,
)
from catalog.demo.services.book import SOURCE, Book
from catalog.demo.services.reading import Entry
from catalog.galleries.models import Gallery
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.media.services import Prepared
from catalog.media.store import Store
from catalog.products.models import Product
from catalog.taxonomy.models import Category, Term
from catalog.taxonomy.rules import TermKind
from catalog.vendors.models import Vendor

TERM_PICTURES = {
    (TermKind.MOTIF, "megamendung"): "biru1",
    (TermKind.MOTIF, "topeng-panji"): "panji",
    (TermKind.MOTIF, "topeng-kelana"): "kelana",
    (TermKind.MOTIF, "topeng-rumyang"): "rumyang",
}


@dataclass(slots=True)
class Report:
    """What was added."""

    vendors: int = 0
    products: int = 0
    showcases: int = 0
    pictures: int = 0
    people: int = 0


def prepare_pictures(store: Store, progress: Callable[[], None]) -> dict[str, Prepared]:
    """Make all files of all pictures; slow, so it comes before any transaction."""
    return pictures.prepare(store, progress)


def load(work: Work, prepared: Mapping[str, Prepared], *, store: Store) -> Report:
    """Add what is missing of vendors, products, papers, showcases and people."""
    book = _book(work, pictures.take_in(work, prepared, store))
    report = Report(pictures=len(book.images))
    _picture_terms(work, book)
    known = _known(work, Vendor)
    makers_added = [entry for entry in reading.vendors() if entry["slug"] not in known]
    for entry in makers_added:
        known[entry["slug"]] = makers.add_vendor(work, entry, book)
    report.vendors = len(makers_added)
    goods = _known(work, Product)
    fresh = [entry for entry in reading.products() if entry["slug"] not in goods]
    for entry in fresh:
        goods[entry["slug"]] = wares.add_product(work, entry, book, known[entry["vendor"]])
    report.products = len(fresh)
    makers.add_documents(work, makers_added, book, known, goods)
    report.showcases = showing.add_showcases(work, book, known, goods)
    report.people = _people(work, book, known)
    editing.add_editing(work, book, known, goods)
    export.add_grades(work, fresh, goods)
    curation.add_curation(work, book, known)
    export.add_readiness(work, fresh, goods)
    if len(fresh) == len(goods):  # the first time only: counts would add up
        counting.add_counts(work)
    return report


def _book(work: Work, images: Mapping[str, UUID]) -> Book:
    def ids(model: type[Base], *columns: str) -> dict[str, UUID]:
        rows = work.session.execute(
            select(*(getattr(model, column) for column in ("id", *columns)))
        )
        return {"/".join(str(part) for part in row[1:]): row[0] for row in rows}

    return Book(
        images=images,
        galleries=ids(Gallery, "slug"),
        categories=ids(Category, "slug"),
        terms=ids(Term, "kind", "slug"),
        today=wib_date(work.now),
    )


def _picture_terms(work: Work, book: Book) -> None:
    """Give terms that one of the pictures really shows that picture."""
    for (kind, slug), name in TERM_PICTURES.items():
        term = work.session.scalar(select(Term).where(Term.kind == kind, Term.slug == slug))
        if term is not None and term.image_id is None:
            term.image_id = book.images.get(name)


def _known(work: Work, model: type[Vendor] | type[Product]) -> dict[str, UUID]:
    statement = select(model.external_id, model.id).where(model.source == SOURCE)
    return {slug: key for slug, key in work.session.execute(statement) if slug is not None}


def _people(work: Work, book: Book, vendors: Mapping[str, UUID]) -> int:
    known = set(work.session.scalars(select(Person.login_hash)))
    fresh = [
        entry for entry in reading.people() if login_hash(work.vault, entry["login"]) not in known
    ]
    for entry in fresh:
        person = accounts.enrol(
            work,
            entry["login"],
            name=entry["name"],
            password=entry["password"],
            grants=_grants(entry, book, vendors),
        )
        person.is_sample = True
    return len(fresh)


def _grants(entry: Entry, book: Book, vendors: Mapping[str, UUID]) -> list[GrantSpec]:
    """Return one role, for every vendor that the entry names."""
    return [
        GrantSpec(
            Role(entry["role"]),
            vendor_id=vendors[slug] if slug else None,
            gallery_id=book.galleries.get(entry.get("gallery", "")),
            region_code=entry.get("region"),
        )
        for slug in entry.get("vendors", [""])
    ]
