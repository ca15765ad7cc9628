"""Pointing at what matters in a photo changes no page of anybody else, nor one that is live."""

import pytest
from flask import Flask
from sqlalchemy import select

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.media.models import Image
from catalog.media.services import original, take_in
from catalog.media.store import LocalStore
from catalog.products.models import ChangeRequest, Product, ProductImage
from catalog.products.rules.status import Status
from catalog.vendors.models import VendorPhoto
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.media.pictures import photo, saved
from tests.products.photos.conftest import Maker, jpeg

UPPER_LEFT = {"alt_id": "", "alt_en": "", "point": "0-0", "x": "50", "y": "50"}


def _shown(maker: Maker, product: Product | None = None) -> Image:
    """Return the picture that the product's rows show."""
    maker.session.rollback()
    statement = select(Image).join(ProductImage, ProductImage.image_id == Image.id)
    wanted = (product or maker.product).id
    return maker.session.scalars(statement.where(ProductImage.product_id == wanted)).one()


def _press(maker: Maker) -> None:
    (photo_id,) = maker.photos()
    assert maker.press(str(photo_id), UPPER_LEFT).status_code == 303


def _go_live(maker: Maker) -> None:
    maker.session.rollback()
    maker.product.status, maker.product.published_at = Status.PUBLISHED, maker.product.created_at
    maker.session.commit()


def test_the_point_of_an_own_photo_moves_without_another_picture(maker: Maker) -> None:
    maker.send(("a.jpg", jpeg()))
    before = _shown(maker).id
    _press(maker)
    after = _shown(maker)
    assert (after.id, after.focal_x, after.focal_y) == (before, 0, 0)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_that_another_vendor_shows_stays_as_it_is_there(
    maker: Maker, store: LocalStore, kind: str
) -> None:
    content = saved(photo((900, 900), 1), kind)
    maker.send(("a.jpg", content))
    picture = _shown(maker)
    shared = picture.id
    other = a_product(maker.session, a_vendor(maker.session), images=[picture])
    maker.session.commit()
    _press(maker)
    theirs, ours = _shown(maker, other), _shown(maker)
    assert (theirs.id, theirs.focal_x) == (shared, 0.5)
    assert (ours.focal_x, ours.focal_y) == (0, 0)
    assert ours.id != shared
    assert (ours.width, ours.height) == (theirs.width, theirs.height)
    assert original(ours, store=store) != content


def test_two_who_copy_the_same_picture_do_not_share_the_copy(maker: Maker) -> None:
    maker.send(("a.jpg", jpeg()))
    shared = _shown(maker)
    second = a_product(
        maker.session, maker.vendor, images=[shared], status=Status.DRAFT, published_at=None
    )
    a_product(maker.session, a_vendor(maker.session), images=[shared])
    maker.session.commit()
    _press(maker)
    first = _shown(maker).id
    maker.product = second
    _press(maker)
    assert _shown(maker).id != first


def test_the_window_of_another_vendor_stays_as_it_is(maker: Maker) -> None:
    maker.send(("a.jpg", jpeg()))
    shared = _shown(maker).id
    maker.session.add(
        VendorPhoto(vendor_id=a_vendor(maker.session).id, image_id=shared, position=0, caption={})
    )
    maker.session.commit()
    _press(maker)
    assert _shown(maker).id != shared
    assert maker.session.get_one(Image, shared).focal_x == 0.5


def test_the_owner_of_a_live_product_moves_the_point_at_once(maker: Maker) -> None:
    maker.send(("a.jpg", jpeg()))
    _go_live(maker)
    _press(maker)
    assert _shown(maker).focal_x == 0
    assert maker.session.scalar(select(ChangeRequest)) is None


def test_a_helper_only_proposes_another_point_for_a_live_product(maker: Maker, app: Flask) -> None:
    maker.send(("a.jpg", jpeg()))
    _go_live(maker)
    helper = a_person(maker.session, GrantSpec(Role.VENDOR_HELPER, vendor_id=maker.vendor.id))
    maker.client = signed_in(app.test_client(), helper)
    live = _shown(maker).id
    _press(maker)
    shown = _shown(maker)
    assert (shown.id, shown.focal_x) == (live, 0.5)
    change = maker.session.scalars(select(ChangeRequest)).one()
    (place,) = change.after["photos"]
    proposed = place["image"]
    assert proposed != str(live)
    _press(maker)  # the same point again makes no further picture
    maker.session.refresh(change)
    assert change.after["photos"][0]["image"] == proposed


def test_bytes_that_came_in_before_keep_their_point_for_whom_they_came_first(
    maker: Maker, work: Work, store: LocalStore
) -> None:
    first = take_in(work, jpeg(), store=store, focal=(1.0, 1.0))
    a_product(maker.session, a_vendor(maker.session), images=[first])
    maker.session.commit()
    maker.send(("a.jpg", jpeg()))
    _press(maker)
    assert maker.session.get_one(Image, first.id).focal_x == 1
    assert _shown(maker).focal_x == 0
