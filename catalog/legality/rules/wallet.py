"""The life of a paper in its vendor's wallet: states, moves, files, reminders."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.legality.rules.documents import DocumentState, Scope

MAX_FILES = 5
MAX_PROOFS = 10  # over the years, one paper is looked up more than once
MAX_BYTES = 10 * 1024 * 1024
MAX_NUMBER = 60
_LAST = 4  # digits of a personal number that stay readable

CHANGED = N_(
    "Someone else changed this paper in the meantime. Compare what is stored now with what you"
    " typed, then save again."
)
DECIDED = N_("This paper was changed or decided in the meantime. Look at it again.")
NARROW = N_(
    "This kind of paper speaks only for the products that it names. Choose their kinds, or the"
    " products themselves."
)
TOO_MANY_PROOFS = N_("A paper has at most %(most)d pictures of the official checker.")
TOO_MANY = N_("A paper has at most %(most)d files. Remove one first.")
_NEEDS = {
    "number": N_("Type the number as it stands on the paper."),
    "files": N_("Add at least one photo or PDF of the paper."),
    "issued_on": N_("The date of issue lies in the future. Look at it again."),
    "valid_until": N_("The paper ends before it begins. Look at both dates again."),
    "validity": N_(
        "Type the date until which the paper is valid, or tick that it stays valid as long as"
        " nothing changes."
    ),
    "over": N_("This paper has already run out. Send the renewed one."),
    "categories": N_("Choose at least one kind of product that the paper speaks for."),
    "products": N_("Choose at least one product that the paper speaks for."),
}


class PaperState(StrEnum):
    """Where a paper stands as people speak of it; expiry included."""

    EMPTY = "empty"
    DRAFT = "draft"
    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    EXPIRED = "expired"
    REPLACED = "replaced"


class FileKind(StrEnum):
    """What a stored file is; pictures are always made new, as JPEG."""

    PDF = "pdf"
    JPEG = "jpeg"


class FilePurpose(StrEnum):
    """Why a file lies with a paper."""

    PAPER = "paper"  # the paper itself, from its vendor
    PROOF = "proof"  # what the verifier saw at the official checker


class EventKind(StrEnum):
    """What can become of a paper."""

    STARTED = "started"
    EDITED = "edited"
    FILE_ADDED = "file_added"
    FILE_REMOVED = "file_removed"
    SENT = "sent"
    VERIFIED = "verified"
    REFUSED = "refused"
    REPLACED = "replaced"
    PUT_OFF = "put_off"


class Stage(StrEnum):
    """The reminders of a paper that runs out."""

    SOON = "90"
    NEAR = "30"
    LAST = "7"
    OVER = "over"


_STAGES = ((0, Stage.OVER), (8, Stage.LAST), (31, Stage.NEAR), (91, Stage.SOON))
# Whoever sent a paper off may still change it; only what another paper replaced is closed.
_OPEN = frozenset(DocumentState) - {DocumentState.REPLACED}


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """What someone typed about a paper. ``number`` None: leave the stored one as it is."""

    number: str | None
    holder_name: str
    issued_on: date | None
    valid_until: date | None
    is_open_ended: bool
    scope: Scope
    category_ids: frozenset[UUID] = frozenset()
    product_ids: frozenset[UUID] = frozenset()


def shown_state(state: DocumentState, valid_until: date | None, today: date) -> PaperState:
    """Return how people speak of a paper today (WIB)."""
    is_over = valid_until is not None and valid_until < today
    if is_over and state in {DocumentState.VERIFIED, DocumentState.PENDING}:
        return PaperState.EXPIRED
    return PaperState(state.value)


def check_open(state: DocumentState) -> None:
    """Raise unless a paper in this state may be changed."""
    if state not in _OPEN:
        raise RuleBroken(N_("A newer paper has replaced this one, so it stays as it is."))


def check_count(stored: int, added: int, purpose: FilePurpose = FilePurpose.PAPER) -> None:
    """Raise when a paper would get too many files, or too many proofs of a verifier."""
    if purpose is FilePurpose.PROOF and stored + added > MAX_PROOFS:
        raise RuleBroken(TOO_MANY_PROOFS, field="proof", most=MAX_PROOFS)
    if purpose is FilePurpose.PAPER and stored + added > MAX_FILES:
        raise RuleBroken(TOO_MANY, field="files", most=MAX_FILES)


def check_sendable(
    draft: PaperDraft, *, has_number: bool, has_files: bool, is_narrow: bool, today: date
) -> list[RuleBroken]:
    """Return everything that keeps a paper from being sent to the verifiers, with its field."""
    problems = []
    if not has_number:
        problems.append(RuleBroken(_NEEDS["number"], field="number"))
    problems += _dates(draft, today)
    if draft.scope is Scope.VENDOR and is_narrow:
        problems.append(RuleBroken(NARROW, field="scope"))
    if draft.scope is Scope.PRODUCT_TYPES and not draft.category_ids:
        problems.append(RuleBroken(_NEEDS["categories"], field="categories"))
    if draft.scope is Scope.PRODUCTS and not draft.product_ids:
        problems.append(RuleBroken(_NEEDS["products"], field="products"))
    if not has_files:
        problems.append(RuleBroken(_NEEDS["files"], field="files"))
    return problems


def _dates(draft: PaperDraft, today: date) -> list[RuleBroken]:
    if draft.issued_on is not None and draft.issued_on > today:
        return [RuleBroken(_NEEDS["issued_on"], field="issued_on")]
    if draft.valid_until is None:
        if draft.is_open_ended:
            return []
        return [RuleBroken(_NEEDS["validity"], field="valid_until")]
    if draft.issued_on is not None and draft.valid_until < draft.issued_on:
        return [RuleBroken(_NEEDS["valid_until"], field="valid_until")]
    if draft.valid_until < today:
        return [RuleBroken(_NEEDS["over"], field="valid_until")]
    return []


def masked(number: str) -> str:
    """Return a personal number with all but its last four characters hidden."""
    if len(number) <= _LAST * 2:
        return "•" * len(number)
    return "•" * (len(number) - _LAST) + number[-_LAST:]


def stage_of(valid_until: date, today: date) -> Stage | None:
    """Return the nearest reminder that is due by now, if any."""
    left = (valid_until - today).days
    return next((stage for days, stage in _STAGES if left < days), None)
