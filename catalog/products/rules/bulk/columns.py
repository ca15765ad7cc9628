"""The columns of a sheet of listings, their headings and how people else call them.

The headings are the words of a file format: they stay the same in every language of the site.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from catalog.products.rules.bulk.words import LIST_ENDING
from catalog.products.rules.fields import Field, Look
from catalog.products.rules.photos import MOST as MOST_PHOTOS
from catalog.products.rules.rows import ROWS
from catalog.products.rules.sheet import ATTRIBUTE, TERM

SHEET, LISTS, GUIDE = "Produk", "Daftar", "Petunjuk"
EXAMPLE = "CONTOH"  # the SKU of the row that only shows how it is done
TROUBLE = "Masalah"
SKU, CATEGORY, OPTION = "sku", "category", "option"
OPTION_PARTS = {
    "option": "name",
    "option_price": "price",
    "option_stock": "stock",
    "option_minimum": "minimum",
    "option_case": "case",
    "option_sku": "sku",
}
PHOTOS = tuple(f"photo_{number}" for number in range(1, MOST_PHOTOS + 1))
REQUIRED = frozenset({SKU, CATEGORY, "name"})


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the input that it fills, its heading, its other names."""

    input: str
    header: str
    synonyms: tuple[str, ...] = ()
    group: str = "base"  # how its heading is coloured
    width: int = 16

    @property
    def label(self) -> str:
        """Return the heading with a star where a new product needs it."""
        return f"{self.header} *" if self.input in REQUIRED else self.header


def _row(inp: str, header: str, names: str = "", group: str = "base", width: int = 16) -> Column:
    return Column(
        inp, header, tuple(n.strip() for n in names.split("|") if n.strip()), group, width
    )


_FIRST = (
    _row(SKU, "Kode produk (SKU)", "sku|kode|kode produk|kode barang|product code|seller sku"),
    _row(CATEGORY, "Jenis", "jenis produk|kategori|category|kind", width=26),
    _row("name", "Nama produk", "nama|nama barang|produk|judul|name|product name|title", width=38),
    _row("summary", "Ringkasan", "deskripsi singkat|kalimat singkat|summary|in one sentence",
         width=38),
    _row("description", "Cerita", "cerita produk|deskripsi|keterangan|uraian|description|story",
         width=50),
    _row("price", "Harga (Rp)", "harga|harga jual|harga satuan|harga produk|price|price (idr)"),
    _row("asks_price", "Harga atas permintaan", "price on request"),
    _row("unit_code", "Satuan", "unit|satuan jual"),
    _row("selling", "Cara jual", "cara menjual|status stok|how you sell it", width=24),
    _row("stock", "Stok", "stock|jumlah stok|persediaan|qty"),
    _row("weight_g", "Berat terbungkus (gram)", "berat|berat (gram)|berat kirim|weight|weight (g)"),
    _row("minimum_order", "Minimum pesanan", "minimal pesanan|min order|minimum order|moq"),
    _row("lead_days_min", "Hari produksi paling cepat", "lead time min"),
    _row("lead_days_max", "Hari produksi paling lama",
         "hari produksi|lama produksi|lead time|lead time max|lead time (days)"),
)  # fmt: skip
_PHOTO = tuple(
    _row(name, f"Foto {number}", f"gambar {number}|photo {number}|image {number}"
         + ("|foto|gambar|photo|image" if number == 1 else ""), "photo", 22)
    for number, name in enumerate(PHOTOS, 1)
)  # fmt: skip
_OPTION = (
    _row("option", "Pilihan", "varian|variasi|variant|option|nama pilihan", "option", 20),
    _row(
        "option_price", "Harga pilihan (Rp)", "harga pilihan|harga varian|variant price", "option"
    ),
    _row("option_stock", "Stok pilihan", "stok varian|variant stock", "option"),
    _row("option_minimum", "Minimum pilihan", "variant minimum", "option"),
    _row("option_case", "Isi per dus pilihan", "variant pieces per case", "option"),
    _row("option_sku", "Kode pilihan", "sku varian|sku pilihan|variant sku", "option"),
)
_ENGLISH = (
    _row("name_en", "Nama (Inggris)", "name in english|nama inggris|english name", "english", 38),
    _row("summary_en", "Ringkasan (Inggris)", "summary in english", "english", 38),
    _row("description_en", "Cerita (Inggris)", "story in english|english description", "english",
         50),
)  # fmt: skip
_TRADE = (
    _row("hs_code", "Kode HS", "hs|hs code"),
    _row("capacity_month", "Kapasitas per bulan", "kapasitas|capacity|capacity per month"),
    *(
        column
        for n in range(1, ROWS + 1)
        for column in (
            _row(f"tier_{n}_from", f"Grosir {n}: mulai jumlah"),
            _row(f"tier_{n}_price", f"Grosir {n}: harga (Rp)"),
        )
    ),
    *(
        column
        for n in range(1, ROWS + 1)
        for column in (
            _row(f"lead_{n}_quantity", f"Waktu {n}: sampai jumlah"),
            _row(f"lead_{n}_days", f"Waktu {n}: hari"),
        )
    ),
    _row("inner_pieces", "Isi kotak dalam", "pieces in an inner box"),
    _row("carton_pieces", "Isi dus besar", "isi karton|pieces in a master carton|pcs per carton"),
    _row("carton_length_mm", "Panjang dus (cm)", "carton length|carton length (cm)"),
    _row("carton_width_mm", "Lebar dus (cm)", "carton width|carton width (cm)"),
    _row("carton_height_mm", "Tinggi dus (cm)", "carton height|carton height (cm)"),
    _row("net_g", "Berat bersih dus (kg)", "net weight|net weight (kg)"),
    _row("gross_g", "Berat kotor dus (kg)", "gross weight|gross weight (kg)"),
    *(
        column
        for n in range(1, ROWS + 1)
        for column in (
            _row(f"fob_{n}_from", f"FOB {n}: mulai jumlah"),
            _row(f"fob_{n}_price", f"FOB {n}: harga"),
        )
    ),
    _row("fob_currency", "FOB: mata uang", "fob currency"),
    _row("fob_port", "FOB: pelabuhan", "fob port"),
    _row("fob_until", "FOB: berlaku sampai", "fob valid until"),
    _row("incoterms", "Incoterms", "incoterms 2020"),
    _row("port", "Pelabuhan muat", "port of loading"),
    _row("payment_terms", "Cara bayar", "payment terms", width=30),
    _row("payment_terms_en", "Cara bayar (Inggris)", "payment terms in english", width=30),
    _row("private_label", "Merek pembeli (private label)", "private label"),
    _row("shelf_life_days", "Masa simpan (hari)", "shelf life|shelf life (days)"),
    _row("sample_policy", "Contoh barang", "samples", width=30),
    _row("sample_policy_en", "Contoh barang (Inggris)", "samples in english", width=30),
    _row("markets", "Negara yang sudah dikirimi", "markets", width=30),
)
_TERMS = {"motif": "Motif", "technique": "Teknik", "material": "Bahan baku", "sentra": "Sentra"}
_TERM_SYNONYMS = {
    "motif": ("motifs",),
    "technique": ("technique", "teknik pembuatan"),
    "material": ("material", "bahan utama"),
    "sentra": ("desa perajin", "craft village"),
}


