"""Labels: where each stands, what its code says, who may have them made."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from catalog.catalogues.models import CatalogueFile
from catalog.catalogues.rules.files import FileKind, FileState, Options, Spoken, check_options
from catalog.catalogues.rules.labels import A4_MM, SIZES, Size, placed
from catalog.catalogues.rules.words import day, shortened
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from catalog.kernel.errors import RuleBroken
from catalog.products.models import ProductDisplay
from tests.catalogues.conftest import SITE, Desk, codes_of, words_of


@pytest.mark.parametrize("size", SIZES.values(), ids=lambda size: size.code)
def test_every_label_of_a_sheet_lies_on_the_paper_and_on_no_other(size: Size) -> None:
    boxes = [size.place(number)[1:] for number in range(size.per_sheet)]
    for left, top in boxes:
        assert left >= 0
        assert top >= 0
        assert left + size.width <= A4_MM[0] + 0.01
        assert top + size.height <= A4_MM[1] + 0.01
    for one, (left, top) in enumerate(boxes):
        for other_left, other_top in boxes[one + 1 :]:
            apart = abs(left - other_left) + 0.01 >= size.width or (
                abs(top - other_top) + 0.01 >= size.height
            )
            assert apart


@given(
    st.sampled_from(sorted(SIZES)),
    st.integers(1, 40),
    st.integers(1, 9),
    st.integers(1, 60),
)
def test_each_copy_is_placed_once_and_used_places_stay_empty(
    code: str, count: int, copies: int, start: int
) -> None:
    size = SIZES[code]
    start = (start - 1) % size.per_sheet + 1
    sheets = placed(count, size, copies=copies, start=start)
    flat = [label[0] for sheet in sheets for label in sheet]
    assert flat == [number for number in range(count) for _ in range(copies)]
    assert len(sheets[0]) <= size.per_sheet - (start - 1)
    assert sheets[0][0][1:] == size.place(start - 1)[1:]
    assert all(len(sheet) <= size.per_sheet for sheet in sheets)


def test_a_wish_that_cannot_be_meant_is_refused_at_its_field() -> None:
    plain = {"spoken": Spoken.ID}
    for wrong, where in (
        ({"size": "a1"}, "size"),
        ({"copies": 0}, "copies"),
        ({"copies": 101}, "copies"),
        ({"start": 22}, "start"),
        ({"spoken": Spoken.BOTH}, "spoken"),
    ):
        with pytest.raises(RuleBroken) as told:
            check_options(FileKind.LABELS, Options(**plain | wrong))
        assert told.value.field == where
    with pytest.raises(RuleBroken):
        check_options(FileKind.LINE_SHEET, Options(spoken=Spoken.BOTH))
    with pytest.raises(RuleBroken):
        check_options(FileKind.CATALOGUE, Options(per_page=3))


@given(st.text(max_size=200), st.integers(20, 120))
def test_a_shortened_text_fits_and_begins_as_the_whole(text: str, limit: int) -> None:
    found = shortened(text, limit)
    whole = " ".join(text.split())
    assert len(found) <= limit + 2
    assert whole.startswith(found.removesuffix(" …").rstrip())


def test_dates_are_said_in_both_languages() -> None:
    assert day(date(2026, 8, 17), "id") == "17 Agu 2026"
    assert day(date(2026, 8, 17), "en") == "17 Aug 2026"


def test_a_maker_labels_own_products_and_each_code_leads_to_its_passport(desk: Desk) -> None:
    helper = desk.member(Role.VENDOR_HELPER)
    page = helper.get(f"{desk.labels}?produk={desk.products[2].id}").text
    assert "Kursi tiga" in page
    assert "Kain dua" not in page  # another maker's
    values = {
        "labels__size": "38x21",
        "labels__copies": "2",
        "labels__start": "5",
        "labels__spoken": "id",
        "labels__shows_price": "y",
        "labels__products": [str(desk.products[0].id), str(desk.products[2].id)],
    }
    wrong = desk.send(helper, f"{desk.labels}/labels", **values | {"labels__start": "66"})
    assert wrong.status_code == 422
    assert "memuat 65 label" in wrong.text
    assert desk.send(helper, f"{desk.labels}/labels", **values).status_code == 303
    desk.work_off()
    file = desk.session.scalars(select(CatalogueFile)).one()
    document = desk.content(file)
    own = [desk.products[0].code, desk.products[2].code]
    assert codes_of(document, scale=6) == [sorted(f"{SITE}/p/{code}" for code in own * 2)]
    (words,) = words_of(document)
    assert "Rp1.250.000" in words
    assert f"127.0.0.1:8000/p/{own[0]}" in words
    other = desk.member(Role.VENDOR, 1)
    assert other.get(desk.labels).status_code == 404
    assert desk.send(other, f"{desk.labels}/{file.id}/unduh").status_code in {400, 404}
    taken = desk.send(helper, f"{desk.labels}/{file.id}/unduh")
    assert taken.data == document
    assert desk.send(helper, f"{desk.labels}/{file.id}/hapus").status_code == 303
    assert desk.session.scalars(select(CatalogueFile)).all() == []


@pytest.mark.parametrize("size", ["63x38", "a7", "a6"])
def test_every_size_is_set_with_codes_that_are_read(desk: Desk, size: str) -> None:
    curator = desk.curator()
    values = {
        "labels__size": size,
        "labels__copies": "1",
        "labels__start": "1",
        "labels__spoken": "en",
    }
    assert desk.send(curator, f"{desk.room}/labels", **values).status_code == 303
    desk.work_off()
    file = desk.session.scalars(select(CatalogueFile)).one()
    document = desk.content(file)
    codes = sorted(code for page in codes_of(document) for code in page)
    assert codes == sorted(f"{SITE}/p/{each.code}" for each in desk.products)
    assert "Rp" not in " ".join(words_of(document))  # made without prices


def test_labels_of_a_shelf_of_any_name_can_be_saved(desk: Desk) -> None:
    gallery, shelf = desk.showcase.gallery, 'Rak "é"; 棚'
    product_id = desk.products[0].id
    desk.session.add(ProductDisplay(product_id=product_id, gallery_id=gallery.id, shelf=shelf))
    file = CatalogueFile(
        kind=FileKind.LABELS,
        gallery_id=gallery.id,
        options=Options(spoken=Spoken.ID, shelf=shelf).to_json(FileKind.LABELS),
        order_mark="",
        state=FileState.READY,
        asked_at=utc_now(),
        expires_at=utc_now() + timedelta(days=1),
        key="private/catalogues/aa/shelf",
        product_ids=[],
    )
    desk.session.add(file)
    desk.session.commit()
    desk.store.put(file.key, b"%PDF")
    desk.app.config["WTF_CSRF_ENABLED"] = False
    taken = desk.curator().post(
        f"/pengurus/label/{gallery.slug}/{file.id}/unduh", query_string={"rak": shelf}
    )
    assert taken.data == b"%PDF"
    assert f'filename="label-{gallery.slug}-rak-e-id-' in taken.headers["Content-Disposition"]
