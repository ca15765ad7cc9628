"""Pictures of categories come from each category itself, however busy the others are."""

from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from catalog.products.models import Product
from catalog.products.rules.status import Status
from catalog.search.outbox import mark_all
from catalog.site.queries import figures
from catalog.vendors.rules import VendorStatus
from tests.factories.places import a_category
from tests.factories.products import PUBLISHED, a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor


def _flood(session: Session, like: Product, number: int) -> None:
    """Store newer products beside one, without words and pictures."""
    later = PUBLISHED + timedelta(days=1)
    rows = [
        {
            "code": f"Z{row:06}",
            "slug": f"z-{row}",
            "vendor_id": like.vendor_id,
            "category_id": like.category_id,
            "unit_code": like.unit_code,
            "status": Status.PUBLISHED,
            "attributes": {},
            "created_at": later,
            "updated_at": later,
            "published_at": later,
        }
        for row in range(number)
    ]
    session.execute(insert(Product), rows)
    mark_all(session, "product")


def test_a_quiet_category_keeps_its_picture_beside_a_busy_one(session: Session) -> None:
    craft = a_category(session, "kriya")
    quiet, busy = a_category(session, "topeng", parent=craft), a_category(session, "terasi")
    mask = a_product(session, category=quiet)
    _flood(session, a_product(session, category=busy), 2_100)
    shares = figures.by_category(session)
    assert [each.id for each in shares[quiet.id].examples] == [mask.id]
    assert [each.id for each in shares[craft.id].examples] == [mask.id]
    assert shares[busy.id].count == 2_101


def test_a_category_shows_its_newest_public_products(session: Session) -> None:
    category = a_category(session, "topeng")
    made = [
        a_product(session, category=category, published_at=PUBLISHED + timedelta(days=day))
        for day in range(5)
    ]
    later = PUBLISHED + timedelta(days=9)
    a_product(session, category=category, status=Status.DRAFT, published_at=later)
    shut = a_vendor(session, status=VendorStatus.SUSPENDED)
    a_product(session, shut, category, published_at=later)
    shown = [each.id for each in figures.by_category(session)[category.id].examples]
    assert shown == [product.id for product in made[:1:-1]]


def test_more_categories_cost_no_more_statements(session: Session) -> None:
    def cost(number: int) -> int:
        for _ in range(number):
            a_product(session, category=a_category(session, f"jenis-{next(names)}"))
        with count_statements() as seen:
            figures.by_category(session)
        return len(seen)

    names = iter(range(100))
    assert cost(2) == cost(30)
