"""A business is deleted two weeks after its owner asked for it, and nothing of it is left."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from catalog.accounts.models import Grant
from catalog.dashboard import jobs
from catalog.dashboard.models import Closing, ClosingState
from catalog.dashboard.services import erasing
from catalog.dashboard.services.owned import KEPT, owned_tables
from catalog.db.base import Base
from catalog.db.engine import WRITES
from catalog.db.work import Work, committed
from catalog.inquiries.models import Lead
from catalog.kernel.actor import Actor, Role
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import RuleBroken
from catalog.media.cli import keepers
from catalog.media.models import Image
from catalog.media.store import LocalStore
from catalog.media.tidy import tidy
from catalog.notices.models import NoticeRow
from catalog.products.models import Product, ProductImage
from catalog.products.rules.status import Status
from catalog.products.services.bulk.tidying import tidy as tidy_sheets
from catalog.settings import Settings
from catalog.vendors.models import Vendor, VendorConsent
from catalog.vendors.rules.window import VendorStatus
from catalog.vendors.services.governing import activate
from tests.dashboard.conftest import Chores, Home
from tests.dashboard.marked import MARKERS, NAME
from tests.factories.media import an_image
from tests.factories.people import VAULT
from tests.factories.places import TRUSMI
from tests.factories.products import a_product

LATER = timedelta(days=15)


def _everything(session: Session) -> str:
    """Return every value of every table as one text, sealed contact opened nowhere."""
    session.rollback()
    found: list[str] = []
    for table in Base.metadata.sorted_tables:
        rows = session.execute(select(table))
        found += [f"{table.name}: {tuple(row)!r}" for row in rows]
    return "\n".join(found)


def _left(session: Session) -> set[str]:
    dump = _everything(session)
    return {name for name, marker in MARKERS.items() if marker in dump}


def _files(store_folder: Path) -> list[Path]:
    return [path for path in store_folder.rglob("*") if path.is_file()]


def test_the_window_closes_at_once_and_nothing_is_deleted_yet(
    home: Home, app: Flask, client: FlaskClient, chores: Chores
) -> None:
    assert client.get("/umkm/batik-rara-sekar").status_code == 200
    assert home.erase().status_code == 303
    stranger = app.test_client()
    assert stranger.get("/umkm/batik-rara-sekar").status_code == 404
    assert stranger.get("/produk/selendang-tandaproduk").status_code in {404, 410}
    chores.at(utc_now() + timedelta(days=13), "dashboard.erase")
    home.session.rollback()
    assert home.session.get_one(Vendor, home.vendor.id).status is VendorStatus.SUSPENDED
    page = home.get()
    assert "Batalkan penghapusan" in page or "Cancel the deletion" in page


@pytest.mark.parametrize("wrong", [{"name": "Batik Lain"}, {"present": "bukan-sandi-saya"}])
def test_a_wrong_name_or_password_deletes_nothing(home: Home, wrong: dict[str, str]) -> None:
    assert home.erase(**wrong).status_code == 422
    assert home.session.scalar(select(Closing)) is None
    assert home.session.get_one(Vendor, home.vendor.id).status is VendorStatus.ACTIVE


def test_whoever_changes_their_mind_gets_the_window_back(home: Home, chores: Chores) -> None:
    home.erase()
    assert home.post("/hapus/batal").status_code == 303
    chores.at(utc_now() + LATER, "dashboard.erase")
    home.session.rollback()
    assert home.session.get_one(Vendor, home.vendor.id).status is VendorStatus.ACTIVE
    assert _left(home.session) >= {"story", "paper", "product"}


def test_after_two_weeks_no_trace_is_left_in_any_table_or_file(
    home: Home, app: Flask, chores: Chores, tmp_path: Path
) -> None:
    dump = _everything(home.session)
    # The detector sees what is kept in the open; sealed values would not be found anyway.
    assert {"story", "holder", "paper", "product", "draft", "suspended"} <= _left(home.session)
    assert MARKERS["nik"] not in dump
    before = _files(tmp_path / "uploads")
    assert len([path for path in before if "papers" in path.parts]) == 1
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    assert _left(home.session) == set()
    assert _files(tmp_path / "uploads") == []
    vendor = home.session.get_one(Vendor, home.vendor.id)
    assert (vendor.name, vendor.status) == (NAME, VendorStatus.CLOSED)
    assert vendor.since_year is None
    answer = app.test_client().get("/umkm/batik-rara-sekar")
    assert answer.status_code == 410
    for row in home.session.execute(select(Product.status, Product.slug, Product.price)):
        assert row.status is Status.ARCHIVED
        assert "tanda" not in row.slug
        assert row.price is None


def test_no_trace_is_left_in_the_bytes_of_the_database_file(
    home: Home, chores: Chores, database_url: str
) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("a server's files are its own")
    path = Path(database_url.removeprefix("sqlite:///"))

    def bytes_left() -> set[str]:
        home.session.rollback()
        raw = b"".join(each.read_bytes() for each in path.parent.glob(f"{path.name}*"))
        return {name for name, marker in MARKERS.items() if marker.encode() in raw}

    home.session.close()
    assert "story" in bytes_left()
    home.erase()
    home.session.close()
    chores.at(utc_now() + LATER, "dashboard.erase")
    assert bytes_left() == set()


def test_no_word_is_left_in_the_search_index(
    home: Home, app: Flask, chores: Chores, settings: Settings
) -> None:
    runner = app.test_cli_runner()

    def words_left() -> set[str]:
        files = [path for path in settings.state_dir.rglob("*") if path.is_file()]
        raw = b"".join(path.read_bytes() for path in files).lower()
        words = " ".join(MARKERS.values()).lower().split()
        return {word for word in words if word.startswith("tanda") and word.encode() in raw}

    runner.invoke(args=["search", "rebuild"], catch_exceptions=False)
    assert words_left()
    home.erase()
    runner.invoke(args=["search", "drain"], catch_exceptions=False)
    assert words_left() == set()
    chores.at(utc_now() + LATER, "dashboard.erase")
    runner.invoke(args=["search", "drain"], catch_exceptions=False)
    assert words_left() == set()


def test_only_what_the_law_and_the_statistics_need_stays(home: Home, chores: Chores) -> None:
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    session = home.session
    session.rollback()
    for table in owned_tables():
        if table.name not in KEPT:
            assert session.execute(select(table)).all() == [], table.name
    consent = session.scalars(select(VendorConsent)).one()
    assert consent.person_id is None
    assert session.scalars(select(Lead)).one().quantity is None
    done = session.scalars(select(Closing)).one()
    assert (done.state, done.asked_by) == (ClosingState.DONE, None)
    assert session.scalars(select(Grant)).all() == []


def test_the_owner_is_told_when_it_is_done(home: Home, chores: Chores) -> None:
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    home.session.rollback()
    told = home.session.scalars(
        select(NoticeRow.kind).where(NoticeRow.person_id == home.owner.id)
    ).all()
    assert told == ["dashboard.erased"]
    assert home.client.get(f"/usaha/{home.vendor_id}/data").status_code in {303, 404}


def test_a_picture_that_somebody_else_shows_stays(
    home: Home, chores: Chores, tmp_path: Path
) -> None:
    shared = home.session.scalars(select(ProductImage.image_id)).one()
    neighbour = a_product(home.session, images=[home.session.get_one(Image, shared)])
    home.session.commit()
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    home.session.rollback()
    kept = home.session.scalars(select(Image)).all()
    assert [image.id for image in kept] == [shared]
    assert _files(tmp_path / "uploads")
    assert home.session.get_one(Product, neighbour.id).status is Status.PUBLISHED


def test_another_vendor_loses_nothing(home: Home, chores: Chores) -> None:
    other = a_product(home.session, name="Kain tetangga", images=[an_image(home.session)])
    home.session.commit()
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    home.session.rollback()
    found = home.session.get_one(Product, other.id)
    assert found.texts[0].name == "Kain tetangga"
    assert found.vendor.status is VendorStatus.ACTIVE
    assert len(found.images) == 1


def test_doing_it_again_changes_nothing(home: Home, app: Flask, chores: Chores) -> None:
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    before = _everything(home.session)
    closing_id = home.session.scalars(select(Closing.id)).one()
    work = Work(session=home.session, now=utc_now() + LATER, vault=VAULT)
    home.session.rollback()
    with app.app_context():
        jobs.erase_one(work, closing_id)
    assert _everything(home.session) == before


def test_a_worker_killed_before_the_files_leaves_them_to_the_tidying(
    home: Home, app: Flask, tmp_path: Path
) -> None:
    home.erase()
    closing_id = home.session.scalars(select(Closing.id)).one()
    work = Work(session=home.session, now=utc_now() + LATER, vault=VAULT)
    home.session.rollback()
    home.session.connection(execution_options={WRITES: True})
    with committed(work):
        assert erasing.erase(work, closing_id)  # … and no files are deleted
    assert _left(home.session) == set()
    assert _files(tmp_path / "uploads")
    home.session.rollback()
    with committed(Work(session=home.session, now=utc_now() + LATER, vault=VAULT)) as late:
        tidy(late, store=LocalStore(tmp_path / "uploads"), keepers=keepers(app))
        tidy_sheets(late, store=LocalStore(tmp_path / "uploads"))
    assert _files(tmp_path / "uploads") == []


def test_an_office_cannot_open_what_the_owner_has_closed(home: Home) -> None:
    home.erase()
    officer = Actor(
        user_id=home.owner.id, roles=frozenset({Role.DINAS}), region_codes=frozenset({TRUSMI[:5]})
    )
    work = Work(session=home.session, now=utc_now(), actor=officer, vault=VAULT)
    with pytest.raises(RuleBroken):
        activate(work, home.session.get_one(Vendor, home.vendor.id))


def test_proofs_of_consent_go_after_five_years(home: Home, chores: Chores) -> None:
    home.erase()
    chores.at(utc_now() + LATER, "dashboard.erase")
    chores.at(utc_now() + timedelta(days=5 * 365 + 30), "dashboard.erase")
    home.session.rollback()
    assert home.session.scalars(select(VendorConsent)).all() == []


def test_the_moment_of_deletion_is_two_weeks_away(home: Home) -> None:
    home.erase()
    found = home.session.scalars(select(Closing)).one()
    assert isinstance(found.due_at, datetime)
    assert found.due_at - found.asked_at == timedelta(days=14)
    assert home.session.scalar(text("SELECT count(*) FROM vendor_closing")) == 1
