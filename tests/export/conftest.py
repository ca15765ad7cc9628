"""Goods, rules and people for the tests of export readiness."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.products.models import PriceTier, Product, TradeFacts
from catalog.products.rules.prices import PriceKind
from tests.factories.legality import a_document
from tests.factories.media import an_image
from tests.factories.places import a_category
from tests.factories.products import a_product

MARKETS = ("SG", "MY", "AE", "SA", "QA", "HK", "TW", "US", "EU")
UNTIL = date(2027, 3, 31)


def a_craft(session: Session, **values: Any) -> Product:
    """Store a batik cloth that is ready wherever nothing is asked beyond our own data."""
    product = a_product(
        session,
        category=a_category(session, "kain-batik-tulis"),
        english=True,
        hs_code="520852",
        grade="A",
        minimum_order=10,
        capacity_month=200,
        lead_days_min=7,
        lead_days_max=21,
        images=[an_image(session, width=2000, height=1500) for _ in range(5)],
        **values,
    )
    with_trade(session, product)
    for code in ("nib", "npwp", "merek"):
        a_document(session, product.vendor, type_code=code, valid_until=None)
    return product


def with_trade(session: Session, product: Product, until: date = UNTIL) -> None:
    """Give a product everything that buyers abroad ask of its terms."""
    session.add_all(
        [
            TradeFacts(
                product_id=product.id,
                inner_pieces=5,
                carton_pieces=50,
                carton_length_mm=600,
                carton_width_mm=400,
                carton_height_mm=400,
                net_g=12_000,
                gross_g=13_000,
                incoterms=["FOB"],
                port="Tanjung Priok",
                sample_policy=LocalText(id="Berbayar", en="Paid"),
                payment_terms=LocalText(id="T/T", en="T/T"),
            ),
            *(
                PriceTier(
                    product_id=product.id,
                    kind=PriceKind.FOB,
                    currency="USD",
                    minimum_quantity=quantity,
                    amount=amount,
                    port="Tanjung Priok",
                    valid_until=until,
                )
                for quantity, amount in ((50, 900), (200, 800))
            ),
        ]
    )
    session.flush()
