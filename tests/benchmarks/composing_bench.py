"""A fair set of 50 out of 500, 1,000 and 5,000 products, from the database to the explanation."""

import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from catalog.composing.queries.lists import gallery_ids
from catalog.composing.queries.pool import pool
from catalog.composing.rules.composing import Composed, compose
from catalog.composing.rules.programme import Outcome
from catalog.composing.rules.wishes import Wishes
from catalog.db.engine import refresh_statistics
from catalog.db.work import Work
from catalog.galleries.models import Gallery, GalleryVendor
from catalog.kernel.text import LocalText
from catalog.products.models import Product, Variant
from catalog.products.rules.status import Status
from catalog.showcases.models import Showcase
from catalog.showcases.rules import ShowcaseStatus
from catalog.taxonomy.models import Category, Region
from catalog.taxonomy.rules import RegionKind
from catalog.vendors.models import Vendor, VendorRegistry
from catalog.vendors.rules import VendorStatus
from catalog.vendors.rules.registry import BusinessClass, Gender
from tests.benchmarks.goals import Goal, machine, show, table
from tests.databases import SqliteDatabases, opened

SIZES = (500, 1000, 5000)
GOAL = 5.0  # seconds, database and explanation included
ROUNDS = 3
PATIENCE = 30.0  # seconds for explanations, however busy the machine is
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WISHES = Wishes(
    least=50,
    most=50,
    per_vendor=2,
    districts=15,
    district_share=15,
    categories=6,
    category_share=30,
    women=40,
    p2wkss=5,
    micro=50,
    galleries=30,
    new=30,
    price_low=25,
    price_high=20,
    in_stock=True,
    market="MY",
)
HARD = replace(WISHES, per_vendor=1, p2wkss=60, districts=60)  # nothing keeps to this
Row = dict[str, Any]


