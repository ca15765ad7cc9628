"""Tells makers and curators, once, that readiness has turned, and what to do next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import member_ids, staff_ids
from catalog.db.work import Work
from catalog.export.queries.book import all_markets
from catalog.export.rules import Standing, Verdict
from catalog.galleries.queries import galleries_of
from catalog.kernel.actor import Role
from catalog.kernel.text import N_, LocalText
from catalog.notices.rules import Notice
from catalog.notices.services import notify
from catalog.products.models import Product, ProductText

_LANGUAGES = ("id", "en")
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Turned:
    """A product that stands otherwise for a market than before; ``before`` None: for the first."""

    id: UUID
    product_id: UUID
    market_code: str
    before: Standing | None
    verdict: Verdict

    @property
    def is_lost(self) -> bool:
        """Return whether it was ready and is not any more."""
        return self.before is Standing.READY

    @property
    def is_won(self) -> bool:
        """Return whether it has become ready, after not having been."""
        return self.before is not None and self.verdict.is_ready


def tell(work: Work, turned: Iterable[Turned]) -> None:
    """Send the notices of what was lost and won; each turn is told once."""
    news = [one for one in turned if one.is_lost or one.is_won]
    if not news:
        return
    owners = _owners(work, {one.product_id for one in news})
    by_vendor: dict[tuple[UUID, bool], list[Turned]] = defaultdict(list)
    for one in news:
        by_vendor[owners[one.product_id], one.is_lost].append(one)
    for (vendor_id, is_lost), mine in by_vendor.items():
        words = _Words(work, mine)
        makers = set(member_ids(work, vendor_id)) - {work.actor.user_id}
        notify(work, makers, words.lost(vendor_id) if is_lost else words.won(vendor_id))
        if is_lost:
            galleries = galleries_of(work, vendor_id)
            curators = {
                person
                for gallery_id in sorted(galleries)
                for person in staff_ids(work, Role.CURATOR, gallery_id=gallery_id)
            }
            notify(work, curators - makers, words.lost_for_curators())


def _owners(work: Work, product_ids: set[UUID]) -> dict[UUID, UUID]:
    statement = select(Product.id, Product.vendor_id).where(Product.id.in_(product_ids))
    return {row.id: row.vendor_id for row in work.session.execute(statement)}


class _Words:
    """The words of a notice about some products of one vendor."""

    def __init__(self, work: Work, turned: Sequence[Turned]) -> None:
        self._first = turned[0]
        products = list(dict.fromkeys(one.product_id for one in turned))
        codes = dict.fromkeys(one.market_code for one in turned)
        names = _names(work, products[:MOST_NAMED])
        more = len(products) - len(names)
        markets = {market.code: market.name for market in all_markets(work.session)}
        self._values: dict[str, str | int | LocalText] = {
            "products": _joined(names, f" +{more}" if more > 0 else ""),
            "markets": _joined([markets.get(code, LocalText(id=code)) for code in codes]),
        }
        gap = self._first.verdict.next_gap
        if gap is not None:
            self._values |= {"gap": gap.name, "office": gap.office or LocalText(id="–")}

    def lost(self, vendor_id: UUID) -> Notice:
        """Return what the makers are told of a readiness that is gone."""
        return Notice(
            kind="export.lost",
            title=N_("%(products)s: no longer ready for %(markets)s"),
            text=N_("What is missing now: %(gap)s. The export badge is off the pages until then."),
            values=self._values,
            url=f"/usaha/{vendor_id}/produk/{self._first.product_id}/gerbang",
            next_step=N_("Open the market gates and close the first gap. Responsible: %(office)s."),
            key=f"export.lost:{self._first.id}",
        )

    def won(self, vendor_id: UUID) -> Notice:
        """Return what the makers are told of a readiness that is new."""
        return Notice(
            kind="export.won",
            title=N_("%(products)s: ready for %(markets)s"),
            text=N_("Buyers now see the export badge, and curators may choose it for showcases."),
            values=self._values,
            url=f"/usaha/{vendor_id}/produk/{self._first.product_id}/gerbang",
            next_step=N_("Keep papers and prices current: the gates show which day ends first."),
            key=f"export.won:{self._first.id}",
        )

    def lost_for_curators(self) -> Notice:
        """Return what the curators of its galleries are told."""
        return Notice(
            kind="export.lost",
            title=N_("%(products)s: no longer ready for %(markets)s"),
            text=N_("What is missing now: %(gap)s. Showcases for this market do not show it."),
            values=self._values,
            url=f"/pengurus/ekspor/{self._first.product_id}",
            next_step=N_("Look at the gap, and help the maker or choose another product."),
            key=f"export.lost:{self._first.id}",
        )


def _names(work: Work, product_ids: Sequence[UUID]) -> list[LocalText]:
    found: dict[UUID, dict[str, str]] = {key: {} for key in product_ids}
    statement = select(ProductText.product_id, ProductText.language, ProductText.name).where(
        ProductText.product_id.in_(product_ids)
    )
    for row in work.session.execute(statement):
        found[row.product_id][row.language] = row.name
    return [LocalText.of(words) for words in found.values()]


def _joined(texts: Sequence[LocalText], end: str = "") -> LocalText:
    return LocalText(
        {code: ", ".join(text.best(code) for text in texts) + end for code in _LANGUAGES}
    )
