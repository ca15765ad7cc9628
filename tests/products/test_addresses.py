"""Where a product is found: former slugs, printed codes, drafts, what is gone."""

from datetime import date
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import Moved, NotFound
from catalog.kernel.text import Language
from catalog.products.models import (
    ProductSlug,
)
from catalog.products.queries.find import Withdrawn, get_page
from catalog.products.rules.status import Status
from catalog.vendors.rules import VendorStatus
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor
from tests.products.pages import linked_data, text_of

FAR = date(2099, 1, 1)


def acting(app: Flask, actor: Actor) -> FlaskClient:
    """Return the browser of someone who is signed in."""

    @app.before_request
    def _sign_in() -> None:
        g.actor = actor

    return app.test_client()


def test_a_former_slug_moves_for_good(session: Session, client: FlaskClient) -> None:
    product = a_product(session)
    draft = a_product(session, status=Status.DRAFT)
    session.add(ProductSlug(slug="nama-lama", product_id=product.id))
    session.add(ProductSlug(slug="nama-lama-draf", product_id=draft.id))
    session.commit()
    answer = client.get("/produk/nama-lama")
    assert (answer.status_code, answer.location) == (301, f"/produk/{product.slug}")
    assert client.get("/en/produk/nama-lama").location == f"/en/produk/{product.slug}"
    assert client.get("/produk/nama-lama-draf").status_code == 404


def test_an_archived_product_is_gone_and_shows_similar_ones(
    session: Session, client: FlaskClient
) -> None:
    gone = a_product(session, status=Status.ARCHIVED, name="Batik lama")
    other = a_product(session, category=gone.category)
    session.commit()
    page = text_of(client, f"/produk/{gone.slug}", 410)
    assert "Batik lama" in page
    assert f"/produk/{other.slug}" in page
    assert "noindex" in page


@pytest.mark.parametrize(
    "values",
    [
        {"status": Status.DRAFT},
        {"status": Status.IN_REVIEW},
        {"status": Status.ARCHIVED, "published_at": None},
    ],
)
def test_what_never_was_public_looks_like_nothing(
    session: Session, client: FlaskClient, values: dict[str, Any]
) -> None:
    product = a_product(session, name="Rahasia toko", **values)
    session.commit()
    assert "Rahasia toko" not in text_of(client, f"/produk/{product.slug}", 404)


@pytest.mark.parametrize("state", [VendorStatus.SUSPENDED, VendorStatus.CLOSED])
@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.ARCHIVED])
def test_a_product_goes_with_its_vendor(
    session: Session, client: FlaskClient, state: VendorStatus, status: Status
) -> None:
    product = a_product(session, a_vendor(session, status=state), status=status)
    session.commit()
    assert client.get(f"/produk/{product.slug}").status_code == 404


def test_its_owner_previews_a_draft_which_is_never_kept(session: Session, app: Flask) -> None:
    draft = a_product(session, status=Status.DRAFT)
    session.commit()
    owner = Actor(roles=frozenset({Role.VENDOR}), vendor_ids=frozenset({draft.vendor_id}))
    answer = acting(app, owner).get(f"/produk/{draft.slug}")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    page = answer.get_data(as_text=True)
    assert "Pratinjau" in page
    assert linked_data(page) == {}


def test_another_vendor_does_not(work: Work) -> None:
    draft = a_product(work.session, status=Status.DRAFT)
    work.actor = Actor(
        roles=frozenset({Role.VENDOR}), vendor_ids=frozenset({a_vendor(work.session).id})
    )
    with pytest.raises(NotFound):
        get_page(work, draft.slug, Language.ID)


def test_an_administrator_sees_what_is_archived(work: Work) -> None:
    gone = a_product(work.session, status=Status.ARCHIVED)
    with pytest.raises(Withdrawn):
        get_page(work, gone.slug, Language.ID)
    work.actor = Actor(roles=frozenset({Role.ADMIN}))
    assert not get_page(work, gone.slug, Language.ID).is_public


@pytest.mark.parametrize(
    "slug", ["a%00b", "..%2f..", "%ff%fe", "a'b", "x" * 3000, "%E2%80%AEbatik", "%F0%9F%98%80", "A"]
)
def test_hostile_addresses_are_not_found(client: FlaskClient, slug: str) -> None:
    for path in (f"/produk/{slug}", f"/en/produk/{slug}", f"/umkm/{slug}", f"/p/{slug}"):
        assert client.get(path).status_code in {404, 414}


def test_moved_names_the_present_slug(work: Work) -> None:
    product = a_product(work.session)
    work.session.add(ProductSlug(slug="nama-lama", product_id=product.id))
    with pytest.raises(Moved) as moved:
        get_page(work, "nama-lama", Language.ID)
    assert moved.value.slug == product.slug
