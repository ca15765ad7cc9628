"""What rubrics, scores, evidence and incidents are called; all closed lists stand here."""

from collections.abc import Mapping
from enum import StrEnum

from catalog.kernel.text import N_


class RubricState(StrEnum):
    """Where a version of a rubric stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Group(StrEnum):
    """The three sides of a product that a rubric looks at."""

    LEGALITY = "legality"
    QUALITY = "quality"
    PACKAGING = "packaging"


class Grade(StrEnum):
    """What a product is worth to the galleries today, the best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Destination(StrEnum):
    """Where a grade leads."""

    COACHING = "coaching"
    ONLINE = "online"
    GALLERY = "gallery"
    FLAGSHIP = "flagship"


class RatingState(StrEnum):
    """Where the score of one curator stands."""

    DRAFT = "draft"
    SENT = "sent"
    REPLACED = "replaced"


class AssessmentState(StrEnum):
    """Where the judgement of a product stands."""

    WAITING = "waiting"  # no complete score yet
    SINGLE = "single"  # one score says more than one may give
    DISCUSSION = "discussion"  # scores lie too far apart
    DECIDED = "decided"


class EvidenceKind(StrEnum):
    """What shows that a business makes its goods itself."""

    PHOTO = "photo"
    VISIT = "visit"
    STATEMENT = "statement"


class IncidentKind(StrEnum):
    """What went wrong with a product."""

    COMPLAINT = "complaint"
    SPOILED = "spoiled"
    CONTAMINATED = "contaminated"
    LABEL = "label"
    PERMIT = "permit"
    UNSAFE = "unsafe"
    IMITATION = "imitation"
    RECALL = "recall"


class Severity(StrEnum):
    """How grave an incident is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class IncidentState(StrEnum):
    """Where an incident stands."""

    OPEN = "open"
    ANSWERED = "answered"  # the vendor has said what was done
    CLOSED = "closed"


class Side(StrEnum):
    """Who documents an action."""

    VENDOR = "vendor"
    OFFICER = "officer"


GROUP_NAMES: Mapping[Group, str] = {
    Group.LEGALITY: N_("Legality"),
    Group.QUALITY: N_("Quality"),
    Group.PACKAGING: N_("Packaging"),
}
GRADE_MEANINGS: Mapping[Grade, str] = {
    Grade.A: N_("ready to lead, at home and abroad"),
    Grade.B: N_("ready for the gallery's shelves"),
    Grade.C: N_("ready for the online showcase"),
    Grade.D: N_("on its way: coached first"),
}
DESTINATION_NAMES: Mapping[Destination, str] = {
    Destination.COACHING: N_("Coaching by the gallery"),
    Destination.ONLINE: N_("Online showcase"),
    Destination.GALLERY: N_("Gallery shelves"),
    Destination.FLAGSHIP: N_("Flagship and export"),
}
ASSESSMENT_NAMES: Mapping[AssessmentState, str] = {
    AssessmentState.WAITING: N_("No complete score yet"),
    AssessmentState.SINGLE: N_("A second curator is needed for a higher grade"),
    AssessmentState.DISCUSSION: N_("The scores lie far apart: please talk"),
    AssessmentState.DECIDED: N_("Decided"),
}
EVIDENCE_NAMES: Mapping[EvidenceKind, str] = {
    EvidenceKind.PHOTO: N_("Photo of the making"),
    EvidenceKind.VISIT: N_("Note of a visit"),
    EvidenceKind.STATEMENT: N_("Statement of own production"),
}
INCIDENT_NAMES: Mapping[IncidentKind, str] = {
    IncidentKind.COMPLAINT: N_("Complaint of a buyer"),
    IncidentKind.SPOILED: N_("Spoiled before its date"),
    IncidentKind.CONTAMINATED: N_("Foreign matter or contamination"),
    IncidentKind.LABEL: N_("Wrong or missing label"),
    IncidentKind.PERMIT: N_("Permit withdrawn or false"),
    IncidentKind.UNSAFE: N_("Breaks or hurts in use"),
    IncidentKind.IMITATION: N_("Copy, or not made by the business"),
    IncidentKind.RECALL: N_("Recall by an authority"),
}
SEVERITY_NAMES: Mapping[Severity, str] = {
    Severity.LOW: N_("Light: mend it and go on"),
    Severity.MEDIUM: N_("Serious: mend it before more is sold"),
    Severity.HIGH: N_("Dangerous: health or law"),
}
STATE_NAMES: Mapping[IncidentState, str] = {
    IncidentState.OPEN: N_("Waits for the vendor"),
    IncidentState.ANSWERED: N_("The vendor has answered"),
    IncidentState.CLOSED: N_("Settled"),
}
