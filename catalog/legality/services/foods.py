"""The food types of the home-industry permit, kept by the office."""

from collections.abc import Sequence

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.text import LocalText
from catalog.legality.models import PirtFood


def rewrite_food(
    work: Work,
    food: PirtFood,
    *,
    name: LocalText,
    category_slugs: Sequence[str],
    certainty: str,
    source: str,
) -> None:
    """Change a food type; its source counts as read today."""
    wanted = {
        "name": name,
        "category_slugs": sorted(category_slugs),
        "certainty": certainty,
        "source": source,
        "reviewed_on": wib_date(work.now),
    }
    changed = [key for key, value in wanted.items() if getattr(food, key) != value]
    for key, value in wanted.items():
        setattr(food, key, value)
    work.session.flush()
    record(work, "pirt_food.edit", target=("pirt_food", food.code), after={"fields": changed})
