"""An owner takes everything along as one ZIP that lies sealed and goes after a week."""

import csv
import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.dashboard.models import DataExport, ExportState
from catalog.dashboard.services import exporting, sealed
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from catalog.kernel.vault import VaultError
from catalog.media.store import LocalStore
from catalog.notices.models import NoticeRow
from catalog.products.models import ProductText
from tests.dashboard.conftest import Chores, Home
from tests.dashboard.marked import MARKERS
from tests.factories.people import PASSWORD, VAULT, a_person, signed_in


def _made(home: Home, chores: Chores) -> DataExport:
    assert home.post("/ekspor").status_code == 303
    chores.at(utc_now())
    home.session.rollback()
    export = home.session.scalars(select(DataExport)).one()
    assert export.state is ExportState.READY
    return export


def _taken(home: Home, export: DataExport, password: str = PASSWORD) -> zipfile.ZipFile:
    answer = home.post(f"/unduh/{export.id}", present=password)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert answer.headers["Cache-Control"] == "no-store"
    found = zipfile.ZipFile(BytesIO(answer.data))
    assert found.testzip() is None
    return found


def test_the_zip_holds_everything_that_the_vendor_gave(home: Home, chores: Chores) -> None:
    found = _taken(home, _made(home, chores))
    names = found.namelist()
    assert {"BACA-SAYA.txt", "data.json", "produk.csv", "produk.xlsx"} <= set(names)
    assert len([name for name in names if name.startswith("surat/")]) == 1
    assert len([name for name in names if name.startswith("foto/")]) == 2
    told = found.read("data.json").decode()
    missing = {name for name, marker in MARKERS.items() if marker not in told}
    assert missing == set()
    facts = json.loads(told)
    assert facts["data_dinas"]["omzet_setahun"] == 250_000_000
    assert facts["tim"][0]["nama"] == "Bu Sekar"
    assert "_hash" not in told
    assert "sealed" not in told
    assert found.read(next(n for n in names if n.startswith("surat/"))).startswith(b"%PDF")
    assert "NIK" in found.read("BACA-SAYA.txt").decode()


def test_no_cell_of_the_tables_becomes_a_formula(home: Home, chores: Chores) -> None:
    for text in home.session.scalars(select(ProductText)):
        text.name = "=HYPERLINK(1)"
    home.session.commit()
    found = _taken(home, _made(home, chores))
    rows = list(csv.reader(StringIO(found.read("produk.csv").decode("utf-8-sig")), delimiter=";"))
    assert rows[1][1] == "'=HYPERLINK(1)"
    sheet = load_workbook(BytesIO(found.read("produk.xlsx"))).active
    assert sheet is not None
    assert (sheet.cell(2, 2).data_type, sheet.cell(2, 2).value) == ("s", "=HYPERLINK(1)")


def test_what_lies_in_the_store_tells_nothing(home: Home, chores: Chores, tmp_path: Path) -> None:
    export = _made(home, chores)
    data = (tmp_path / "uploads" / export.key).read_bytes()
    assert b"PK" not in data[:64]
    assert all(marker.encode() not in data for marker in MARKERS.values())


def test_the_owner_is_told_that_it_is_ready(home: Home, chores: Chores) -> None:
    assert "progress" not in home.get()
    _made(home, chores)
    kinds = home.session.scalars(select(NoticeRow.kind)).all()
    assert "dashboard.export_ready" in kinds
    assert "/unduh/" in home.get()


def test_a_wrong_password_gets_nothing_and_is_limited(home: Home, chores: Chores) -> None:
    export = _made(home, chores)
    for _ in range(5):
        assert home.post(f"/unduh/{export.id}", present="salah").status_code == 422
    answer = home.post(f"/unduh/{export.id}", present=PASSWORD)  # too many tries by now
    assert answer.status_code == 422
    actions = home.session.scalars(select(AuditEntry.action)).all()
    assert "dashboard.export_downloaded" not in actions


