"""The blueprint of the officers' pages about export readiness, and the words they share."""

from flask import Blueprint

from catalog.db.work import Work
from catalog.export.queries.book import all_markets
from catalog.export.rules import (
    CERTAINTY_NAMES,
    FACT_NAMES,
    PART_NAMES,
    SEVERITY_NAMES,
    SEVERITY_WORDS,
    STANDING_NAMES,
    TRAIT_NAMES,
    WHO_NAMES,
)
from catalog.export.rules.confirming import STATE_NAMES
from catalog.export.rules.editing import FIELD_NAMES
from catalog.export.rules.turning import CAUSE_NAMES
from catalog.kernel.text import N_

bp = Blueprint("export_admin", __name__)
KIND_NAMES = {
    "food": N_("All food and drink"),
    "craft": N_("All craft"),
    "fashion": N_("All fashion"),
    "home": N_("All home goods"),
    "other": N_("Everything else"),
}


def words(work: Work) -> dict[str, object]:
    """Return what every page of readiness calls things."""
    return {
        "standings": STANDING_NAMES,
        "severities": SEVERITY_WORDS,
        "weights": SEVERITY_NAMES,
        "whos": WHO_NAMES,
        "part_names": PART_NAMES,
        "facts": FACT_NAMES,
        "traits": TRAIT_NAMES,
        "certainties": CERTAINTY_NAMES,
        "field_names": FIELD_NAMES,
        "kind_names": KIND_NAMES,
        "causes": CAUSE_NAMES,
        "said_states": STATE_NAMES,
        "market_names": {market.code: market.name for market in all_markets(work.session)},
    }
