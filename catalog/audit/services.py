"""Writing the audit trail."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role

_STRONGEST = tuple(Role)  # declared from the strongest role to the weakest


def record(
    work: Work,
    action: str,
    *,
    target: tuple[str, object],
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    vendor_id: UUID | None = None,
) -> None:
    """Add one entry in the running transaction; ``target`` is (kind, id). No personal data.

    ``vendor_id`` names the room in which it happened (known by itself when the target is a
    vendor); a person who does not belong to that vendor is noted as acting on its behalf.
    """
    room = vendor_id or _vendor_of(target)
    entry = _entry(work, action, target, room)
    entry.before, entry.after = dict(before or {}), dict(after or {})
    entry.is_on_behalf = (
        room is not None and work.actor.user_id is not None and room not in work.actor.vendor_ids
    )
    work.session.add(entry)


def record_view(
    work: Work, action: str, *, target: tuple[str, object], vendor_id: UUID | None = None
) -> None:
    """Add that someone saw or fetched a personal document (``legality.download``, …)."""
    work.session.add(_entry(work, action, target, vendor_id or _vendor_of(target)))


def _entry(work: Work, action: str, target: tuple[str, object], room: UUID | None) -> AuditEntry:
    kind, target_id = target
    key = uuid4()
    return AuditEntry(
        id=key,
        happened_at=work.now,
        user_id=work.actor.user_id,
        role=_role_of(work.actor),
        action=action,
        kind=kind,
        target_id=str(target_id),
        vendor_id=room,
        before={},
        after={},
        address=work.vault.seal(work.address, bound_to=bound_to(key)) if work.address else None,
    )


def bound_to(entry_id: UUID) -> str:
    """Return what the address of an entry is sealed for."""
    return f"audit_entry.address:{entry_id}"


def _vendor_of(target: tuple[str, object]) -> UUID | None:
    kind, target_id = target
    return target_id if kind == "vendor" and isinstance(target_id, UUID) else None


def _role_of(actor: Actor) -> str:
    if actor.user_id is None:
        return "operator" if actor.roles else ""
    return next((role.value for role in _STRONGEST if role in actor.roles), "")
