"""Everything that a vendor has given, opened, as plain values: what an export holds.

Read in one transaction before any file is touched. ``records`` in it is asked of the models
themselves (see ``owned``): what some feature adds tomorrow is taken along too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Table, select
from sqlalchemy.orm import selectinload

from catalog.accounts.queries import names
from catalog.dashboard.queries.data import amounts, consents
from catalog.dashboard.services.owned import owned, owned_tables
from catalog.db.work import Work
from catalog.legality.models import Document
from catalog.legality.queries.wallet import number_of
from catalog.legality.services.files import name as file_name
from catalog.legality.services.files import safe_name
from catalog.media.models import Image
from catalog.media.rules import public_key
from catalog.products.models import Product, ProductImage, ProductText
from catalog.taxonomy.models import Category
from catalog.vendors import queries as vendors
from catalog.vendors.models import Vendor, VendorPhoto
from catalog.vendors.queries.contacts import nik
from catalog.vendors.queries.registry import find_registry
from catalog.vendors.queries.rooms import team
from catalog.vendors.services.governing import amount_of

# Told in words of their own, or of the site's inner life.
_LEFT_OUT = frozenset(
    {"role_grant", "data_export", "vendor_contact", "vendor_consent", "document_file"}
)
_INNER = ("_hash", "_print", "_sealed", "_digest")
HEADINGS = (
    "kode",
    "nama",
    "nama_inggris",
    "ringkasan",
    "keterangan",
    "kategori",
    "status",
    "harga_rupiah",
    "satuan",
    "pesanan_minimum",
    "kapasitas_per_bulan",
    "lama_dibuat_hari",
    "kode_hs",
    "terbit_pada",
)


class FileKind(StrEnum):
    """Where a file of an export comes from."""

    PAPER = "paper"  # sealed; ``ref`` is the id of its row
    PHOTO = "photo"  # public; ``ref`` is the store's key


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file to enclose: its path in the ZIP, and where it lies."""

    path: str
    kind: FileKind
    ref: str


@dataclass(frozen=True, slots=True)
class Content:
    """What an export holds."""

    name: str
    facts: dict[str, Any]
    products: list[list[str]]
    files: list[Enclosed]


def content_of(work: Work, vendor_id: UUID) -> Content:
    """Return all that is kept of a vendor, opened; the caller has made sure whom it goes to."""
    vendor = work.session.get_one(Vendor, vendor_id)
    papers = _papers(work, vendor_id)
    facts = {
        "dibuat_pada": _plain(work.now),
        "usaha": {"nama": vendor.name, "alamat_etalase": f"/umkm/{vendor.slug}"},
        "kontak": _contact(work, vendor_id),
        "data_dinas": _registry(work, vendor_id),
        "surat": [_paper(work, paper) for paper in papers],
        "tim": [
            {"nama": member.name, "peran": member.role.value, "sejak": _plain(member.since)}
            for member in team(work, vendor_id)
        ],
        "persetujuan": _consents(work, vendor_id),
        "jumlah": {
            "dilihat": (counted := amounts(work, vendor_id)).views,
            "ditanya": counted.leads,
        },
        "records": _records(work, vendor_id),
    }
    files = _paper_files(papers) + _photos(work, vendor_id)
    return Content(vendor.name, facts, _products(work, vendor_id), files)


def _contact(work: Work, vendor_id: UUID) -> dict[str, str]:
    found = vendors.contact(work, vendor_id)
    return {
        "nama_pemilik": found.owner_name,
        "telepon": found.phone,
        "email": found.email,
        "alamat": found.address,
        "nik": nik(work, vendor_id),
        "nib": found.nib,
        "npwp": found.npwp,
    }


def _registry(work: Work, vendor_id: UUID) -> dict[str, Any]:
    found = find_registry(work, vendor_id)
    if found is None:
        return {}
    return {
        "bentuk_usaha": found.legal_form,
        "kbli": found.kbli,
        "kelas_usaha": found.business_class,
        "omzet_setahun": amount_of(work, found, "sales"),
        "modal": amount_of(work, found, "capital"),
        "program": list(found.programmes),
    }


def _consents(work: Work, vendor_id: UUID) -> list[dict[str, Any]]:
    found = consents(work, vendor_id)
    known = names(work, {row.person_id for row in found if row.person_id})
    return [
        {
            "untuk": row.key,
            "versi": row.version,
            "oleh": known.get(row.person_id, "") if row.person_id else "",
            "disetujui_pada": _plain(row.agreed_at),
            "ditarik_pada": _plain(row.withdrawn_at),
        }
        for row in found
    ]


