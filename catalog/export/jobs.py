"""What the queue runs for export readiness."""

from catalog.db.work import Work
from catalog.export.services.refreshing import refresh_due


def refresh(work: Work, **_arguments: object) -> None:
    """Take up what a date has turned; due right after midnight."""
    refresh_due(work)
