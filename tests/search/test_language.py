"""People find things in two languages, with typos, old spellings and affixes."""

import pytest

from catalog.search.criteria import Criteria
from catalog.search.engine import Engine
from tests.search.documents import SHOP, a_document, found, names

GOODS = [
    "Kerupuk Udang",
    "Kerupuk Kulit",
    "Keripik Tempe",
    "Terasi Rebon",
    "Sirup Campolay Pisang",
    "Kue Gapit",
    "Tape Ketan Bakung",
    "Ikan Asin Jambal",
    "Emping Melinjo",
    "Empal Gentong",
    "Kopi Robusta",
    "Batik Tulis Megamendung",
    "Batik Cap Wadasan",
    "Kursi Rotan",
    "Keranjang Anyaman",
    "Lampu Gantung",
    "Topeng Kelana",
    "Lukisan Kaca",
    "Gerabah Sitiwinangun",
    "Hiasan Kerang",
    "Kain Tenun",
    "Kaos Cirebon",
    "Tas Wanita",
    "Sarung Bantal",
    "Briket Kelapa",
    "Selendang Sutra",
    "Kemeja Lengan Panjang",
    "Wayang Kulit",
    "Madu Hutan",
    "Sambal Terasi",
    "Rengginang",
    "Dodol Mangga",
]
DOCUMENTS = [a_document(name) for name in GOODS]

TYPOS = {
    "kerupk": "Kerupuk",
    "kerpuuk": "Kerupuk",
    "karupuk": "Kerupuk",
    "kripik": "Keripik",
    "keripk": "Keripik",
    "teraasi": "Terasi",
    "tersai": "Terasi",
    "siirup": "Sirup",
    "campollay": "Campolay",
    "campoly": "Campolay",
    "megamendng": "Megamendung",
    "megamnedung": "Megamendung",
    "batk": "Batik",
    "rotn": "Rotan",
    "rotaan": "Rotan",
    "topang": "Topeng",
    "topneg": "Topeng",
    "lukisna": "Lukisan",
    "gerbah": "Gerabah",
    "gerabha": "Gerabah",
    "keramjang": "Keranjang",
    "kranjang": "Keranjang",
    "selendnag": "Selendang",
    "brikte": "Briket",
    "emping melinjp": "Emping",
    "rengginnang": "Rengginang",
    "dodl": "Dodol",
    "wayagn": "Wayang",
    "kmeja": "Kemeja",
    "robuta": "Kopi",
}
ENGLISH = {
    "rattan chair": "Kursi Rotan",
    "shrimp paste": "Terasi Rebon",
    "masks": "Topeng Kelana",
    "pottery": "Gerabah Sitiwinangun",
    "shrimp crackers": "Kerupuk Udang",
    "syrup": "Sirup Campolay Pisang",
    "lamps": "Lampu Gantung",
    "woven basket": "Keranjang Anyaman",
    "cushion cover": "Sarung Bantal",
    "coffee": "Kopi Robusta",
    "glass painting": "Lukisan Kaca",
    "coconut briquettes": "Briket Kelapa",
    "silk scarf": "Selendang Sutra",
    "honey": "Madu Hutan",
    "cloud motif": "Batik Tulis Megamendung",
    "shadow puppet": "Wayang Kulit",
    "t-shirt": "Kaos Cirebon",
    "women's bag": "Tas Wanita",
    "salted fish": "Ikan Asin Jambal",
    "chili sauce": "Sambal Terasi",
}
SPELLINGS = {
    "krupuk": "Kerupuk Udang",
    "trasi": "Terasi Rebon",
    "Tjampolay": "Sirup Campolay Pisang",
    "mega mendung": "Batik Tulis Megamendung",
    "grabah": "Gerabah Sitiwinangun",
    "kaus": "Kaos Cirebon",
    "ＫＯＰＩ": "Kopi Robusta",
    "kopí": "Kopi Robusta",
    "sitiwinangun gerabahnya": "Gerabah Sitiwinangun",
    "melukis kaca": "Lukisan Kaca",
    "menganyam keranjang": "Keranjang Anyaman",
    "penghias kerang": "Hiasan Kerang",
    "empal-gentong": "Empal Gentong",
    "sarungbantal": "Sarung Bantal",
    "ker": "Kerupuk Udang",
}


@pytest.fixture
def goods(empty: Engine) -> Engine:
    empty.rebuild(DOCUMENTS)
    return empty


def test_at_least_27_of_30_typos_are_mended(goods: Engine) -> None:
    shown = {typo: names(goods, DOCUMENTS, Criteria(text=typo))[:3] for typo in TYPOS}
    missed = {
        typo: shown[typo]
        for typo, wanted in TYPOS.items()
        if not any(wanted in name for name in shown[typo])
    }
    assert len(TYPOS) == 30
    assert len(missed) <= 3, missed


def test_a_mended_query_says_what_was_searched_instead(goods: Engine) -> None:
    assert found(goods, "kerupk udang").correction == "kerupuk udang"
    assert found(goods, "kerupuk udang").correction is None


def test_a_known_word_is_never_mended(empty: Engine) -> None:
    documents = [
        a_document("Topong Antik"),
        *(a_document(f"Topeng {number}") for number in range(9)),
    ]
    empty.rebuild(documents)
    assert names(empty, documents, Criteria(text="topong")) == ["Topong Antik"]


@pytest.mark.parametrize("query", ENGLISH)
def test_english_finds_indonesian_products(goods: Engine, query: str) -> None:
    assert ENGLISH[query] in names(goods, DOCUMENTS, Criteria(text=query))[:2]


@pytest.mark.parametrize("query", SPELLINGS)
def test_spellings_and_affixes_find_the_same(goods: Engine, query: str) -> None:
    assert SPELLINGS[query] in names(goods, DOCUMENTS, Criteria(text=query))[:3]


def test_a_word_that_nobody_has_does_not_hide_the_rest(goods: Engine) -> None:
    assert names(goods, DOCUMENTS, Criteria(text="kopi zyxwvut"))[0] == "Kopi Robusta"


def test_english_texts_are_searched_in_english(shop: Engine) -> None:
    assert names(shop, SHOP, Criteria(text="painted masks"))[0] == "Topeng Kelana"
