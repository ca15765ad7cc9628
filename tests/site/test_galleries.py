"""The pages of the galleries."""

import json
import re
from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.galleries.queries import by_slug
from catalog.galleries.rules import standing
from catalog.kernel.clock import wib_date
from catalog.kernel.text import LocalText
from catalog.site.views.words import standing_text, week_text
from catalog.vendors.rules import VendorStatus
from tests.factories.galleries import NIGHT, NINE, a_gallery, on_display, taken_in
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor


def described(page: str) -> dict[str, object]:
    """Return the schema.org description of a page."""
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', page, re.DOTALL)
    assert found is not None
    data: dict[str, object] = json.loads(found[1])
    return data


@pytest.mark.stocked
def test_the_shipped_galleries_have_pages_in_both_languages(client: FlaskClient) -> None:
    page = client.get("/galeri/mall-ukm").text
    assert "Jl. Dr. Cipto Mangunkusumo No. 20" in page
    assert page.count("09.00–21.00") >= 7
    assert "https://www.openstreetmap.org/" in page
    assert "<iframe" not in page
    assert "09:00–21:00" in client.get("/en/galeri/mall-ukm").text
    caruban = client.get("/galeri/galeri-caruban").text
    assert "Belum dipastikan" in caruban  # what is general knowledge says so
    assert caruban.count("<h1") == 1


def test_hours_are_told_by_weekday_and_closed_days_too(
    client: FlaskClient, session: Session
) -> None:
    a_gallery(session, hours={weekday: (time(8), time(16)) for weekday in range(5)})
    session.commit()
    page = client.get("/galeri/galeri-caruban").text
    rows = re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', page)
    assert rows[0] == ("Senin", "08.00–16.00")
    assert rows[5:] == [("Sabtu", "Tutup"), ("Minggu", "Tutup")]
    assert len(re.findall(r'<tr class="is-today"', page)) == 1


def test_a_gallery_that_never_closes_says_that_it_is_open(
    client: FlaskClient, session: Session
) -> None:
    always = dict.fromkeys(range(7), (time.min, time.max))
    a_gallery(session, hours=always)
    a_gallery(session, "mall-ukm", hours={})
    session.commit()
    assert "Sedang buka" in client.get("/galeri/galeri-caruban").text
    assert "Open now" in client.get("/en/galeri/galeri-caruban").text
    assert "Sedang buka" not in _heading(client.get("/galeri/mall-ukm").text)


def _heading(page: str) -> str:
    return page.partition('class="venue"')[2].partition("</header>")[0]


def test_a_holiday_closes_the_doors(client: FlaskClient, session: Session) -> None:
    today = wib_date(datetime.now(UTC))
    always = dict.fromkeys(range(7), (time.min, time.max))
    a_gallery(session, hours=always, holidays=[today, today - timedelta(days=1)])
    session.commit()
    page = client.get("/galeri/galeri-caruban").text
    assert "Hari ini tutup, hari libur" in page
    assert "Sedang buka" not in page
    assert page.count("Hari raya") == 1  # only holidays to come are listed
    specified = described(page)["openingHoursSpecification"]
    assert isinstance(specified, list)
    assert {"opens": "00:00", "closes": "00:00"}.items() <= specified[-1].items()
    assert specified[-1]["validFrom"] == today.isoformat()


def test_machines_read_a_store_with_its_hours(client: FlaskClient, session: Session) -> None:
    a_gallery(session, hours={0: (NINE, NIGHT)}, latitude=-6.7, longitude=108.5, phone="0231111")
    session.commit()
    store = described(client.get("/galeri/galeri-caruban").text)
    assert store["@type"] == "Store"
    assert store["openingHoursSpecification"] == [
        {
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": "https://schema.org/Monday",
            "opens": "09:00",
            "closes": "21:00",
        }
    ]
    assert store["telephone"] == "0231111"


def test_makers_and_products_on_display_are_shown(client: FlaskClient, session: Session) -> None:
    gallery = a_gallery(session)
    vendor = a_vendor(session, name="Batik Rara Sekar")
    gone = a_vendor(session, name="Toko Tutup", status=VendorStatus.SUSPENDED)
    for maker in (vendor, gone):
        taken_in(session, gallery, maker)
        on_display(session, gallery, a_product(session, maker, name=f"Kain {maker.name}"))
    session.commit()
    page = client.get("/galeri/galeri-caruban").text
    assert "Kain Batik Rara Sekar" in page
    assert "Toko Tutup" not in page
    assert "Lihat 1 produknya" in page


def test_an_unknown_gallery_is_not_found(client: FlaskClient) -> None:
    assert client.get("/galeri/tidak-ada").status_code == 404


def test_what_the_dinas_writes_is_only_ever_text(client: FlaskClient, session: Session) -> None:
    attack = "</script><script>alert(1)</script>"
    words = LocalText(id=attack)
    a_gallery(
        session, name=attack[:80], institution=words, story=words, parking=words,
        hours_note=words, contact_note=words, address=attack,
        entry_rules=[{"text": {"id": attack}, "source": attack, "certainty": "K"}],
    )  # fmt: skip
    session.commit()
    for address in ("/galeri/galeri-caruban", "/", "/bantuan", "/tentang"):
        assert "<script>alert" not in client.get(address).text


def test_the_page_costs_the_same_with_few_and_many_products(
    client: FlaskClient, session: Session
) -> None:
    gallery = a_gallery(session)

    def cost(number: int) -> int:
        for _ in range(number):
            vendor = a_vendor(session)
            taken_in(session, gallery, vendor)
            on_display(session, gallery, a_product(session, vendor))
        session.commit()
        client.get("/en/galeri/galeri-caruban")
        with count_statements() as seen:
            client.get("/galeri/galeri-caruban")
        return len(seen)

    assert cost(1) == cost(15) <= 6


@pytest.mark.parametrize(
    ("language", "week", "closed"),
    [
        ("id", "Senin–Jumat 08.00–16.00", "Sedang tutup, buka Senin pukul 08.00"),
        ("en", "Monday–Friday 08:00–16:00", "Closed now, opens Monday at 08:00"),
    ],
)
def test_hours_are_told_as_people_say_them(
    app: Flask, session: Session, work: Work, language: str, week: str, closed: str
) -> None:
    a_gallery(session, hours={weekday: (time(8), time(16)) for weekday in range(5)})
    openings = by_slug(work, "galeri-caruban").openings
    friday_night = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    with app.test_request_context("/", environ_overrides={"catalog.language": language}):
        assert week_text(openings) == week
        assert standing_text(standing(openings, [], friday_night)) == closed
