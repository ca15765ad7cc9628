"""Which papers and facts a goal asks for, and how near a product or a business is; pure."""

from catalog.legality.rules.requirements.assess import (
    GAPS,
    Assessment,
    Facts,
    Item,
    Rule,
    RuleSet,
    assess,
    combine,
    merge,
    needs_review,
)
from catalog.legality.rules.requirements.conditions import conditions_of
from catalog.legality.rules.requirements.words import (
    CONDITION_NAMES,
    FACT_NAMES,
    LEVEL_NAMES,
    PURPOSE_NAMES,
    STATE_NAMES,
    Condition,
    Fact,
    Level,
    Purpose,
    SetState,
    State,
)

__all__ = [
    "CONDITION_NAMES",
    "FACT_NAMES",
    "GAPS",
    "LEVEL_NAMES",
    "PURPOSE_NAMES",
    "STATE_NAMES",
    "Assessment",
    "Condition",
    "Fact",
    "Facts",
    "Item",
    "Level",
    "Purpose",
    "Rule",
    "RuleSet",
    "SetState",
    "State",
    "assess",
    "combine",
    "conditions_of",
    "merge",
    "needs_review",
]
