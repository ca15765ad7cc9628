"""Typing a listing: what can be read is saved, what cannot comes back, nothing is lost."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.products.models import ProductSlug, ProductText
from catalog.products.queries.editing import get_own
from catalog.products.rules.merging import same
from catalog.products.rules.status import Status
from catalog.products.services import drafting, submitting
from catalog.taxonomy.models import Term, TermRegion
from catalog.taxonomy.rules import TermKind
from tests.products.manage.conftest import STORY, Bench, MakeBench

pytestmark = pytest.mark.stocked


def test_a_form_that_is_sent_twice_starts_one_product(bench: Bench) -> None:
    again = drafting.start(bench.work, bench.vendor.id, "suvenir", key=bench.product.id)
    assert again is bench.product


def test_a_draft_needs_a_kind_that_products_stand_in(bench: Bench) -> None:
    for category in ("", "batik-wastra", "bukan-jenis"):
        with pytest.raises(RuleBroken):
            drafting.start(bench.work, bench.vendor.id, category)


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("price", "14,9jt", 14_900_000),
        ("price", "25.000", 25_000),
        ("price", "Rp 25.000,-", 25_000),
        ("price", "1,5jt", 1_500_000),
        ("price", "", None),
        ("stock", "0", 0),
        ("stock", "12 pcs", 12),
        ("stock", "1.200", 1200),
        ("weight_g", "0,5 kg", 500),
        ("weight_g", "320 gram", 320),
        ("weight_g", "2 ons", 200),
        ("carton_length_mm", "45,5", 455),
        ("carton_length_mm", "0,45 m", 450),
        ("gross_g", "12,5", 12_500),
        ("minimum_order", "2 lusin", 2),
        ("hs_code", "5208.52", "520852"),
        ("hs_code", "5208.52.10", "52085210"),
        ("name", "  Batik\u200b *tulis*  \U0001f60d merah ", "Batik tulis merah"),
        ("summary", "a\nb", "a b"),
        ("private_label", "1", True),
        ("capacity_month", "2rb", 2000),
    ],
)
def test_what_people_type_is_understood(bench: Bench, field: str, typed: str, kept: object) -> None:
    assert bench.save({field: typed}).is_clean
    assert bench.values.get(field) == kept


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("price", "dua ratus ribu"),
        ("price", "0"),
        ("price", "10rb - 15rb"),
        ("price", "99999999999999"),
        ("price", "=cmd"),
        ("stock", "-3"),
        ("stock", "2,5"),
        ("stock", "9.12E+12"),
        ("weight_g", "2 meter"),
        ("weight_g", "0"),
        ("carton_length_mm", "9000"),
        ("hs_code", "batik"),
        ("hs_code", "520852109999"),
        ("unit_code", "karung goni"),
        ("selling", "kredit"),
        ("name", "x" * 161),
        ("incoterms", "DDU"),
        ("lead_days_min", "seminggu"),
    ],
)
def test_what_cannot_be_read_comes_back_at_its_field(bench: Bench, field: str, typed: str) -> None:
    before = bench.values.get(field)
    saved = bench.save({field: typed, "summary": "Tetap tersimpan"})
    assert list(saved.errors) == [field]
    assert same(bench.values.get(field), before)
    assert bench.desk.kept == {field: [typed]}
    assert bench.values["summary"] == "Tetap tersimpan"


def test_a_mended_text_is_no_longer_kept(bench: Bench) -> None:
    bench.save({"price": "mahal"})
    assert [entry.field for entry in bench.desk.completeness("id").missing].count("price") == 2
    bench.save({"price": "20rb"})
    assert bench.desk.kept == {}
    assert bench.values["price"] == 20_000


def test_a_pasted_story_is_tidied(bench: Bench) -> None:
    pasted = (
        "\U0001f525\U0001f525 *PROMO* \U0001f525\r\n\r\n\r\n"
        "\u200fBatik\xa0tulis _asli_\u00ad Cirebon\u2060\r\n"
        "\u2705 Katun primisima\r\nâ€œhalusâ€\x9d"
    )
    bench.save({"description": pasted})
    assert bench.values["description"] == (
        "PROMO\n\nBatik tulis asli Cirebon\nKatun primisima\n“halus”"
    )


def test_gross_weight_below_net_is_refused_and_kept(bench: Bench) -> None:
    saved = bench.save({"net_g": "12", "gross_g": "10"})
    assert list(saved.errors) == ["gross_g"]
    assert bench.values["net_g"] == 12_000
    assert bench.values["gross_g"] is None
    assert bench.desk.kept == {"gross_g": ["10"]}


def test_a_ladder_needs_falling_prices(bench: Bench) -> None:
    rows = {
        "tier_1_from": "10",
        "tier_1_price": "20rb",
        "tier_2_from": "50",
        "tier_2_price": "25rb",
    }
    saved = bench.save(rows)
    assert set(saved.errors) == {"tier_2_price"}
    assert bench.desk.kept["tier_1_price"] == ["20rb"]
    assert bench.save({**rows, "tier_2_price": "18rb"}).is_clean
    assert bench.values["ladder"] == [
        {"from": 10, "amount": 20_000},
        {"from": 50, "amount": 18_000},
    ]


@pytest.mark.parametrize("day", ["31-12-2027", "31/12/27", "31 Des 2027", "2027-12-31"])
def test_a_fob_price_reads_days_of_every_order(bench: Bench, day: str) -> None:
    offer = {
        "fob_currency": "USD",
        "fob_port": "Tanjung Priok",
        "fob_until": day,
        "fob_1_from": "100",
        "fob_1_price": "4,75",
    }
    assert bench.save(offer).is_clean
    assert bench.values["fob"] == [
        {
            "from": 100,
            "amount": 475,
            "currency": "USD",
            "port": "Tanjung Priok",
            "until": "2027-12-31",
        }
    ]


def test_a_fob_price_without_port_names_the_port(bench: Bench) -> None:
    saved = bench.save({"fob_1_from": "100", "fob_1_price": "4", "fob_port": "", "fob_until": ""})
    assert list(saved.errors) == ["fob_port"]


def test_typed_attributes_keep_their_types(make_bench: MakeBench) -> None:
    bench = make_bench("kain-batik-tulis")
    typed = {"attr_cloth_length_cm": "2,1 m", "attr_colour": "Merah", "attr_colour_en": "Red"}
    assert bench.save(typed).is_clean
    assert bench.product.attributes["cloth_length_cm"] == 210
    assert bench.product.attributes["colour"] == {"id": "Merah", "en": "Red"}
    bench.save({"attr_colour_en": ""})
    assert bench.product.attributes["colour"] == "Merah"


def test_a_protected_name_is_for_makers_of_its_villages(
    make_bench: MakeBench, session: Session
) -> None:
    term = Term(
        kind=TermKind.TECHNIQUE, slug="merawit-uji", name={"id": "Merawit"}, is_protected=True
    )
    term.regions = [TermRegion(region_code="32.09.19.2009", is_exclusive=True)]
    session.add(term)
    session.flush()
    outside = make_bench()
    saved = outside.save({"term_technique": [str(term.id)]})
    assert "protected" in saved.errors["term_technique"].message
    term.regions = [TermRegion(region_code=outside.vendor.region_code, is_exclusive=True)]
    session.flush()
    session.expire_all()
    inside = make_bench(vendor=outside.vendor)
    assert inside.save({"term_technique": [str(term.id)]}).is_clean


def test_a_second_tab_loses_nothing(bench: Bench) -> None:
    seen = bench.desk.revision
    bench.save({"name": "Kain satu", "summary": "Dari tab pertama"}, seen=seen)
    saved = bench.save({"name": "Kain dua", "summary": ""}, seen=seen)
    assert set(saved.conflicts) == {"name"}
    assert saved.conflicts["name"].theirs == "Kain satu"
    assert saved.conflicts["name"].mine == "Kain dua"
    assert bench.values["name"] == "Kain satu"
    assert bench.values["summary"] == "Dari tab pertama"  # this tab never touched it
    assert bench.save({"name": "Kain dua"}, seen=saved.revision).is_clean
    assert bench.values["name"] == "Kain dua"


def test_saving_the_same_again_changes_nothing(bench: Bench) -> None:
    bench.save({"name": "Kain", "price": "20.000"})
    before = bench.desk.revision
    assert bench.save({"name": "Kain", "price": "20rb"}).changed == ()
    assert bench.desk.revision == before


def test_a_draft_takes_the_address_of_its_name(bench: Bench, session: Session) -> None:
    bench.save({"name": "Selendang Awan"})
    assert bench.product.slug == "selendang-awan"
    bench.save({"name": "Selendang Hujan"})
    assert bench.product.slug == "selendang-hujan"
    assert session.scalars(select(ProductSlug)).all() == []  # nobody has seen it yet


def test_a_taken_address_is_numbered(make_bench: MakeBench) -> None:
    first, second = make_bench(), make_bench()
    first.save({"name": "Selendang Awan"})
    second.save({"name": "Selendang awan!"})
    assert second.product.slug == f"selendang-awan-{second.product.code}"


def test_english_words_come_and_go(bench: Bench, session: Session) -> None:
    bench.save({"name": "Kain", "name_en": "Cloth", "description_en": "Drawn by hand."})
    assert session.get(ProductText, (bench.product.id, "en")) is not None
    bench.save({"name_en": "", "description_en": ""})
    assert session.get(ProductText, (bench.product.id, "en")) is None


def test_a_product_that_is_being_checked_cannot_be_changed(bench: Bench) -> None:
    bench.fill()
    submitting.submit(bench.work, bench.product, language="id")
    assert bench.product.status is Status.IN_REVIEW
    with pytest.raises(RuleBroken):
        bench.save({"name": "Lain"})


def test_price_on_request_hides_the_price(bench: Bench) -> None:
    bench.save({"price": "20rb", "asks_price": "1"})
    assert bench.product.price is None
    assert bench.values["price"] == 20_000
    bench.save({"asks_price": ["", ""]})
    assert bench.product.price == 20_000


def test_every_save_is_audited_without_its_words(bench: Bench, session: Session) -> None:
    bench.save({"name": "Rahasia", "description": STORY})
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "product.save")).all()[-1]
    assert entry.after == {"fields": ["description", "name"]}


def test_another_vendors_product_is_not_there(make_bench: MakeBench) -> None:
    one, other = make_bench(), make_bench()
    assert get_own(one.work, one.vendor.id, one.product.id) is one.product
    with pytest.raises(NotFound):
        get_own(one.work, other.vendor.id, one.product.id)
