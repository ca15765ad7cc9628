"""What the worker does for inquiries."""

from catalog.db.work import Work
from catalog.inquiries.services import forget_old


def forget(work: Work) -> None:
    """Remove leads that nobody counts any more."""
    forget_old(work)
