"""What a run of an import may be, and how large; the states and their order."""

from enum import StrEnum

from catalog.kernel.text import N_

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 5_000
MOST_OPEN = 3  # sheets of a vendor that wait or are at work
MOST_PROBLEMS = 2_000  # that are kept; the rest stands in the file of bad rows


class RunState(StrEnum):
    """Where a run stands."""

    UPLOADED = "uploaded"  # waits to be checked
    CHECKED = "checked"  # waits for the vendor's yes
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"  # the vendor said no


class ItemKind(StrEnum):
    """What taking a product in would do."""

    UNREAD = "unread"
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    BAD = "bad"


class ItemState(StrEnum):
    """Whether a product of a run was taken in."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


OPEN = frozenset({RunState.UPLOADED, RunState.CHECKED, RunState.RUNNING})
AT_WORK = frozenset({RunState.UPLOADED, RunState.RUNNING})
NAMES = {
    RunState.UPLOADED: N_("Being read"),
    RunState.CHECKED: N_("Waits for your yes"),
    RunState.RUNNING: N_("Being taken in"),
    RunState.DONE: N_("Taken in"),
    RunState.DROPPED: N_("Given up"),
}
TOO_HEAVY = N_("This file is larger than 10 MB. Send fewer rows at once.")
NOT_SENT = N_("Choose the filled sheet first.")
TOO_MANY_OPEN = N_(
    "%(most)s of your sheets are being read or wait for your yes. Accept them or give them up, then"
    " send the next one."
)
OVERTAKEN = N_("This import was accepted or given up already. Its page shows how it stands.")
