"""When a legality document earns a badge; pure, so that every page can ask at any moment."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

_HALAL = frozenset({"halal", "mui"})


class DocumentState(StrEnum):
    """What a verifier said last; expiry is computed, never stored."""

    DRAFT = "draft"  # never sent: its vendor still gathers what belongs to it
    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    REPLACED = "replaced"


class Scope(StrEnum):
    """What a document speaks for."""

    VENDOR = "vendor"
    PRODUCT_TYPES = "product_types"
    PRODUCTS = "products"


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """All that decides about a badge. ``valid_until`` None means "as long as nothing changes"."""

    type_code: str
    state: DocumentState
    scope: Scope
    number: str
    verified_number: str | None
    verified_at: datetime | None
    valid_until: date | None
    category_ids: frozenset[UUID] = frozenset()
    product_ids: frozenset[UUID] = frozenset()
    files_digest: str = ""
    verified_files: str = ""
    reopened_ids: frozenset[UUID] = frozenset()  # products whose recipe changed since
    is_narrow: bool = False  # of a kind that never speaks for a whole business (halal, P-IRT)


def is_decree(type_code: str, number: str) -> bool:
    """Return whether this is the number of the halal decree (KH): no label may carry that one."""
    return type_code in _HALAL and number.upper().startswith("KH")


def is_valid(document: DocumentFacts, today: date) -> bool:
    """Return whether the document stands today (WIB): verified, unchanged since, not expired."""
    return (
        document.state is DocumentState.VERIFIED
        and document.verified_at is not None
        and not is_decree(document.type_code, document.number)
        and document.number == document.verified_number
        and document.files_digest == document.verified_files
        and (document.valid_until is None or document.valid_until >= today)
    )


def covers(document: DocumentFacts, product_id: UUID, category_ids: frozenset[UUID]) -> bool:
    """Return whether the scope holds this product; ``category_ids`` include the ancestors."""
    match document.scope:
        case Scope.VENDOR:
            return not document.is_narrow
        case Scope.PRODUCT_TYPES:
            return not document.category_ids.isdisjoint(category_ids)
        case Scope.PRODUCTS:
            return product_id in document.product_ids


def is_valid_for(document: DocumentFacts, product_id: UUID | None, today: date) -> bool:
    """Return whether the document stands today for this product: nothing changed about it since."""
    return is_valid(document, today) and product_id not in document.reopened_ids


def earns_badge(
    document: DocumentFacts, product_id: UUID, category_ids: frozenset[UUID], today: date
) -> bool:
    """Return whether the document badges this product today."""
    return is_valid_for(document, product_id, today) and covers(document, product_id, category_ids)


def mask_number(number: str) -> str:
    """Return the number with its middle hidden: at most five characters and a third of it stay."""
    if len(number) <= 6:  # noqa: PLR2004  # too short to hide a middle
        return "•" * len(number)
    shown = min(len(number) // 3, 5)
    first, last = shown // 2, shown - shown // 2
    return f"{number[:first]}{'•' * (len(number) - shown)}{number[-last:]}"


class Standing(StrEnum):
    """How a document may be spoken of in public today."""

    VALID = "valid"
    WAITING = "waiting"
    GONE = "gone"


def standing(document: DocumentFacts, today: date, product_id: UUID | None = None) -> Standing:
    """Return how the public may read of it: refused, replaced and expired papers are gone.

    On the page of a product that has changed since, the paper waits.
    """
    if is_valid_for(document, product_id, today):
        return Standing.VALID
    is_over = document.valid_until is not None and document.valid_until < today
    may_wait = document.state in {DocumentState.PENDING, DocumentState.VERIFIED}
    return Standing.WAITING if may_wait and not is_over else Standing.GONE
