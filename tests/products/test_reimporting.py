"""The same list again: what the file says is written, what it does not say stays."""

import csv
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.products import cli
from catalog.products.models import Product, ProductSlug, ProductText
from catalog.products.rules.status import Status
from catalog.search.outbox import SearchMark
from catalog.sheets import reading as sheets
from catalog.vendors.models import Vendor, VendorSlug
from tests.products.lists import count, take_in, write_list

pytestmark = pytest.mark.stocked

HEADINGS = ("id", "name", "text", "price", "english", "english text", "unit", "least", "shop")
FULL = [
    "id=id",
    "name=name",
    "description=text",
    "price=price",
    "name_en=english",
    "unit=unit",
    "minimum_order=least",
]
ROW = {
    "id": "a1",
    "name": "Terasi udang",
    "text": "Dari rebon",
    "price": "8000",
    "english": "Shrimp paste",
    "english text": "Made of rebon",
    "unit": "pcs",
    "least": "1",
    "shop": "Dapur Mimi",
}


def _give(
    app: Flask, folder: Path, row: dict[str, str], *more: str, without: tuple[str, ...] = ()
) -> str:
    path = write_list(folder / "daftar.csv", [[row[name] for name in HEADINGS]], headings=HEADINGS)
    pairs = [pair for pair in FULL if pair.split("=")[0] not in without]
    # A heading with a space: MAPPING is split at spaces, so it comes as an option of its own.
    english = () if "description_en" in without else ("--map", "description_en=english text")
    code, output = take_in(app, path, *english, *more, mapping=" ".join(pairs))
    assert code == 0, output
    return output


def _product(session: Session) -> Product:
    session.rollback()
    session.expire_all()
    return session.scalars(select(Product)).one()


def _texts(session: Session) -> dict[str, tuple[str, str, str]]:
    session.rollback()
    rows = session.scalars(select(ProductText).execution_options(populate_existing=True))
    return {row.language: (row.name, row.summary, row.description) for row in rows}


