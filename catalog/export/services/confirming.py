"""What makers say is done, and what officers have seen of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.exc import IntegrityError

from catalog.accounts.queries import member_ids, names
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.export.models import FACT, ExportConfirmation
from catalog.export.policy import can_confirm
from catalog.export.queries.book import all_markets, book
from catalog.export.rules import EVERYWHERE, PER_MARKET, Fact
from catalog.export.rules.confirming import (
    ConfirmState,
    check_confirmable,
    check_evidence,
    market_of,
)
from catalog.galleries.queries import galleries_of
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, LocalText, clean_line
from catalog.notices.rules import Notice
from catalog.notices.services import notify
from catalog.products.models import Product
from catalog.search.outbox import mark_ids
from catalog.vendors.models import Vendor

MOST_WORDS = 300
OVERTAKEN = N_("Somebody else has decided this in the meantime. Look at what stands now.")
CLAIMED = N_("This waits for an officer already.")
_OPEN = (ConfirmState.CLAIMED, ConfirmState.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an officer has seen, and the last day on which it counts."""

    text: str
    valid_until: date | None


def claim(work: Work, product: Product, fact: Fact, market_code: str, note: str) -> None:
    """Note that the maker says it is done; it counts only once an officer has looked."""
    check_confirmable(fact)
    _check_market(work, fact, market_code)
    row = ExportConfirmation(
        product_id=product.id,
        market_code=market_of(fact, market_code),
        fact=fact,
        state=ConfirmState.CLAIMED,
        claim=clean_line(note)[:MOST_WORDS],
        claimed_by=work.actor.user_id,
        claimed_at=work.now,
    )
    _add(work, row, CLAIMED)
    record(
        work,
        "export.claim",
        target=("product", product.id),
        after={"fact": fact.value, "market": row.market_code},
        vendor_id=product.vendor_id,
    )


def confirm(work: Work, product: Product, fact: Fact, market_code: str, evidence: Evidence) -> None:
    """Note what an officer has seen; it takes the place of a claim and of what stood before."""
    check_officer(work, product)
    check_confirmable(fact)
    _check_market(work, fact, market_code)
    check_evidence(evidence.text, evidence.valid_until, wib_date(work.now))
    market = market_of(fact, market_code)
    claimed = _open_row(work, product.id, fact, market, ConfirmState.CLAIMED)
    for row in (claimed, _open_row(work, product.id, fact, market, ConfirmState.CONFIRMED)):
        if row is not None:
            _move(work, row, {"state": ConfirmState.ENDED, "ended_at": work.now})
    person = work.actor.user_id
    row = ExportConfirmation(
        product_id=product.id,
        market_code=market,
        fact=fact,
        state=ConfirmState.CONFIRMED,
        claim=claimed.claim if claimed else "",
        claimed_by=claimed.claimed_by if claimed else None,
        claimed_at=claimed.claimed_at if claimed else None,
        evidence=clean_line(evidence.text)[:MOST_WORDS],
        decided_by=person,
        decider=names(work, [person]).get(person, "") if person else "",
        decided_at=work.now,
        valid_until=evidence.valid_until,
    )
    _add(work, row, OVERTAKEN)
    until = evidence.valid_until.isoformat() if evidence.valid_until else ""
    record(
        work,
        "export.confirm",
        target=("product", product.id),
        after={"fact": fact.value, "market": market, "valid_until": until},
        vendor_id=product.vendor_id,
    )


def refuse(work: Work, product: Product, confirmation_id: UUID, reason: str) -> None:
    """Turn down what a maker says is done, or take back what was confirmed; the maker is told."""
    check_officer(work, product)
    row = work.session.scalar(
        select(ExportConfirmation).where(
            ExportConfirmation.id == confirmation_id,
            ExportConfirmation.product_id == product.id,
        )
    )
    if row is None:
        raise NotFound("export confirmation")
    words = clean_line(reason)[:MOST_WORDS]
    if not words:
        raise RuleBroken(N_("Say why, so that the maker knows what to change."), field="reason")
    if row.state not in _OPEN:
        raise RuleBroken(OVERTAKEN)
    state = ConfirmState.REFUSED if row.state is ConfirmState.CLAIMED else ConfirmState.ENDED
    values = {"state": state, "ended_at": work.now}
    if state is ConfirmState.REFUSED:
        values |= {"evidence": words, "decided_by": work.actor.user_id, "decided_at": work.now}
    _move(work, row, values)
    record(
        work,
        "export.refuse" if state is ConfirmState.REFUSED else "export.take_back",
        target=("product", product.id),
        after={"fact": row.fact.value, "market": row.market_code, "reason": words},
        vendor_id=product.vendor_id,
    )
    _tell(work, product, row, words)


def check_officer(work: Work, product: Product) -> None:
    """Raise NotFound unless the actor decides about this product's vendor."""
    vendor = work.session.get_one(Vendor, product.vendor_id)
    if not can_confirm(
        work.actor,
        vendor_id=vendor.id,
        region_code=vendor.served_by,
        gallery_ids=galleries_of(work, vendor.id),
    ):
        raise NotFound("product")


def _check_market(work: Work, fact: Fact, market_code: str) -> None:
    codes = {market.code for market in all_markets(work.session)}
    if market_code not in codes and (fact in PER_MARKET or market_code != EVERYWHERE):
        raise RuleBroken(N_("Choose a market of the list."), field="market")
    if not any(rule.fact is fact for rule in book(work.session).rules):
        raise RuleBroken(N_("No rule asks for this."), field="fact")


def _open_row(
    work: Work, product_id: UUID, fact: Fact, market: str, state: ConfirmState
) -> ExportConfirmation | None:
    return work.session.scalar(
        select(ExportConfirmation).where(
            ExportConfirmation.product_id == product_id,
            ExportConfirmation.fact == fact,
            ExportConfirmation.market_code == market,
            ExportConfirmation.state == state,
        )
    )


def _add(work: Work, row: ExportConfirmation, message: str) -> None:
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError as error:
        raise RuleBroken(message) from error


def _move(work: Work, row: ExportConfirmation, values: dict[str, Any]) -> None:
    """Change a row that is still open as it was read; else somebody was faster."""
    statement = (
        update(ExportConfirmation)
        .where(ExportConfirmation.id == row.id, ExportConfirmation.state == row.state)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    done: CursorResult[Any] = work.session.execute(statement)  # type: ignore[assignment]  # an UPDATE gives this
    if done.rowcount != 1:
        raise RuleBroken(OVERTAKEN)
    mark_ids(work.session, FACT, [row.product_id])
    work.session.expire(row)


def _tell(work: Work, product: Product, row: ExportConfirmation, reason: str) -> None:
    notify(
        work,
        set(member_ids(work, product.vendor_id)) - {work.actor.user_id},
        Notice(
            kind="export.refused",
            title=N_("Market gates: something was not accepted"),
            text=N_("%(fact)s. The officer writes: %(reason)s"),
            values={"fact": _name_of(work, row), "reason": reason},
            url=f"/usaha/{product.vendor_id}/produk/{product.id}/gerbang",
            next_step=N_("Change it, then say again that it is done."),
            key=f"export.refused:{row.id}:{work.now.isoformat()}",
        ),
    )


def _name_of(work: Work, row: ExportConfirmation) -> LocalText:
    """Return the name of the rule that asks for this."""
    named = [rule for rule in book(work.session).rules if rule.fact is row.fact]
    own = [rule for rule in named if rule.market_code == row.market_code]
    return next((rule.name for rule in (*own, *named)), LocalText(id="–"))
