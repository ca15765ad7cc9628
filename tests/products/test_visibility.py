"""What a policy allows and what its SQL twin selects are the same, for every actor and state."""

from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.kernel.actor import Actor, Role
from catalog.products import policy
from catalog.products.models import Product
from catalog.products.queries import visible
from catalog.products.rules.status import Status
from catalog.vendors import policy as vendor_policy
from catalog.vendors import queries as vendor_queries
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.products import PUBLISHED, a_product
from tests.factories.vendors import a_vendor

GALLERIES = ("galeri-caruban", "mall-ukm")
ROLES = st.frozensets(st.sampled_from(Role))


@pytest.fixture
def every_case(session: Session) -> list[Product]:
    """One product in each state, withdrawn and not, of a vendor in each state."""
    vendors = [a_vendor(session, status=state) for state in VendorStatus]
    for at, vendor in enumerate(vendors):
        taken_in(session, a_gallery(session, GALLERIES[at % 2]), vendor)
    return [
        a_product(session, vendor, status=status, withdrawn_at=withdrawn_at)
        for vendor in vendors
        for status in Status
        for withdrawn_at in (None, PUBLISHED)
    ]


def an_actor(
    session: Session, roles: frozenset[Role], vendor_ids: frozenset[UUID], curated: frozenset[str]
) -> Actor:
    ids = frozenset(a_gallery(session, slug).id for slug in curated)
    return Actor(user_id=uuid4(), roles=roles, vendor_ids=vendor_ids, curated_ids=ids)


def _galleries_of(session: Session, vendor_id: UUID) -> frozenset[UUID]:
    statement = select(GalleryVendor.gallery_id).where(GalleryVendor.vendor_id == vendor_id)
    return frozenset(session.scalars(statement))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    roles=ROLES,
    owned=st.frozensets(st.integers(0, len(VendorStatus) - 1)),
    curated=st.frozensets(st.sampled_from(GALLERIES)),
)
def test_the_twins_agree_on_products(
    session: Session,
    every_case: list[Product],
    roles: frozenset[Role],
    owned: frozenset[int],
    curated: frozenset[str],
) -> None:
    vendors = list(dict.fromkeys(product.vendor_id for product in every_case))
    actor = an_actor(session, roles, frozenset(vendors[index] for index in owned), curated)
    selected = set(session.scalars(select(Product.id).join(Vendor).where(visible(actor))))
    allowed = {
        product.id
        for product in every_case
        if policy.can_see(
            actor,
            vendor_id=product.vendor_id,
            status=product.status,
            vendor_status=product.vendor.status,
            is_withdrawn=product.withdrawn_at is not None,
            gallery_ids=_galleries_of(session, product.vendor_id),
        )
    }
    assert selected == allowed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    roles=ROLES,
    owned=st.frozensets(st.integers(0, len(VendorStatus) - 1)),
    curated=st.frozensets(st.sampled_from(GALLERIES)),
)
def test_the_twins_agree_on_vendors(
    session: Session,
    every_case: list[Product],
    roles: frozenset[Role],
    owned: frozenset[int],
    curated: frozenset[str],
) -> None:
    vendors = list(dict.fromkeys(product.vendor for product in every_case))
    actor = an_actor(session, roles, frozenset(vendors[index].id for index in owned), curated)
    selected = set(session.scalars(select(Vendor.id).where(vendor_queries.visible(actor))))
    allowed = {
        vendor.id
        for vendor in vendors
        if vendor_policy.can_see(
            actor,
            vendor_id=vendor.id,
            status=vendor.status,
            gallery_ids=_galleries_of(session, vendor.id),
        )
    }
    assert selected == allowed


def test_a_stranger_sees_only_published_products_of_active_vendors(
    work: Work, every_case: list[Product]
) -> None:
    seen = list(work.session.scalars(select(Product).join(Vendor).where(visible(work.actor))))
    assert [(product.status, product.vendor.status, product.withdrawn_at) for product in seen] == [
        (Status.PUBLISHED, VendorStatus.ACTIVE, None)
    ]
    assert len(every_case) > len(seen)
