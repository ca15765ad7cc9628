"""What is told about a set beside its pieces, and how that is kept."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from catalog.composing.rules.binding import Binding
from catalog.composing.rules.shares import Cell, Split


@dataclass(frozen=True, slots=True)
class Step:
    """A limit of the wish as it is, and as it would have to be."""

    key: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class WayOut:
    """Limits to ease so that a set exists, and by how many pieces they give way in all."""

    steps: tuple[Step, ...]
    pieces: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A piece that could stand in another one's place."""

    id: UUID
    worth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Shares, swaps, what binds, ways out; ``is_whole`` when there was time for all limits."""

    splits: tuple[Split, ...] = ()
    swaps: Mapping[UUID, tuple[Offer, ...]] = field(default_factory=dict)
    binding: tuple[Binding, ...] = ()
    is_whole: bool = True
    ways: tuple[WayOut, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)


def to_json(findings: Findings) -> dict[str, Any]:
    """Return findings as they are kept."""
    return {
        "splits": [
            {**asdict(split), "cells": [[*asdict(cell).values()] for cell in split.cells]}
            for split in findings.splits
        ],
        "swaps": {
            str(key): [[str(offer.id), offer.worth] for offer in offers]
            for key, offers in findings.swaps.items()
        },
        "binding": [asdict(each) for each in findings.binding],
        "is_whole": findings.is_whole,
        "ways": [
            {
                "steps": [
                    [step.key, _plain(step.before), _plain(step.after)] for step in way.steps
                ],
                "pieces": way.pieces,
            }
            for way in findings.ways
        ],
        "left_out": dict(findings.left_out),
    }


def from_json(kept: Mapping[str, Any]) -> Findings:
    """Return kept findings."""
    return Findings(
        splits=tuple(
            Split(**{**split, "cells": tuple(Cell(*cell) for cell in split["cells"])})
            for split in kept.get("splits", ())
        ),
        swaps={
            UUID(key): tuple(Offer(UUID(offer), worth) for offer, worth in offers)
            for key, offers in kept.get("swaps", {}).items()
        },
        binding=tuple(Binding(**each) for each in kept.get("binding", ())),
        is_whole=bool(kept.get("is_whole", True)),
        ways=tuple(
            WayOut(tuple(Step(*step) for step in way["steps"]), way["pieces"])
            for way in kept.get("ways", ())
        ),
        left_out=kept.get("left_out", {}),
    )


def _step_to_json(step: Step) -> list[Any]:
    return [step.key, _plain(step.before), _plain(step.after)]


def _plain(setting: Any) -> Any:  # noqa: ANN401  # a number, a switch or ids
    return [str(each) for each in setting] if isinstance(setting, tuple) else setting
