"""What a seller's row looks like once it is clean; hostile cells cost no time."""

import pytest

from catalog.products.rules.importing import MAX_DESCRIPTION, MAX_NAME, clean_row

HUGE = 32_767  # what a spreadsheet cell can hold


def test_markup_broken_encoding_and_contacts_are_cleaned_away() -> None:
    listing = clean_row(
        {
            "name": "Kopi &amp; gula â€“ 250 g",
            "description": "<p>Enak<br/>sekali</p> WA 0812-3456-7890, mail toko@contoh.example",
            "vendor": "Toko <b>Kopi</b>",
            "price": "45000",
        },
        7,
    )
    assert listing.name == "Kopi & gula – 250 g"
    assert listing.vendor == "Toko Kopi"
    assert "0812" not in listing.description
    assert "@" not in listing.description
    assert "<" not in listing.description
    assert listing.external_id == "row-7"


def test_a_name_that_is_too_long_is_cut_but_not_lost() -> None:
    name = "Kursi rotan " * 30
    listing = clean_row({"name": name, "vendor": "A"}, 1)
    assert len(listing.name) <= MAX_NAME
    assert listing.description.startswith(" ".join(name.split()))
    assert listing.notes


@pytest.mark.parametrize(
    "cell",
    [
        "1" * HUGE,
        "a.b-" * (HUGE // 4),
        "0812" * (HUGE // 4),
        "+62 8" * (HUGE // 5),
        "a@" * (HUGE // 2),
        "a@" + "b." * (HUGE // 2),
        "<br" + " " * HUGE,
        "<" * HUGE,
        "<p " * (HUGE // 3),
        "&#" + "1" * HUGE + ";",
        "www." * (HUGE // 4),
        "é" * HUGE,
    ],
    ids=lambda cell: str(cell[:6]),
)
def test_a_cell_full_of_anything_is_cut_and_cleaned_at_once(cell: str) -> None:
    # Each of these took seconds to hours, or broke the run, when a pattern had no bound.
    names = ("id", "name_en", "description", "description_en", "category", "place", "unit")
    listing = clean_row(dict.fromkeys(names, cell) | {"name": "Kopi", "vendor": "A " + cell}, 1)
    assert len(listing.description) <= MAX_DESCRIPTION
    assert len(listing.name_en) <= MAX_NAME


@pytest.mark.parametrize(
    "contact",
    [
        "0812-3456-7890",
        "+62 812 3456 7890",
        "6281234567890",
        "toko.batik+satu@surat.contoh.example",
        "https://toko.example/batik",
        "wa.me/6281234567890",
    ],
)
def test_contact_details_never_reach_a_listing(contact: str) -> None:
    text = f"Pesan di {contact} ya"
    listing = clean_row({"name": text, "description": text, "vendor": "A"}, 1)
    assert listing.name == "Pesan di ya"
    assert listing.description == "Pesan di ya"


@pytest.mark.parametrize(
    "text", ["Ukuran 100-200 cm", "Kode 8991234567890123", "Harga 25.000 @ lusin", "SNI 01-2713"]
)
def test_numbers_that_are_no_contact_stay(text: str) -> None:
    assert clean_row({"name": text, "vendor": "A"}, 1).name == text


def test_line_breaks_of_markup_become_lines() -> None:
    listing = clean_row({"name": "A", "vendor": "A", "description": 'a<br class="x" />b</p>c'}, 1)
    assert listing.description == "a\nb\nc"
