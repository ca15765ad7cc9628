"""What the queue runs for papers."""

from catalog.db.work import Work
from catalog.legality.services.confirming import ask
from catalog.legality.services.reminders import remind as send_reminders


def remind(work: Work, **_arguments: object) -> None:
    """Remind vendors of papers that run out; due every morning at six."""
    send_reminders(work)


def confirm(work: Work, **_arguments: object) -> None:
    """Ask once a year whether what halal papers speak for is still the same; due at six."""
    ask(work)
