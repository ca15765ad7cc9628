"""The pages of showcases, as a browser sees them."""

import json
import re
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.products.rules.status import Status
from catalog.showcases.rules import Layout
from tests.factories.media import an_image
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor

DAY = timedelta(days=1)
ATTACK = "<img src=x onerror=alert(1)>"


def now() -> datetime:
    return datetime.now(UTC)


def test_the_page_tells_the_story_in_its_order(client: FlaskClient, session: Session) -> None:
    first, second = a_product(session, name="Kain biru"), a_product(session, name="Kain merah")
    a_showcase(
        session,
        [
            a_section(
                [an_item(first, "Tujuh lapis.")],
                layout=Layout.FEATURE,
                title="Garis yang tidak diulang",
                text="Paragraf satu.\n\nParagraf dua.",
                image=an_image(session),
            ),
            a_section(layout=Layout.QUOTE, title="Ibu Sekar", text="Kami berhenti dulu."),
            a_section([an_item(second, "Merah bata.")], title="Merah dari keraton"),
        ],
        slug="awan",
        title=LocalText(id="Awan yang Sabar"),
    )
    session.commit()
    page = client.get("/etalase/awan").text
    told = [
        "Awan yang Sabar</h1>",
        "Megamendung berarti awan yang teduh.",
        "Garis yang tidak diulang",
        "<p>Paragraf satu.</p>",
        "Tujuh lapis.",
        "Kami berhenti dulu.",
        "Merah dari keraton",
        "Merah bata.",
        "Semua karya",
    ]
    places = [page.index(words) for words in told]
    assert places == sorted(places)
    assert page.count("<h1") == 1


def test_the_cover_offers_an_upright_cut_to_phones(client: FlaskClient, session: Session) -> None:
    cut = {"name": "0" * 20, "widths": [400, 640], "width": 640, "height": 800}
    cover = an_image(session, crops={"portrait": cut, "landscape": cut | {"name": "1" * 20}})
    a_showcase(session, slug="awan", cover_id=cover.id)
    session.commit()
    page = client.get("/etalase/awan").text
    upright = re.search(r"<source media=\"[^\"]*portrait[^\"]*\"\s+srcset=\"([^\"]+)\"", page)
    assert upright is not None
    assert f"/media/00/{'0' * 20}-400.webp 400w" in upright[1]
    assert f"/media/11/{'1' * 20}-640.webp 640w" in page


def test_a_scheduled_showcase_looks_like_a_missing_one(
    client: FlaskClient, session: Session
) -> None:
    a_showcase(session, slug="nanti", starts_at=now() + DAY)
    session.commit()
    assert client.get("/etalase/nanti").status_code == 404
    assert "nanti" not in client.get("/etalase").text


def test_an_ended_showcase_says_that_it_is_an_archive(
    client: FlaskClient, session: Session
) -> None:
    a_showcase(session, slug="lama", starts_at=now() - 9 * DAY, ends_at=now() - DAY)
    session.commit()
    assert "tetap di sini sebagai arsip" in client.get("/etalase/lama").text
    assert "stays here as an archive" in client.get("/en/etalase/lama").text
    listed = client.get("/etalase").text
    assert listed.index("Arsip") < listed.index("/etalase/lama")


def test_nothing_of_a_hidden_piece_is_on_the_page(client: FlaskClient, session: Session) -> None:
    shown = a_product(session, name="Kain terlihat")
    hidden = a_product(session, name="Kain rahasia")
    draft = a_product(session, name="Kain konsep", status=Status.DRAFT)
    items = [an_item(shown), an_item(hidden, "Kalimat rahasia", is_hidden=True)]
    items.append(an_item(draft, "Kalimat konsep"))
    a_showcase(session, [a_section(items, title="Kain")], slug="kain")
    session.commit()
    page = client.get("/etalase/kain").text
    assert "Kain terlihat" in page
    assert not re.search("rahasia|konsep", page)
    assert "1 karya" in page


def test_each_text_falls_back_by_itself_and_says_its_language(
    client: FlaskClient, session: Session
) -> None:
    a_showcase(
        session,
        slug="awan",
        title=LocalText(id="Awan yang Sabar", en="The Patient Cloud"),
        lead=LocalText(id="Tujuh celupan."),
    )
    session.commit()
    page = client.get("/en/etalase/awan").text
    assert '<h1 class="display">The Patient Cloud</h1>' in page
    assert '<p class="dek" lang="id">Tujuh celupan.</p>' in page
    assert (
        'lang="id"'
        not in client.get("/etalase/awan")
        .text.partition("<article>")[2]
        .replace('hreflang="id"', "")
        .partition("</article>")[0]
    )


def test_what_curators_write_is_only_ever_text(client: FlaskClient, session: Session) -> None:
    product = a_product(session, a_vendor(session, name=ATTACK), name=ATTACK)
    words = LocalText(id=ATTACK, en=ATTACK)
    a_showcase(
        session,
        [a_section([an_item(product, ATTACK)], layout=layout, title=ATTACK, text=ATTACK)
         for layout in Layout],
        slug="awan", title=words, lead=words, note=words, curator_name=ATTACK,
    )  # fmt: skip
    session.commit()
    for address in ("/etalase", "/etalase/awan", "/en/etalase/awan", "/"):
        page = client.get(address).text
        assert "<img src=x" not in page
        assert "onerror=alert" not in page.replace("&lt;img src=x onerror=alert", "").replace(
            r"\u003cimg src=x onerror=alert", ""
        )


def test_machines_read_the_list_of_pieces(client: FlaskClient, session: Session) -> None:
    products = [a_product(session, name=f"Kain {number}") for number in range(3)]
    a_showcase(session, [a_section([an_item(p) for p in products])], slug="kain")
    session.commit()
    page = client.get("/etalase/kain").text
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', page, re.DOTALL)
    assert found is not None
    described = json.loads(found[1])
    assert described["@type"] == "CollectionPage"
    listed = described["mainEntity"]["itemListElement"]
    assert [entry["name"] for entry in listed] == ["Kain 0", "Kain 1", "Kain 2"]
    assert all(f"/produk/{p.slug}" in page for p in products)


def test_a_showcase_costs_the_same_with_few_and_many_pieces(
    client: FlaskClient, session: Session
) -> None:
    def cost(slug: str, number: int) -> int:
        items = [an_item(a_product(session)) for _ in range(number)]
        a_showcase(session, [a_section(items)], slug=slug)
        session.commit()
        client.get("/bantuan")  # reference data is in memory
        client.get("/produk")
        with count_statements() as seen:
            assert client.get(f"/etalase/{slug}").status_code == 200
        return len(seen)

    few, many = cost("sedikit", 2), cost("banyak", 25)
    assert few == many <= 12
