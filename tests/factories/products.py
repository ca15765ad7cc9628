"""Products for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from catalog.media.models import Image
from catalog.products.models import Product, ProductImage, ProductText
from catalog.products.rules.status import Status
from catalog.taxonomy.models import Category
from catalog.vendors.models import Vendor
from tests.factories.media import an_image
from tests.factories.places import a_category, a_unit
from tests.factories.vendors import a_vendor

_numbers = count(1)
PUBLISHED = datetime(2026, 11, 1, 2, 0, tzinfo=UTC)
_ENGLISH = ("Cloud batik", "Drawn by hand in seven dips.")


def a_product(
    session: Session,
    vendor: Vendor | None = None,
    category: Category | None = None,
    *,
    name: str = "",
    images: Sequence[Image] | None = None,
    **values: Any,
) -> Product:
    """Store a published product with one picture and an Indonesian text.

    ``english`` is a name, True for a whole English text, or a (name, description).
    """
    number = next(_numbers)
    english = values.pop("english", None)
    description = values.pop("description", "Digambar dengan canting, dicelup tujuh kali.")
    product = Product(
        **{
            "code": f"P{number:05}",
            "slug": f"batik-megamendung-{number}",
            "vendor_id": (vendor or a_vendor(session)).id,
            "category_id": (category or a_category(session)).id,
            "unit_code": a_unit(session, values.pop("unit_code", "pcs")).code,
            "status": Status.PUBLISHED,
            "price": 1_250_000,
            "created_at": PUBLISHED,
            "updated_at": PUBLISHED,
            "published_at": PUBLISHED,
            **values,
        }
    )
    product.texts = [
        ProductText(
            language="id", name=name or f"Batik megamendung {number}", description=description
        )
    ]
    if english:
        words = (english, "") if isinstance(english, str) else _ENGLISH
        words = english if isinstance(english, tuple) else words
        product.texts.append(ProductText(language="en", name=words[0], description=words[1]))
    product.images = [
        ProductImage(image_id=image.id, position=position)
        for position, image in enumerate(images if images is not None else [an_image(session)])
    ]
    session.add(product)
    session.flush()
    return product