def test_every_field_that_the_file_gives_is_rewritten(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    _give(app, tmp_path, ROW)
    for change in (
        {"name": "Terasi rebon"},
        {"text": "Dijemur tiga hari"},
        {"price": "9000"},
        {"price": ""},
        {"english": "Fermented shrimp"},
        {"english text": "Sun-dried"},
        {"unit": "kg"},
        {"least": "12"},
        {"shop": "Dapur Lain"},
    ):
        marks = count(session, SearchMark)
        assert "0 added, 1 changed, 0 unchanged" in _give(app, tmp_path, ROW | change), change
        assert count(session, SearchMark) > marks
        again = count(session, SearchMark)
        assert "1 unchanged" in _give(app, tmp_path, ROW | change)
        assert count(session, SearchMark) == again
        assert "1 changed" in _give(app, tmp_path, ROW)
    _give(
        app,
        tmp_path,
        ROW | {"unit": "kg", "least": "12", "shop": "Dapur Lain", "english text": "Sun-dried"},
    )
    product = _product(session)
    assert (product.unit_code, product.minimum_order) == ("kg", 12)
    assert product.vendor.name == "Dapur Lain"
    assert _texts(session) == {
        "id": ("Terasi udang", "Dari rebon", "Dari rebon"),
        "en": ("Shrimp paste", "", "Sun-dried"),
    }


def test_english_comes_and_goes_with_the_file(app: Flask, session: Session, tmp_path: Path) -> None:
    _give(app, tmp_path, ROW | {"english": "", "english text": ""})
    assert set(_texts(session)) == {"id"}
    assert "1 changed" in _give(app, tmp_path, ROW)
    assert _texts(session)["en"] == ("Shrimp paste", "", "Made of rebon")
    assert "1 changed" in _give(app, tmp_path, ROW | {"english": "", "english text": ""})
    assert set(_texts(session)) == {"id"}


def test_what_the_file_does_not_give_stays(app: Flask, session: Session, tmp_path: Path) -> None:
    _give(app, tmp_path, ROW | {"unit": "kg", "least": "5"})
    left_out = ("description", "price", "name_en", "description_en", "unit", "minimum_order")
    assert "1 unchanged" in _give(app, tmp_path, ROW, without=left_out)
    renamed = ROW | {"name": "Terasi rebon"}
    assert "1 changed" in _give(app, tmp_path, renamed, without=left_out)
    product = _product(session)
    assert (product.price, product.unit_code, product.minimum_order) == (8000, "kg", 5)
    assert _texts(session) == {
        "id": ("Terasi rebon", "Dari rebon", "Dari rebon"),
        "en": ("Shrimp paste", "", "Made of rebon"),
    }
    assert "1 changed" in _give(
        app, tmp_path, renamed | {"english": "Rebon paste"}, without=("description_en",)
    )
    assert _texts(session)["en"] == ("Rebon paste", "", "Made of rebon")


def test_a_second_import_publishes_drafts_and_never_takes_back(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    _give(app, tmp_path, ROW)
    assert _product(session).status is Status.DRAFT
    assert "1 changed" in _give(app, tmp_path, ROW, "--status", "published")
    product = _product(session)
    assert product.status is Status.PUBLISHED
    assert product.published_at
    assert "1 unchanged" in _give(app, tmp_path, ROW, "--status", "draft")
    assert _product(session).status is Status.PUBLISHED


def test_an_archived_product_stays_archived(app: Flask, session: Session, tmp_path: Path) -> None:
    _give(app, tmp_path, ROW, "--status", "archived")
    assert "1 unchanged" in _give(app, tmp_path, ROW, "--status", "published")
    assert _product(session).status is Status.ARCHIVED


def test_addresses_that_were_given_away_are_not_given_again(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    _give(app, tmp_path, ROW)
    product = _product(session)
    session.add(ProductSlug(slug="kopi-hitam", product_id=product.id))
    session.add(VendorSlug(slug="dapur-baru", vendor_id=product.vendor_id))
    session.commit()
    _give(app, tmp_path, ROW | {"id": "a2", "name": "Kopi hitam", "shop": "Dapur Baru"})
    fresh = session.scalars(select(Product).where(Product.external_id == "a2")).one()
    assert fresh.slug.startswith("kopi-hitam-")
    assert fresh.vendor.slug.startswith("dapur-baru-")


def test_new_vendors_are_marked_for_the_index(app: Flask, session: Session, tmp_path: Path) -> None:
    _give(app, tmp_path, ROW)
    vendor = session.scalars(select(Vendor)).one()
    marks = session.scalars(select(SearchMark.target_id).where(SearchMark.kind == "vendor")).all()
    assert vendor.id in marks


def test_a_run_that_is_stopped_leaves_its_audit_and_its_refusals(
    app: Flask, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        [f"b{number}", name, "", "5000", "", "Plered", "Dapur Mimi"]
        for number, name in enumerate(["Kopi", "", "Teh", "Gula", "Garam"])
    ]
    path = write_list(tmp_path / "daftar.csv", rows)
    monkeypatch.setattr(cli, "BATCH", 1)
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)  # the fourth row ends the run
    code, _ = take_in(app, path)
    assert code not in {0, 3}
    assert count(session, Product) == 2
    entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "products.import"))
    assert sum(entry.after["added"] for entry in entries) == 2
    with (tmp_path / "daftar.refused.csv").open(encoding="utf-8-sig") as file:
        assert [row["line"] for row in csv.DictReader(file)] == ["3"]


def test_a_run_that_changes_nothing_leaves_no_entry(
    app: Flask, session: Session, tmp_path: Path
) -> None:
    _give(app, tmp_path, ROW)
    entries = count(session, AuditEntry)
    assert entries
    _give(app, tmp_path, ROW)
    assert count(session, AuditEntry) == entries
