"""What lacks English, drafts that nobody sees, texts that a person has compared, the glossary."""

from collections.abc import Sequence

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.galleries.models import GalleryVendor
from catalog.kernel.actor import OPERATOR, Actor, Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.products.models import Product
from catalog.wording import queries, services
from catalog.wording.models import EnglishDraft, GlossaryEntry
from catalog.wording.rules import Entry, Known, State, Words, drafted, marked, replaced
from tests.factories.galleries import a_gallery
from tests.factories.people import a_person, signed_in
from tests.factories.products import a_product

WORDS = [
    Entry("batik tulis", "hand-drawn batik"),
    Entry("batik", "", is_kept=True),
    Entry("terasi", "shrimp paste"),
    Entry("megamendung", "", is_kept=True),
]
WHOLE = Words("Cloud batik", "Seven dips.", "Drawn by hand.")


def _marks(text: str, entries: Sequence[Entry] = tuple(WORDS)) -> list[str]:
    return [piece.text for piece in marked(text, entries) if piece.entry]


def test_the_longest_word_of_the_field_is_marked_and_never_a_part_of_another() -> None:
    assert _marks("Batik  tulis dan batik, terasinya dari Terasi.") == [
        "Batik  tulis", "batik", "Terasi",
    ]  # fmt: skip
    assert replaced("batik tulis megamendung", WORDS) == "Hand-drawn batik megamendung"


@given(st.text(max_size=80))
def test_marking_loses_no_letter(text: str) -> None:
    assert "".join(piece.text for piece in marked(text, WORDS)) == text


def test_a_draft_says_only_what_lists_and_glossary_know() -> None:
    known = Known(
        name="Batik tulis megamendung",
        category="Hand-drawn batik cloth",
        terms={"technique": ["Hand-drawn batik"], "motif": ["Megamendung"]},
        facts=[("Size", "210 × 105 cm"), ("Care", "")],
        maker="Rara Sekar",
        place="Plered, Cirebon",
    )
    made = drafted(known, WORDS)
    assert made.name == "Hand-drawn batik megamendung"
    assert made.summary == "Hand-drawn batik cloth from Plered, Cirebon, made by Rara Sekar."
    assert made.description.endswith("Size: 210 × 105 cm.")


def _curator(work: Work) -> Work:
    return Work(session=work.session, now=work.now, vault=work.vault, actor=OPERATOR)


def _both(work: Work, product: Product) -> queries.Both:
    return queries.get_both(work, product.id)


def test_a_text_goes_from_nothing_over_a_draft_to_checked_and_is_looked_at_again_when_it_changes(
    work: Work,
) -> None:
    office = _curator(work)
    services.add_entry(office, Entry("megamendung", "", is_kept=True))
    product = a_product(work.session, name="Kain megamendung")
    assert _both(office, product).state is State.EMPTY
    services.make_draft(office, product.id)
    both = _both(office, product)
    assert (both.state, both.is_machine, both.english.name) == (State.DRAFT, True, "")
    with pytest.raises(RuleBroken) as refused:
        services.approve(office, product.id, Words("Cloth"), (both.version, both.revision))
    assert refused.value.field == "description"
    services.approve(office, product.id, WHOLE, (both.version, both.revision))
    both = _both(office, product)
    assert (both.state, both.english, both.draft) == (State.CHECKED, WHOLE, None)
    product.texts[0].description = "Teks Indonesia yang baru."
    product.updated_at = work.now.replace(hour=5)
    work.session.flush()
    assert _both(office, product).state is State.CHANGED
    assert [line.id for line in queries.listed(office, State.CHANGED, 1)[0]] == [product.id]
    counts = queries.counts(office)
    assert (counts[State.CHANGED], counts[State.CHECKED], counts[State.EMPTY]) == (1, 0, 0)


def test_the_machine_never_touches_what_a_person_wrote(work: Work) -> None:
    office = _curator(work)
    written = a_product(work.session, english=("Half a text", ""))
    begun = a_product(work.session)
    both = _both(office, begun)
    services.save_draft(office, begun.id, Words("My words"), (both.version, both.revision))
    for product in (written, begun):
        with pytest.raises(RuleBroken):
            services.make_draft(office, product.id)
    draft = work.session.get_one(EnglishDraft, begun.id)
    assert (draft.name, draft.is_machine) == ("My words", False)