def columns_for(fields: Mapping[str, Field]) -> list[Column]:
    """Return the columns of a listing with these fields, in the order of the sheet."""
    known = {name for each in fields.values() for name in each.inputs}
    fixed = {SKU, CATEGORY, *PHOTOS, *OPTION_PARTS}
    taken: set[str] = set()
    found = []
    for column in (*_FIRST, *_PHOTO, *_OPTION, *_own(fields), *_ENGLISH, *_traded()):
        if column.input not in fixed and column.input not in known:
            continue
        unique = column if key_of(column.header) not in taken else _renamed(column)
        taken.add(key_of(unique.header))
        found.append(unique)
    return found


def _traded() -> Iterable[Column]:
    for column in _TRADE:
        yield Column(column.input, column.header, column.synonyms, "trade", column.width)


def _renamed(column: Column) -> Column:
    """Return a column of a category whose words are another column's: ``Bahan (ciri)``."""
    return Column(column.input, f"{column.header} (ciri)", (), column.group, column.width)


def _own(fields: Mapping[str, Field]) -> Iterable[Column]:
    """Return the columns that only this category has."""
    for name, each in fields.items():
        if name.startswith(ATTRIBUTE):
            is_english = name.endswith("_en") and name.removesuffix("_en") in fields
            label = fields[name.removesuffix("_en")].label if is_english else each.label
            unit = (
                f" ({each.unit})" if each.unit else LIST_ENDING if each.look is Look.CHECKS else ""
            )
            header = f"{label} (Inggris)" if is_english else f"{label}{unit}"
            yield Column(name, header, (label,) if unit else (), "own", 22)
        elif name.startswith(TERM):
            kind = name.removeprefix(TERM)
            header = f"{_TERMS[kind]}{LIST_ENDING}"
            yield Column(name, header, (_TERMS[kind], *_TERM_SYNONYMS[kind]), "own", 26)


_ODD = re.compile(r"[^\w&/]+")
_BRACKETS = re.compile(r"\([^)]*\)")


def key_of(header: str) -> str:
    """Return a heading as it is compared: no case, no star, no marks."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return _ODD.sub(" ", plain).strip()


@dataclass(frozen=True, slots=True)
class Found:
    """A column of a file: its place, its heading, the input that it fills by kind of product.

    ``inputs`` holds ``*`` for a column of every kind; it is empty for one that nobody knows.
    """

    place: int
    header: str
    inputs: Mapping[str, str] = field(default_factory=dict)

    def input_for(self, category: str) -> str:
        """Return the input for a product of this category; empty when it has none."""
        return self.inputs.get(category) or self.inputs.get("*", "")


class Vocabulary:
    """What headings mean, for a set of categories (by slug)."""

    def __init__(self, columns: Mapping[str, Iterable[Column]]) -> None:
        self._exact: dict[str, dict[str, str]] = {}
        self._other: dict[str, dict[str, str]] = {}
        for category, listed in columns.items():
            for column in listed:
                where = category if column.group == "own" else "*"
                self._exact.setdefault(key_of(column.header), {})[where] = column.input
                for name in (*column.synonyms, _BRACKETS.sub("", column.header)):
                    self._other.setdefault(key_of(name), {}).setdefault(where, column.input)
                self._other.setdefault(key_of(column.input), {}).setdefault(where, column.input)

    def inputs_of(self, header: str) -> Mapping[str, str]:
        """Return the inputs by category that a heading stands for."""
        key = key_of(header)
        if key in self._exact:
            return self._exact[key]
        others = self._other.get(key, {})
        # What a shop calls "berat" is what every product has, not a trait of one kind.
        return {"*": others["*"]} if "*" in others else others

    def recognised(self, headers: Iterable[str]) -> int:
        """Return how many of these cells are headings of ours."""
        return len({key_of(h) for h in headers if h.strip() and self.inputs_of(h)})
