"""Lists of vendors from other systems: fields, guessed headings, what may be written over."""

import re
from dataclasses import dataclass
from datetime import date

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

SOURCES = ("SIINas", "OSS", "SIDT", "ODS Kemenkop", "Dinas")
MAX_FILE = 5 * 1024 * 1024
MAX_ROWS = 300  # on the page: while they are written nobody else writes; the command takes more
ALIKE = 88  # of 100: from here two names in one village are proposed as the same

FIELDS = {
    "name": N_("Business name"),
    "region": N_("Village or district"),
    "district": N_("District (kecamatan)"),
    "nib": N_("NIB"),
    "owner_name": N_("Owner's name"),
    "nik": N_("NIK of the owner"),
    "phone": N_("Phone"),
    "email": N_("E-mail"),
    "address": N_("Address"),
    "npwp": N_("NPWP"),
    "kbli": N_("KBLI"),
    "legal_form": N_("Legal form"),
    "since_year": N_("Year of founding"),
    "worker_count": N_("Workers"),
    "sales": N_("Yearly sales (Rp)"),
    "capital": N_("Capital (Rp)"),
    "external_id": N_("Number in that system"),
}
REQUIRED = ("name", "region")
SEALED = frozenset({"owner_name", "nik", "phone", "email", "address", "npwp", "nib"})
# Words of a heading, folded to letters, that tell its field; the longest match wins.
_WORDS = {
    "name": ("namausaha", "namaperusahaan", "namaikm", "namaumkm", "namaproyek", "merek", "usaha"),
    "region": ("desakelurahan", "kelurahandesa", "kelurahan", "desa", "village", "wilayah"),
    "district": ("kecamatan", "district"),
    "nib": ("nomorindukberusaha", "nonib", "nib"),
    "owner_name": ("namapemilik", "namapelakuusaha", "pemilik", "penanggungjawab", "nama"),
    "nik": ("nonik", "noktp", "nik", "ktp"),
    "phone": ("nomortelepon", "notelp", "telepon", "nohp", "telp", "handphone", "whatsapp", "hp"),
    "email": ("email", "surel"),
    "address": ("alamatusaha", "alamatlengkap", "alamat"),
    "npwp": ("npwp",),
    "kbli": ("kodekbli", "kbli"),
    "legal_form": ("bentukusaha", "bentukbadanusaha", "badanusaha", "jenisperusahaan"),
    "since_year": ("tahunberdiri", "tahunmulai", "berdiri"),
    "worker_count": ("jumlahtenagakerja", "tenagakerja", "jumlahkaryawan", "tki", "karyawan"),
    "sales": ("omzet", "omset", "hasilpenjualan", "nilaiproduksi"),
    "capital": ("modalusaha", "investasi", "modal", "jumlahinvestasi"),
    "external_id": ("idproyek", "idsiinas", "idusaha", "idikm", "kodeusaha"),
}
_NOT_LETTERS = re.compile(r"[^a-z]")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stored value comes from."""

    source: str
    learnt_on: date
    is_verified: bool


def guessed(headings: list[str]) -> dict[str, str]:
    """Return a heading for each field that one seems to hold; none is used twice."""
    folded = {heading: _NOT_LETTERS.sub("", heading.casefold()) for heading in headings}
    fits = sorted(
        (
            (-_fit(word, text), place, field, heading)
            for place, (heading, text) in enumerate(folded.items())
            for field, words in _WORDS.items()
            for word in words
            if _fit(word, text)
        ),
    )
    found: dict[str, str] = {}
    for _, _, field, heading in fits:
        if field not in found and heading not in found.values():
            found[field] = heading
    return {field: found[field] for field in FIELDS if field in found}


def may_replace(stored: Origin | None, source: str, learnt_on: date) -> bool:
    """Return whether a value that is there may be written over by this list.

    What nobody knows the origin of was typed here by people and stays; a verified value gives
    way only to a newer one; a list may always correct itself.
    """
    if stored is None:
        return False
    if stored.source == source and not stored.is_verified:
        return learnt_on >= stored.learnt_on
    return learnt_on > stored.learnt_on


def check_columns(columns: dict[str, str]) -> None:
    """Raise unless the fields that a vendor cannot be without have a column."""
    for field in REQUIRED:
        if not columns.get(field):
            raise RuleBroken(N_("Choose the column that holds this."), field=field)


def _fit(word: str, text: str) -> int:
    """Return how well a heading fits a word: equal best, else how long the shared part is."""
    if word == text:
        return 1000 + len(word)
    return len(word) if len(word) > 2 and word in text else 0  # noqa: PLR2004  # hp, of php
