"""What may be approved together, what became of notes, which words are offered."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.products.rules import crossing, limits, safety
from catalog.products.rules.rounds import changed_since, is_answered
from catalog.products.rules.safety import Bounds, risk
from catalog.products.rules.templates import Template, check, offered

BOUNDS = Bounds(price=25, text=20)
STORY = "Digambar dengan canting di Trusmi. Dicelup tujuh kali."
PHOTOS = [{"id": "a", "image": "1", "alt": {}}, {"id": "b", "image": "2", "alt": {}}]


@pytest.mark.parametrize(
    ("field", "before", "after", "why"),
    [
        ("stock", 4, 900, ""),
        ("v_1_stock", 4, 0, ""),
        ("photos", PHOTOS, PHOTOS[::-1], ""),
        ("photos", PHOTOS, PHOTOS[:1], safety.RISKY_FIELD),
        ("price", 100_000, 125_000, ""),
        ("price", 100_000, 126_000, safety.RISKY_PRICE),
        ("price", None, 100_000, safety.RISKY_PRICE),
        ("v_1_price", 100_000, 76_000, ""),
        ("description", STORY, STORY.replace("tujuh", "delapan"), ""),
        ("description", STORY, STORY + " Dijemur di halaman rumah nenek.", safety.RISKY_TEXT),
        ("description", STORY, "", safety.RISKY_TEXT),
        ("description", STORY, STORY + " Pasti halal.", safety.RISKY_CLAIM),
        ("description", STORY, STORY + " WA 081234567890", safety.RISKY_CLAIM),
        ("name", "Selendang", "Selendang.", safety.RISKY_FIELD),
        ("category", "batik", "topeng", safety.RISKY_FIELD),
        ("hs_code", "620800", "620801", safety.RISKY_FIELD),
    ],
)
def test_only_small_things_go_together(field: str, before: object, after: object, why: str) -> None:
    assert risk({field: before}, {field: after}, BOUNDS, kind="food") == why


def test_a_paper_at_stake_is_never_small() -> None:
    assert risk({"stock": 1}, {"stock": 2}, BOUNDS, reopens=True) == safety.RISKY_PAPER
    assert risk({}, {}, BOUNDS) == safety.NOTHING


@given(name=st.text(min_size=1, max_size=20), after=st.one_of(st.text(), st.integers(), st.none()))
def test_what_nobody_knows_is_risky(name: str, after: object) -> None:
    known = {"price", "stock", "note", *safety.TEXTS}
    if name not in known and not name.startswith("v_") and name != "photos":
        assert risk({name: "lama"}, {name: after}, BOUNDS) == safety.RISKY_FIELD


def test_a_note_is_answered_where_something_was_done() -> None:
    seen = {"name": "Kain", "price": 5, "photos": [{"image": "1"}], "note": "x"}
    now = {"name": "Kain sogan", "price": 5, "photos": [{"image": "2"}], "note": ""}
    changed = changed_since(seen, now)
    assert changed == {"name", "photos"}
    assert is_answered("name", "", changed, ["2"])
    assert not is_answered("price", "", changed, ["2"])
    assert is_answered("photos", "1", changed, ["2"])
    assert not is_answered("photos", "2", changed, ["2"])
    assert is_answered("", "", changed, [])
    assert not is_answered("", "", set(), [])


def _words(code: str, place: str, category: str = "", *, is_active: bool = True) -> Template:
    return Template(uuid4(), code, place, category, LocalText(id=code, en=code), is_active, 1)


def test_words_are_offered_where_they_fit() -> None:
    every = [
        _words("all", ""),
        _words("name", "name"),
        _words("batik", "name", "batik-wastra"),
        _words("food", "name", "camilan-kue"),
        _words("old", "name", is_active=False),
    ]
    found = [each.code for each in offered(every, "name", {"batik-wastra", "kain"})]
    assert found == ["batik", "name", "all"]
    assert [each.code for each in offered(every, "price", set())] == ["all"]


def test_words_need_a_place_and_both_languages() -> None:
    check("name", {"id": "Sebut motifnya.", "en": "Name the motif."})
    for place, text, field in (
        ("nowhere", {"id": "a", "en": "b"}, "place"),
        ("name", {"id": "a", "en": ""}, "text_en"),
        ("name", {"id": "a" * 301, "en": "b"}, "text_id"),
    ):
        with pytest.raises(RuleBroken) as error:
            check(place, text)
        assert error.value.field == field


def test_rounds_end_but_for_an_administrator() -> None:
    limits.check_rounds(2, 3, may_exceed=False)
    limits.check_rounds(3, 3, may_exceed=True)
    with pytest.raises(RuleBroken):
        limits.check_rounds(3, 3, may_exceed=False)
    for value in (None, 0, 11):
        with pytest.raises(RuleBroken):
            limits.check_value(limits.BY_KEY["max_rounds"], value)


def test_one_gallery_asks_and_the_other_answers() -> None:
    mall, caruban = UUID(int=1), UUID(int=2)
    offer = crossing.parties(caruban, homes={mall}, curated={mall})
    assert (offer.asked_for_id, offer.answers_id) == (mall, caruban)
    wish = crossing.parties(caruban, homes={mall}, curated={caruban})
    assert (wish.asked_for_id, wish.answers_id) == (caruban, mall)
    for homes, curated in (({caruban}, {mall}), ({mall}, set()), (set(), {caruban})):
        with pytest.raises(RuleBroken):
            crossing.parties(caruban, homes=homes, curated=curated)
