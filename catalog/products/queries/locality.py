"""The SQL twin of ``rules.locality``, and where the galleries are at home."""

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from catalog.galleries.models import Gallery
from catalog.products.models import Product
from catalog.search.outbox import versioned
from catalog.taxonomy.rules import regency_of
from catalog.vendors.models import Vendor, VendorReseller


@versioned
def homes(session: Session) -> frozenset[str]:
    """Return the codes of the cities and regencies that have a gallery."""
    return frozenset(regency_of(code) for code in session.scalars(select(Gallery.region_code)))


def is_reselling() -> ColumnElement[bool]:
    """Return the clause of products whose vendor sells what others make; joins ``Vendor``."""
    return exists().where(VendorReseller.vendor_id == Vendor.id).correlate(Vendor)


def local(session: Session) -> ColumnElement[bool]:
    """Return the clause of products of Cirebon; the statement must join ``Vendor``."""
    known = sorted(homes(session))
    code = func.coalesce(Product.origin_code, Vendor.region_code)
    ways = (or_(code == home, code.startswith(f"{home}.")) for home in known)
    return and_(~is_reselling(), or_(*ways) if known else true())
