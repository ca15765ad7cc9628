"""A showcase of each gallery, not published, with a part, a picture and a kept state."""

from uuid import UUID, uuid4

from catalog.db.work import Work
from catalog.kernel.text import LocalText
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.rules.content import Block, BlockKind, Content, Settings
from catalog.showcases.services import drafting, versions
from tests.house.access.people import World


def add_showcase(work: Work, world: World, who: str, gallery_id: UUID) -> None:
    """Start a showcase in a gallery, and name its ids to the world."""
    block = Block(
        id=uuid4(), kind=BlockKind.SEARCH, settings=Settings(query="q=batik", is_live=True)
    )
    content = Content(title=LocalText(id=f"Rahasia {who}"), curator_name="Wulan", blocks=(block,))
    new = drafting.New(gallery_id=gallery_id, title=content.title, content=content)
    showcase = drafting.create(work, new)
    versions.keep_named(work, get_editable(work, showcase.id), "Sebelum rapat")
    world.ids[who] |= {
        "showcase_id": str(showcase.id),
        "block_id": str(block.id),
        "number": "1",
        "place": "kepala",
    }
