"""Readiness of the sample catalogue: some products green, some with gaps, raw rattan blocked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.models import Person
from catalog.db.work import Work
from catalog.demo.services import reading
from catalog.demo.services.reading import Entry
from catalog.export.models import ExportConfirmation
from catalog.export.queries import market_codes, verdicts
from catalog.export.rules import CONFIRMED, Fact
from catalog.export.rules.confirming import ConfirmState, market_of
from catalog.export.rules.turning import Cause
from catalog.export.services import load_rules
from catalog.export.services.refreshing import refresh
from catalog.kernel.clock import wib_date
from catalog.products.models import Product
from catalog.vendors.models import VendorContact
from catalog.vendors.services.contacts import ContactDraft, keep_contact

CURATOR = "kurator@caruban.example"
_NPWP = "013121660091000"  # of a published example; belongs to no sample business
_SOME = 4  # one in so many keeps a gap that a maker and a curator still have to close
_MOST_BEHIND = 1  # of the pieces of one showcase
_SEEN: Mapping[Fact, str] = {
    Fact.LABEL_EN: "Data contoh: label Inggris dilihat di galeri, foto di berkas peninjauan.",
    Fact.LABEL_AR: "Data contoh: label Arab dengan kedua tanggal dilihat di galeri.",
    Fact.LABEL_MATCHES: "Data contoh: nama dan alamat pada label sama dengan sertifikat.",
    Fact.HALAL_RECOGNISED: "Data contoh: penerbit dicocokkan dengan daftar negara tujuan.",
    Fact.SVLK: "Data contoh: sertifikat kelompok pemasok kayu dilihat.",
    Fact.HEALTH: "Data contoh: sertifikat kesehatan dari karantina dilihat.",
}


def add_grades(work: Work, entries: Sequence[Entry], goods: Mapping[str, UUID]) -> None:
    """Let most products that are meant for markets have passed curation; it then scores them."""
    behind = _behind(entries)
    for entry in _meant(entries):
        product = work.session.get_one(Product, goods[entry["slug"]])
        is_done = entry["slug"] not in behind
        if product.grade is None and is_done:
            product.grade = "B"
        if work.session.get(VendorContact, product.vendor_id) is None or is_done:
            _with_npwp(work, product.vendor_id)
    work.session.flush()


def add_readiness(work: Work, entries: Sequence[Entry], goods: Mapping[str, UUID]) -> None:
    """Confirm what a curator would have seen, leave a claim, then work out all standings."""
    load_rules(work.session)
    meant = list(_meant(entries))
    behind = _behind(entries)
    for entry in meant:
        if entry["slug"] not in behind:
            _confirm(work, goods[entry["slug"]], entry["markets"])
    if meant:
        _claim(work, [goods[entry["slug"]] for entry in meant])
    coded = [goods[entry["slug"]] for entry in entries if entry.get("hs")]
    refresh(work, coded, Cause.PRODUCT)


def _meant(entries: Iterable[Entry]) -> Iterable[Entry]:
    return (entry for entry in entries if entry.get("markets"))


def _behind(entries: Iterable[Entry]) -> set[str]:
    """Return the goods that keep a gap; few of one showcase, whose page must be full."""
    found = {entry["slug"] for place, entry in enumerate(_meant(entries)) if place % _SOME == 0}
    for showcase in reading.showcases():
        if showcase.get("export"):
            items = [item for section in showcase["section"] for item in section.get("item", ())]
            held = [item["product"] for item in items if item["product"] in found]
            found.difference_update(held[_MOST_BEHIND:])
    return found


def _with_npwp(work: Work, vendor_id: UUID) -> None:
    contact = work.session.get(VendorContact, vendor_id)
    if contact is None or contact.npwp is None:
        keep_contact(work, vendor_id, ContactDraft(npwp=_NPWP))


def _confirm(work: Work, product_id: UUID, markets: Iterable[str]) -> None:
    """Confirm what still hinders in the markets that the product is meant for."""
    curator = work.session.scalar(select(Person).where(Person.name != "").limit(1))
    made: set[tuple[Fact, str]] = set()
    for code in set(markets) & set(market_codes(work)):
        for gap in verdicts(work, [product_id], code)[product_id].gaps:
            key = (gap.fact, market_of(gap.fact, code))
            if gap.fact in CONFIRMED and gap.fact in _SEEN and key not in made:
                made.add(key)
                work.session.add(
                    ExportConfirmation(
                        product_id=product_id,
                        market_code=key[1],
                        fact=gap.fact,
                        state=ConfirmState.CONFIRMED,
                        evidence=_SEEN[gap.fact],
                        decided_by=curator.id if curator else None,
                        decider="Galeri Caruban",
                        decided_at=work.now - timedelta(days=20),
                        valid_until=wib_date(work.now) + timedelta(days=345),
                    )
                )
    work.session.flush()


def _claim(work: Work, product_ids: Sequence[UUID]) -> None:
    """Let one maker say that an English label is done, for a curator to look at."""
    for product_id in product_ids:
        gaps = verdicts(work, [product_id], "MY")[product_id].gaps
        if any(gap.fact is Fact.LABEL_EN for gap in gaps):
            work.session.add(
                ExportConfirmation(
                    product_id=product_id,
                    fact=Fact.LABEL_EN,
                    state=ConfirmState.CLAIMED,
                    claim="Label Inggris sudah dicetak, contohnya dititipkan di galeri.",
                    claimed_at=work.now - timedelta(days=2),
                )
            )
            work.session.flush()
            return
