"""Which suggested things everyone may see now: the index may be a moment behind."""

from collections.abc import Iterable, Sequence

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from catalog.kernel.actor import ANONYMOUS
from catalog.products.models import Product
from catalog.products.queries.visible import public
from catalog.search.criteria import Suggestion
from catalog.vendors.models import Vendor
from catalog.vendors.queries import visible

_KINDS = _PRODUCT, _VENDOR = ("product", "vendor")


def still_public(session: Session, found: Iterable[Suggestion]) -> Sequence[Suggestion]:
    """Return the lines without the products and makers that are no longer public."""
    lines = list(found)
    targets = {kind: [each.target for each in lines if each.kind == kind] for kind in _KINDS}
    if not any(targets.values()):
        return lines
    products = (
        select(literal(_PRODUCT), Product.slug)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .where(Product.slug.in_(targets[_PRODUCT]), public())
    )
    makers = select(literal(_VENDOR), Vendor.slug).where(
        Vendor.slug.in_(targets[_VENDOR]), visible(ANONYMOUS)
    )
    seen = {(kind, slug) for kind, slug in session.execute(union_all(products, makers))}
    return [each for each in lines if each.kind not in _KINDS or (each.kind, each.target) in seen]
