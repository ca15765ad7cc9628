"""What is done after the answer: tidying every night, and links whose making takes its time."""

from uuid import UUID

from catalog.accounts import mails
from catalog.accounts.services import resetting, tidying
from catalog.db.work import Work


def tidy(work: Work) -> None:
    """Drop what has ended: sign-ins, codes, and sign-ups that nobody has proven."""
    tidying.drop_ended(work)
    tidying.drop_unproven(work)


def mail_reset(work: Work, *, person_id: UUID) -> None:
    """Mail the link for a new password; nothing happens for an id that is nobody's."""
    wish = resetting.wish_reset(work, person_id)
    if wish is not None:
        mails.send_reset(work, *wish)
