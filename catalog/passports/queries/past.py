"""What happened to a product, from what was stored at the time; public facts only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select

from catalog.audit.models import AuditEntry
from catalog.curation.models import GradeDecision, Incident, IncidentProduct
from catalog.curation.rules.words import IncidentState
from catalog.db.work import Work
from catalog.export.models import ExportTurn
from catalog.export.rules import Standing as Ready
from catalog.kernel.text import LocalText
from catalog.legality.queries.lives import Life, lives_of_product
from catalog.passports.queries.present import Found
from catalog.passports.rules import Event, Happening, PaperLife, Standing, history, of_paper
from catalog.products.models import ReviewRound
from catalog.products.rules.review import Outcome
from catalog.taxonomy.models import Market

# What the trail calls the moves of a product that the public sees.
_MOVES = {"product.archive": Happening.ARCHIVED, "product.hide": Happening.HIDDEN}


def history_of(work: Work, found: Found) -> list[Event]:
    """Return the history of a product, the newest first.

    Of a product that is away nothing is told but when it was shown: its maker may have left.
    """
    moves = _moves(work, found)
    if found.standing is Standing.AWAY:
        return history(moves, work.now)
    events = [
        *moves,
        *_incidents(work, found, min(event.at for event in moves)),
        *_grades(work, found.product_id),
        *_readiness(work, found.product_id),
    ]
    for life in lives_of_product(work, found.key):
        events += of_paper(_paper(life), work.now)
    return history(events, work.now)


def _paper(life: Life) -> PaperLife:
    return PaperLife(
        name=life.name,
        label=life.label,
        is_renewal=life.is_renewal,
        verified=life.verified,
        verified_by=life.verified_by,
        ended=life.ended,
        valid_until=life.valid_until,
        changed=life.changed,
    )


def _moves(work: Work, found: Found) -> list[Event]:
    agreed = work.session.scalars(
        select(ReviewRound.decided_at).where(
            ReviewRound.product_id == found.product_id,
            ReviewRound.outcome == Outcome.AGREED,
            ReviewRound.change_id.is_(None),
            ReviewRound.decided_at.is_not(None),
        )
    )
    shown = {at for at in agreed if at is not None} or {found.published_at}
    trail = work.session.execute(
        select(AuditEntry.action, AuditEntry.happened_at).where(
            AuditEntry.kind == "product",
            AuditEntry.target_id == str(found.product_id),
            AuditEntry.action.in_(_MOVES),
        )
    )
    events = [Event(Happening.PUBLISHED, at) for at in {*shown, found.published_at}]
    events += [Event(_MOVES[action], at) for action, at in trail]
    if found.archived_at is not None:
        events.append(Event(Happening.ARCHIVED, found.archived_at))
    return events


def _incidents(work: Work, found: Found, since: datetime) -> list[Event]:
    """Return what was withdrawn; not of a time before this product was first shown."""
    named = select(IncidentProduct.incident_id).where(
        IncidentProduct.product_id == found.product_id
    )
    rows = work.session.execute(
        select(Incident.opened_at, Incident.closed_at, Incident.state).where(
            Incident.vendor_id == found.key.vendor_id,
            Incident.is_withdrawn,
            or_(Incident.covers_all, Incident.id.in_(named)),
            or_(Incident.closed_at.is_(None), Incident.closed_at >= since),
        )
    )
    events = []
    for opened_at, closed_at, state in rows:
        events.append(Event(Happening.WITHDRAWN, opened_at))
        if state is IncidentState.CLOSED and closed_at is not None:
            events.append(Event(Happening.REOPENED, closed_at))
    return events


def _grades(work: Work, product_id: UUID) -> list[Event]:
    rows = work.session.execute(
        select(GradeDecision.grade, GradeDecision.decided_at).where(
            GradeDecision.product_id == product_id
        )
    )
    return [Event(Happening.GRADED, at, label=grade) for grade, at in rows]


def _readiness(work: Work, product_id: UUID) -> list[Event]:
    rows = work.session.execute(
        select(ExportTurn.market_code, ExportTurn.happened_at, ExportTurn.ended_at, Market.name)
        .join(Market, Market.code == ExportTurn.market_code)
        .where(ExportTurn.product_id == product_id, ExportTurn.standing == Ready.READY)
    )
    events = []
    for code, since, until, name in rows:
        events.append(Event(Happening.READY, since, LocalText(name), code))
        if until is not None:
            events.append(Event(Happening.NOT_READY, until, LocalText(name), code))
    return events