def fill(session: Session, size: int) -> UUID:
    """Store ``size`` products of a quarter as many makers and a showcase; return the showcase."""
    chance = random.Random(size)  # noqa: S311  # sample data
    galleries = session.scalars(select(Gallery.id).order_by(Gallery.position)).all()
    districts = session.scalars(
        select(Region.code)
        .where(Region.kind == RegionKind.DISTRICT, Region.code.like("32.%"))
        .order_by(Region.code)
    ).all()
    vendors = _vendors(chance, size // 4, districts)
    session.execute(insert(Vendor), vendors)
    session.execute(insert(VendorRegistry), _registry(chance, vendors))
    links = [
        {"gallery_id": gallery, "vendor_id": vendor["id"]}
        for vendor in vendors
        for gallery in galleries
        if chance.random() < 0.6
    ]
    session.execute(insert(GalleryVendor), links)
    products = _products(session, chance, size, vendors)
    session.execute(insert(Product), products)
    session.execute(
        insert(Variant),
        [
            {
                "id": _id(chance),
                "product_id": each["id"],
                "position": 0,
                "stock": chance.choice((3, 9, None)),
            }
            | {"name": LocalText(), "options": {}}
            for each in products
        ],
    )
    showcase = Showcase(
        slug="ukur",
        status=ShowcaseStatus.DRAFT,
        gallery_id=galleries[0],
        curator_name="",
        title=LocalText(id="Ukur"),
        lead=LocalText(),
        note=LocalText(),
        updated_at=NOW,
    )
    session.add(showcase)
    session.flush()
    refresh_statistics(session)
    session.commit()
    return showcase.id


def _id(chance: random.Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


def _vendors(chance: random.Random, size: int, districts: Sequence[str]) -> list[Row]:
    found = []
    for number in range(size):
        district = districts[min(len(districts) - 1, int(chance.expovariate(0.08)))]
        found.append(
            {
                "id": _id(chance),
                "slug": f"usaha-{number}",
                "name": f"Usaha {number}",
                "status": VendorStatus.ACTIVE,
                "region_code": district,
                "district_code": district,
                "joined_at": NOW,
                "updated_at": NOW,
                "capacity": LocalText(),
                "pause_note": LocalText(),
            }
        )
    return found


def _registry(chance: random.Random, vendors: Sequence[Row]) -> list[Row]:
    return [
        {
            "vendor_id": vendor["id"],
            "owner_gender": chance.choice((Gender.WOMAN, Gender.MAN)),
            "business_class": chance.choice((BusinessClass.MICRO,) * 3 + (BusinessClass.SMALL,)),
            "programmes": ["p2wkss"] if chance.random() < 0.08 else [],
            "kinds": [],
        }
        for vendor in vendors
    ]


def _products(
    session: Session, chance: random.Random, size: int, vendors: Sequence[Row]
) -> list[Row]:
    categories = session.scalars(select(Category.id).order_by(Category.position)).all()
    return [
        {
            "id": _id(chance),
            "code": f"{number:06}",
            "slug": f"barang-{number}",
            "vendor_id": chance.choice(vendors)["id"],
            "category_id": categories[int(chance.random() ** 2 * len(categories))],
            "status": Status.PUBLISHED,
            "price": chance.choice((35_000, 90_000, 150_000, 400_000, 900_000)),
            "is_pick": chance.random() < 0.1,
            "grade": chance.choice(("A", "B", "B", "C", None)),
            "unit_code": "pcs",
            "attributes": {},
            "created_at": NOW,
            "updated_at": NOW,
            "published_at": NOW,
        }
        for number in range(size)
    ]


def measure(session: Session, showcase_id: UUID, wishes: Wishes) -> tuple[float, float, Composed]:
    """Return the seconds of reading, of the whole, and what was found.

    Seconds of this process: all of it runs in one thread, and the machine may have other work.
    """
    session.expire_all()
    work = Work(session=session, now=NOW)
    began = time.process_time()
    found = pool(work, session.get_one(Showcase, showcase_id), wishes)
    read = time.process_time() - began
    composed = compose(found.candidates, wishes, gallery_ids(work), explain_seconds=PATIENCE)
    return read, time.process_time() - began, composed


def main() -> None:
    """Measure every size; each figure is the median of some rounds."""
    print(f"{machine()}, highspy {version('highspy')}")
    rows, goals = [], []
    with tempfile.TemporaryDirectory() as folder:
        databases = SqliteDatabases(Path(folder))
        for size in SIZES:
            url = databases.fresh(stocked=True)
            with opened(url) as engine, Session(engine) as session:
                showcase_id = fill(session, size)
                easy = [measure(session, showcase_id, WISHES) for _ in range(ROUNDS)]
                hard = [measure(session, showcase_id, HARD) for _ in range(ROUNDS)]
            databases.drop(url)
            read, whole, none = (
                statistics.median(each)
                for each in (
                    [r for r, _, _ in easy],
                    [w for _, w, _ in easy],
                    [w for _, w, _ in hard],
                )
            )
            found = easy[0][2]
            proven = found.outcome is Outcome.BEST and found.findings.is_whole
            rows.append(
                [
                    f"{size:,}",
                    f"{read:.2f}",
                    f"{whole:.2f}",
                    f"{none:.2f}",
                    str(len(found.placed)),
                    "yes" if proven else "NO",
                    str(len(found.findings.binding)),
                    str(len(hard[0][2].findings.ways)),
                ]
            )
            if size == SIZES[-1]:
                words = f"50 of {size:,} with all explanations, seconds"
                goals.append(Goal(words, f"≤ {GOAL:.0f}", whole, whole <= GOAL and proven))
                goals.append(
                    Goal(
                        f"no set of {size:,}: ways out, seconds",
                        f"≤ {GOAL:.0f}",
                        none,
                        none <= GOAL,
                    )
                )
    head = ["products", "reading s", "whole s", "no set s", "pieces", "proven", "binding", "ways"]
    table(head, rows)
    show(goals)


if __name__ == "__main__":
    main()
