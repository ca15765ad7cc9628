"""Puts showcases on the first page, moves and withdraws them."""

from dataclasses import dataclass, field
from uuid import UUID

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, LocalText
from catalog.media.rules import check_focal
from catalog.showcases.models import HomeSlot, Showcase
from catalog.showcases.queries import slots as queries
from catalog.showcases.queries.slots import get_slot
from catalog.showcases.rules.schedule import Window
from catalog.showcases.rules.slots import Place, check_booking

CHANGED = N_("Somebody changed this booking meanwhile. Look at it again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What shall stand where and when; without a picture the showcase's cover is shown."""

    place: Place
    showcase_id: UUID
    window: Window
    words: LocalText = field(default_factory=LocalText)
    image_id: UUID | None = None
    alt: LocalText = field(default_factory=LocalText)
    focal: tuple[float, float] = (0.5, 0.5)


def book(work: Work, wish: Wish) -> HomeSlot:
    """Give a showcase a place for a time, behind those that have it already."""
    _check(work, wish)
    row = HomeSlot(
        position=queries.free_position(work.session, wish.place),
        created_by=work.actor.user_id,
        created_at=work.now,
    )
    _write(row, wish)
    work.session.add(row)
    work.session.flush()
    record(work, "showcase.book", target=("home_slot", row.id), after=_told(row))
    return row


def change(work: Work, slot_id: UUID, wish: Wish, *, version: int) -> HomeSlot:
    """Change a booking that was looked at in this version."""
    row = get_slot(work, slot_id)
    if row.version != version:
        raise RuleBroken(CHANGED)
    _check(work, wish)
    before = _told(row)
    if row.place is not wish.place:
        row.position = queries.free_position(work.session, wish.place)
    _write(row, wish)
    work.session.flush()
    record(work, "showcase.rebook", target=("home_slot", row.id), before=before, after=_told(row))
    return row


def withdraw(work: Work, slot_id: UUID) -> None:
    """Take a booking off; the place falls to the next one, or to what runs."""
    row = get_slot(work, slot_id)
    work.session.delete(row)
    record(work, "showcase.unbook", target=("home_slot", slot_id), before=_told(row))


def advance(work: Work, slot_id: UUID) -> None:
    """Let a booking go before the one that stands before it in the same place."""
    row = get_slot(work, slot_id)
    same = [each for each in queries.bookings(work.session) if each.place is row.place]
    at = next(number for number, each in enumerate(same) if each.id == slot_id)
    if at == 0:
        return
    order = [each.id for each in same]
    order[at - 1], order[at] = order[at], order[at - 1]
    for position, key in enumerate(order):
        each = work.session.get(HomeSlot, key)
        if each is not None:
            each.position = position
    work.session.flush()
    record(work, "showcase.rebook", target=("home_slot", slot_id), after={"position": at - 1})


def _check(work: Work, wish: Wish) -> None:
    showcase = work.session.get(Showcase, wish.showcase_id)
    allowed = {choice.id for choice in queries.choices(work)}
    if showcase is None or wish.showcase_id not in allowed:
        raise NotFound(f"showcase {wish.showcase_id}")
    check_booking(wish.window, work.now)
    check_focal(*wish.focal)
    if wish.image_id is not None and not wish.alt.has("id"):
        raise RuleBroken(N_("Describe the picture: what can be seen on it?"), field="alt_id")
    ends, begins = showcase.ends_at, wish.window.starts_at
    if ends is not None and begins is not None and ends <= begins:
        raise RuleBroken(
            N_("The showcase has ended by then. Choose an earlier day, or let it run longer."),
            field="starts_on",
        )


def _write(row: HomeSlot, wish: Wish) -> None:
    if wish.window.starts_at is None:
        raise ValueError("checked before")
    row.place, row.showcase_id = wish.place, wish.showcase_id
    row.starts_at, row.ends_at = wish.window.starts_at, wish.window.ends_at
    row.words, row.alt, row.image_id = wish.words, wish.alt, wish.image_id
    row.focal_x, row.focal_y = wish.focal


def _told(row: HomeSlot) -> dict[str, str]:
    return {
        "place": row.place.value,
        "showcase": str(row.showcase_id),
        "starts": row.starts_at.isoformat(),
        "ends": row.ends_at.isoformat() if row.ends_at else "",
    }
