"""Kept states, frozen searches and pictures of a working copy: nothing is lost."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.showcases.models import (
    ShowcasePhoto,
    ShowcaseVersion,
)
from catalog.showcases.queries.drafts import get_editable
from catalog.showcases.rules import arranging
from catalog.showcases.rules.content import Block, BlockKind, Settings
from catalog.showcases.rules.editing import apply
from catalog.showcases.rules.keeping import from_json
from catalog.showcases.services import building, drafting, versions
from tests.factories.media import an_image
from tests.factories.people import a_person
from tests.factories.products import a_product
from tests.showcases.markets import at, curator
from tests.showcases.starting import grid, start, wulan

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mine(session: Session, work: Work) -> Work:
    """A curator of Galeri Caruban at work."""
    return wulan(session, work)


def test_states_are_kept_now_and_then_and_bringing_one_back_loses_nothing(
    session: Session, mine: Work
) -> None:
    showcase = start(mine, grid(1), grid(2))
    later, much_later = at(mine, mine.now + MINUTE), at(mine, mine.now + 20 * MINUTE)
    other = curator(
        at(mine, mine.now + 25 * MINUTE),
        showcase.gallery_id,
        user_id=a_person(session, name="Reza").id,
    )

    def write(who: Work, title: str) -> None:
        drafting.change(
            who, showcase.id, lambda content: apply(content, None, {"title_id": title}, {}).content
        )

    def kept() -> list[str]:
        found = session.scalars(
            select(ShowcaseVersion)
            .where(ShowcaseVersion.showcase_id == showcase.id)
            .order_by(ShowcaseVersion.number)
        )
        return [from_json(version.content).title["id"] for version in found]

    write(later, "Satu")
    assert kept() == []  # the same sitting
    write(much_later, "Dua")
    assert kept() == ["Satu"]
    write(other, "Tiga")
    assert kept() == ["Satu", "Dua"]  # another curator takes over
    versions.keep_named(mine, get_editable(mine, showcase.id), "Sebelum rapat")
    drafting.change(other, showcase.id, lambda content: arranging.delete(content, UUID(int=2)))
    building.restore_version(other, showcase.id, 1)
    draft = get_editable(mine, showcase.id)
    assert draft.content.title["id"] == "Satu"
    assert [block.id.int for block in draft.content.blocks] == [1, 2]
    assert kept()[-2:] == ["Tiga", "Tiga"]  # named, and what stood there before
    with pytest.raises(NotFound):
        building.restore_version(other, showcase.id, 99)


def test_a_search_is_frozen_in_its_order_with_the_sentences_that_stay(
    session: Session, mine: Work
) -> None:
    key = UUID(int=1)
    search = Block(id=key, kind=BlockKind.SEARCH, settings=Settings(query="q=batik", is_live=True))
    showcase = start(mine, search)
    first, second, third = (a_product(session).id for _ in range(3))
    building.freeze(mine, showcase.id, key, [first, second])
    block = get_editable(mine, showcase.id).content.blocks[0]
    assert not block.settings.is_live
    typed = {f"note_id-{block.items[1].id}": "Tetap."}
    drafting.change(mine, showcase.id, lambda content: apply(content, key, typed, {}).content)
    frozen = building.freeze(mine, showcase.id, key, [third, second]).content.blocks[0]
    assert frozen.product_ids == (third, second)
    assert frozen.items[1].note["id"] == "Tetap."


def test_every_picture_of_a_draft_is_held_in_the_library(session: Session, mine: Work) -> None:
    showcase = start(mine, Block(id=UUID(int=1), kind=BlockKind.FEATURE))
    cover, chapter = an_image(session), an_image(session)
    building.choose_picture(mine, showcase.id, None, cover.id)
    building.choose_picture(mine, showcase.id, UUID(int=1), chapter.id)
    building.choose_picture(mine, showcase.id, None, None)
    held = session.scalars(
        select(ShowcasePhoto.image_id).where(ShowcasePhoto.showcase_id == showcase.id)
    )
    assert set(held) == {cover.id, chapter.id}  # kept for the versions that show it
    with pytest.raises(RuleBroken, match="picture is not there"):
        building.choose_picture(mine, showcase.id, None, UUID(int=9))
