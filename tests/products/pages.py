"""A product that fills its page, and what the tests read of one."""

import json
import re
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.products.models import (
    PriceTier,
    Product,
    ProductMarket,
    TradeFacts,
    Variant,
)
from catalog.products.rules.prices import PriceKind
from catalog.taxonomy.models import Market
from tests.factories.legality import a_document
from tests.factories.media import an_image
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor

FAR = date(2099, 1, 1)


_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """Return the page at this path; how the template breaks its lines does not count."""
    answer = client.get(path)
    assert answer.status_code == status, f"{path}: {answer.status_code}"
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def linked_data(page: str) -> dict[str, dict[str, Any]]:
    """Return the schema.org blocks of a page by type."""
    found = [json.loads(block) for block in _DATA.findall(page)]
    return {block["@type"]: block for block in found}


def a_whole_product(session: Session, **values: Any) -> Product:
    """Store a product that fills every part of its page."""
    vendor = a_vendor(session, story={"id": "Dari serambi nenek di Trusmi."})
    category = a_category(session)
    product = a_product(
        session,
        vendor,
        category,
        **{
            "images": [an_image(session) for _ in range(4)],
            "hs_code": "520852",
            "capacity_month": 150,
            "lead_days_min": 45,
            "lead_days_max": 60,
            "price_varies": True,
            "english": True,
            **values,
        },
    )
    session.add_all(
        [
            Variant(product_id=product.id, position=0, name=LocalText(id="Katun"), stock=6),
            Variant(
                product_id=product.id,
                position=1,
                name=LocalText(id="Sutra"),
                price=3_400_000,
                stock=0,
            ),
            PriceTier(
                product_id=product.id, kind=PriceKind.RESELLER, minimum_quantity=12, amount=9
            ),
            a_fob_price(product, 8400),
            TradeFacts(
                product_id=product.id,
                carton_pieces=24,
                carton_length_mm=400,
                carton_width_mm=300,
                carton_height_mm=250,
                gross_g=8600,
                incoterms=["FOB"],
                port="Tanjung Priok",
                sample_policy=LocalText(id="US$18"),
                payment_terms=LocalText(id="T/T 30 : 70"),
                checked_by="Galeri Caruban",
                checked_on=date(2026, 5, 12),
            ),
            Market(code="JP", name=LocalText(id="Jepang", en="Japan")),
        ]
    )
    session.flush()
    session.add(
        ProductMarket(product_id=product.id, market_code="JP", checked_on=date(2026, 5, 12))
    )
    a_document(session, vendor)
    session.commit()
    return product


def a_fob_price(product: Product, amount: int, valid_until: date = FAR) -> PriceTier:
    return PriceTier(
        product_id=product.id,
        kind=PriceKind.FOB,
        currency="USD",
        minimum_quantity=25,
        amount=amount,
        port="Tanjung Priok",
        valid_until=valid_until,
    )
