"""Where goods come from: evidence, resellers, names of origin that are protected."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.curation.queries.origin import evidence_of, find_places, get_evidence, origin_of
from catalog.curation.rules.origin import Draft
from catalog.curation.rules.words import EvidenceKind
from catalog.curation.services import origin as services
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.products import search
from catalog.products.models import Product, ProductTerm
from catalog.products.queries.editing import open_desk
from catalog.products.queries.protected import unlawful
from catalog.products.services import submitting
from catalog.site.queries import terms
from catalog.taxonomy.models import Term
from catalog.taxonomy.rules import TermKind
from tests.factories.curation import a_curator
from tests.factories.legality import a_document
from tests.factories.products import a_product
from tests.factories.vendors import a_vendor

pytestmark = pytest.mark.stocked
ELSEWHERE = "32.09.19.2009"  # Tegalwangi: of the regency, not one of the eight villages
FAR = "32.12"  # Indramayu


def the_term(session: Session, kind: TermKind, slug: str) -> Term:
    return session.scalars(select(Term).where(Term.kind == kind, Term.slug == slug)).one()


def worn(session: Session, product: Product, term: Term) -> None:
    session.add(ProductTerm(product_id=product.id, term_id=term.id))
    session.flush()


def words(session: Session, product: Product) -> str:
    found = next(search.load(session, [product.id]))
    return " ".join(found.texts.values()).casefold()


def test_evidence_is_kept_and_what_was_wrong_stays_readable(work: Work) -> None:
    officer, product = a_curator(work), a_product(work.session)
    with pytest.raises(RuleBroken):
        services.add_evidence(officer, product.vendor_id, product.id, Draft(EvidenceKind.PHOTO))
    visit = Draft(EvidenceKind.VISIT, "Dua bak celup.", date(2026, 11, 20), "Wulan", for_all=True)
    row = services.add_evidence(officer, product.vendor_id, product.id, visit)
    other = a_product(work.session, product.vendor)
    assert [each.visitor for each in evidence_of(work, product.vendor_id, other.id)] == ["Wulan"]
    assert origin_of(work, product, "id").is_proven
    with pytest.raises(RuleBroken):
        services.revoke(officer, row, "")
    services.revoke(officer, get_evidence(work, product, row.id), "Bukan bengkelnya.")
    found = origin_of(work, product, "id")
    assert (found.is_proven, found.evidence[0].revoked_for) == (False, "Bukan bengkelnya.")
    with pytest.raises(RuleBroken):
        services.revoke(officer, row, "lagi")


def test_goods_from_elsewhere_are_found_but_never_as_of_cirebon(work: Work) -> None:
    session, officer = work.session, a_curator(work)
    said = "Oleh-oleh khas Cirebon dari Trusmi."
    product = a_product(session, a_vendor(session, region_code=ELSEWHERE), description=said)
    sentra = session.scalars(
        select(Term).where(Term.kind == TermKind.SENTRA).order_by(Term.position)
    ).first()
    assert sentra is not None
    worn(session, product, sentra)
    assert "khas" in words(session, product)
    assert [card.id for card in terms.list_products(work, sentra.id, "id")] == [product.id]
    services.set_origin(officer, product, FAR)
    assert origin_of(work, product, "id").is_local is False
    assert "khas" not in words(session, product)
    assert "sentra" not in next(search.load(session, [product.id])).facets
    assert terms.list_products(work, sentra.id, "id") == []
    assert terms.list_makers(work, sentra.id) == []
    services.set_origin(officer, product, "")
    assert "khas" in words(session, product)
    with pytest.raises(RuleBroken):
        services.set_origin(officer, product, "99.99")
    assert any(code == ELSEWHERE for code, _ in find_places(work, "tegalwangi"))


def test_a_reseller_is_marked_with_a_reason_and_cleared_with_one(work: Work) -> None:
    session, officer = work.session, a_curator(work)
    product = a_product(session, description="Khas Cirebon.")
    with pytest.raises(RuleBroken):
        services.flag_reseller(officer, product.vendor, "")
    services.flag_reseller(officer, product.vendor, "Label pabrik lain.")
    found = origin_of(work, product, "id")
    assert (found.reseller, found.is_local) == ("Label pabrik lain.", False)
    assert "khas" not in words(session, product)
    services.clear_reseller(officer, product.vendor, "Bengkelnya sudah dilihat.")
    assert origin_of(work, product, "id").is_local


def test_a_protected_name_needs_the_village_or_a_verified_membership(work: Work) -> None:
    session = work.session
    merawit = the_term(session, TermKind.TECHNIQUE, "merawit")
    home = a_product(session)  # of Trusmi, one of the eight villages
    away = a_product(session, a_vendor(session, region_code=ELSEWHERE, district_code="32.09.19"))
    for product in (home, away):
        worn(session, product, merawit)
    assert unlawful(open_desk(work, home, "id")) == []
    name = merawit.name["id"]
    assert unlawful(open_desk(work, away, "id")) == [name]
    with pytest.raises(RuleBroken) as refused:
        submitting.check_names(open_desk(work, away, "id"))
    assert refused.value.values == {"name": name}
    paper = a_document(session, away.vendor, type_code="ig", number="MPIG-17")
    assert unlawful(open_desk(work, away, "id")) == []
    paper.valid_until = date(2026, 11, 21)  # yesterday
    session.flush()
    assert unlawful(open_desk(work, away, "id")) == [name]
