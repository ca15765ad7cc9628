"""Halal papers and recipes: which edits count, what is said before, what happens once live."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.legality.models import DocumentReopening
from catalog.legality.queries import badges
from catalog.legality.rules.reopening import ReopenReason
from catalog.notices.models import NoticeRow
from catalog.products.queries.diffs import diff_of
from catalog.products.queries.recipe import key_of
from catalog.products.rules.recipe import altered
from catalog.products.rules.variants import cell
from catalog.products.services import review, submitting, variants
from catalog.taxonomy.models import Category
from tests.factories.legality import a_document
from tests.products.manage.conftest import STORY, Bench, MakeBench
from tests.products.manage.test_pages import Browser, browse

__all__ = ["browse"]  # a fixture of the editor's pages
pytestmark = pytest.mark.stocked
FOOD = "kerupuk-udang"


@pytest.fixture
def bench(make_bench: MakeBench, session: Session) -> Bench:
    """Live crackers, of a kind that a halal certificate speaks for."""
    made = make_bench(FOOD)
    made.publish()
    kind = session.get_one(Category, made.product.category_id)
    a_document(session, made.vendor, type_code="halal", categories=[kind])
    return made


def _badges(bench: Bench) -> list[str]:
    bench.work.session.flush()
    product = bench.product
    return [code for code, _ in badges(bench.work, [key_of(product)])[product.id]]


def _live(bench: Bench) -> None:
    """Send the change, and have it agreed; every option has a stock."""
    rows = bench.values["variants"]
    bench.save({cell(str(row["id"]), "stock"): "5" for row in rows})
    found = submitting.submit(bench.work, bench.product, language="id")
    assert found is not None
    assert found.change is not None
    review.publish(bench.officer, found, seen=found.change.version)


def _attr(**values: object) -> dict[str, object]:
    return {f"attr_{key}": value for key, value in values.items()}


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        (_attr(composition="Tepung, udang"), _attr(composition="Tepung, gelatin"), {"composition"}),
        (_attr(composition="Tepung, udang"), _attr(composition="tepung,udang. "), set()),
        (_attr(composition=""), _attr(composition="Tepung"), set()),
        (_attr(composition="Tepung"), _attr(composition=""), {"composition"}),
        (_attr(allergens=["fish", "egg"]), _attr(allergens=["egg", "fish"]), set()),
        (_attr(allergens=["fish"]), _attr(allergens=["egg", "fish"]), {"allergens"}),
        ({}, _attr(is_not_halal=True), {"is_not_halal"}),
        (_attr(composition="Tepung"), {"name": "Lain", "price": 9000}, set()),
        (_attr(composition="Tepung"), _attr(composition_en="Flour"), set()),
        (_attr(flavour="asli"), _attr(flavour="keju"), {"flavour"}),
    ],
)
def test_which_edits_are_another_recipe(
    before: dict[str, object], after: dict[str, object], parts: set[str]
) -> None:
    assert set(altered(before, after)) == parts


@pytest.mark.parametrize(
    ("options", "name", "counts"),
    [
        ({"flavour": "Keju"}, "Keju", True),
        ({"flavour": "ASLI", "size": "1 kg"}, "ASLI / 1 kg", False),
        ({"size": "1 kg"}, "1 kg", False),
        ({"size": "1 kg"}, "Balado", True),
        ({}, "Balado", True),
        ({}, "", False),
    ],
)
def test_which_options_are_another_recipe(
    options: dict[str, str], name: str, *, counts: bool
) -> None:
    old, new = str(uuid4()), str(uuid4())
    row = {"id": old, "options": {"flavour": "Asli"}}
    before = {"variants": [row], cell(old, "name"): "Asli"}
    after = {"variants": [row, {"id": new, "options": options}], cell(new, "name"): name}
    assert bool(altered(before, after)) is counts
    assert not altered(before, {"variants": []})


def test_the_badge_stays_until_the_change_is_live(bench: Bench, session: Session) -> None:
    bench.save({"attr_composition": "Tepung tapioka, gelatin"})
    assert _badges(bench) == ["nib", "halal"]
    line = next(line for line in diff_of(bench.work, bench.desk) if "composition" in line.field)
    assert line.reopens == ("Halal",)
    _live(bench)
    assert _badges(bench) == ["nib"]
    row = session.scalars(select(DocumentReopening)).one()
    assert row.reason is ReopenReason.COMPOSITION
    assert row.changes[0]["after"] == "Tepung tapioka, gelatin"
    kinds = select(NoticeRow.kind).where(NoticeRow.person_id == bench.owner)
    assert "legality.reopened" in session.scalars(kinds).all()


def test_a_new_flavour_counts_and_a_new_size_does_not(bench: Bench, session: Session) -> None:
    variants.combine(bench.work, bench.product, {"size": "S, L"}, language="id", may_publish=True)
    assert not any(line.reopens for line in diff_of(bench.work, bench.desk))
    _live(bench)
    assert _badges(bench) == ["nib", "halal"]
    variants.combine(
        bench.work, bench.product, {"flavour": "Keju"}, language="id", may_publish=True
    )
    assert any(line.reopens for line in diff_of(bench.work, bench.desk))
    _live(bench)
    assert _badges(bench) == ["nib"]
    assert session.scalars(select(DocumentReopening)).one().reason is ReopenReason.VARIANTS


def test_other_changes_cost_nothing(bench: Bench, session: Session) -> None:
    bench.save({"description": f"{STORY} Dijemur dua hari di halaman."})
    assert not any(line.reopens for line in diff_of(bench.work, bench.desk))
    _live(bench)
    assert _badges(bench) == ["nib", "halal"]
    assert not session.scalars(select(DocumentReopening)).all()


def test_the_archive_is_no_way_around(bench: Bench) -> None:
    submitting.archive(bench.work, bench.product)
    submitting.restore(bench.work, bench.product)
    bench.save({"attr_composition": "Tepung tapioka, gelatin"})
    assert _badges(bench) == ["nib"]


def test_a_first_draft_is_only_being_described(
    make_bench: MakeBench, bench: Bench, session: Session
) -> None:
    draft = make_bench(FOOD, vendor=bench.vendor)
    draft.save({"attr_composition": "Tepung"})
    draft.save({"attr_composition": "Tepung, udang"})
    assert not session.scalars(select(DocumentReopening)).all()


def test_the_page_says_so_before_and_after(bench: Bench, session: Session, browse: Browser) -> None:
    bench.save({"attr_composition": "Tepung tapioka, gelatin"})
    session.commit()
    page = browse.get("periksa").text
    assert "Sebelum dikirim: Halal" in page
    assert "Dengan perubahan ini Halal" in page
    _live(bench)
    session.commit()
    page = browse.get("periksa").text
    assert "Resep produk ini berubah" in page
    assert "Sebelum dikirim" not in page
