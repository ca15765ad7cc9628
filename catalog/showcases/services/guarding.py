"""Keeps out what a showcase may not show, and makes exceptions that auditors can read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.products.models import ProductText
from catalog.search.outbox import mark_ids
from catalog.showcases.models import Showcase, ShowcaseOverride
from catalog.showcases.queries.absences import check_known
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.queries.eligibility import Promise, overrides, refusals
from catalog.showcases.rules import ShowcaseKind
from catalog.showcases.rules.eligibility import (
    WORDS,
    Code,
    Refusal,
    causes_of,
    check_override,
    filled,
    is_shown,
)

_ADDING = {
    Code.WITHDRAWN: N_("%(name)s was withdrawn."),
    Code.NOT_PUBLIC: N_("%(name)s is not published."),
    Code.VENDOR_CLOSED: N_("%(name)s: the business is not open."),
    Code.VENDOR_PAUSED: N_("%(name)s: the maker is on holiday."),
    Code.SOLD_OUT: N_("%(name)s is out of stock."),
    Code.NOT_READY: N_("%(name)s is not ready for %(market)s yet: %(gaps)s."),
    Code.PROHIBITED: N_("%(name)s cannot go to %(market)s: %(gaps)s."),
}


class Refused(RuleBroken):
    """Products that may not stand in this showcase; ``found`` has all of them with the reasons."""

    def __init__(
        self, name: str, first: Refusal, found: Mapping[UUID, tuple[Refusal, ...]]
    ) -> None:
        values: dict[str, object] = {"name": name, **filled(first, "id")}
        super().__init__(_ADDING[first.code], field=None, **values)
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """What a curator asks for: which product, why, and until which day (WIB)."""

    product_id: UUID
    reason: str
    until_on: date | None


def check_addition(work: Work, showcase: Showcase, product_ids: Iterable[UUID]) -> None:
    """Raise Refused unless all these may be put into a showcase that promises export.

    A story takes anything that is public: what is sold out today may be back when it shows.
    """
    ids = list(product_ids)
    if showcase.kind is not ShowcaseKind.EXPORT or not ids:
        return
    promise = Promise(showcase.kind, showcase.market_code)
    found = refusals(work, *promise, ids)
    excepted, today = overrides(work, showcase.id), wib_date(work.now)
    bad = {
        key: refused
        for key, refused in found.items()
        if not is_shown(refused, excepted.get(key), today)
    }
    if bad:
        first = next(iter(bad))
        raise Refused(name_of(work, first), bad[first][0], bad)


def exempt(work: Work, showcase_id: UUID, asked: Exemption) -> ShowcaseOverride:
    """Show a product although something refuses it now, until a day; auditors read why.

    An earlier exception of the same product ends. What refuses it later is not covered.
    """
    draft = get_editable(work, showcase_id)
    showcase = draft.showcase
    check_known(work, draft, asked.product_id)
    found = refusals(work, showcase.kind, showcase.market_code, [asked.product_id])
    refused = found[asked.product_id]
    final = next((each for each in refused if each.is_final), None)
    if final is not None:
        values: dict[str, object] = {**filled(final, "id")}
        raise RuleBroken(WORDS[final.code], field="reason", **values)
    check_override(refused, reason=asked.reason, until_on=asked.until_on, today=wib_date(work.now))
    for row in _open(work, showcase_id, asked.product_id):
        end_override(work, row.id)
    row = ShowcaseOverride(
        showcase_id=showcase_id,
        product_id=asked.product_id,
        causes=sorted(causes_of(refused)),
        reason=asked.reason,
        given_by=work.actor.user_id,
        given_at=work.now,
        until_on=cast("date", asked.until_on),
    )
    work.session.add(row)
    work.session.flush()
    record(
        work,
        "showcase.exempt",
        target=("showcase", showcase_id),
        after={
            "product": str(asked.product_id),
            "causes": row.causes,
            "until": row.until_on.isoformat(),
            "reason": row.reason,
        },
    )
    return row


def end_override(work: Work, override_id: UUID) -> None:
    """End an exception before its day; the row stays for auditors."""
    row = work.session.get(ShowcaseOverride, override_id)
    if row is None:
        raise NotFound(f"exception {override_id}")
    get_editable(work, row.showcase_id)
    still = (ShowcaseOverride.id == override_id, ShowcaseOverride.ended_at.is_(None))
    ended = work.session.execute(
        update(ShowcaseOverride)
        .where(*still)
        .values(ended_at=work.now, ended_by=work.actor.user_id)
        .execution_options(synchronize_session="fetch")
    )
    if cast("CursorResult[Any]", ended).rowcount != 1:
        raise RuleBroken(N_("This exception has ended already."))
    mark_ids(work.session, "page", [row.showcase_id])
    record(
        work,
        "showcase.end_exemption",
        target=("showcase", row.showcase_id),
        before={"product": str(row.product_id), "until": row.until_on.isoformat()},
    )


def name_of(work: Work, product_id: UUID) -> str:
    """Return the Indonesian name of a product, for messages."""
    name = work.session.scalar(
        select(ProductText.name).where(
            ProductText.product_id == product_id, ProductText.language == "id"
        )
    )
    return name or ""


def _open(work: Work, showcase_id: UUID, product_id: UUID) -> list[ShowcaseOverride]:
    return list(
        work.session.scalars(
            select(ShowcaseOverride).where(
                ShowcaseOverride.showcase_id == showcase_id,
                ShowcaseOverride.product_id == product_id,
                ShowcaseOverride.ended_at.is_(None),
            )
        )
    )
