"""Writing the audit trail."""

from collections.abc import Mapping
from typing import Any

from catalog.audit.models import AuditEntry
from catalog.db.work import Work


def record(
    work: Work,
    action: str,
    *,
    target: tuple[str, object],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one entry in the running transaction; ``target`` is (kind, id). No personal data."""
    kind, target_id = target
    work.session.add(
        AuditEntry(
            happened_at=work.now,
            user_id=work.actor.user_id,
            action=action,
            kind=kind,
            target_id=str(target_id),
            before=dict(before or {}),
            after=dict(after or {}),
        )
    )
