import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.discovery.rules.asking import SIZE
from catalog.taxonomy.models import Category
from catalog.vendors.rules import VendorStatus
from tests.discovery.conftest import PHONE, Goods, build_index
from tests.discovery.pages import checkbox, links, titles, total
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.stocked

NAMES = {
    "biru": "Batik tulis megamendung biru",
    "merah": "Batik tulis wadasan merah",
    "kursi": "Kursi rotan santai",
    "bangku": "Bangku rotan",
    "terasi": "Terasi udang rebon",
    "botok": "Bumbu botok",
    "awan": 'Selendang <b>awan</b> & "hujan"',
    "emping": "Emping melinjo",
}


def named(*keys: str) -> set[str]:
    return {NAMES[key] for key in keys}


def test_all_products_stand_newest_first(mall: FlaskClient) -> None:
    answer = mall.get("/produk")

    assert titles(answer) == list(NAMES.values())
    assert total(answer) == 8


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=megamendung", {"biru"}),
        ("q=terasi", {"terasi", "botok", "emping"}),
        ("kategori=kain-batik-tulis", {"biru", "merah"}),
        ("kategori=batik-wastra", {"biru", "merah", "awan"}),
        ("kategori=terasi&kategori=kursi-rotan", {"terasi", "botok", "emping", "kursi", "bangku"}),
        ("kecamatan=plered", {"biru", "merah", "kursi", "bangku"}),
        ("kecamatan=harjamukti&kecamatan=plered", set(NAMES)),
        ("galeri=mall-ukm", {"biru", "merah"}),
        ("galeri=galeri-caruban", {"kursi"}),
        ("legalitas=nib", {"biru", "merah"}),
        ("motif=wadasan", {"merah"}),
        ("teknik=batik-tulis", {"biru", "merah"}),
        ("bahan=sutra", {"biru"}),
        ("sentra=trusmi", {"biru", "merah"}),
        ("mutu=a", {"biru"}),
        ("pasar=sg", {"biru"}),
        ("ekspor=1", {"biru"}),
        ("tersedia=1", {"biru"}),
        ("pesanan=1", {"merah"}),
        ("harga_min=300.000", {"biru", "merah", "kursi"}),
        ("harga_maks=Rp 25.000", {"terasi", "botok", "emping"}),
        ("harga_min=20rb&harga_maks=100rb", {"terasi", "awan", "emping"}),
        ("moq_maks=12&teknik=batik-tulis", {"biru", "merah"}),
        ("moq_maks=11&teknik=batik-tulis", {"biru"}),
        ("teknik=batik-tulis&motif=wadasan", {"merah"}),
        ("motif=hantu&x=1&kecamatan=", set(NAMES)),
    ],
)
def test_every_parameter_narrows_the_results(
    mall: FlaskClient, query: str, found: set[str]
) -> None:
    answer = mall.get(f"/produk?{query}")

    assert set(titles(answer)) == named(*found)
    assert total(answer) == len(found)


def test_prices_sort_both_ways_and_unpriced_goods_come_last(mall: FlaskClient) -> None:
    up = titles(mall.get("/produk?urut=termurah"))
    down = titles(mall.get("/produk?urut=termahal"))

    assert up[:2] == [NAMES["botok"], NAMES["emping"]]
    assert down[:2] == [NAMES["biru"], NAMES["kursi"]]
    assert up[-1] == down[-1] == NAMES["bangku"]


def test_counts_stand_under_the_other_filters(mall: FlaskClient) -> None:
    answer = mall.get("/produk?motif=wadasan&kecamatan=plered")

    # The motif's own filter does not count against its other values; the kecamatan does.
    assert checkbox(answer, "motif", "wadasan") == (True, 1)
    assert checkbox(answer, "motif", "megamendung") == (False, 1)
    assert checkbox(answer, "kecamatan", "plered") == (True, 1)
    assert checkbox(answer, "kecamatan", "harjamukti") is None


def test_a_chosen_value_stays_on_the_page_when_nothing_has_it(mall: FlaskClient) -> None:
    answer = mall.get("/produk?motif=wadasan&mutu=a")

    assert total(answer) == 0
    assert checkbox(answer, "motif", "wadasan") == (True, 0)


def test_each_filter_in_use_can_be_taken_off_by_name(mall: FlaskClient) -> None:
    answer = mall.get("/produk?q=batik&motif=wadasan&kecamatan=plered&harga_min=20000")

    assert links(answer, "Wadasan")[-1] == "/produk?q=batik&kecamatan=plered&harga_min=20000"
    assert links(answer, "Mulai Rp20.000") == ["/produk?q=batik&kecamatan=plered&motif=wadasan"]
    assert set(links(answer, "Hapus semua")) == {"/produk?q=batik"}


def test_when_nothing_is_left_the_page_says_which_filter_to_drop(mall: FlaskClient) -> None:
    answer = mall.get("/produk?motif=wadasan&mutu=a")

    assert links(answer, "Tanpa Wadasan") == ["/produk?mutu=a"]
    assert links(answer, "Tanpa Mutu A") == ["/produk?motif=wadasan"]
    assert NAMES["merah"] in titles(answer)


def test_a_typo_is_mended_and_the_typed_word_can_be_forced(mall: FlaskClient) -> None:
    mended = mall.get("/produk?q=megamendugn")

    assert titles(mended) == [NAMES["biru"]]
    assert "Menampilkan hasil untuk" in mended.text
    forced = links(mended, "Cari “megamendugn” saja")
    assert forced == ["/produk?q=megamendugn&tepat=1"]
    assert total(mall.get(forced[0])) == 0


