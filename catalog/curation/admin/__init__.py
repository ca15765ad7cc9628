"""Officers' pages: scores, rubrics, origin, incidents; and what they add to the review page."""

from catalog.curation.admin import (
    incidents,
    origin,
    rubric_editing,
    rubrics,
    scoring,
    shelves,
)
from catalog.curation.admin.blueprint import bp
from catalog.curation.admin.panels import (
    incident_guard,
    name_guard,
    origin_panel,
    rubric_guard,
    rubric_panel,
)

__all__ = [
    "bp",
    "incident_guard",
    "incidents",
    "name_guard",
    "origin",
    "origin_panel",
    "rubric_editing",
    "rubric_guard",
    "rubric_panel",
    "rubrics",
    "scoring",
    "shelves",
]
