"""The export facts of a product: shown whole or not at all (B10, DESIGN §5)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from catalog.kernel.text import LocalText
from catalog.products.rules.packing import USABLE_20_FT, USABLE_40_FT, Carton
from catalog.products.rules.prices import Span, Tier, is_fob_current, spans


@dataclass(frozen=True, slots=True)
class Trade:
    """What the vendor filled in and the curator checked; None or empty is "not yet"."""

    hs_code: str | None
    hs_title: LocalText | None
    minimum_order: int
    capacity_month: int | None
    lead_days: tuple[int | None, int | None]
    incoterms: Sequence[str]
    port: str
    carton: Carton | None
    sample_policy: LocalText
    payment_terms: LocalText
    checked_by: str
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Packing:
    """A carton, and whole pieces by volume in a 20' and a 40' container."""

    pieces: int
    volume_m3: float
    gross_kg: float
    in_20_ft: int
    in_40_ft: int


@dataclass(frozen=True, slots=True)
class Offer:
    """FOB prices of one currency and port; without ``spans`` the price is on request."""

    currency: str
    port: str
    valid_until: date | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """Everything that the export block shows."""

    hs_code: str
    hs_title: LocalText
    minimum_order: int
    capacity_month: int
    lead_days: tuple[int | None, int | None]
    incoterms: tuple[str, ...]
    port: str
    packing: Packing
    sample_policy: LocalText
    payment_terms: LocalText
    checked_by: str
    checked_on: date
    offers: tuple[Offer, ...]


def export_facts(trade: Trade | None, tiers: Iterable[Tier], today: date) -> ExportFacts | None:
    """Return the block's facts, or None when any of them is missing."""
    if trade is None:
        return None
    packing = _packing(trade.carton)
    has_words = trade.incoterms and trade.port and trade.sample_policy and trade.payment_terms
    has_lead = any(days is not None for days in trade.lead_days)
    # Each is named again so that the type checker knows that it is there.
    if not (trade.hs_code and trade.capacity_month and packing and trade.checked_on):
        return None
    if not (has_words and has_lead and trade.checked_by):
        return None
    fob = list(tiers)
    return ExportFacts(
        hs_code=dotted_hs(trade.hs_code),
        hs_title=trade.hs_title or LocalText(),
        minimum_order=min((tier.minimum_quantity for tier in fob), default=trade.minimum_order),
        capacity_month=trade.capacity_month,
        lead_days=trade.lead_days,
        incoterms=tuple(trade.incoterms),
        port=trade.port,
        packing=packing,
        sample_policy=trade.sample_policy,
        payment_terms=trade.payment_terms,
        checked_by=trade.checked_by,
        checked_on=trade.checked_on,
        offers=offers(fob, today),
    )


def offers(tiers: Iterable[Tier], today: date) -> tuple[Offer, ...]:
    """Return one offer per currency and port, current ones first.

    Expired steps never give their amounts away.
    """
    found = []
    ordered = sorted(tiers, key=lambda tier: (tier.currency, tier.port, tier.minimum_quantity))
    for (currency, port), group in groupby(ordered, key=lambda tier: (tier.currency, tier.port)):
        current = [tier for tier in group if is_fob_current(tier.valid_until, today)]
        until = min((tier.valid_until for tier in current if tier.valid_until), default=None)
        found.append(Offer(currency, port, until, spans(current)))
    return tuple(sorted(found, key=lambda offer: not offer.spans))


def lowest(found: Iterable[Offer], currency: str) -> int | None:
    """Return the lowest current FOB amount (minor units) in a currency, or None."""
    amounts = [span.amount for offer in found if offer.currency == currency for span in offer.spans]
    return min(amounts, default=None)


def dotted_hs(code: str) -> str:
    """Return ``5208.52`` or ``5208.52.10`` of 6 or 8 digits."""
    return ".".join(part for part in (code[:4], code[4:6], code[6:8]) if part)


def _packing(carton: Carton | None) -> Packing | None:
    if carton is None or carton.gross_g is None or not carton.volume_m3:
        return None
    return Packing(
        pieces=carton.pieces,
        volume_m3=carton.volume_m3,
        gross_kg=carton.gross_g / 1000,
        in_20_ft=carton.pieces_in(USABLE_20_FT),
        in_40_ft=carton.pieces_in(USABLE_40_FT),
    )
