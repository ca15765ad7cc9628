"""The page of one product: what it tells, and what it keeps to itself."""

from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.text import Language
from catalog.products.models import (
    PriceTier,
    ProductDisplay,
)
from catalog.products.queries.find import get_page
from catalog.products.rules.prices import PriceKind
from catalog.products.rules.stock import COUNT_HOLDS, Shelf
from catalog.taxonomy.models import ExchangeRate
from tests.factories.galleries import a_gallery
from tests.factories.legality import a_document
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_contact
from tests.products.pages import a_whole_product, linked_data, text_of

FAR = date(2099, 1, 1)


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
    home, other = f"/en/produk/{product.slug}", f"/en/produk/{lone.slug}"
    session.commit()
    client.get(other)  # reference data is kept from here on
    with count_statements() as few:
        client.get(home)
    for _ in range(12):
        a_product(session, product.vendor, product.category)
        a_product(session, category=product.category)
    session.commit()
    client.get(other)
    with count_statements() as many:
        client.get(f"{home}?lagi")
    assert len(few) <= 8, "\n".join(few)
    assert len(many) <= len(few)


def test_nothing_private_is_on_the_page(session: Session, client: FlaskClient) -> None:
    product = a_whole_product(session)
    a_contact(
        session,
        product.vendor,
        owner_name="PRIBADI-nama",
        phone="+62811PRIBADI",
        email="PRIBADI@example.com",
        address="PRIBADI jalan",
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
