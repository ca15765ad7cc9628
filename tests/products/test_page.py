"""The page of one product: what it tells, to whom, and at which address."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import Moved, NotFound
from catalog.kernel.text import Language, LocalText
from catalog.products.models import (
    PriceTier,
    Product,
    ProductDisplay,
    ProductMarket,
    ProductSlug,
    TradeFacts,
    Variant,
)
from catalog.products.queries.find import Withdrawn, get_page
from catalog.products.rules.prices import PriceKind
from catalog.products.rules.status import Status
from catalog.products.rules.stock import COUNT_HOLDS, Shelf
from catalog.taxonomy.models import ExchangeRate, Market
from catalog.vendors.models import VendorContact
from catalog.vendors.rules import VendorStatus
from tests.factories.galleries import a_gallery
from tests.factories.legality import a_document
from tests.factories.media import an_image
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor
from tests.products.pages import linked_data, text_of

FAR = date(2099, 1, 1)


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


def acting(app: Flask, actor: Actor) -> FlaskClient:
    """Return the browser of someone who is signed in."""

    @app.before_request
    def _sign_in() -> None:
        g.actor = actor

    return app.test_client()


def test_the_page_tells_everything(session: Session, client: FlaskClient) -> None:
    product = a_whole_product(session)
    page = text_of(client, f"/produk/{product.slug}")
    for words in ("Rp1.250.000", "Sutra", "45–60 hari", "5208.52", "US$84,00", "Jepang", "NIB"):
        assert words in page
    assert product.vendor.name in page
    assert "Dari serambi nenek di Trusmi." in page
    assert page.count("<h1") == 1


def test_search_engines_read_the_product_and_the_way_to_it(
    session: Session, client: FlaskClient
) -> None:
    product = a_whole_product(session, name='Batik "</script><script>alert(1)</script>"')
    page = text_of(client, f"/produk/{product.slug}")
    data = linked_data(page)
    assert data["Product"]["offers"]["@type"] == "AggregateOffer"
    assert data["Product"]["offers"]["lowPrice"] == 1_250_000
    assert data["Product"]["offers"]["priceCurrency"] == "IDR"
    assert len(data["Product"]["image"]) == 4
    assert data["Product"]["manufacturer"]["name"] == product.vendor.name
    assert [step["position"] for step in data["BreadcrumbList"]["itemListElement"]] == [1, 2]
    assert "<script>alert" not in page
    assert 'property="og:image" content="http' in page
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/produk/{product.slug}"' in page


def test_a_price_on_request_makes_no_offer(session: Session, client: FlaskClient) -> None:
    product = a_product(session, price=None)
    session.commit()
    page = text_of(client, f"/produk/{product.slug}")
    assert "offers" not in linked_data(page)["Product"]
    assert "Rp" not in page.split("<main")[1].split("grid-products")[0]


def test_english_counts_once_name_and_description_exist(
    session: Session, client: FlaskClient
) -> None:
    whole = a_product(session, english=("Cloud batik", "Drawn by hand."))
    half = a_product(session, english="Cloud batik", name="Batik awan")
    session.commit()
    page = text_of(client, f"/en/produk/{whole.slug}")
    assert "Cloud batik" in page
    assert 'hreflang="en" href="http' in page
    page = text_of(client, f"/en/produk/{half.slug}")
    assert '<h1 lang="id">Batik awan</h1>' in page
    assert "no English text yet" in page
    head = page.split("</head>")[0]
    assert f'hreflang="en" href="http://127.0.0.1:8000/en/produk/{half.slug}"' not in head
    assert f'rel="canonical" href="http://127.0.0.1:8000/produk/{half.slug}"' in head


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
    assert client.get(f"/p/{product.code}").status_code == 404


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


def test_a_curator_sees_what_is_archived(work: Work) -> None:
    gone = a_product(work.session, status=Status.ARCHIVED)
    with pytest.raises(Withdrawn):
        get_page(work, gone.slug, Language.ID)
    work.actor = Actor(roles=frozenset({Role.CURATOR}))
    assert not get_page(work, gone.slug, Language.ID).is_public


def test_a_printed_code_finds_its_product_for_ever(session: Session, client: FlaskClient) -> None:
    product = a_product(session)
    session.commit()
    answer = client.get(f"/p/{product.code}")
    assert (answer.status_code, answer.location) == (302, f"/produk/{product.slug}")
    product.slug = "nama-baru"
    session.commit()
    assert client.get(f"/p/{product.code}").location == "/produk/nama-baru"
    product.status = Status.ARCHIVED
    session.commit()
    assert client.get(f"/p/{product.code}", follow_redirects=True).status_code == 410
    assert client.get("/p/P99999").status_code == 404


@pytest.mark.parametrize(
    "slug", ["a%00b", "..%2f..", "%ff%fe", "a'b", "x" * 3000, "%E2%80%AEbatik", "%F0%9F%98%80", "A"]
)
def test_hostile_addresses_are_not_found(client: FlaskClient, slug: str) -> None:
    for path in (f"/produk/{slug}", f"/en/produk/{slug}", f"/umkm/{slug}", f"/p/{slug}"):
        assert client.get(path).status_code in {404, 414}


def test_the_page_costs_the_same_few_statements(session: Session, client: FlaskClient) -> None:
    session.add(
        ExchangeRate(
            currency="USD",
            rupiah=16_500,
            quoted_on=date(2026, 11, 20),
            source="BI",
            recorded_at=datetime(2026, 11, 20, tzinfo=UTC),
        )
    )
    product = a_whole_product(session)
    lone = a_product(session, category=product.category)
    session.commit()
    client.get(f"/en/produk/{lone.slug}")  # reference data is kept from here on
    with count_statements() as few:
        client.get(f"/en/produk/{product.slug}")
    for _ in range(12):
        a_product(session, product.vendor, product.category)
        a_product(session, category=product.category)
    session.commit()
    client.get(f"/en/produk/{lone.slug}")
    with count_statements() as many:
        client.get(f"/en/produk/{product.slug}?lagi")
    assert len(few) <= 8, "\n".join(few)
    assert len(many) <= len(few)


def test_nothing_private_is_on_the_page(session: Session, client: FlaskClient) -> None:
    product = a_whole_product(session)
    session.add(
        VendorContact(
            vendor_id=product.vendor_id,
            owner_name="PRIBADI-nama",
            phone="+62811PRIBADI",
            email="PRIBADI@example.com",
            address="PRIBADI jalan",
        )
    )
    a_document(
        session,
        product.vendor,
        type_code="halal",
        number="PRIBADI1234567890",
        holder_name="PRIBADI-pemegang",
    )
    a_document(session, product.vendor, type_code="sku", refusal="PRIBADI-alasan", number="PRIBADI")
    session.commit()
    for path in (f"/produk/{product.slug}", f"/umkm/{product.vendor.slug}", "/umkm"):
        for prefix in ("", "/en"):
            assert "PRIBADI" not in text_of(client, prefix + path)


def test_an_expired_fob_price_is_on_request(session: Session, client: FlaskClient) -> None:
    product = a_whole_product(session)
    session.query(PriceTier).filter_by(kind=PriceKind.FOB).update({"valid_until": date(2020, 1, 1)})
    session.commit()
    for path in (f"/produk/{product.slug}", f"/en/produk/{product.slug}"):
        page = text_of(client, path)
        assert "US$84" not in page
        assert 'id="ekspor"' in page


def test_a_gap_hides_the_export_block(session: Session, client: FlaskClient) -> None:
    product = a_whole_product(session, capacity_month=None)
    assert 'id="ekspor"' not in text_of(client, f"/produk/{product.slug}")


def test_the_estimate_names_its_day_and_source(work: Work) -> None:
    product = a_product(work.session, english=True)
    for day, rupiah in ((date(2026, 11, 20), 16_500), (date(2026, 12, 24), 1)):
        work.session.add(
            ExchangeRate(
                currency="USD",
                rupiah=rupiah,
                quoted_on=day,
                source="Bank Indonesia",
                recorded_at=work.now,
            )
        )
    work.session.flush()
    estimate = get_page(work, product.slug, Language.EN).approximate
    assert estimate is not None
    assert (estimate.amount, estimate.quoted_on, estimate.source) == (
        7600,
        date(2026, 11, 20),
        "Bank Indonesia",
    )
    assert get_page(work, product.slug, Language.ID).approximate is None


def test_a_stored_price_wins_over_an_estimate(work: Work) -> None:
    product = a_whole_product(work.session)
    estimate = get_page(work, product.slug, Language.EN).approximate
    assert estimate is not None
    assert (estimate.amount, estimate.is_fob) == (8400, True)


def test_the_shelf_says_how_old_its_count_is(work: Work) -> None:
    product = a_product(work.session)
    for age in (timedelta(hours=2), COUNT_HOLDS + timedelta(days=1)):
        gallery = a_gallery(work.session, f"galeri-{age.days}")
        work.session.add(
            ProductDisplay(
                product_id=product.id,
                gallery_id=gallery.id,
                shelf="B3",
                stock=12,
                counted_at=work.now - age,
            )
        )
    work.session.flush()
    states = {stand.state for stand in get_page(work, product.slug, Language.ID).stands}
    assert states == {Shelf.IN_STOCK, Shelf.ASK_FIRST}


def test_moved_names_the_present_slug(work: Work) -> None:
    product = a_product(work.session)
    work.session.add(ProductSlug(slug="nama-lama", product_id=product.id))
    with pytest.raises(Moved) as moved:
        get_page(work, "nama-lama", Language.ID)
    assert moved.value.slug == product.slug
