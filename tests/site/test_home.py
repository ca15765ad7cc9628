"""The first page."""

import re
from datetime import UTC, date, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.products.models import PriceTier, Product, ProductMarket, ProductTerm
from catalog.products.rules.prices import PriceKind
from catalog.products.rules.status import Status
from catalog.taxonomy.models import Market, Term
from catalog.taxonomy.rules import TermKind
from catalog.vendors.rules import VendorStatus
from tests.factories.galleries import a_gallery, on_display, taken_in
from tests.factories.places import a_category
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor

DAY = timedelta(days=1)


def test_an_empty_mall_has_a_first_page(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "0 produk dari 0 UMKM" in page.text
    assert page.text.count("<h1") == 1


def test_only_what_is_public_is_counted(client: FlaskClient, session: Session) -> None:
    batik = a_category(session, "batik")
    leaf = a_category(session, "kain-batik-tulis", parent=batik)
    vendor = a_vendor(session)
    shown = a_product(session, vendor, leaf)
    a_product(session, vendor, leaf, status=Status.DRAFT)
    a_product(session, a_vendor(session, status=VendorStatus.SUSPENDED), leaf)
    gallery = a_gallery(session)
    on_display(session, gallery, shown)
    taken_in(session, gallery, vendor)
    session.commit()
    page = client.get("/").text
    assert "1 produk dari 1 UMKM" in page
    assert re.search(r'/kategori/batik">.*?1 produk', page, re.DOTALL)
    assert "1 produk, 1 UMKM" in page
    assert "1 product from 1" not in page
    assert "Karya Cirebon, langsung dari tangan perajinnya" in page


def test_english_readers_get_an_english_page(client: FlaskClient, session: Session) -> None:
    a_product(session, english=True)
    session.commit()
    page = client.get("/en/").text
    assert '<html lang="en"' in page
    assert "Made in Cirebon, straight from the hands that made it" in page
    assert "Cloud batik" in page
    assert 'href="/en/bantuan"' in page


def test_the_newest_come_first_and_only_eight(client: FlaskClient, session: Session) -> None:
    start = datetime(2026, 11, 1, tzinfo=UTC)
    products = [a_product(session, published_at=start + number * DAY) for number in range(10)]
    session.commit()
    shelf = client.get("/").text.partition('id="new"')[2].partition("</section>")[0]
    shown = re.findall(r'class="card__title"><a href="/produk/([^"]+)"', shelf)
    assert shown == [product.slug for product in products[::-1][:8]]


def test_a_showcase_that_runs_is_on_the_first_page(client: FlaskClient, session: Session) -> None:
    now = datetime.now(UTC)
    a_showcase(session, title=LocalText(id="Nanti"), starts_at=now + DAY, position=1)
    a_showcase(session, title=LocalText(id="Dulu"), ends_at=now - DAY, position=2)
    running = a_showcase(
        session, [a_section([an_item(a_product(session))])], title=LocalText(id="Kini"), position=3
    )
    session.commit()
    page = client.get("/").text
    assert f"/etalase/{running.slug}" in page
    assert "Nanti" not in page
    assert "Dulu" not in page
    assert "1 karya, 1 perajin" in page


def export_ready(session: Session, **tier: object) -> Product:
    """Store an export-ready product with an FOB price of 34 dollars."""
    product = a_product(
        session, english=True, hs_code="460212", minimum_order=1_200, lead_days_min=21,
        lead_days_max=30,
    )  # fmt: skip
    if session.get(Market, "SG") is None:
        session.add(Market(code="SG", name=LocalText(id="Singapura", en="Singapore")))
        session.flush()
    session.add(
        ProductMarket(product_id=product.id, market_code="SG", checked_on=date(2026, 10, 1))
    )
    values = {
        "minimum_quantity": 100, "amount": 3_400, "currency": "USD", "port": "Tanjung Priok",
        "valid_until": date(2100, 1, 1), **tier,
    }  # fmt: skip
    session.add(PriceTier(product_id=product.id, kind=PriceKind.FOB, **values))
    session.flush()
    return product


def test_importers_find_a_table_in_english_on_every_page(
    client: FlaskClient, session: Session
) -> None:
    product = export_ready(session)
    a_product(session, hs_code="999999")
    session.commit()
    for address in ("/", "/en/"):
        page = client.get(address).text
        table = page.partition('aria-labelledby="export"')[2].partition("</table>")[0]
        for words in ("4602.12", "1,200 pcs", "21–30 days", "US$34.00", "Tanjung Priok"):
            assert words in table
        assert f'href="/en/produk/{product.slug}"' in table
        assert "9999.99" not in page


def test_an_expired_fob_price_becomes_a_request(client: FlaskClient, session: Session) -> None:
    export_ready(session, valid_until=date(2020, 1, 1))
    session.commit()
    page = client.get("/").text
    assert "US$34.00" not in page
    assert "On request" in page


def test_hints_are_what_the_catalogue_really_holds(client: FlaskClient, session: Session) -> None:
    motif = Term(kind=TermKind.MOTIF, slug="wadasan", name=LocalText(id="Wadasan"))
    lonely = Term(kind=TermKind.MOTIF, slug="lokcan", name=LocalText(id="Lokcan"))
    session.add_all([motif, lonely])
    session.flush()
    product = a_product(session, category=a_category(session, "terasi"))
    session.add(ProductTerm(product_id=product.id, term_id=motif.id))
    session.commit()
    hints = client.get("/").text.partition('class="sky__hints"')[2].partition("</nav>")[0]
    assert "/motif/wadasan" in hints
    assert "/kategori/terasi" in hints
    assert "lokcan" not in hints


def test_the_first_page_costs_the_same_with_few_and_many_products(
    client: FlaskClient, session: Session
) -> None:
    def cost(number: int) -> int:
        for _ in range(number):
            export_ready(session)
        a_showcase(session, [a_section([an_item(a_product(session))])])
        session.commit()
        client.get("/en/")  # reference data is in memory
        with count_statements() as seen:
            assert client.get("/").status_code == 200
        return len(seen)

    assert cost(2) == cost(20) <= 8


def test_a_second_reader_costs_one_statement(client: FlaskClient, session: Session) -> None:
    a_product(session)
    session.commit()
    client.get("/")
    with count_statements() as seen:
        client.get("/")
    assert len(seen) == 1
