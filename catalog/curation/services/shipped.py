"""Loads the rubrics that ship with the code, where an office has none yet."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.curation.models import Criterion, Rubric
from catalog.curation.rules.rubric import Scale
from catalog.curation.rules.words import Group, RubricState
from catalog.kernel.clock import utc_now
from catalog.kernel.text import LocalText

DATA = Path(__file__).parents[1] / "data" / "rubrics.toml"
FIRST_NOTE = "Versi pertama, dari bahan bawaan Sarumban"
Row = Mapping[str, Any]


def load_rubrics(session: Session) -> None:
    """Add the rubrics that have no version at all; an edited one is never touched."""
    content = tomllib.loads(DATA.read_text("utf-8"))
    known = set(session.scalars(select(Rubric.key)))
    for row in content["rubric"]:
        if row["key"] not in known:
            session.add(_rubric(row, content["criterion"]))
    session.flush()


def _rubric(row: Row, criteria: Iterable[Row]) -> Rubric:
    now, usual = utc_now(), Scale()
    mine = [each for each in criteria if row["key"] in each["weights"]]
    return Rubric(
        key=row["key"],
        state=RubricState.ACTIVE,
        name=LocalText.of(row["name"]),
        kinds=row["kinds"],
        least_a=row["least_a"],
        least_b=row["least_b"],
        least_c=row["least_c"],
        destinations={str(grade): str(where) for grade, where in usual.destinations},
        source=row["source"],
        certainty=row["certainty"],
        reviewed_on=row["reviewed_on"],
        note=FIRST_NOTE,
        made_at=now,
        active_from=now,
        criteria=[_criterion(each, row["key"], place) for place, each in enumerate(mine)],
    )


def _criterion(row: Row, rubric: str, place: int) -> Criterion:
    return Criterion(
        key=row["key"],
        position=place,
        group=Group(row["group"]),
        weight=row["weights"][rubric],
        name=LocalText.of(row["name"]),
        hint=LocalText.of(row.get("hint", {})),
        anchors=[
            {"id": indonesian, "en": english}
            for indonesian, english in zip(row["anchors_id"], row["anchors_en"], strict=True)
        ],
        next_step=LocalText.of(row["next_step"]),
        may_not_apply=row.get("may_not_apply", False),
        source=row["source"],
        certainty=row["certainty"],
        reviewed_on=row["reviewed_on"],
    )