def test_every_download_is_noted_and_seen_by_the_owner(home: Home, chores: Chores) -> None:
    _taken(home, _made(home, chores))
    entry = home.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "dashboard.export_downloaded")
    ).one()
    assert (entry.user_id, entry.vendor_id) == (home.owner.id, home.vendor.id)
    assert "ZIP" in home.get()


def test_only_an_owner_downloads(home: Home, chores: Chores, app: Flask) -> None:
    export = _made(home, chores)
    path = f"/usaha/{home.vendor_id}/data/unduh/{export.id}"
    for role in (Role.VENDOR_STAFF, Role.ASSISTANT):
        person = a_person(home.session, GrantSpec(role, vendor_id=home.vendor.id))
        browser = signed_in(app.test_client(), person)
        assert browser.post(path, data={"present": PASSWORD}).status_code in {400, 404}
    assert app.test_client().post(path).status_code in {303, 400}


def test_asking_twice_makes_one(home: Home) -> None:
    home.post("/ekspor")
    home.post("/ekspor")
    assert len(home.session.scalars(select(DataExport)).all()) == 1


def test_after_a_week_it_is_gone(home: Home, chores: Chores, tmp_path: Path) -> None:
    export = _made(home, chores)
    path = tmp_path / "uploads" / export.key
    assert path.exists()
    export_id = export.id
    chores.at(utc_now() + timedelta(days=8), "dashboard.tidy")
    home.session.rollback()
    assert not path.exists()
    assert home.session.scalars(select(DataExport)).all() == []
    assert home.post(f"/unduh/{export_id}", present=PASSWORD).status_code == 404


def test_a_file_that_is_missing_is_named_and_the_rest_comes(
    home: Home, chores: Chores, tmp_path: Path
) -> None:
    for path in (tmp_path / "uploads" / "private" / "papers").rglob("*"):
        if path.is_file():
            path.unlink()
    found = _taken(home, _made(home, chores))
    assert "surat/" in found.read("berkas-tidak-ditemukan.txt").decode()
    assert len([name for name in found.namelist() if name.startswith("foto/")]) == 2


def test_an_export_of_a_vendor_that_is_deleted_meanwhile_leaves_nothing(
    home: Home, chores: Chores, tmp_path: Path
) -> None:
    export = _made(home, chores)
    path = tmp_path / "uploads" / export.key
    home.erase()
    chores.at(utc_now() + timedelta(days=15), "dashboard.erase")
    assert not path.exists()


def test_a_killed_worker_does_it_again_from_the_start(
    home: Home, app: Flask, tmp_path: Path
) -> None:
    home.post("/ekspor")
    export_id = home.session.scalars(select(DataExport.id)).one()
    store = LocalStore(tmp_path / "uploads")
    with app.app_context():
        for _ in range(2):  # the second finds it ready, and leaves it alone
            home.session.rollback()
            work = Work(session=home.session, now=utc_now(), vault=VAULT)
            exporting.build(work, export_id, store=store)
    assert home.session.get_one(DataExport, export_id).state is ExportState.READY


@pytest.mark.parametrize("size", [0, 1, sealed.PIECE, sealed.PIECE + 1, 3 * sealed.PIECE])
def test_a_sealed_file_gives_back_what_was_written(tmp_path: Path, size: int) -> None:
    data = bytes(at % 251 for at in range(size))
    path = tmp_path / "sealed"
    with sealed.sealed_file(path, vault=VAULT, bound_to="test:1") as file:
        for start in range(0, size, 70_001):
            file.write(data[start : start + 70_001])
    assert b"".join(sealed.opened(path.open("rb"), vault=VAULT, bound_to="test:1")) == data
    with pytest.raises(VaultError):
        list(sealed.opened(path.open("rb"), vault=VAULT, bound_to="test:2"))


def test_a_sealed_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "sealed"
    with sealed.sealed_file(path, vault=VAULT, bound_to="test:1") as file:
        file.write(b"x" * (2 * sealed.PIECE))
    whole = path.read_bytes()
    piece = len(whole) // 2
    path.write_bytes(whole[:piece])
    with pytest.raises(VaultError):
        list(sealed.opened(path.open("rb"), vault=VAULT, bound_to="test:1"))
