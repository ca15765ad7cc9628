"""The moments at which public pages turn without any row changing."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.outbox import versioned
from catalog.showcases.models import HomeSlot, Showcase
from catalog.showcases.rules import ShowcaseStatus


@versioned
def turns(session: Session) -> tuple[datetime, ...]:
    """Return when showcases and places of the first page begin and end, in order."""
    found: set[datetime] = set()
    windows = (
        select(Showcase.starts_at, Showcase.ends_at).where(
            Showcase.status == ShowcaseStatus.PUBLISHED
        ),
        select(HomeSlot.starts_at, HomeSlot.ends_at),
    )
    for chosen in windows:
        for row in session.execute(chosen):
            found |= {moment for moment in row if moment is not None}
    return tuple(sorted(found))