def _papers(work: Work, vendor_id: UUID) -> list[Document]:
    statement = (
        select(Document)
        .where(Document.vendor_id == vendor_id)
        .options(selectinload(Document.files))
        .order_by(Document.created_at, Document.id)
    )
    return list(work.session.scalars(statement))


def _paper(work: Work, paper: Document) -> dict[str, Any]:
    return {
        "jenis": paper.type_code,
        "nomor": number_of(work, paper),
        "nama_di_surat": paper.holder_name,
        "terbit": _plain(paper.issued_on),
        "berlaku_sampai": _plain(paper.valid_until),
        "keadaan": paper.state.value,
        "berkas": [
            {"nama_asli": file_name(file, vault=work.vault), "di_zip": _paper_path(paper, at)}
            for at, file in enumerate(paper.files)
        ],
    }


def _paper_path(paper: Document, at: int) -> str:
    return f"surat/{safe_name(paper.files[at], paper.type_code)}"


def _paper_files(papers: Iterable[Document]) -> list[Enclosed]:
    return [
        Enclosed(_paper_path(paper, at), FileKind.PAPER, str(file.id))
        for paper in papers
        for at, file in enumerate(paper.files)
    ]


def _photos(work: Work, vendor_id: UUID) -> list[Enclosed]:
    """Return the photographs of products and of the profile, each in its largest rendition."""
    of_goods = (
        select(Product.code, ProductImage.position, Image)
        .join(ProductImage, ProductImage.product_id == Product.id)
        .join(Image, Image.id == ProductImage.image_id)
        .where(Product.vendor_id == vendor_id)
        .order_by(Product.code, ProductImage.position)
    )
    of_profile = (
        select(VendorPhoto.position, Image)
        .join(Image, Image.id == VendorPhoto.image_id)
        .where(VendorPhoto.vendor_id == vendor_id)
        .order_by(VendorPhoto.position)
    )
    found = [
        Enclosed(f"foto/produk/{code}-{position + 1}.webp", FileKind.PHOTO, _largest(image))
        for code, position, image in work.session.execute(of_goods)
    ]
    found += [
        Enclosed(f"foto/profil/{position + 1}.webp", FileKind.PHOTO, _largest(image))
        for position, image in work.session.execute(of_profile)
    ]
    return found


def _largest(image: Image) -> str:
    return public_key(image.name, max(image.widths))


def _products(work: Work, vendor_id: UUID) -> list[list[str]]:
    statement = (
        select(Product, Category)
        .join(Category, Category.id == Product.category_id)
        .where(Product.vendor_id == vendor_id)
        .options(selectinload(Product.texts))
        .order_by(Product.created_at, Product.id)
    )
    return [
        _product(product, category) for product, category in work.session.execute(statement).all()
    ]


def _product(product: Product, category: Category) -> list[str]:
    texts: dict[str, ProductText] = {text.language: text for text in product.texts}
    own, english = texts.get("id"), texts.get("en")
    cells = (
        product.code,
        own.name if own else "",
        english.name if english else "",
        own.summary if own else "",
        own.description if own else "",
        category.name.best("id"),
        product.status.value,
        product.price,
        product.unit_code,
        product.minimum_order,
        product.capacity_month,
        product.lead_days_max,
        product.hs_code,
        product.published_at.isoformat() if product.published_at else "",
    )
    return ["" if cell is None else str(cell) for cell in cells]


def _records(work: Work, vendor_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """Return every other row of the vendor as it is stored, without seals and fingerprints."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table in reversed(owned_tables()):
        if table.name in _LEFT_OUT:
            continue
        columns = [column for column in table.c if not _is_inner(column.name, table)]
        statement = select(*columns).where(owned(table, vendor_id)).order_by(*table.primary_key)
        rows = work.session.execute(statement).mappings()
        found[table.name] = [{key: _plain(value) for key, value in row.items()} for row in rows]
    return {name: rows for name, rows in found.items() if rows}


def _is_inner(name: str, table: Table) -> bool:
    is_sealed = isinstance(table.c[name].type, LargeBinary)
    return is_sealed or name.endswith(_INNER) or name in {"key", "print", "digest"}


def _plain(value: Any) -> Any:  # noqa: ANN401  # a column's value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return value.value if isinstance(value, StrEnum) else value
