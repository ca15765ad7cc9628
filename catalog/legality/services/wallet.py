"""What a vendor does with its papers: begin, fill in, send, change, renew, give up."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from sqlalchemy import select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.legality.models import (
    Document,
    DocumentCategory,
    DocumentFile,
    DocumentProduct,
    DocumentType,
)
from catalog.legality.queries.wallet import number_bound_to
from catalog.legality.rules import (
    DocumentState,
    EventKind,
    FilePurpose,
    PaperDraft,
    Scope,
)
from catalog.legality.rules.wallet import (
    CHANGED,
    check_count,
    check_open,
    check_sendable,
    masked,
)
from catalog.legality.services.changing import Change, claim, count_files, drop_badge, note
from catalog.legality.services.files import PreparedFile
from catalog.media.store import Store
from catalog.vendors.models import Vendor

_UNSENT = frozenset({DocumentState.DRAFT, DocumentState.REJECTED})


class NotSendable(RuleBroken):
    """A paper lacks what the verifiers need; ``problems`` names everything, each with its field."""

    def __init__(self, problems: Sequence[RuleBroken]) -> None:
        first = problems[0]
        super().__init__(first.message, field=first.field, **first.values)
        self.problems = problems


def begin(
    work: Work, vendor_id: UUID, type_code: str, *, replaces: Document | None = None
) -> Document:
    """Return a new, empty paper of this type; one that was begun and left is taken up again."""
    paper_type = work.session.get(DocumentType, type_code)
    if paper_type is None:
        raise NotFound("document type")
    # Pressed twice, the second waits here and finds the paper of the first.
    work.session.execute(select(Vendor.id).where(Vendor.id == vendor_id).with_for_update())
    left = work.session.scalars(
        select(Document)
        .where(
            Document.vendor_id == vendor_id,
            Document.type_code == type_code,
            Document.state == DocumentState.DRAFT,
            Document.replaces_id == (replaces.id if replaces else None),
        )
        .order_by(Document.created_at, Document.id)
    ).first()
    if left is not None:
        return left
    document = Document(
        vendor_id=vendor_id,
        type_code=type_code,
        number="",
        holder_name=replaces.holder_name if replaces else "",
        scope=replaces.scope if replaces else paper_type.default_scope,
        state=DocumentState.DRAFT,
        version=1,
        created_at=work.now,
        replaces_id=replaces.id if replaces else None,
    )
    if replaces is not None:
        document.categories = [
            DocumentCategory(category_id=link.category_id) for link in replaces.categories
        ]
        document.products = [
            DocumentProduct(product_id=link.product_id) for link in replaces.products
        ]
    work.session.add(document)
    work.session.flush()
    note(work, document, Change(EventKind.STARTED, None))
    return document


def renew(work: Work, document: Document) -> Document:
    """Return the paper that will take the place of this one once it is verified."""
    if document.state in {DocumentState.DRAFT, DocumentState.REPLACED}:
        raise RuleBroken(N_("This paper cannot be renewed. Look at the newest one of its kind."))
    return begin(work, document.vendor_id, document.type_code, replaces=document)


def save(work: Work, document: Document, draft: PaperDraft, seen: int, *, is_sending: bool) -> bool:
    """Keep what was typed, and send it to the verifiers; return whether anything changed.

    What already waits for a verifier, or has been verified, is sent anew with every change, so it
    must be complete. Raises RuleBroken, or NotSendable with everything that is missing.
    """
    claim(work, document, seen, CHANGED)
    check_open(document.state)
    before = document.state
    is_sending = is_sending or before not in _UNSENT
    if is_sending:
        _check_complete(work, document, draft)
    fields = _apply(work, document, draft)
    if is_sending and before in _UNSENT:
        document.state, document.sent_at = DocumentState.PENDING, work.now
        document.refusal = ""
    elif fields:
        drop_badge(document)
        document.sent_at = work.now if is_sending else document.sent_at
    if not fields and document.state is before:
        return False
    kind = EventKind.SENT if document.state is not before else EventKind.EDITED
    note(work, document, Change(kind, before, fields))
    return True


def _check_complete(work: Work, document: Document, draft: PaperDraft) -> None:
    stored = document.number if draft.number is None else draft.number
    papers = [file for file in document.files if file.purpose is FilePurpose.PAPER]
    problems = check_sendable(
        draft,
        has_number=bool(stored),
        has_files=bool(papers),
        is_narrow=document.type.default_scope is not Scope.VENDOR,
        today=wib_date(work.now),
    )
    if problems:
        raise NotSendable(problems)


def _apply(work: Work, document: Document, draft: PaperDraft) -> list[str]:
    """Set what differs; return the names of those fields."""
    changed = [*_set_number(work, document, draft.number), *_set_links(document, draft)]
    for field in ("holder_name", "issued_on", "valid_until", "scope"):
        if getattr(document, field) != getattr(draft, field):
            setattr(document, field, getattr(draft, field))
            changed.append(field)
    return changed


def _set_number(work: Work, document: Document, number: str | None) -> list[str]:
    if number is None:
        return []
    paper_type = work.session.get_one(DocumentType, document.type_code)
    if not paper_type.is_personal:
        if document.number == number:
            return []
        document.number = number
        return ["number"]
    finger = work.vault.fingerprint(number, purpose="document.number") if number else ""
    if document.number_print == finger:
        return []
    document.number, document.number_print = masked(number), finger
    sealed = work.vault.seal(number, bound_to=number_bound_to(document.id)) if number else None
    document.number_sealed = sealed
    return ["number"]


def _set_links(document: Document, draft: PaperDraft) -> list[str]:
    """Keep the links that the scope counts, and only those."""
    categories = draft.category_ids if draft.scope is Scope.PRODUCT_TYPES else frozenset()
    products = draft.product_ids if draft.scope is Scope.PRODUCTS else frozenset()
    changed = []
    if {link.category_id for link in document.categories} != categories:
        kept = [link for link in document.categories if link.category_id in categories]
        known = {link.category_id for link in kept}
        document.categories = kept + [
            DocumentCategory(category_id=each) for each in sorted(categories - known)
        ]
        changed.append("categories")
    if {link.product_id for link in document.products} != products:
        kept_products = [link for link in document.products if link.product_id in products]
        known = {link.product_id for link in kept_products}
        document.products = kept_products + [
            DocumentProduct(product_id=each) for each in sorted(products - known)
        ]
        changed.append("products")
    return changed


def check_room(document: Document) -> None:
    """Raise RuleBroken unless one more file may be added to this paper."""
    check_open(document.state)
    check_count(sum(file.purpose is FilePurpose.PAPER for file in document.files), 1)


def add_files(
    work: Work,
    document: Document,
    files: Sequence[PreparedFile],
    *,
    purpose: FilePurpose = FilePurpose.PAPER,
) -> int:
    """Add prepared files to a paper; return how many are new. One that it has is not added twice.

    Raises RuleBroken when there are too many; ``flask media tidy`` removes what was stored. What a
    verifier adds beside a decision is no change of the paper itself.
    """
    if purpose is FilePurpose.PAPER:
        claim(work, document, None, CHANGED)
    check_open(document.state)
    same = [file for file in document.files if file.purpose is purpose]
    known = {file.print for file in same}
    fresh = {file.print: file for file in files if file.print not in known}
    if not fresh:
        return 0
    check_count(len(same), len(fresh), purpose)
    for position, file in enumerate(fresh.values(), len(same)):
        document.files.append(_row(work, file, purpose, position))
    _files_changed(work, document, EventKind.FILE_ADDED, purpose)
    return len(fresh)


def _row(work: Work, file: PreparedFile, purpose: FilePurpose, position: int) -> DocumentFile:
    return DocumentFile(
        id=file.id,
        purpose=purpose,
        kind=file.kind,
        size=file.size,
        pages=file.pages,
        position=position,
        print=file.print,
        name_sealed=file.name_sealed,
        key=file.key,
        stored_at=work.now,
        stored_by=work.actor.user_id,
    )


def remove_file(work: Work, document: Document, file_id: UUID, *, store: Store) -> None:
    """Take a file off a paper; the stored content goes once the change stands."""
    claim(work, document, None, CHANGED)
    check_open(document.state)
    file = next((each for each in document.files if each.id == file_id), None)
    if file is None or file.purpose is not FilePurpose.PAPER:
        raise NotFound("document file")
    document.files.remove(file)
    work.later(partial(store.delete, file.key))
    _files_changed(work, document, EventKind.FILE_REMOVED, FilePurpose.PAPER)


def _files_changed(work: Work, document: Document, kind: EventKind, purpose: FilePurpose) -> None:
    before = document.state
    if purpose is FilePurpose.PAPER:
        count_files(document)
        drop_badge(document)
    note(work, document, Change(kind, before, [purpose.value]))


def discard(work: Work, document: Document, seen: int, *, store: Store) -> None:
    """Remove a paper that was never sent, with its files."""
    claim(work, document, seen, CHANGED)
    if document.state is not DocumentState.DRAFT:
        raise RuleBroken(N_("This paper was already sent, so it stays in the wallet."))
    for file in document.files:
        work.later(partial(store.delete, file.key))
    record(
        work,
        "legality.discarded",
        target=("document", document.id),
        before={"state": document.state, "type": document.type_code},
        vendor_id=document.vendor_id,
    )
    work.session.delete(document)