def test_of_two_who_write_at_once_the_later_one_is_told(work: Work) -> None:
    office, product = _curator(work), a_product(work.session)
    both = _both(office, product)
    seen = (both.version, both.revision)
    services.save_draft(office, product.id, Words("First"), seen)
    for deed in (services.save_draft, services.approve):
        with pytest.raises(RuleBroken):
            deed(office, product.id, WHOLE, seen)


def test_a_curator_sees_the_products_of_the_galleries_own_makers_only(work: Work) -> None:
    mine, other = a_product(work.session), a_product(work.session)
    gallery = a_gallery(work.session)
    work.session.add(GalleryVendor(gallery_id=gallery.id, vendor_id=mine.vendor_id))
    work.session.flush()
    actor = Actor(roles=frozenset({Role.CURATOR}), curated_ids=frozenset({gallery.id}))
    curator = Work(session=work.session, now=work.now, vault=work.vault, actor=actor)
    assert [line.id for line in queries.listed(curator, State.EMPTY, 1)[0]] == [mine.id]
    with pytest.raises(NotFound):
        queries.get_both(curator, other.id)


def test_the_glossary_holds_a_word_once_and_ships_with_those_of_cirebon(work: Work) -> None:
    office = _curator(work)
    services.load_glossary(work.session)
    services.load_glossary(work.session)
    folded = [row.folded for row in work.session.query(GlossaryEntry)]
    assert len(folded) == len(set(folded))
    assert {"merawit", "megamendung", "wadasan", "terasi"} <= set(folded)
    with pytest.raises(RuleBroken) as known:
        services.add_entry(office, Entry("  Terasi ", "shrimp paste"))
    assert known.value.field == "term"
    row = services.add_entry(office, Entry("kain lurik", "striped cloth"))
    services.change_entry(office, row.id, Entry("kain lurik", "lurik cloth"), 1)
    with pytest.raises(RuleBroken):
        services.change_entry(office, row.id, Entry("kain lurik", "lurik"), 1)
    services.remove_entry(office, row.id)
    assert queries.find_entry(office, "kain lurik") is None


@pytest.fixture
def curator(app: Flask, session: Session) -> FlaskClient:
    """The browser of an administrator, whose forms take posts without a token."""
    app.config["WTF_CSRF_ENABLED"] = False
    return signed_in(app.test_client(), a_person(session, GrantSpec(Role.ADMIN)))


def test_readers_get_english_only_once_a_person_has_compared_it(
    app: Flask, session: Session, curator: FlaskClient
) -> None:
    product = a_product(session, name="Kain terasi")
    session.commit()
    public, address = f"/en/produk/{product.slug}", f"/pengurus/bahasa/{product.id}"
    reader = app.test_client()
    assert curator.post(f"{address}/draf").status_code == 303
    session.rollback()
    draft = session.get_one(EnglishDraft, product.id)
    assert draft.description not in reader.get(public).text
    assert "draf mesin" in curator.get("/pengurus/bahasa?keadaan=draf").text
    page = curator.get(address).text
    assert "Di bawah ini draf mesin" in page
    fields = {
        "version": str(session.get_one(Product, product.id).version),
        "revision": str(draft.revision),
        "name": "Cloth",
        "description": "",
        "action": "check",
    }
    answer = curator.post(address, data={**fields, "revision": "0"})
    assert answer.status_code == 422
    assert "Tulis uraian Inggrisnya." in answer.text
    assert 'name="revision" type="hidden" value="0"' in answer.text  # not what nobody told of
    assert curator.post(address, data={**fields, "description": "A cloth."}).status_code == 303
    assert "A cloth." in reader.get(public).text
    stale = curator.post(address, data={**fields, "description": "Kata yang tetap."})
    assert stale.status_code == 422
    assert "Kata yang tetap." in stale.text
    assert "A cloth." in stale.text  # what is stored, to compare it with
    assert curator.get("/pengurus/bahasa/glosarium").status_code == 200
