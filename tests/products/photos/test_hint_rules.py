"""What a person is told of words and facts: claims, contact data, prices, codes; and what not."""

from typing import Any
from uuid import uuid4

import pytest

from catalog.kernel.text import LocalText
from catalog.media.rules import Flaw
from catalog.products.rules.facts import Attribute
from catalog.products.rules.hints import (
    Hint,
    Level,
    Listing,
    PriceSample,
    Shot,
    Twin,
    listing_hints,
    photo_hints,
)
from catalog.taxonomy.rules import AttributeType

STORY = (
    "Digambar dengan canting oleh Bu Sekar di Trusmi, dicelup tujuh kali dengan biru nila."
    " Panjang 2,1 m, berat 300 gram. Cocok untuk hadiah atau dipakai sendiri."
)


def _codes(description: str = STORY, **values: Any) -> list[str]:
    texts = {"name": "Batik tulis mega biru", "description": description}
    hints = listing_hints(Listing(**{"texts": texts, "kind": "craft", **values}))
    for hint in hints:
        assert hint.message % dict(hint.values)  # every placeholder has its value
    return [hint.code for hint in hints]


def test_a_good_listing_gets_no_hint() -> None:
    assert _codes() == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Batik terbaik di Cirebon", "claim.superlative"),
        ("Nomor satu di Trusmi", "claim.superlative"),
        ("No. 1 di kelasnya", "claim.superlative"),
        ("The best batik", "claim.superlative"),
        ("paling murah", "claim.superlative"),
        ("Minuman ini menyembuhkan batuk", "claim.healing"),
        ("mencegah kanker", "claim.healing"),
        ("100% aman untuk bayi", "claim.promise"),
        ("100 persen higienis", "claim.promise"),
        ("Tanpa efek samping", "claim.promise"),
        ("Sudah halal", "claim.halal"),
        ("Lulus BPOM", "claim.bpom"),
        ("Ada PIRT", "claim.pirt"),
        ("Sudah P-IRT", "claim.pirt"),
        ("Ber-SNI, standar SNI", "claim.sni"),
        ("Kualitas ekspor", "claim.vague_export"),
    ],
)
def test_a_claim_without_proof_is_named_with_what_to_write_instead(words: str, code: str) -> None:
    assert _codes(f"{STORY} {words}.") == [code]


@pytest.mark.parametrize(
    "words",
    [
        "Dibuat di Jalan Trusmi No. 1",
        "Kain ini tidak halus sekali",
        "Warnanya dibuat dari obat batik",
        "100% katun primisima",
        "Terbuat dari rotan, terbuka untuk pesanan",
        "BPOM MD 867028001234",
        "P-IRT 2063209010123-28",
        "Sertifikat halal ID32110000123451022",
    ],
)
def test_ordinary_words_and_proven_claims_are_left_alone(words: str) -> None:
    assert _codes(f"{STORY} {words}.") == []


def test_medicine_is_only_asked_about_at_food() -> None:
    assert _codes(f"{STORY} Obat masuk angin.", kind="food") == ["claim.medicine"]


def test_a_checked_certificate_proves_its_word() -> None:
    assert _codes(f"{STORY} Halal dan ber-SNI.", papers=frozenset({"halal", "sni"})) == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Hubungi 0812-3456-7890", "text.phone"),
        ("WA +62 812 3456 7890 ya", "text.phone"),
        ("Telepon (0231) 123456", "text.phone"),
        ("https://toko.contoh/biru", "text.link"),
        ("lihat tokosekar.com", "text.link"),
        ("wa.me/628123", "text.link"),
        ("surat ke sekar@contoh.id", "text.mail"),
        ("IG @batiksekar", "text.handle"),
    ],
)
def test_contact_data_in_a_text_is_named(words: str, code: str) -> None:
    assert _codes(f"{STORY} {words}") == [code]


@pytest.mark.parametrize(
    "words",
    [
        "Harga Rp1.250.000",
        "Nomor P-IRT 2063209010123-28",
        "HS 5208.52",
        "2025-2026",
        "e.g. 5 kg.com",
    ],
)
def test_numbers_that_are_no_phone_are_left_alone(words: str) -> None:
    assert "text.phone" not in _codes(f"{STORY} {words}")


def test_shouting_and_short_texts_are_notes() -> None:
    assert _codes("BATIK TULIS MEGA BIRU MURAH 2 m 300 g!!") == [
        "text.capitals",
        "text.marks",
        "text.short",
    ]
    assert "text.capitals" not in _codes(f"{STORY} ATBM.")


def test_missing_facts_are_asked_for_once_words_do_not_tell_them() -> None:
    template = [
        Attribute("fabric", AttributeType.CHOICE, "", "craft", LocalText(id="Kain")),
        Attribute("length", AttributeType.QUANTITY, "cm", "size", LocalText(id="Panjang")),
    ]
    words = "Digambar dengan canting di Trusmi. " * 5
    assert _codes(words, template=template) == ["fact.weight", "fact.size", "fact.material"]
    told = {"fabric": "silk", "length": 210}
    assert _codes(words, template=template, attributes=told, weight_g=300) == []
    assert _codes(template=template, term_kinds=frozenset({"material"})) == []


@pytest.mark.parametrize(
    ("price", "count", "codes"),
    [
        (400_000, 8, []),
        (400_001, 8, ["price.high"]),
        (25_000, 8, []),
        (24_999, 8, ["price.low"]),
        (9_000_000, 7, []),
        (None, 50, []),
    ],
)
def test_a_price_far_from_its_kind_is_asked_about(
    price: int | None, count: int, codes: list[str]
) -> None:
    assert _codes(price=price, sample=PriceSample(100_000, count)) == codes


def test_an_hs_code_of_other_goods_is_a_note_with_the_usual_ones() -> None:
    listing = Listing(hs_code="09012110", hs_prefixes=["5208", "621410"], category="Kain batik")
    hint = next(hint for hint in listing_hints(listing) if hint.field == "hs_code")
    assert hint.level is Level.NOTE
    assert hint.values == {"code": "0901.21.10", "category": "Kain batik", "usual": "5208, 6214.10"}
    assert _codes(hs_code="520852", hs_prefixes=["5208"]) == []


def _shot(*flaws: str, twins: tuple[Twin, ...] = (), has_alt: bool = True) -> Shot:
    return Shot(uuid4(), flaws, twins, has_alt)


def _photo_codes(hints: list[Hint]) -> list[tuple[str, object]]:
    return [(hint.code, hint.values.get("number")) for hint in hints]


def test_photos_are_hinted_at_with_their_number() -> None:
    shots = [_shot(), _shot(Flaw.BLUR, Flaw.SMALL), _shot(Flaw.DARK, has_alt=False)]
    assert _photo_codes(photo_hints(shots)) == [
        ("photo.blur", 2),
        ("photo.small", 2),
        ("photo.dark", 3),
        ("photo.alt", 3),
    ]
    assert _photo_codes(photo_hints([_shot()])) == [("photo.few", None)]
    assert photo_hints([]) == []


def test_another_makers_photo_is_told_neutrally_and_without_a_name() -> None:
    other, own = Twin(uuid4(), "Rahasia", is_own=False), Twin(uuid4(), "Syal biru", is_own=True)
    hints = photo_hints([_shot(twins=(other,)), _shot(twins=(own, other)), _shot()])
    assert _photo_codes(hints) == [("photo.other_twin", 1), ("photo.own_twin", 2)]
    assert "Rahasia" not in str(hints[0].values)
    assert hints[1].values["name"] == "Syal biru"
