"""The SQL twin of ``policy.can_see``."""

from sqlalchemy import ColumnElement, and_, or_, true

from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.products import policy
from catalog.products.models import Product
from catalog.products.rules.status import Status
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus


def public() -> ColumnElement[bool]:
    """Return the clause of what everyone may see; the statement must join ``Vendor``."""
    return and_(Product.status == Status.PUBLISHED, Vendor.status == VendorStatus.ACTIVE)


def visible(actor: Actor) -> ColumnElement[bool]:
    """Return the clause of what this actor may see; the statement must join ``Vendor``."""
    if actor.has(Role.CURATOR, Role.ADMIN):
        return true()
    return or_(public(), Product.vendor_id.in_(actor.vendor_ids))


def is_visible(work: Work, product: Product) -> bool:
    """Return whether the actor may see this product."""
    return policy.can_see(
        work.actor,
        vendor_id=product.vendor_id,
        status=product.status,
        vendor_status=product.vendor.status,
    )
