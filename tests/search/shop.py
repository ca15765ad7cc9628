"""A small shop whose database and index the tests keep in step."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.search.criteria import Criteria
from catalog.search.document import Document
from catalog.search.indexer import Indexer
from catalog.search.outbox import SearchMark
from tests.search.documents import a_document


class Shop:
    """What the database would hold; ``loads`` counts how often all of it was read."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.products: dict[UUID, Document] = {}
        self.loads = 0

    def load(self, _session: Session, ids: Iterable[UUID] | None) -> Iterator[Document]:
        """Yield what is published of these ids, or everything."""
        self.loads += ids is None
        for each in list(self.products) if ids is None else ids:
            if each in self.products:
                yield self.products[each]

    def publish(self, name: str, kind: str = "product") -> UUID:
        """Put in or change a product, and mark it."""
        document = a_document(name)
        self.products[document.id] = document
        return self.mark(document.id, kind)

    def mark(self, target: UUID, kind: str = "product") -> UUID:
        """Mark something, in a transaction of its own."""
        self.session.add(SearchMark(kind=kind, target_id=target))
        self.session.commit()
        return target


def drain(indexer: Indexer, shop: Shop) -> int:
    done = indexer.drain(shop.session)
    shop.session.commit()
    return done


def count(indexer: Indexer, text: str = "") -> int:
    return indexer.engine.search(Criteria(text=text)).total


def seqs(shop: Shop) -> list[int]:
    return list(shop.session.scalars(select(SearchMark.seq).order_by(SearchMark.seq)))
