"""A market with two rules: goods for it carry a halal certificate, and raw rattan never goes."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.export.models import ExportRule
from catalog.export.rules import Fact, Part, RuleState, Severity, Who
from catalog.kernel.actor import Actor, Role
from catalog.kernel.text import LocalText
from catalog.kernel.vault import Vault
from catalog.taxonomy.models import Market

MADE = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
RAW = "140120"


def malaysia(session: Session) -> str:
    """Store the market and its rules; give its code."""
    if session.get(Market, "MY") is None:
        session.add(Market(code="MY", name=LocalText(id="Malaysia", en="Malaysia")))
        session.flush()
    _rule(session, "halal", Fact.HALAL, LocalText(id="sertifikat halal", en="halal certificate"))
    _rule(session, "raw", Fact.NEVER, LocalText(id="rotan mentah", en="raw rattan"), [RAW])
    session.flush()
    return "MY"


def _rule(
    session: Session, key: str, fact: Fact, name: LocalText, prefixes: list[str] | None = None
) -> None:
    session.add(
        ExportRule(
            key=key,
            state=RuleState.ACTIVE,
            market_code="MY",
            name=name,
            fact=fact,
            severity=Severity.BLOCK,
            certainty="S",
            part=next(iter(Part)),
            who=Who.VENDOR,
            kinds=[],
            categories=[],
            hs_prefixes=prefixes or [],
            applies_when=[],
            except_when=[],
            made_at=MADE,
            active_from=MADE,
        )
    )


def curator(work: Work, gallery_id: UUID, *, user_id: UUID | None = None) -> Work:
    """Give the unit of work as a curator of this gallery has it."""
    return Work(
        session=work.session,
        now=work.now,
        vault=work.vault,
        actor=Actor(
            user_id=user_id,
            roles=frozenset({Role.CURATOR}),
            gallery_ids=frozenset({gallery_id}),
            curated_ids=frozenset({gallery_id}),
        ),
    )


def at(work: Work, now: datetime) -> Work:
    """Give the unit of work at another moment."""
    return Work(session=work.session, now=now, actor=work.actor, vault=Vault([b"t" * 32]))
