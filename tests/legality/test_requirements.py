"""What is still missing for a goal, read from the database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.legality import queries
from catalog.legality.models import DocumentType, RequirementSet
from catalog.legality.rules import DocumentState
from catalog.legality.rules.numbers import NumberContext
from catalog.legality.rules.requirements import Assessment, Level, Purpose, State
from catalog.legality.services import load_types
from catalog.taxonomy.models import Category
from catalog.vendors.models import Vendor, VendorRegistry
from tests.factories.legality import a_document
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.stocked
DRY = {"storage": ["room"], "shelf_life_days": 90, "composition": "Udang", "net_weight": 200}


def category(session: Session, slug: str) -> Category:
    """Give a category of the reference data."""
    return session.scalars(select(Category).where(Category.slug == slug)).one()


def by_key(found: Assessment) -> dict[str, State]:
    """Return how each requirement stands."""
    return {item.key: item.state for item in found.items}


def a_food_maker(session: Session, slug: str = "terasi", **attributes: object) -> Vendor:
    """Store a vendor with one food product."""
    vendor = a_vendor(session)
    a_product(session, vendor, category(session, slug), attributes={**DRY, **attributes})
    return vendor


def test_dry_food_needs_a_number_a_food_permit_and_halal(work: Work) -> None:
    vendor = a_food_maker(work.session)
    a_document(work.session, vendor)
    found = queries.assessment(work, vendor.id, Purpose.CATALOGUE)
    assert by_key(found) == {
        "nib": State.DONE,
        "food-permit": State.MISSING,
        "halal": State.MISSING,
    }
    assert (found.missing, found.total) == (2, 3)
    assert {item.key for item in found.blocks_submit} == {"food-permit", "halal"}


def test_before_the_seventeenth_of_october_halal_is_a_countdown(work: Work) -> None:
    vendor = a_food_maker(work.session)
    work.now = datetime(2026, 10, 16, 16, 59, tzinfo=UTC)  # 23.59 in Cirebon
    assert by_key(queries.assessment(work, vendor.id, Purpose.CATALOGUE))["halal"] is State.COMING
    work.now += timedelta(minutes=1)
    assert by_key(queries.assessment(work, vendor.id, Purpose.CATALOGUE))["halal"] is State.MISSING


def test_frozen_seafood_needs_bpom_whatever_home_permit_it_has(work: Work) -> None:
    vendor = a_food_maker(work.session, "olahan-laut", storage=["frozen"], allergens=["fish"])
    a_document(work.session, vendor, type_code="pirt")
    found = by_key(queries.assessment(work, vendor.id, Purpose.CATALOGUE))
    assert found["food-permit"] is State.NOT_NEEDED
    assert found["food-permit-bpom"] is State.MISSING
    assert "frozen-permit" in found


def test_frozen_food_that_nobody_is_sure_of_is_asked_for_but_never_blocks(work: Work) -> None:
    vendor = a_food_maker(work.session, "masakan-kemasan", storage=["frozen"])
    found = queries.assessment(work, vendor.id, Purpose.CATALOGUE)
    assert by_key(found)["frozen-permit"] is State.MISSING
    assert "frozen-permit" not in {item.key for item in found.blocks_submit}


def test_food_that_keeps_a_few_days_is_exempt_from_the_permit_only(work: Work) -> None:
    vendor = a_food_maker(work.session, "tape-kue-basah", shelf_life_days=3)
    found = by_key(queries.assessment(work, vendor.id, Purpose.CATALOGUE))
    assert found["food-permit"] is State.NOT_NEEDED
    assert found["halal"] is State.MISSING


def test_cloth_needs_a_number_and_nothing_of_food(work: Work) -> None:
    vendor = a_vendor(work.session)
    a_product(work.session, vendor, category(work.session, "kain-batik-tulis"))
    found = queries.assessment(work, vendor.id, Purpose.CATALOGUE)
    assert by_key(found) == {"nib": State.MISSING, "ig": State.MISSING}
    assert (found.missing, found.total) == (1, 1)


def test_a_gallery_asks_for_more_and_for_its_own_people(work: Work) -> None:
    vendor = a_food_maker(work.session)
    gallery = work.session.scalars(
        select(RequirementSet.gallery_id).where(RequirementSet.key == "kurasi:semua:mall-ukm")
    ).one()
    plain = by_key(queries.assessment(work, vendor.id, Purpose.CURATION))
    there = by_key(queries.assessment(work, vendor.id, Purpose.CURATION, gallery_id=gallery))
    assert plain["label"] is State.DONE
    assert "resident" not in plain
    assert there["resident"] is State.MISSING  # a village of the regency


def test_for_export_the_letter_of_the_village_is_not_enough(work: Work) -> None:
    vendor = a_vendor(work.session)
    a_product(
        work.session, vendor, category(work.session, "kursi-rotan"), english=True, hs_code="940153"
    )
    a_document(work.session, vendor, type_code="sku")
    catalogue = by_key(queries.assessment(work, vendor.id, Purpose.CATALOGUE))
    export = queries.assessment(work, vendor.id, Purpose.EXPORT)
    assert catalogue["nib"] is State.DONE
    assert by_key(export) == {
        "nib": State.MISSING,
        "npwp": State.MISSING,
        "hs": State.DONE,
        "capacity": State.MISSING,
        "english": State.DONE,
        "svlk": State.MISSING,
        "merek": State.MISSING,
    }
    assert [item.key for item in export.blocks_submit] == ["nib"]


def test_one_product_is_asked_for_what_belongs_to_it(work: Work) -> None:
    vendor = a_food_maker(work.session)
    cloth = a_product(work.session, vendor, category(work.session, "kain-batik-cap"))
    found = queries.assessment(work, vendor.id, Purpose.CATALOGUE, product_id=cloth.id)
    assert by_key(found) == {"nib": State.MISSING}


def test_products_of_others_and_unknown_vendors_are_not_found(work: Work) -> None:
    vendor, other = a_food_maker(work.session), a_food_maker(work.session)
    theirs = a_product(work.session, other)
    with pytest.raises(NotFound):
        queries.assessment(work, vendor.id, Purpose.CATALOGUE, product_id=theirs.id)
    with pytest.raises(NotFound):
        queries.assessment(work, uuid4(), Purpose.CATALOGUE)


def test_a_maker_without_products_is_told_what_its_kinds_will_need(work: Work) -> None:
    vendor, silent = a_vendor(work.session), a_vendor(work.session)
    work.session.add(VendorRegistry(vendor_id=vendor.id, kinds=["terasi"], programmes=[]))
    work.session.flush()
    assert set(by_key(queries.assessment(work, vendor.id, Purpose.CATALOGUE))) == {
        *("nib", "food-permit", "halal")
    }
    assert set(by_key(queries.assessment(work, silent.id, Purpose.CATALOGUE))) == {"nib"}


def test_many_vendors_cost_no_more_statements_than_one(work: Work) -> None:
    vendors = [a_food_maker(work.session) for _ in range(5)]
    a_document(work.session, vendors[0])
    a_document(work.session, vendors[1], state=DocumentState.PENDING)
    queries.assessment(work, vendors[0].id, Purpose.CATALOGUE)
    ids = [vendor.id for vendor in vendors]
    work.session.expire_all()
    with count_statements() as seen:
        found = queries.assessments(work, ids, Purpose.CATALOGUE)
    assert len(seen) <= 8
    assert [by_key(found[key])["nib"] for key in ids[:3]] == [
        *(State.DONE, State.WAITING, State.MISSING)
    ]


def test_an_edited_set_survives_the_next_start(work: Work) -> None:
    chosen = select(RequirementSet).where(RequirementSet.key == "etalase:semua")
    version = work.session.scalars(chosen).one()
    version.requirements[0].level = Level.ADVISED
    work.session.flush()
    load_types(work.session)
    work.session.expire_all()
    assert work.session.scalars(chosen).one().requirements[0].level is Level.ADVISED


def test_a_type_of_an_older_release_learns_how_its_numbers_are_written(work: Work) -> None:
    kind = work.session.get_one(DocumentType, "nib")
    kind.certainty, kind.level, kind.label = "", "warn", "Nomor usaha"
    work.session.flush()
    load_types(work.session)
    assert (kind.level, kind.label) == ("hard", "Nomor usaha")


def test_a_number_is_compared_with_places_and_food_types_of_the_reference_data(
    work: Work,
) -> None:
    context = NumberContext(region_code="32.74.05.1001", category_slugs=frozenset({"kopi"}))
    found = queries.examine_number(work, "pirt", "2053209080576-29", context)
    assert [part.value for part in found.parts] == [
        *("Plastik", "Hasil olahan kelapa", "Kabupaten Cirebon", "2029")
    ]
    assert len(found.warnings) == 2
    assert queries.examine_number(work, "nib", "9.12E+12").is_refused


def test_a_paper_is_checked_by_hand_with_its_number_to_copy(work: Work) -> None:
    pirt, sku = (work.session.get_one(DocumentType, code) for code in ("pirt", "sku"))
    page = queries.checker(pirt, "2053209080576-29", "id")
    assert page is not None
    assert page.url == "https://sppirt.pom.go.id"
    assert page.number == "2053209080576-29"
    assert "cocokkan" in page.note
    assert queries.checker(sku, "1", "id") is None
