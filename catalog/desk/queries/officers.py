"""Who else may see to a thing of the queue: the people it can be given to."""

from uuid import UUID

from sqlalchemy import select

from catalog.accounts.queries import member_ids, names, staff_ids
from catalog.db.work import Work
from catalog.desk.queries.items import Item
from catalog.desk.rules.queue import Kind
from catalog.galleries.queries import galleries_of
from catalog.galleries.queries.joining import galleries_asked
from catalog.kernel.actor import Role
from catalog.legality.models import Document, DocumentType
from catalog.products.queries.crossing import find_answering

_OF_OFFICES = frozenset(
    {Kind.REGISTRATION, Kind.CLAIM, Kind.PAPER, Kind.REOPENED, Kind.PRODUCT, Kind.CHANGE}
)
_OF_GALLERIES = frozenset({Kind.PAPER, Kind.REOPENED, Kind.PRODUCT, Kind.CHANGE})


def colleagues(work: Work, item: Item) -> dict[UUID, str]:
    """Return the officers who may decide on this, by name; the actor is among them if they may."""
    people: set[UUID] = set(staff_ids(work, Role.ADMIN))
    if item.kind in _OF_OFFICES:
        people.update(staff_ids(work, Role.DINAS, item.served_by))
    for gallery_id in _galleries(work, item):
        people.update(staff_ids(work, Role.CURATOR, gallery_id=gallery_id))
    found = names(work, people - set(member_ids(work, item.vendor_id)))  # never their own
    return dict(sorted(found.items(), key=lambda each: (each[1].casefold(), str(each[0]))))


def _galleries(work: Work, item: Item) -> frozenset[UUID]:
    if item.kind is Kind.PAPER and _is_personal(work, item.id):
        return frozenset()  # curators do not read them
    if item.kind in _OF_GALLERIES:
        return galleries_of(work, item.vendor_id)
    if item.kind is Kind.APPLICATION:
        return galleries_asked(work, item.vendor_id)
    answering = find_answering(work, item.id) if item.kind is Kind.CROSSING else None
    return frozenset({answering}) if answering else frozenset()


def _is_personal(work: Work, document_id: UUID) -> bool:
    return bool(
        work.session.scalar(
            select(DocumentType.is_personal)
            .join(Document, Document.type_code == DocumentType.code)
            .where(Document.id == document_id)
        )
    )
