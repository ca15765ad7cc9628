"""Loads the export rules that ship with the code, where an office has none yet."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.export.models import ExportRule
from catalog.export.rules import Fact, Part, RuleState, Severity, Trait, Who
from catalog.kernel.clock import utc_now
from catalog.kernel.text import LocalText

DATA = Path(__file__).parents[1] / "data" / "rules.toml"
FIRST_NOTE = "Versi pertama, dari bahan bawaan Sarumban"


def load_rules(session: Session) -> int:
    """Add the rules that have no version at all; one that was edited or ended stays so."""
    known = set(session.scalars(select(ExportRule.key)))
    fresh = [row for row in shipped() if row["key"] not in known]
    session.add_all(_row(row) for row in fresh)
    session.flush()
    return len(fresh)


def shipped() -> list[dict[str, Any]]:
    """Return the rules of the data file."""
    rows: list[dict[str, Any]] = tomllib.loads(DATA.read_text("utf-8"))["rule"]
    return rows


def _row(row: Mapping[str, Any]) -> ExportRule:
    now = utc_now()
    words = ("name", "explanation", "office")
    return ExportRule(
        key=row["key"],
        state=RuleState.ACTIVE,
        market_code=row.get("market", ""),
        position=row["position"],
        fact=Fact(row["fact"]),
        severity=Severity(row["severity"]),
        part=Part(row["part"]),
        who=Who(row["who"]),
        kinds=row.get("kinds", []),
        categories=row.get("categories", []),
        hs_prefixes=row.get("hs_prefixes", []),
        applies_when=[Trait(word).value for word in row.get("applies_when", ())],
        except_when=[Trait(word).value for word in row.get("except_when", ())],
        days=row.get("days"),
        requirement=row.get("requirement", ""),
        source=row["source"],
        source_url=row.get("source_url", ""),
        certainty=row["certainty"],
        reviewed_on=row["reviewed_on"],
        note=FIRST_NOTE,
        made_at=now,
        active_from=now,
        **{word: LocalText.of(row.get(word, {})) for word in words},
    )
