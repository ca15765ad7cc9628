"""What is tidied every night: nothing is kept longer than it is needed."""

from catalog.accounts.services import tidying
from catalog.db.work import Work


def tidy(work: Work) -> None:
    """Drop what has ended: sign-ins, codes, and sign-ups that nobody has proven."""
    tidying.drop_ended(work)
    tidying.drop_unproven(work)
