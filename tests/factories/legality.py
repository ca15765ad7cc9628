"""Legality documents for tests."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.legality.models import Document, DocumentCategory, DocumentProduct, DocumentType
from catalog.legality.rules import DocumentState, Scope
from catalog.products.models import Product
from catalog.taxonomy.models import Category
from catalog.vendors.models import Vendor
from tests.factories.vendors import a_vendor

CHECKED = datetime(2026, 5, 12, 2, 0, tzinfo=UTC)


def a_document_type(session: Session, code: str = "nib", **values: Any) -> DocumentType:
    """Give the document type of this code."""
    found = session.get(DocumentType, code)
    if found is None:
        found = DocumentType(
            **{
                "code": code,
                "name": LocalText(id=f"Surat {code}", en=f"Paper {code}"),
                "label": code.upper(),
                "checker_name": "OSS",
                "checker_url": "https://oss.go.id",
                "default_scope": Scope.VENDOR,
                **values,
            }
        )
        session.add(found)
    else:
        for name, value in values.items():
            setattr(found, name, value)
    session.flush()
    return found


def a_document(
    session: Session,
    vendor: Vendor | None = None,
    *,
    type_code: str = "nib",
    categories: Sequence[Category] = (),
    products: Sequence[Product] = (),
    **values: Any,
) -> Document:
    """Store a verified document; its scope follows from ``categories`` or ``products``."""
    a_document_type(session, type_code)
    number = str(values.pop("number", "1112210007923"))
    scope = Scope.PRODUCT_TYPES if categories else Scope.PRODUCTS if products else Scope.VENDOR
    document = Document(
        **{
            "vendor_id": (vendor or a_vendor(session)).id,
            "type_code": type_code,
            "number": number,
            "scope": scope,
            "state": DocumentState.VERIFIED,
            "verified_number": number,
            "verified_at": CHECKED,
            "verified_by": "Galeri Caruban",
            "created_at": CHECKED,
            **values,
        }
    )
    document.categories = [DocumentCategory(category_id=category.id) for category in categories]
    document.products = [DocumentProduct(product_id=product.id) for product in products]
    session.add(document)
    session.flush()
    return document
