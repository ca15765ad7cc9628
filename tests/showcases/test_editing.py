"""What is typed into the builder: cleaned, told where it is wrong, never lost to another's."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.showcases.rules import ShowcaseKind
from catalog.showcases.rules.checking import blockers, in_english, is_empty, lacks
from catalog.showcases.rules.comparing import changes
from catalog.showcases.rules.content import Block, BlockKind, Content, Item, Settings
from catalog.showcases.rules.deeds import deed_of
from catalog.showcases.rules.editing import apply, print_of, values
from catalog.showcases.rules.video import check_url, film

KEY, ITEM, PRODUCT = UUID(int=1), UUID(int=2), UUID(int=3)


def _with(kind: BlockKind = BlockKind.GRID, **block: object) -> Content:
    item = Item(id=ITEM, product_id=PRODUCT, note=LocalText(id="Mulai dari sini."))
    return Content(
        title=LocalText(id="Awan"),
        blocks=(Block(id=KEY, kind=kind, items=(item,), **block),),  # type: ignore[arg-type]  # a test's short hand
    )


def _prints(content: Content, block_id: UUID | None) -> dict[str, str]:
    return {name: print_of(value) for name, value in values(content, block_id).items()}


def test_words_are_cleaned_and_stand_in_their_language() -> None:
    typed = {
        "title_id": "  Tiga  cara \u202e",
        "text_en": "One.\r\n\r\n\r\n\r\nTwo. ",
        f"note_en-{ITEM}": "Start here.",
        f"hidden-{ITEM}": "1",
        "columns": "4",
        "status": "published",
    }
    edited = apply(_with(), KEY, typed, {})
    block = edited.content.blocks[0]
    assert block.title == {"id": "Tiga cara"}
    assert block.text == {"en": "One.\n\nTwo."}
    assert block.items[0].note == {"id": "Mulai dari sini.", "en": "Start here."}
    assert block.items[0].is_hidden
    assert block.settings.columns == 4
    assert not edited.errors
    assert not edited.conflicts


def test_each_wrong_input_says_so_and_the_others_are_saved() -> None:
    typed = {"title_id": "x" * 121, "columns": "5", "text_id": "Baik."}
    edited = apply(_with(), KEY, typed, {})
    assert set(edited.errors) == {"title_id", "columns"}
    assert edited.content.blocks[0].text == {"id": "Baik."}


def test_two_curators_in_two_inputs_of_one_part_both_win() -> None:
    before = _with(text=LocalText(id="Lama.", en="Old."))
    seen = _prints(before, KEY)
    theirs = apply(before, KEY, {"text_id": "Baru."}, seen).content
    # This form was open all the while, and sends every input with it.
    mine = {**values(before, KEY), "text_en": "New."}
    edited = apply(theirs, KEY, mine, seen)
    assert edited.content.blocks[0].text == {"id": "Baru.", "en": "New."}
    assert not edited.conflicts


def test_two_curators_in_one_input_are_both_told() -> None:
    before = _with(text=LocalText(id="Lama."))
    seen = _prints(before, KEY)
    theirs = apply(before, KEY, {"text_id": "Teks mereka."}, seen).content
    edited = apply(theirs, KEY, {"text_id": "Teks saya.", "title_id": "Judul"}, seen)
    assert edited.conflicts == {"text_id": "Teks mereka."}
    assert edited.content.blocks[0].text == {"id": "Teks mereka."}
    assert edited.content.blocks[0].title == {"id": "Judul"}  # nobody else wrote there
    again = apply(edited.content, KEY, {"text_id": "Teks saya."}, _prints(edited.content, KEY))
    assert again.content.blocks[0].text == {"id": "Teks saya."}


NAMES = st.sampled_from(["title_id", "title_en", "text_id", "text_en"])


@given(st.lists(st.tuples(st.booleans(), NAMES, st.text(max_size=8)), max_size=20))
def test_nobody_overwrites_what_they_have_not_seen(
    typing: list[tuple[bool, str, str]],
) -> None:
    content = _with()
    seen = {who: _prints(content, KEY) for who in (True, False)}
    for who, name, text in typing:
        standing = values(content, KEY)
        edited = apply(content, KEY, {name: text}, seen[who])
        if edited.content != content:
            assert seen[who][name] == print_of(standing[name])
            seen[who] = {**seen[who], name: print_of(values(edited.content, KEY)[name])}
        content = edited.content


def test_a_part_that_is_gone_says_so() -> None:
    with pytest.raises(RuleBroken, match="not there any more"):
        apply(Content(), KEY, {"title_id": "Halo"}, {})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc"),
        ("youtu.be/abc", "https://youtu.be/abc"),
        ("http://m.youtube.com/shorts/abc#t=1", "https://m.youtube.com/shorts/abc"),
        ("https://vimeo.com/12", "https://vimeo.com/12"),
    ],
)
def test_films_are_linked_at_known_hosts(typed: str, kept: str) -> None:
    assert check_url(typed) == kept
    assert film(kept) is not None


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "https://youtube.com.evil.example/watch",
        "https://evil.example/?u=youtube.com",
        "https://user:pass@youtube.com/watch?v=1",
        "https://youtube.com:8443/watch?v=1",
        "https://youtube.com/",
        "https://[youtube.com/x",
        "ftp://vimeo.com/12",
        "",
    ],
)
def test_other_links_are_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        check_url(typed)
    assert film(typed) is None


@pytest.mark.parametrize("word", ["", "up", "up:x", "explode:1", "add:banner", f"item-up:{KEY}"])
def test_a_word_that_means_nothing_does_nothing(word: str) -> None:
    with pytest.raises(RuleBroken, match="not known here"):
        deed_of(word, {})


@pytest.mark.parametrize("typed", ["", "0", "-1", "1.5", "99999", "satu", "²"])
def test_a_place_is_a_number_from_one(typed: str) -> None:
    with pytest.raises(RuleBroken) as error:
        deed_of(f"place:{KEY}", {f"to-{KEY}": typed})
    assert error.value.field == f"to-{KEY}"


def test_a_button_moves_to_the_number_that_people_see() -> None:
    blocks = tuple(Block(id=uuid4(), kind=BlockKind.TEXT) for _ in range(3))
    content = Content(blocks=blocks)
    last = blocks[2].id
    moved = deed_of(f"place:{last}", {f"to-{last}": "1"}).change(content)
    assert [block.id for block in moved.blocks] == [last, blocks[0].id, blocks[1].id]
    copied = deed_of(f"copy:{last}", {}).change(_with().__class__(blocks=blocks))
    assert len(copied.blocks) == 4


def test_what_blocks_publishing_differs_between_a_story_and_export() -> None:
    content = replace(_with(), lead=LocalText(id="Tujuh celupan."), curator_name="Wulan")
    assert blockers(content, ShowcaseKind.STORY) == []
    named = {lack.input for lack in blockers(content, ShowcaseKind.EXPORT)}
    assert named == {"title_en", "lead_en"}
    assert {lack.input for lack in blockers(Content(), ShowcaseKind.STORY)} == {
        "title_id", "lead_id", "curator_name", "parts",
    }  # fmt: skip


def test_what_is_missing_in_english_leads_to_its_input() -> None:
    missing = {(lack.block_id, lack.input) for lack in in_english(_with(title=LocalText(id="A")))}
    assert missing == {(None, "title_en"), (KEY, "title_en"), (KEY, f"note_en-{ITEM}")}


@pytest.mark.parametrize("kind", list(BlockKind))
def test_an_empty_part_is_named_unless_it_fills_itself(kind: BlockKind) -> None:
    content = Content(blocks=(Block(id=KEY, kind=kind),))
    fills_itself = kind in {BlockKind.MAP, BlockKind.CALL}
    assert is_empty(content.blocks[0]) is not fills_itself
    told = [lack for lack in lacks(content, ShowcaseKind.STORY) if lack.block_id == KEY]
    assert bool(told) is not fills_itself


def test_versions_tell_what_changed() -> None:
    old = _with(title=LocalText(id="Biru"))
    extra = Block(id=uuid4(), kind=BlockKind.QUOTE)
    new = apply(old, KEY, {f"note_id-{ITEM}": "Lain."}, {}).content
    new = replace(new, title=LocalText(id="Mega"), blocks=(extra, *new.blocks))
    told = [(message, said.get("part", "")) for message, said in changes(old, new)]
    assert told == [
        ("Title changed", ""),
        ("Added: %(part)s", "Pull quote"),
        ("Sentences about pieces changed: %(part)s", "Biru"),
    ]
    assert changes(new, new) == []


def test_settings_that_are_not_of_their_kind_are_not_inputs() -> None:
    content = Content(blocks=(Block(id=KEY, kind=BlockKind.TEXT, settings=Settings()),))
    edited = apply(content, KEY, {"query": "q=batik", "vendor": str(uuid4()), "url": "x"}, {})
    assert edited.content == content
