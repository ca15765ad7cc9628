"""The SQL twin of ``policy.can_see``."""

from sqlalchemy import ColumnElement, and_, or_, true

from catalog.galleries.queries import vendors_of
from catalog.kernel.actor import Actor, Role
from catalog.products.models import Product
from catalog.products.rules.status import Status
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus


def live() -> ColumnElement[bool]:
    """Return the clause of products that an open window shows."""
    return and_(Product.status == Status.PUBLISHED, Product.withdrawn_at.is_(None))


def public() -> ColumnElement[bool]:
    """Return the clause of what everyone may see; the statement must join ``Vendor``."""
    return and_(live(), Vendor.status == VendorStatus.ACTIVE)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the clause of what this actor may see; the statement must join ``Vendor``."""
    if actor.has(Role.ADMIN):
        return true()
    ways = [public(), Product.vendor_id.in_(actor.vendor_ids)]
    if actor.has(Role.CURATOR) and actor.curated_ids:
        ways.append(Product.vendor_id.in_(vendors_of(actor.curated_ids)))
    return or_(*ways)
