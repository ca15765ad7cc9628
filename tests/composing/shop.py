"""A small stock with makers of every kind, and a showcase to fill."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.galleries.models import Gallery
from catalog.products.models import Product, Variant
from catalog.showcases.models import Showcase
from catalog.showcases.rules import ShowcaseStatus
from catalog.vendors.models import Vendor, VendorRegistry
from catalog.vendors.rules.registry import BusinessClass, Gender
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.showcases import a_showcase
from tests.factories.vendors import a_vendor

PLACES = ("32.09.36", "32.09.19", "32.74.01")
KINDS = ("batik", "rotan")
GRADES = ("A", "B", "C")


@dataclass
class Shop:
    """What was stored."""

    showcase: Showcase
    galleries: tuple[Gallery, Gallery]
    vendors: list[Vendor]
    products: list[Product]

    @property
    def ids(self) -> list[UUID]:
        """Return the ids of the products."""
        return [product.id for product in self.products]


def a_maker(session: Session, number: int) -> Vendor:
    """Store a maker: every other one a woman's, every third in P2WKSS, the first five micro."""
    place = PLACES[number % len(PLACES)]
    vendor = a_vendor(session, region_code=place, district_code=place)
    session.add(
        VendorRegistry(
            vendor_id=vendor.id,
            owner_gender=Gender.WOMAN if number % 2 == 0 else Gender.MAN,
            business_class=BusinessClass.MICRO if number < 5 else BusinessClass.SMALL,
            programmes=["p2wkss"] if number % 3 == 0 else [],
            kinds=[],
        )
    )
    session.flush()
    return vendor


def a_shop(session: Session, makers: int = 6) -> Shop:
    """Store makers with two products each, all with both galleries but the last."""
    ours, other = a_gallery(session, "galeri-caruban"), a_gallery(session, "mall-ukm")
    vendors = [a_maker(session, number) for number in range(makers)]
    for vendor in vendors:
        taken_in(session, ours, vendor)
    for vendor in vendors[:-1]:
        taken_in(session, other, vendor)
    products = []
    for number, vendor in enumerate(vendors):
        for half in range(2):
            product = a_product(
                session,
                vendor,
                a_category(session, KINDS[half]),
                name=f"{KINDS[half]} {number}",
                grade=GRADES[number % len(GRADES)],
                price=(80_000, 250_000, 900_000)[number % 3],
            )
            session.add(Variant(product_id=product.id, position=0, stock=3 if half == 0 else None))
            products.append(product)
    showcase = a_showcase(session, gallery_id=ours.id, status=ShowcaseStatus.DRAFT)
    session.flush()
    return Shop(showcase, (ours, other), vendors, products)
