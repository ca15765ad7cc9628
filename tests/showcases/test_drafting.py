"""Working copies: whose they are, what publishing makes of them, what is kept of the past."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import LocalText
from catalog.products.rules.status import Status
from catalog.search.outbox import public_version
from catalog.showcases import queries
from catalog.showcases.models import (
    ShowcaseItem,
    ShowcaseSection,
    ShowcaseVersion,
)
from catalog.showcases.queries.drafts import get_editable, get_readable
from catalog.showcases.queries.listing import list_showcases
from catalog.showcases.rules import ShowcaseKind, VersionKind, arranging
from catalog.showcases.rules.content import Content
from catalog.showcases.rules.editing import apply
from catalog.showcases.rules.keeping import from_json
from catalog.showcases.services import drafting, publishing
from tests.factories.galleries import a_gallery
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.showcases.markets import curator, malaysia
from tests.showcases.starting import grid, start, wulan

MINUTE = timedelta(minutes=1)


@pytest.fixture
def mine(session: Session, work: Work) -> Work:
    """A curator of Galeri Caruban at work."""
    return wulan(session, work)


def test_a_showcase_begins_with_its_curators_name_and_a_free_address(mine: Work) -> None:
    (gallery_id,) = mine.actor.curated_ids
    new = drafting.New(gallery_id=gallery_id, title=LocalText(id="Biru yang Berlapis"))
    first, second = drafting.create(mine, new), drafting.create(mine, new)
    assert (first.slug, second.slug) == ("biru-yang-berlapis", "biru-yang-berlapis-2")
    assert get_editable(mine, first.id).content.curator_name == "Wulan"
    assert [line.title for line in list_showcases(mine, "mine")] == [new.title, new.title]
    for wrong, field in (
        (drafting.New(gallery_id=gallery_id, title=LocalText(en="Blue")), "title_id"),
        (drafting.New(gallery_id=gallery_id, title=new.title, slug="Biru!"), "slug"),
        (drafting.New(gallery_id=gallery_id, title=new.title, slug=first.slug), "slug"),
        (
            drafting.New(gallery_id=gallery_id, title=new.title, kind=ShowcaseKind.EXPORT),
            "market",
        ),
    ):
        with pytest.raises(RuleBroken) as error:
            drafting.create(mine, wrong)
        assert error.value.field == field


def test_curators_of_another_gallery_find_no_draft_but_what_is_published(
    session: Session, mine: Work, work: Work
) -> None:
    other = curator(work, a_gallery(session, "mall-ukm").id)
    draft = start(mine, grid(1))
    for ask in (get_editable, get_readable):
        with pytest.raises(NotFound):
            ask(other, draft.id)
    with pytest.raises(NotFound):
        drafting.change(other, draft.id, lambda content: content)
    with pytest.raises(NotFound):
        publishing.publish(other, draft.id, revision=1)
    public = a_showcase(session, slug="terbit")
    seen = {line.slug: line for line in list_showcases(other, "all")}
    assert set(seen) == {public.slug}
    assert not seen["terbit"].may_look
    auditor = Work(session=session, now=work.now, actor=Actor(roles=frozenset({Role.AUDITOR})))
    assert get_readable(auditor, draft.id).revision == 1
    with pytest.raises(NotFound):
        get_editable(auditor, draft.id)


MOVES = st.lists(st.tuples(st.sampled_from(["up", "down", "first"]), st.integers(1, 4)), max_size=6)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moves=MOVES)
def test_what_is_published_stands_dense_and_in_order_under_the_same_ids(
    session: Session, mine: Work, moves: list[tuple[str, int]]
) -> None:
    with session.begin_nested() as undone:
        _publish_after(session, mine, moves)
        undone.rollback()


def _publish_after(session: Session, mine: Work, moves: list[tuple[str, int]]) -> None:
    showcase = start(mine, *(grid(number) for number in range(1, 5)))
    products = [a_product(session) for _ in range(3)]
    for number in range(1, 5):
        drafting.add_products(mine, showcase.id, UUID(int=number), [p.id for p in products])
    publishing.publish(mine, showcase.id, revision=5)
    for move, number in moves:
        key = UUID(int=number)
        deeds = {
            "up": lambda content, key=key: arranging.nudge(content, key, -1),
            "down": lambda content, key=key: arranging.nudge(content, key, 1),
            "first": lambda content, key=key: arranging.move(content, key, 0),
        }
        drafting.change(mine, showcase.id, deeds[move])
    draft = get_editable(mine, showcase.id)
    if draft.is_unpublished:
        publishing.publish(mine, showcase.id, revision=draft.revision)
    rows = session.execute(
        select(ShowcaseSection.id, ShowcaseSection.position)
        .where(ShowcaseSection.showcase_id == showcase.id)
        .order_by(ShowcaseSection.position)
    ).all()
    assert [row.position for row in rows] == [0, 1, 2, 3]
    assert [row.id for row in rows] == [block.id for block in draft.content.blocks]
    held = session.scalars(
        select(ShowcaseItem.position)
        .where(ShowcaseItem.section_id == UUID(int=1))
        .order_by(ShowcaseItem.position)
    ).all()
    assert list(held) == [0, 1, 2]


def test_visitors_read_the_old_page_until_it_is_published_and_then_at_once(
    session: Session, mine: Work
) -> None:
    showcase = start(mine, grid(1))
    kain, topeng = a_product(session, name="Kain"), a_product(session, name="Topeng")
    drafting.add_products(mine, showcase.id, UUID(int=1), [kain.id])
    with pytest.raises(NotFound):
        queries.get_page(mine, showcase.slug, "id")
    publishing.publish(mine, showcase.id, revision=2)
    drafting.add_products(mine, showcase.id, UUID(int=1), [topeng.id])
    shown = queries.get_page(mine, showcase.slug, "id")
    assert [piece.card.name for piece in shown.pieces] == ["Kain"]
    preview = queries.get_preview(mine, get_readable(mine, showcase.id), "id")
    assert [piece.card.name for piece in preview.pieces] == ["Kain", "Topeng"]
    version = public_version(session)
    with pytest.raises(RuleBroken, match="Another curator changed"):
        publishing.publish(mine, showcase.id, revision=2)
    publishing.publish(mine, showcase.id, revision=3)
    assert public_version(session) > version
    shown = queries.get_page(mine, showcase.slug, "id")
    assert [piece.card.name for piece in shown.pieces] == ["Kain", "Topeng"]
    with pytest.raises(RuleBroken, match="Nothing has changed"):
        publishing.publish(mine, showcase.id, revision=3)
    actions = set(session.scalars(select(AuditEntry.action)))
    assert {"showcase.create", "showcase.edit", "showcase.publish"} <= actions


def test_the_audit_names_each_changed_part_once_in_a_sitting(session: Session, mine: Work) -> None:
    showcase = start(mine, grid(1))

    def write(minute: int, **words: Any) -> None:
        work = replace(mine, now=mine.now + minute * MINUTE)
        drafting.change(work, showcase.id, lambda content: replace(content, **words))

    for minute, title in enumerate(("Ka", "Kain", "Kain biru")):
        write(minute, title=LocalText(id=title))
    write(3, lead=LocalText(id="Biru berlapis."))
    write(40, title=LocalText(id="Kain biru laut"))
    told = session.scalars(
        select(AuditEntry.after)
        .where(AuditEntry.action == "showcase.edit")
        .order_by(AuditEntry.happened_at)
    )
    assert [about["parts"] for about in told] == [["title"], ["lead"], ["title"]]


def test_a_showcase_from_before_the_builder_is_taken_over_as_it_stands(
    session: Session, mine: Work
) -> None:
    product = a_product(session)
    old = a_showcase(session, [a_section([an_item(product, "Dari dekat.")], title="Satu")])
    draft = get_editable(mine, old.id)
    assert (draft.revision, draft.is_unpublished) == (0, False)
    saved = drafting.change(
        mine, old.id, lambda content: apply(content, None, {"title_id": "Baru"}, {}).content
    )
    assert saved.revision == 1
    assert get_editable(mine, old.id).is_unpublished
    publishing.publish(mine, old.id, revision=1)
    page = queries.get_page(mine, old.slug, "id")
    assert page.teaser.title["id"] == "Baru"
    assert page.pieces[0].note["id"] == "Dari dekat."
    (kept,) = session.scalars(
        select(ShowcaseVersion).where(ShowcaseVersion.kind == VersionKind.AUTO)
    )
    assert from_json(kept.content).blocks[0].title["id"] == "Satu"


def test_only_what_is_live_and_passes_the_gate_can_be_put_in(session: Session, mine: Work) -> None:
    showcase = start(mine, grid(1))
    draft = a_product(session, status=Status.DRAFT)
    with pytest.raises(RuleBroken, match="Only products that are live"):
        drafting.add_products(mine, showcase.id, UUID(int=1), [draft.id])
    (gallery_id,) = mine.actor.curated_ids
    export = drafting.create(
        mine,
        drafting.New(
            gallery_id=gallery_id,
            title=LocalText(id="Siap"),
            kind=ShowcaseKind.EXPORT,
            market_code=malaysia(session),
            content=Content(title=LocalText(id="Siap"), blocks=(grid(2),)),
        ),
    )
    with pytest.raises(RuleBroken, match="not ready for Malaysia"):
        drafting.add_products(mine, export.id, UUID(int=2), [a_product(session).id])


def test_a_product_may_stand_in_many_showcases_with_different_sentences(
    session: Session, mine: Work
) -> None:
    product, told = a_product(session), []
    for number, words in ((1, "Untuk dinding."), (2, "Untuk dipakai.")):
        showcase = start(mine, grid(number))
        saved = drafting.add_products(mine, showcase.id, UUID(int=number), [product.id])
        item = saved.content.blocks[0].items[0]
        typed = {f"note_id-{item.id}": words}
        key = UUID(int=number)
        content = apply(saved.content, key, typed, {}).content
        drafting.save(mine, showcase.id, content, revision=saved.revision)
        publishing.publish(mine, showcase.id, revision=3)
        told.append(queries.get_page(mine, showcase.slug, "id").pieces[0].note["id"])
    assert told == ["Untuk dinding.", "Untuk dipakai."]
