"""Tables of curation."""

from catalog.curation.models.incidents import (
    Incident,
    IncidentAction,
    IncidentProduct,
    IncidentTask,
)
from catalog.curation.models.origin import OriginEvidence
from catalog.curation.models.rubrics import Criterion, Rubric
from catalog.curation.models.scores import Assessment, GradeDecision, Rating, RatingLine

__all__ = [
    "Assessment",
    "Criterion",
    "GradeDecision",
    "Incident",
    "IncidentAction",
    "IncidentProduct",
    "IncidentTask",
    "OriginEvidence",
    "Rating",
    "RatingLine",
    "Rubric",
]
