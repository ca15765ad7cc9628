"""What the queue runs for showcases."""

from catalog.db.work import Work
from catalog.showcases.services.watching import watch as look


def watch(work: Work, **_arguments: object) -> None:
    """Tell of pieces that went away or came back; due at midnight, and after each change."""
    look(work)
