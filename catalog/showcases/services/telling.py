"""The words for curators and makers when a piece goes out of a showcase or comes back."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from catalog.accounts.queries import member_ids, staff_ids
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.text import N_, LocalText
from catalog.notices.services import Notice, notify
from catalog.products.models import ProductText
from catalog.showcases.models import Showcase
from catalog.showcases.queries.eligibility import Judged
from catalog.showcases.queries.teasers import is_running
from catalog.showcases.rules.eligibility import Code, Refusal

_MOST_NAMED = 3


def tell(work: Work, gone: Sequence[Judged], back: Sequence[Judged]) -> None:
    """Tell the curators of each gallery in one notice a showcase, and each maker of each piece.

    Makers hear of showcases that run; what is still to come is not theirs to know.
    """
    every = (*gone, *back)
    if not every:
        return
    names = _names(work, [each.held.product_id for each in every])
    shown = _showcases(work, {each.held.showcase_id for each in every})
    for is_gone, some in ((True, gone), (False, back)):
        of_showcase: dict[UUID, list[Judged]] = defaultdict(list)
        for each in some:
            of_showcase[each.held.showcase_id].append(each)
        for key, pieces in of_showcase.items():
            words = _Words(work, shown[key], names, is_gone=is_gone)
            curators = staff_ids(work, Role.CURATOR, gallery_id=shown[key].gallery_id)
            notify(work, curators, words.for_curators(pieces))
            for each in pieces if shown[key].runs else ():
                notify(work, member_ids(work, each.held.vendor_id), words.for_maker(each))


def _showcases(work: Work, ids: set[UUID]) -> dict[UUID, Row[*tuple[Any, ...]]]:
    chosen = select(
        Showcase.id,
        Showcase.slug,
        Showcase.title,
        Showcase.gallery_id,
        is_running(work.now).label("runs"),
    )
    return {row.id: row for row in work.session.execute(chosen.where(Showcase.id.in_(ids)))}


class _Words:
    """The words of the notices about one showcase."""

    def __init__(
        self,
        work: Work,
        showcase: Row[*tuple[Any, ...]],
        names: dict[UUID, LocalText],
        *,
        is_gone: bool,
    ) -> None:
        self._now = work.now
        self._showcase = showcase
        self._names = names
        self._is_gone = is_gone

    def for_curators(self, pieces: Sequence[Judged]) -> Notice:
        """Return what the gallery's curators are told."""
        first = pieces[0]
        named = [self._names[each.held.product_id] for each in pieces[:_MOST_NAMED]]
        more = f" +{len(pieces) - _MOST_NAMED}" if len(pieces) > _MOST_NAMED else ""
        values = {"products": joined(named, more), "showcase": self._showcase.title}
        if not self._is_gone:
            return Notice(
                kind="showcases.back",
                title=N_("Shown again in %(showcase)s: %(products)s"),
                text=N_("What kept it away is mended; it stands at its old place."),
                values=values,
                url=self._desk(),
                key=self._key(first),
            )
        return Notice(
            kind="showcases.gone",
            title=N_("Hidden in %(showcase)s: %(products)s"),
            text=_reason(first.refusals[0]),
            values={**values, **_values(first.refusals[0])},
            url=self._desk(),
            next_step=N_("See why, help the maker, or choose another piece"),
            key=self._key(first),
        )

    def for_maker(self, piece: Judged) -> Notice:
        """Return what the maker is told of one product."""
        product = self._names[piece.held.product_id]
        values = {"product": product, "showcase": self._showcase.title}
        room = f"/usaha/{piece.held.vendor_id}"
        if not self._is_gone:
            return Notice(
                kind="showcases.back",
                title=N_("%(product)s is shown again in %(showcase)s"),
                text=N_("Nothing keeps it away any more. Thank you for mending it."),
                values=values,
                url=f"/etalase/{self._showcase.slug}",
                key=self._key(piece),
            )
        refusal = piece.refusals[0]
        return Notice(
            kind="showcases.gone",
            title=N_("%(product)s is not shown in %(showcase)s for now"),
            text=_reason(refusal),
            values={**values, **_values(refusal)},
            url=_mended_at(room, piece),
            next_step=_STEPS[refusal.code],
            key=self._key(piece),
        )

    def _desk(self) -> str:
        return f"/pengurus/etalase/{self._showcase.id}/kelayakan"

    def _key(self, piece: Judged) -> str:
        # A second absence is news again, on the same day too.
        which = f"{piece.held.showcase_id}:{piece.held.product_id}"
        return f"{'gone' if self._is_gone else 'back'}:{which}:{self._now.isoformat()}"


_STEPS = {
    Code.WITHDRAWN: N_("Read what the officers ask for"),
    Code.NOT_PUBLIC: N_("Open the product"),
    Code.VENDOR_CLOSED: N_("Open your business"),
    Code.VENDOR_PAUSED: N_("End the holiday when you are back"),
    Code.SOLD_OUT: N_("Write how many are ready to send"),
    Code.NOT_READY: N_("See what is missing, and close the first gap"),
    Code.PROHIBITED: N_("Read the rule"),
}
_REASONS = {
    Code.WITHDRAWN: N_("The product was withdrawn. It comes back when the withdrawal is lifted."),
    Code.NOT_PUBLIC: N_("The product is not published. It comes back when it is published again."),
    Code.VENDOR_CLOSED: N_("The business is not open. It comes back when it is open again."),
    Code.VENDOR_PAUSED: N_("The maker is on holiday. It comes back when the holiday ends."),
    Code.SOLD_OUT: N_(
        "It is out of stock. It comes back when new stock is counted, or when it is made to order."
    ),
    Code.NOT_READY: N_(
        "Not ready for %(market)s: %(gaps)s. It comes back when what is missing is there."
    ),
    Code.PROHIBITED: N_("It cannot go to %(market)s: %(gaps)s."),
}


def _reason(refusal: Refusal) -> str:
    return _REASONS[refusal.code]


def _values(refusal: Refusal) -> dict[str, LocalText]:
    """Return market and gaps as notices keep them."""
    gaps, market = refusal.values.get("gaps"), refusal.values.get("market")
    if not isinstance(gaps, tuple) or not isinstance(market, LocalText):
        return {}
    return {"market": market, "gaps": joined(list(gaps))}


def _mended_at(room: str, piece: Judged) -> str:
    product = f"{room}/produk/{piece.held.product_id}"
    at = {
        Code.VENDOR_CLOSED: room,
        Code.VENDOR_PAUSED: f"{room}/libur",
        Code.SOLD_OUT: f"{product}/harga",
        Code.NOT_READY: f"{product}/ekspor",
        Code.PROHIBITED: f"{product}/ekspor",
    }
    return at.get(piece.refusals[0].code, f"{product}/foto")


def joined(texts: Sequence[LocalText], end: str = "") -> LocalText:
    """Return these texts as a list in each language."""
    return LocalText.of(
        {code: ", ".join(each.best(code) for each in texts) + end for code in ("id", "en")}
    )


def _names(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, LocalText]:
    found: dict[UUID, dict[str, str]] = {key: {} for key in product_ids}
    for row in work.session.execute(
        select(ProductText.product_id, ProductText.language, ProductText.name).where(
            ProductText.product_id.in_(list(found))
        )
    ):
        found[row.product_id][row.language] = row.name
    return {key: LocalText.of(texts) for key, texts in found.items()}
