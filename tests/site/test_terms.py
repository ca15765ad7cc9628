"""The encyclopaedia."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from catalog.kernel.text import LocalText
from catalog.products.models import Product, ProductTerm
from catalog.products.rules.status import Status
from catalog.taxonomy.models import Term, TermRegion, TermSynonym
from catalog.taxonomy.rules import TermKind
from tests.factories.places import TRUSMI, a_region
from tests.factories.products import a_product
from tests.factories.statements import count_statements
from tests.factories.vendors import a_vendor

ADDRESSES = {
    TermKind.SENTRA: "/sentra",
    TermKind.MOTIF: "/motif",
    TermKind.TECHNIQUE: "/teknik",
    TermKind.MATERIAL: "/bahan",
}


def a_term(session: Session, slug: str, kind: TermKind = TermKind.MOTIF, **values: object) -> Term:
    """Store a term named after its slug."""
    name = slug.replace("-", " ").title()
    term = Term(
        **{
            "kind": kind,
            "slug": slug,
            "name": LocalText(id=name, en=f"{name} (en)"),
            "description": LocalText(id=f"Tentang {name}."),
            **values,
        }
    )
    session.add(term)
    session.flush()
    return term


def tagged(session: Session, product: Product, *terms: Term) -> Product:
    """Give the product these terms."""
    session.add_all(ProductTerm(product_id=product.id, term_id=term.id) for term in terms)
    session.flush()
    return product


@pytest.mark.parametrize("kind", list(TermKind))
def test_each_list_has_an_index_and_pages_in_both_languages(
    client: FlaskClient, session: Session, kind: TermKind
) -> None:
    a_term(session, "wadasan", kind)
    session.commit()
    assert f'href="{ADDRESSES[kind]}/wadasan"' in client.get(ADDRESSES[kind]).text
    assert "Tentang Wadasan." in client.get(f"{ADDRESSES[kind]}/wadasan").text
    english = client.get(f"/en{ADDRESSES[kind]}/wadasan").text
    assert "Wadasan (en)</h1>" in english
    assert '<p lang="id" class="lead">' in english or 'lang="id">Tentang Wadasan.' in english


@pytest.mark.stocked
def test_the_shipped_lists_have_pages(client: FlaskClient) -> None:
    for address in (*ADDRESSES.values(), "/motif/megamendung", "/sentra/trusmi"):
        for prefix in ("", "/en"):
            page = client.get(prefix + address)
            assert page.status_code == 200
            assert page.text.count("<h1") == 1
    assert "Trusmi Kulon, Plered, Kabupaten Cirebon" in client.get("/sentra/trusmi").text


def test_a_term_joins_places_makers_and_products(client: FlaskClient, session: Session) -> None:
    trusmi = a_term(session, "trusmi", TermKind.SENTRA)
    session.add(TermRegion(term_id=trusmi.id, region_code=a_region(session, TRUSMI).code))
    session.add(TermSynonym(term_id=trusmi.id, text="Trusmi Lama"))
    cloud = a_term(session, "megamendung")
    maker = a_vendor(session, name="Batik Rara Sekar")
    tagged(session, a_product(session, maker, name="Kain biru"), trusmi, cloud)
    tagged(session, a_product(session, maker, name="Kain konsep", status=Status.DRAFT), trusmi)
    session.commit()
    page = client.get("/sentra/trusmi").text
    for words in ("Trusmi Kulon, Plered, Kabupaten Cirebon", "Trusmi Lama", "Kain biru"):
        assert words in page
    assert "Plered · 1 produk" in page  # the maker's line
    assert 'href="/motif/megamendung"' in page
    assert 'href="/produk?sentra=trusmi"' in page
    assert "Kain konsep" not in page


def test_a_merged_term_leads_to_what_it_became(client: FlaskClient, session: Session) -> None:
    kept = a_term(session, "megamendung")
    a_term(session, "mega-mendung", merged_into_id=kept.id)
    a_term(session, "mendungan", TermKind.TECHNIQUE, merged_into_id=kept.id)
    session.commit()
    for old in ("/motif/mega-mendung", "/teknik/mendungan"):
        answer = client.get(old)
        assert (answer.status_code, answer.location) == (301, "/motif/megamendung")
    assert client.get("/en/motif/mega-mendung").location == "/en/motif/megamendung"
    assert "mega-mendung" not in client.get("/motif").text


def test_a_slug_of_another_list_is_not_found(client: FlaskClient, session: Session) -> None:
    a_term(session, "megamendung")
    session.commit()
    assert client.get("/sentra/megamendung").status_code == 404


def test_a_protected_name_says_what_the_law_says(client: FlaskClient, session: Session) -> None:
    merawit = a_term(session, "merawit", TermKind.TECHNIQUE, is_protected=True)
    session.add(
        TermRegion(
            term_id=merawit.id, region_code=a_region(session, TRUSMI).code, is_exclusive=True
        )
    )
    session.commit()
    page = client.get("/teknik/merawit").text
    assert "indikasi geografis terdaftar" in page
    assert "Tempat asalnya Trusmi Kulon." in page
    assert "Nama terlindungi" in client.get("/teknik").text


def test_what_is_not_confirmed_says_so(client: FlaskClient, session: Session) -> None:
    a_term(session, "wadasan", certainty="K")
    a_term(session, "lokcan", certainty="S", source="Kompas 2020")
    session.commit()
    assert "belum dipastikan" in client.get("/motif/wadasan").text
    sure = client.get("/motif/lokcan").text
    assert "belum dipastikan" not in sure
    assert "Kompas 2020" in sure


def test_what_curators_write_is_only_ever_text(client: FlaskClient, session: Session) -> None:
    attack = '"><script>alert(1)</script>'
    term = a_term(
        session, "x", name=LocalText(id=attack), description=LocalText(id=attack), source=attack
    )
    session.add(TermSynonym(term_id=term.id, text=attack))
    tagged(session, a_product(session, a_vendor(session, name=attack), name=attack), term)
    session.commit()
    for address in ("/motif", "/motif/x", "/en/motif/x", "/"):
        assert "<script>alert" not in client.get(address).text


def test_a_page_costs_the_same_with_few_and_many_products(
    client: FlaskClient, session: Session
) -> None:
    terms = [a_term(session, slug) for slug in ("satu", "dua", "tiga")]

    def cost(number: int) -> int:
        for _ in range(number):
            tagged(session, a_product(session), *terms)
        session.commit()
        client.get("/en/motif/satu")
        with count_statements() as seen:
            client.get("/motif/satu")
        return len(seen)

    assert cost(1) == cost(20) <= 8
