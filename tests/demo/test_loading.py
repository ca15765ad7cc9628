"""Loading the sample catalogue: once it is all there, a second time nothing moves."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.dashboard.queries.figures import figures
from catalog.db.base import Base
from catalog.db.work import Work
from catalog.demo.services import editing, load, load_bulk, reading
from catalog.demo.services.pictures import COVER_CROPS
from catalog.media.models import Image
from catalog.media.rules import name_of
from catalog.media.services import Prepared
from catalog.media.store import LocalStore
from catalog.products.models import Product, ProductText
from catalog.search.outbox import SearchMark
from catalog.vendors.models import Vendor
from tests.factories.media import an_image

pytestmark = pytest.mark.stocked


@pytest.fixture
def prepared(session: Session) -> dict[str, Prepared]:
    """Rows for every picture, covers cut; the files are the business of the media tests."""
    done: dict[str, Prepared] = {}
    for name in sorted(reading.picture_names()):
        image = an_image(session)
        image.crops = {
            kind: {"name": name_of(image.digest, f"{kind}:0.5000:0.5000"), "widths": []}
            for kind in COVER_CROPS
        }
        done[name] = Prepared(image.digest, image.byte_size, {})
    session.flush()
    return done


def _counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name != SearchMark.__tablename__
    }


def _load(work: Work, prepared: dict[str, Prepared], folder: Path) -> None:
    load(work, prepared, store=LocalStore(folder))
    work.session.flush()


def test_loading_twice_changes_nothing(
    work: Work, prepared: dict[str, Prepared], tmp_path: Path
) -> None:
    _load(work, prepared, tmp_path)
    before = _counts(work.session)
    _load(work, prepared, tmp_path)
    assert _counts(work.session) == before
    assert before["vendor"] == len(reading.vendors())
    assert before["product"] == len(reading.products()) + len(editing.SAMPLES)


def test_live_samples_were_seen_and_asked_about_lately(
    work: Work, prepared: dict[str, Prepared], tmp_path: Path
) -> None:
    _load(work, prepared, tmp_path)
    vendor = work.session.scalars(select(Vendor).where(Vendor.slug == "batik-rara-sekar")).one()
    counted = figures(work, vendor.id)
    assert counted.views_total > counted.views_before > 0
    assert counted.leads_total > 0
    _load(work, prepared, tmp_path)
    assert figures(work, vendor.id).views_total == counted.views_total


def test_what_people_changed_stays(
    work: Work, prepared: dict[str, Prepared], tmp_path: Path
) -> None:
    _load(work, prepared, tmp_path)
    vendor = work.session.scalars(select(Vendor).order_by(Vendor.slug)).first()
    text = work.session.scalars(select(ProductText).order_by(ProductText.name)).first()
    assert vendor is not None
    assert text is not None
    vendor.name, text.summary = "Nama Baru", "Ditulis oleh pemiliknya"
    _load(work, prepared, tmp_path)
    assert vendor.name == "Nama Baru"
    assert text.summary == "Ditulis oleh pemiliknya"


def test_everything_loaded_says_that_it_is_sample_data(
    work: Work, prepared: dict[str, Prepared], tmp_path: Path
) -> None:
    _load(work, prepared, tmp_path)
    assert work.session.scalar(select(func.count()).where(Product.is_sample.is_(False))) == 0
    assert work.session.scalar(select(func.count()).where(Vendor.is_sample.is_(False))) == 0
    assert work.session.scalar(select(func.count()).select_from(Image)) == len(prepared)


def test_a_large_catalogue_fills_up_to_the_asked_number(
    work: Work, prepared: dict[str, Prepared], tmp_path: Path
) -> None:
    _load(work, prepared, tmp_path)
    steps: list[int] = []
    assert load_bulk(work, 300, steps.append) == 300
    assert load_bulk(work, 300, steps.append) == 0
    assert load_bulk(work, 450, steps.append) == 150
    assert sum(steps) == 450
    slugs = work.session.scalars(select(Product.slug)).all()
    assert len(slugs) == len(set(slugs)) == len(reading.products()) + 450 + len(editing.SAMPLES)
