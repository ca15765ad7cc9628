"""A proposal for a showcase of each gallery."""

from uuid import UUID

from catalog.composing import services
from catalog.composing.rules.candidates import Parts
from catalog.composing.rules.composing import Composed, Placed
from catalog.composing.rules.programme import Outcome
from catalog.composing.rules.wishes import Wishes
from catalog.db.work import Work
from tests.house.access.people import World


def add_proposal(work: Work, world: World, who: str) -> None:
    """Keep a proposal of one piece, and name it to the world."""
    piece = Placed(UUID(world.ids[who]["product_id"]), 100, Parts(50, 0, 0, 0))
    composed = Composed(
        wishes=Wishes(least=1, most=1),
        outcome=Outcome.BEST,
        placed=(piece,),
        value=100,
        bound=100,
        pool=1,
    )
    kept = services.keep(work, UUID(world.ids[who]["showcase_id"]), composed)
    world.ids[who]["proposal_id"] = str(kept.id)
