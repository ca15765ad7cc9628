"""Products with everything that is printed of them, in the languages of the file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.text import Language
from catalog.legality import queries as legality
from catalog.products import policy
from catalog.products.models import TradeFacts
from catalog.products.queries import parts
from catalog.products.queries.page import ProductPage, build
from catalog.products.queries.row import find_row_of
from catalog.products.rules.export import Offer, dotted_hs, offers
from catalog.products.rules.prices import PriceKind


@dataclass(frozen=True, slots=True)
class Packing:
    """How a product is packed, and on which terms it leaves; lengths in mm, weights in g."""

    inner_pieces: int | None
    carton_pieces: int | None
    sides: tuple[int | None, int | None, int | None]
    weights: tuple[int | None, int | None]  # net, gross
    incoterms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Good:
    """A public product; ``pages`` are what its page says, by language.

    ``badges`` are the permits that hold today, ``offers`` the FOB prices that do.
    """

    pages: dict[str, ProductPage]
    vendor_id: UUID
    packing: Packing | None
    capacity: int | None
    hs_code: str
    badges: tuple[str, ...]
    offers: tuple[Offer, ...]

    @property
    def page(self) -> ProductPage:
        """Return the page in the file's first language."""
        return next(iter(self.pages.values()))


def goods(work: Work, ids: Sequence[UUID], languages: Sequence[str]) -> Iterator[Good]:
    """Give the products that are public, in this order, one by one."""
    today = wib_date(work.now)
    for product_id in ids:
        row = find_row_of(work, product_id)
        if row is None or not policy.is_public(
            row.Product.status,
            row.Vendor.status,
            is_withdrawn=row.Product.withdrawn_at is not None,
        ):
            continue
        product = row.Product
        key = (product.id, product.vendor_id, product.category_id)
        badges = legality.badges(work, [key]).get(product.id, ())
        fob = [tier for tier in parts.tiers(row.tiers) if tier.kind is PriceKind.FOB]
        yield Good(
            pages={code: build(work, row, Language(code)) for code in languages},
            vendor_id=product.vendor_id,
            packing=_packing(row.TradeFacts),
            capacity=product.capacity_month,
            hs_code=dotted_hs(product.hs_code or ""),
            badges=tuple(label for _, label in badges),
            offers=tuple(offer for offer in offers(fob, today) if offer.spans),
        )


def _packing(trade: TradeFacts | None) -> Packing | None:
    """Return plain values: the row itself ends with its transaction."""
    if trade is None:
        return None
    return Packing(
        inner_pieces=trade.inner_pieces,
        carton_pieces=trade.carton_pieces,
        sides=(trade.carton_length_mm, trade.carton_width_mm, trade.carton_height_mm),
        weights=(trade.net_g, trade.gross_g),
        incoterms=tuple(str(term) for term in trade.incoterms),
    )
