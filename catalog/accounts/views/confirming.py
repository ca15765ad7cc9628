"""Asking for the present password before something weighty, and looking at new ones."""

from catalog.accounts.services import resetting
from catalog.db.work import committed
from catalog.web.work import current_work, writing_work


def knock_with_new_password() -> None:
    """Count a new password that is about to be looked at, or raise RuleBroken."""
    with committed(writing_work()) as work:
        resetting.knock_with_new_password(work)


def confirm(password: str) -> None:
    """Raise RuleBroken unless this is the present password; tries are limited."""
    with committed(writing_work()) as work:
        resetting.knock_with_password(work)
    resetting.check_own(current_work(), password)
    with committed(writing_work()) as work:
        resetting.forgive_password(work)
