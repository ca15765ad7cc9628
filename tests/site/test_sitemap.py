"""The sitemap and robots.txt, as a crawler reads them."""

from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.products.rules.status import Status
from catalog.site import rules
from catalog.site.queries import sitemap as queries
from catalog.site.views import sitemap as views
from catalog.vendors.rules import VendorStatus
from tests.factories.galleries import a_gallery
from tests.factories.media import an_image
from tests.factories.products import a_product
from tests.factories.showcases import a_showcase
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor

SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "i": "http://www.google.com/schemas/sitemap-image/1.1",
    "x": "http://www.w3.org/1999/xhtml",
}
SITE = "http://127.0.0.1:8000"


def read(client: FlaskClient, address: str) -> Element:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.content_type.startswith("application/xml")
    return fromstring(answer.data)  # noqa: S314  # our own file


def parts(client: FlaskClient) -> list[str]:
    found = read(client, "/sitemap.xml").findall("s:sitemap/s:loc", SPACES)
    return [(loc.text or "").removeprefix(SITE) for loc in found]


def addresses(root: Element) -> list[str]:
    return [(loc.text or "").removeprefix(SITE) for loc in root.findall("s:url/s:loc", SPACES)]


@pytest.mark.stocked
def test_every_address_answers(client: FlaskClient, session: Session) -> None:
    vendor = a_vendor(session, story={"id": "Cerita.", "en": "A story."})
    a_product(session, vendor, english=True)
    a_product(session, vendor)
    a_showcase(session)
    session.commit()
    listed = [address for part in parts(client) for address in addresses(read(client, part))]
    assert len(listed) == len(set(listed))
    kinds = {address.removeprefix("/en").split("/")[1] for address in listed}
    assert {"", "produk", "umkm", "etalase", "galeri", "kategori", "motif", "sentra"} <= kinds
    sample = [a for a in listed if not a.startswith(("/motif/", "/bahan/", "/teknik/", "/en/"))]
    sample += listed[::17]
    assert {address: client.get(address).status_code for address in sample} == dict.fromkeys(
        sample, 200
    )


def test_products_carry_pictures_dates_and_their_other_language(
    client: FlaskClient, session: Session
) -> None:
    pictures = [an_image(session), an_image(session)]
    both = a_product(session, english=True, images=pictures)
    indonesian = a_product(session, english="Name only")
    session.commit()
    root = read(client, "/sitemap-products-1.xml")
    entries = {
        (url.findtext("s:loc", namespaces=SPACES) or "").removeprefix(SITE): url
        for url in root.findall("s:url", SPACES)
    }
    assert set(entries) == {
        f"/produk/{both.slug}",
        f"/en/produk/{both.slug}",
        f"/produk/{indonesian.slug}",
    }
    entry = entries[f"/en/produk/{both.slug}"]
    assert entry.findtext("s:lastmod", namespaces=SPACES) == "2026-11-01"
    shown = [loc.text for loc in entry.findall("i:image/i:loc", SPACES)]
    assert len(shown) == 2
    assert all(address and address.startswith(f"{SITE}/media/") for address in shown)
    links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", SPACES)}
    assert links == {
        "id": f"{SITE}/produk/{both.slug}",
        "en": f"{SITE}/en/produk/{both.slug}",
        "x-default": f"{SITE}/produk/{both.slug}",
    }
    assert not entries[f"/produk/{indonesian.slug}"].findall("x:link", SPACES)


def test_nothing_private_is_listed(client: FlaskClient, session: Session) -> None:
    draft = a_product(session, status=Status.DRAFT)
    gone = a_vendor(session, status=VendorStatus.SUSPENDED)
    theirs = a_product(session, gone)
    later = a_showcase(session, starts_at=datetime.now(UTC) + timedelta(days=1))
    session.commit()
    written = "".join(client.get(part).text for part in parts(client))
    for slug in (draft.slug, gone.slug, theirs.slug, later.slug):
        assert f"/{slug}<" not in written


def test_a_large_catalogue_is_cut_into_parts(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "SITEMAP_ROWS", 3)
    monkeypatch.setattr(queries, "SITEMAP_ROWS", 3)
    vendor = a_vendor(session)
    products = [a_product(session, vendor) for _ in range(7)]
    session.commit()
    mine = [part for part in parts(client) if "products" in part]
    assert mine == [f"/sitemap-products-{number}.xml" for number in (1, 2, 3)]
    listed = [address for part in mine for address in addresses(read(client, part))]
    assert sorted(listed) == sorted(f"/produk/{product.slug}" for product in products)


@pytest.mark.parametrize(
    "part", ["products-0", "products-2", "products-x", "products-٣", "products--1",
             "products-99999999999999999999", "people-1", "products", "-", "pages-1"],
)  # fmt: skip
def test_a_part_that_does_not_exist_is_not_found(
    client: FlaskClient, session: Session, part: str
) -> None:
    a_product(session)
    session.commit()
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_a_crawler_that_comes_again_costs_one_statement(
    client: FlaskClient, session: Session
) -> None:
    a_gallery(session)
    vendor = a_vendor(session)
    a_product(session, vendor)
    session.commit()
    first = client.get("/sitemap-products-1.xml")
    assert first.data.count(b"<url>") == 1
    assert "max-age" in first.headers["Cache-Control"]
    again = {"If-None-Match": first.headers["ETag"]}
    with count_statements() as seen:
        answer = client.get("/sitemap-products-1.xml", headers=again)
    assert (answer.status_code, answer.data) == (304, b"")
    assert len(seen) <= 1
    a_product(session, vendor)
    session.commit()
    assert client.get("/sitemap-products-1.xml", headers=again).data.count(b"<url>") == 2


def test_the_sitemap_has_one_address_whatever_the_language(client: FlaskClient) -> None:
    assert client.get("/en/sitemap.xml").status_code == 404


def test_robots_are_told_where_the_sitemap_is(client: FlaskClient) -> None:
    answer = client.get("/robots.txt")
    assert answer.content_type.startswith("text/plain")
    assert f"Sitemap: {SITE}/sitemap.xml" in answer.text
    assert "\nDisallow: /\n" not in answer.text


def test_the_parts_know_every_plain_page(client: FlaskClient) -> None:
    listed = addresses(read(client, "/sitemap-pages.xml"))
    assert len(listed) >= 2 * len(views._PLAIN_PAGES)  # noqa: SLF001  # the list itself
