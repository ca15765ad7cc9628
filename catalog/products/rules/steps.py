"""The five steps of the editor and which field of a listing stands on which."""

from enum import StrEnum

from catalog.kernel.text import N_


class Step(StrEnum):
    """A screen of the editor; the values are its addresses."""

    KIND = "jenis"
    PHOTOS = "foto"
    PRICE = "harga"
    STORY = "cerita"
    EXPORT = "ekspor"


STEPS = tuple(Step)
LABELS: dict[Step, str] = {
    Step.KIND: N_("Kind"),
    Step.PHOTOS: N_("Photos"),
    Step.PRICE: N_("Price"),
    Step.STORY: N_("Story"),
    Step.EXPORT: N_("Export"),
}
# What the button that leads on says, by the step that it stands on.
ONWARD: dict[Step, str] = {
    Step.KIND: N_("On to photos"),
    Step.PHOTOS: N_("On to the price"),
    Step.PRICE: N_("On to the story"),
    Step.STORY: N_("On to export"),
    Step.EXPORT: N_("Check and send"),
}


def neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """Return the step before and the step after; None at the ends."""
    place = STEPS.index(step)
    return (
        STEPS[place - 1] if place else None,
        STEPS[place + 1] if place + 1 < len(STEPS) else None,
    )
