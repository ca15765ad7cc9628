"""Hints about photos: their flaws, where else they are shown, how many there are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from catalog.kernel.text import N_
from catalog.media.rules import FLAW_MESSAGES, Flaw
from catalog.products.rules.hints.core import Hint, Level
from catalog.products.rules.photos import ADVISED


@dataclass(frozen=True, slots=True)
class Twin:
    """Another product with this photo, or one that looks like it."""

    product_id: UUID
    name: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo as hints see it."""

    id: UUID
    flaws: Sequence[str]
    twins: Sequence[Twin]
    has_alt: bool


def photo_hints(shots: Sequence[Shot]) -> list[Hint]:
    """Return hints about all photos of a product, each with the number of its photo."""
    found: list[Hint] = []
    if 0 < len(shots) < ADVISED:
        found.append(
            Hint(
                "photo.few",
                Level.NOTE,
                "photos",
                N_("Buyers look at several sides: show at least %(least)s photos."),
                {"least": ADVISED},
            )
        )
    for number, shot in enumerate(shots, 1):
        found += _of_shot(shot, number)
    return found


def _of_shot(shot: Shot, number: int) -> Iterator[Hint]:
    for code in shot.flaws:
        if code in FLAW_MESSAGES:
            level = Level.NOTE if code == Flaw.SMALL else Level.WARNING
            message = FLAW_MESSAGES[Flaw(code)]
            yield Hint(f"photo.{code}", level, "photos", message, {"number": number}, shot.id)
    yield from _of_twins(shot, number)
    if not shot.has_alt:
        yield Hint(
            "photo.alt",
            Level.NOTE,
            "photos",
            N_("Say in a few words what can be seen, for those who cannot see it."),
            {"number": number},
            shot.id,
        )


def _of_twins(shot: Shot, number: int) -> Iterator[Hint]:
    own = [twin for twin in shot.twins if twin.is_own]
    if own:
        yield Hint(
            "photo.own_twin",
            Level.NOTE,
            "photos",
            N_("This photo is already used for %(name)s. Each product sells better with its own."),
            {"number": number, "name": own[0].name},
            shot.id,
        )
    elif shot.twins:
        # Neutral, and without a name: the other may have taken it, or it is not public yet.
        yield Hint(
            "photo.other_twin",
            Level.WARNING,
            "photos",
            N_(
                "A photo like this is used by another maker. If you took it yourself, all is well;"
                " the officers will ask both of you."
            ),
            {"number": number},
            shot.id,
        )
