"""A maker, her sheets, and a worker that takes them in."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from openpyxl import Workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.queries import actor_of
from catalog.accounts.rules import GrantSpec
from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.media.store import LocalStore
from catalog.products.models import BulkRun, Product, ProductSku
from catalog.products.queries.bulk.lists import Kind, Lists, category_names
from catalog.products.queries.bulk.runs import get_run
from catalog.products.queries.editing import open_desk
from catalog.products.services.bulk import checking, running
from catalog.products.services.bulk.checking import Sent
from catalog.products.services.bulk.reading import read_sheet
from catalog.vendors.models import Vendor
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor

KIND = "kain-batik-tulis"
STORY = "Kain primisima, digambar dengan canting oleh empat perajin, dicelup tujuh kali selama tiga"
BASE = (
    "Kode produk (SKU)", "Jenis", "Nama produk", "Ringkasan", "Cerita", "Harga (Rp)", "Satuan",
    "Cara jual", "Stok", "Berat terbungkus (gram)", "Minimum pesanan",
)  # fmt: skip


def a_row(number: int, **values: Any) -> dict[str, Any]:
    """Return a good row of the sheet, with other cells by heading."""
    made = {
        "Kode produk (SKU)": f"BTK-{number:03}",
        "Nama produk": f"Batik tulis megamendung {number}",
        "Ringkasan": "Biru tujuh lapis.",
        "Cerita": f"{STORY} minggu. Nomor {number}.",
        "Harga (Rp)": 1_250_000 + 1000 * number,
        "Satuan": "Lembar",
        "Cara jual": "Siap kirim",
        "Stok": number % 7 + 1,
        "Berat terbungkus (gram)": "350",
        "Minimum pesanan": "1",
    }
    return {**made, **values}


def a_book(
    path: Path,
    rows: Iterable[dict[str, Any]],
    headers: Sequence[str] = BASE,
    titles: Sequence[Sequence[str]] = (),
) -> Path:
    """Store a spreadsheet of these rows, as a person would have made it; return its path."""
    book = Workbook()
    sheet: Any = book.active
    for title in titles:
        sheet.append(list(title))
    sheet.append(list(headers))
    for row in rows:
        sheet.append([row.get(header) for header in headers])
    book.save(path)
    return path


def a_zip(path: Path, files: dict[str, bytes]) -> Path:
    """Store a ZIP of these files; return its path."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@dataclass
class Maker:
    """A maker at her desk; ``take`` sends a sheet, and has it checked."""

    work: Work
    vendor: Vendor
    person: Person
    store: LocalStore
    folder: Path
    headers: tuple[str, ...] = BASE
    numbers: list[int] = field(default_factory=list)

    @property
    def session(self) -> Session:
        """Return her session."""
        return self.work.session

    def kind(self, slug: str = KIND) -> Kind:
        """Return what a kind of product may hold."""
        return Lists(self.work, self.vendor.id).kind(slug)

    def kind_name(self, slug: str = KIND) -> str:
        """Return how a kind is written in a sheet."""
        return category_names(self.work)[slug]

    def path(self, name: str) -> Path:
        """Return a fresh place for a file."""
        self.numbers.append(1)
        folder = self.folder / str(len(self.numbers))
        folder.mkdir()
        return folder / name

    def book(self, *rows: dict[str, Any], headers: Sequence[str] = BASE, **more: Any) -> Path:
        """Store her rows as a spreadsheet; a row without a kind is batik."""
        kind = self.kind_name()
        full = [{"Jenis": kind, **row} for row in rows]
        return a_book(self.path("produk.xlsx"), full, headers, **more)

    def send(self, path: Path, archive: Path | None = None) -> BulkRun:
        """Send a sheet; nothing looks at it yet."""
        read = read_sheet(self.work, self.vendor.id, path)
        with self.writing() as work:
            acting = replace(work, actor=actor_of(self.person))
            sent = Sent(path.name, read, archive)
            return checking.begin(acting, self.vendor.id, sent, store=self.store)

    def take(self, path: Path, archive: Path | None = None) -> BulkRun:
        """Send a sheet and have it checked."""
        run = self.send(path, archive)
        checking.check(self.work, run.id, store=self.store)
        return self.reloaded(run.id)

    def accept(self, run: BulkRun) -> BulkRun:
        """Say yes, and let the worker take everything in."""
        with self.writing() as work:
            running.accept(replace(work, actor=actor_of(self.person)), run)
        self.run(run.id)
        return self.reloaded(run.id)

    def run(self, run_id: UUID) -> None:
        """Let the worker take its turns."""
        while self.reloaded(run_id).state == "running":
            running.run(self.work, run_id, store=self.store)

    def reloaded(self, run_id: UUID) -> BulkRun:
        """Return a run as it is in the database by now."""
        self.session.rollback()
        self.session.expire_all()
        return get_run(self.work, self.vendor.id, run_id)

    @contextmanager
    def writing(self) -> Iterator[Work]:
        """Give a transaction of its own."""
        self.session.rollback()
        self.session.connection(execution_options={WRITES: True})
        with committed(self.work) as work:
            yield work

    def product(self, sku: str) -> Product:
        """Return her product of this code."""
        self.session.rollback()
        return self.session.scalars(
            select(Product)
            .join(ProductSku, ProductSku.product_id == Product.id)
            .where(ProductSku.sku == sku, Product.vendor_id == self.vendor.id)
        ).one()

    def values(self, sku: str) -> dict[str, Any]:
        """Return her product's values by field of the editor."""
        return dict(open_desk(self.work, self.product(sku), "id").values)


def told(run: BulkRun) -> list[tuple[int, str]]:
    """Return row and column of every problem."""
    return [(problem["row"], problem["column"]) for problem in run.problems]


@pytest.fixture
def maker(work: Work, tmp_path: Path) -> Maker:
    """A maker with an empty window."""
    vendor = a_vendor(work.session)
    person = a_person(work.session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))
    work.session.commit()
    folder = tmp_path / "sheets"
    folder.mkdir()
    return Maker(work, vendor, person, LocalStore(tmp_path / "uploads"), folder)