def test_searched_words_are_marked_and_everything_else_is_escaped(mall: FlaskClient) -> None:
    answer = mall.get("/produk?q=awan")

    assert "Selendang &lt;b&gt;<mark>awan</mark>&lt;/b&gt; &amp; &#34;hujan&#34;" in answer.text
    assert "<b>awan</b>" not in answer.text


def test_a_name_that_does_not_say_why_it_was_found_gets_a_line_that_does(mall: FlaskClient) -> None:
    answer = mall.get("/produk?q=terasi")

    assert 'hit__why">Dengan <mark>terasi</mark> pilihan dari Gebang.' in answer.text


def test_english_readers_find_indonesian_goods(mall: FlaskClient) -> None:
    answer = mall.get("/en/produk?q=rattan+chair")

    assert NAMES["kursi"] in titles(answer)
    assert 'lang="id">' in answer.text
    assert "Results for" in answer.text
    assert titles(mall.get("/en/produk?q=cloud+batik"))[0] == "Hand-drawn cloud batik, blue"


def test_a_category_has_its_own_page(mall: FlaskClient) -> None:
    answer = mall.get("/kategori/batik-wastra")

    assert set(titles(answer)) == named("biru", "merah", "awan")
    assert "<h1>Batik &amp; wastra</h1>" in answer.text
    assert "/kategori/kain-batik-tulis" in links(answer, "Kain batik tulis")
    assert mall.get("/kategori/hantu").status_code == 404


def test_a_filtered_page_names_its_one_address(mall: FlaskClient) -> None:
    def canonical(url: str) -> str:
        found = re.search(r'rel="canonical" href="([^"]*)"', mall.get(url).text)
        assert found
        return found[1]

    home = "http://127.0.0.1:8000"
    assert canonical("/produk?utm=1&motif=WADASAN") == f"{home}/produk?motif=wadasan"
    assert canonical("/produk?kategori=terasi&hal=1") == f"{home}/kategori/terasi"
    assert canonical("/en/produk?kategori=terasi") == f"{home}/en/kategori/terasi"
    assert 'content="noindex, follow"' in mall.get("/produk?q=batik").text
    assert 'content="noindex' not in mall.get("/kategori/terasi?motif=wadasan").text


def test_machines_can_read_the_list_and_the_way_to_it(mall: FlaskClient) -> None:
    answer = mall.get("/kategori/terasi")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text)
    assert found
    crumbs, items = json.loads(found[1])["@graph"]

    assert crumbs["itemListElement"][0]["name"] == "Produk"
    assert items["numberOfItems"] == 3


def test_nothing_hidden_and_nothing_private_is_shown(mall: FlaskClient) -> None:
    for url in ("/produk", "/produk?q=rahasia", "/en/produk?q=batik", "/kategori/batik-wastra"):
        answer = mall.get(url)
        assert "rahasia" not in "".join(titles(answer)).lower()
        assert PHONE not in answer.text
        assert "Sri Rahasia" not in answer.text


def test_what_is_suspended_after_indexing_is_gone_at_once(
    app: Flask, client: FlaskClient, session: Session, goods: Goods
) -> None:
    build_index(app, session)
    assert NAMES["terasi"] in titles(client.get("/produk?q=terasi"))
    goods["terasi"].vendor.status = VendorStatus.SUSPENDED
    session.commit()

    assert NAMES["terasi"] not in titles(client.get("/produk?q=terasi"))


def test_makers_on_holiday_are_shown_and_marked(mall: FlaskClient) -> None:
    answer = mall.get("/produk?q=kursi")

    assert titles(answer)[0] == NAMES["kursi"]
    assert "Sedang libur" in answer.text


@pytest.fixture
def many(app: Flask, client: FlaskClient, session: Session) -> FlaskClient:
    """A browser before 60 products."""
    vendor = a_vendor(session)
    category = session.query(Category).filter_by(slug="terasi").one()
    for number in range(60):
        a_product(session, vendor, category, name=f"Terasi nomor {number}", images=[], price=1000)
    build_index(app, session)
    return client


def test_pages_follow_each_other_without_gap_or_repetition(many: FlaskClient) -> None:
    for query in ("", "q=terasi", "urut=termurah"):
        pages = [titles(many.get(f"/produk?{query}&hal={page}")) for page in (1, 2, 3)]
        seen = [title for page in pages for title in page]

        assert len(seen) == len(set(seen)) == 60, query


def test_a_page_beyond_the_last_is_the_last(many: FlaskClient) -> None:
    for page in ("4", "999999", "9" * 300):
        answer = many.get(f"/produk?hal={page}")
        assert len(titles(answer)) == 60 - 2 * SIZE
        assert 'href="http://127.0.0.1:8000/produk?hal=3"' in answer.text


def test_a_page_costs_few_statements_however_many_products_there_are(many: FlaskClient) -> None:
    for url in (
        "/produk?hal=2",
        "/produk?q=terasi&hal=2",
        "/kategori/terasi?hal=2",
        "/produk?q=zzz",
    ):
        many.get(url + "&warm=1" if "?" in url else url)
        with count_statements() as seen:
            many.get(url)
        assert len(seen) <= 6, seen


def test_a_second_reader_is_answered_from_memory(many: FlaskClient) -> None:
    first = many.get("/produk")
    with count_statements() as seen:
        again = many.get("/produk", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert len(seen) == 1  # the public version


def test_headings_and_switches_speak_the_readers_language(mall: FlaskClient) -> None:
    asked = "produk?kecamatan=kabupaten-kuningan&mutu=a&ekspor=1"
    english, indonesian = mall.get(f"/en/{asked}").text, mall.get(f"/{asked}").text

    for said in ("Outside Cirebon", "Grade A", "Export ready only"):
        assert said in english
        assert said not in indonesian
    for said in ("Luar Cirebon", "Mutu A", "Siap Ekspor saja"):
        assert said in indonesian
        assert said not in english
