"""A showcase that a curator of Galeri Caruban has begun."""

from uuid import UUID

from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.text import LocalText
from catalog.showcases.models import Showcase
from catalog.showcases.rules.content import Block, BlockKind, Content
from catalog.showcases.services import drafting
from tests.factories.galleries import a_gallery
from tests.factories.people import a_person
from tests.showcases.markets import curator


def wulan(session: Session, work: Work) -> Work:
    """Give the unit of work of a curator of Galeri Caruban."""
    gallery = a_gallery(session)
    person = a_person(session, GrantSpec(Role.CURATOR, gallery_id=gallery.id), name="Wulan")
    return curator(work, gallery.id, user_id=person.id)


def start(mine: Work, *blocks: Block) -> Showcase:
    """Begin a showcase with these blocks."""
    content = Content(
        title=LocalText(id="Awan yang Sabar"),
        lead=LocalText(id="Tujuh celupan."),
        curator_name="Wulan",
        blocks=blocks,
    )
    (gallery_id,) = mine.actor.curated_ids
    new = drafting.New(gallery_id=gallery_id, title=content.title, content=content)
    return drafting.create(mine, new)


def grid(number: int) -> Block:
    """Give an empty block for pieces with this id."""
    return Block(id=UUID(int=number), kind=BlockKind.GRID)
