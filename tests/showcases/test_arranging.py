"""The order of a page survives whatever curators do to it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.showcases.rules import arranging
from catalog.showcases.rules.content import (
    MAX_BLOCKS,
    Block,
    BlockKind,
    Content,
    Item,
    Removed,
    Settings,
)
from catalog.showcases.rules.keeping import from_json, to_json
from catalog.showcases.rules.merging import merge, touched

KEYS = [UUID(int=number) for number in range(1, 40)]
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["insert", "move", "nudge", "delete", "restore"]),
        st.integers(0, 11),
        st.integers(-3, 14),
    ),
    max_size=40,
)
PIECES = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "nudge", "delete", "restore"]),
        st.integers(0, 1),
        st.integers(0, 7),
        st.integers(-2, 9),
    ),
    max_size=40,
)


def _grid(key: UUID, *products: UUID) -> Block:
    items = tuple(Item(id=uuid4(), product_id=product) for product in products)
    return Block(id=key, kind=BlockKind.GRID, items=items)


def _order(content: Content) -> list[UUID]:
    return [block.id for block in content.blocks]


def _others(order: list[UUID], key: UUID) -> list[UUID]:
    return [each for each in order if each != key]


@given(DEEDS)
def test_only_what_is_named_changes_its_place(deeds: list[tuple[str, int, int]]) -> None:
    content = Content()
    for deed, number, place in deeds:
        key, before = KEYS[number], _order(content)
        if deed == "insert" and key not in before:
            content = arranging.insert(content, _grid(key), max(0, place))
        elif deed == "move" and key in before:
            content = arranging.move(content, key, place)
            assert _order(content)[min(max(place, 0), len(before) - 1)] == key
        elif deed == "nudge" and key in before:
            content = arranging.nudge(content, key, place)
        elif deed == "delete" and key in before:
            content = arranging.delete(content, key)
        elif deed == "restore" and key in {each.what.id for each in content.trash}:
            content = arranging.restore(content, key)
        assert _others(_order(content), key) == _others(before, key)
        assert len(set(_order(content))) == len(content.blocks)


@given(st.permutations(range(8)), st.integers(0, 8), st.data())
def test_what_was_taken_out_comes_back_where_it_stood(
    taking: list[int], count: int, data: st.DataObject
) -> None:
    content = Content(blocks=tuple(_grid(key) for key in KEYS[:8]))
    gone = [KEYS[number] for number in taking[:count]]
    for key in gone:
        content = arranging.delete(content, key)
    for key in data.draw(st.permutations(gone)):
        content = arranging.restore(content, key)
    assert _order(content) == KEYS[:8]
    assert not content.trash


@given(PIECES)
def test_pieces_keep_their_order_too_and_stand_in_a_part_once(
    deeds: list[tuple[str, int, int, int]],
) -> None:
    content = Content(blocks=(_grid(KEYS[0]), _grid(KEYS[1])))
    for deed, which, number, place in deeds:
        block = content.blocks[which]
        before = block.product_ids
        product = KEYS[10 + number]
        if deed == "restore":
            content = _bring_back(content)
            continue
        content = _arranged(content, block, deed, product, place)
        after = content.blocks[which].product_ids
        assert [key for key in after if key != product] == [k for k in before if k != product]
    for block in content.blocks:
        assert len(set(block.product_ids)) == len(block.items)


def _bring_back(content: Content) -> Content:
    return arranging.restore(content, content.trash[0].what.id) if content.trash else content


def _arranged(content: Content, block: Block, deed: str, product: UUID, place: int) -> Content:
    item = next((each for each in block.items if each.product_id == product), None)
    if deed == "add":
        return arranging.add_products(content, block.id, [product], max(0, place))
    if item is None:
        return content
    if deed == "move":
        return arranging.move_item(content, block.id, item.id, place)
    if deed == "nudge":
        return arranging.nudge_item(content, block.id, item.id, place)
    return arranging.delete_item(content, block.id, item.id)


def test_a_piece_goes_from_one_part_to_another_with_its_sentence() -> None:
    item = Item(id=KEYS[5], product_id=KEYS[10], note=LocalText(id="Mulai dari sini."))
    first = Block(id=KEYS[0], kind=BlockKind.GRID, items=(item,))
    content = Content(blocks=(first, _grid(KEYS[1], KEYS[11], KEYS[12])))
    moved = arranging.move_item(content, KEYS[0], KEYS[5], 1, KEYS[1])
    assert moved.blocks[0].items == ()
    assert moved.blocks[1].items[1] == item
    with pytest.raises(RuleBroken, match="already in that part"):
        arranging.move_item(
            arranging.add_products(content, KEYS[1], [KEYS[10]]), KEYS[0], KEYS[5], 0, KEYS[1]
        )


def test_a_full_page_says_how_much_it_holds() -> None:
    content = Content(blocks=tuple(_grid(uuid4()) for _ in range(MAX_BLOCKS)))
    with pytest.raises(RuleBroken, match="room for 40 parts"):
        arranging.insert(content, _grid(uuid4()))
    with pytest.raises(RuleBroken, match="holds no pieces"):
        arranging.add_products(
            Content(blocks=(Block(id=KEYS[0], kind=BlockKind.CALL),)), KEYS[0], [KEYS[1]]
        )
    with pytest.raises(RuleBroken, match="not there any more"):
        arranging.delete(content, uuid4())


TEXTS = st.dictionaries(st.sampled_from(["id", "en"]), st.text(min_size=1, max_size=20)).map(
    LocalText
)
ITEMS = st.builds(
    Item,
    id=st.uuids(),
    product_id=st.uuids(),
    note=TEXTS,
    is_hidden=st.booleans(),
)
BLOCKS = st.builds(
    Block,
    id=st.uuids(),
    kind=st.sampled_from(BlockKind),
    title=TEXTS,
    text=TEXTS,
    image_id=st.none() | st.uuids(),
    alt=TEXTS,
    focal=st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1)),
    settings=st.builds(
        Settings, query=st.text(max_size=9), is_live=st.booleans(), vendor_id=st.none() | st.uuids()
    ),
    items=st.lists(ITEMS, max_size=3).map(tuple),
)
CONTENTS = st.builds(
    Content,
    title=TEXTS,
    lead=TEXTS,
    note=TEXTS,
    curator_name=st.text(max_size=9),
    cover_id=st.none() | st.uuids(),
    blocks=st.lists(BLOCKS, max_size=4).map(tuple),
    trash=st.lists(
        st.builds(Removed, what=BLOCKS | ITEMS, block_id=st.none() | st.uuids()), max_size=2
    ).map(tuple),
)


@given(CONTENTS)
def test_what_is_kept_is_read_back_as_it_was(content: Content) -> None:
    assert from_json(to_json(content)) == content


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["title", "blocks", "trash", "id", "kind", "items", "settings", "focal"]
            ),
            inner,
            max_size=4,
        )
    ),
)


@given(st.dictionaries(st.sampled_from(["title", "blocks", "trash", "cover"]), JSON))
def test_what_cannot_be_meant_is_left_out(raw: dict[str, object]) -> None:
    assert from_json(to_json(from_json(raw))) == from_json(raw)


def test_two_curators_in_different_parts_lose_nothing() -> None:
    base = Content(
        title=LocalText(id="Awan"), blocks=(_grid(KEYS[0], KEYS[10]), _grid(KEYS[1], KEYS[11]))
    )
    theirs = arranging.insert(base, _grid(KEYS[2]), 1)
    theirs = arranging.changed(theirs, Block(id=KEYS[0], kind=BlockKind.GRID))
    stamps = {part: [2, "", ""] for part in touched(base, theirs)}
    mine = arranging.move(arranging.add_products(base, KEYS[1], [KEYS[12]]), KEYS[1], 0)
    merged = merge(mine, theirs, stamps, 1)
    assert merged.conflicts == ()
    assert merged.content.blocks[1].items == ()  # taken out over there, untouched here
    assert set(_order(merged.content)) == {KEYS[0], KEYS[1], KEYS[2]}
    block = merged.content.find(KEYS[1])
    assert block is not None
    assert block.product_ids == (KEYS[11], KEYS[12])


def test_the_same_part_keeps_the_word_of_who_saved_first() -> None:
    base = Content(title=LocalText(id="Awan"), lead=LocalText(id="Lama"))
    theirs = Content(title=LocalText(id="Awan mereka"), lead=LocalText(id="Lama"))
    mine = Content(title=LocalText(id="Awan saya"), lead=LocalText(id="Baru"))
    merged = merge(mine, theirs, {"title": [2, "", ""]}, 1)
    assert touched(base, theirs) == {"title"}
    assert merged.conflicts == ("title",)
    assert merged.content.title["id"] == "Awan mereka"
    assert merged.content.lead["id"] == "Baru"
