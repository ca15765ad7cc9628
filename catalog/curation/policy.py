"""Who scores, keeps rubrics and handles incidents; pure."""

from uuid import UUID

from catalog.kernel.actor import Actor, Role

RUBRIC_EDITORS = (Role.DINAS,)  # and administrators
RUBRIC_READERS = (Role.DINAS, Role.CURATOR, Role.AUDITOR)
RATERS = (Role.CURATOR, Role.DINAS)
HANDLERS = (Role.CURATOR, Role.DINAS, Role.COUNTER)
PULLERS = (Role.CURATOR, Role.COUNTER)  # at their own gallery


def may_edit_rubrics(actor: Actor) -> bool:
    """Return whether the actor drafts rubrics and puts them in force."""
    return actor.has(Role.ADMIN, *RUBRIC_EDITORS)


def sees_others(actor: Actor, sent_by: frozenset[UUID]) -> bool:
    """Return whether the scores of other curators are shown to this one.

    Only once two are in, and to a rater not before the own one is: nobody is led by another.
    """
    return len(sent_by) > 1 and (actor.user_id in sent_by or not _may_still_rate(actor))


def _may_still_rate(actor: Actor) -> bool:
    return actor.has(Role.ADMIN, *RATERS)


def may_pull(actor: Actor, gallery_id: UUID) -> bool:
    """Return whether the actor takes goods off this gallery's shelves."""
    return actor.has(Role.ADMIN) or (
        actor.has(Role.COUNTER, Role.CURATOR) and gallery_id in actor.gallery_ids
    )
