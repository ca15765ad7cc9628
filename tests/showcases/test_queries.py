"""What a visitor reads of a showcase: in the curator's order, without holes and leaks."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.products.models import Product
from catalog.products.rules.status import Status
from catalog.showcases import queries
from catalog.showcases.models import Showcase
from catalog.showcases.rules import Layout, Phase, ShowcaseStatus, is_public, phase
from catalog.vendors.rules import VendorStatus
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.vendors import a_vendor

DAY = timedelta(days=1)
WINDOWS = [  # days from now; the database refuses an end before the start
    (start, end)
    for start in (None, -2, -1, 0, 1)
    for end in (None, -1, 0, 1, 2)
    if start is None or end is None or start < end
]
CHAPTERS = st.lists(
    st.lists(st.sampled_from(["shown", "hidden", "draft", "suspended"]), max_size=5), max_size=4
)


def test_pieces_stand_in_the_curators_order_and_not_in_that_of_their_rows(
    session: Session, work: Work
) -> None:
    products = [a_product(session) for _ in range(5)]
    a_showcase(
        session,
        [a_section([an_item(p) for p in products[::-1]], title="Biru")],
        slug="biru",
    )
    page = queries.get_page(work, "biru", "id")
    assert [piece.card.id for piece in page.pieces] == [p.id for p in products[::-1]]


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(chapters=CHAPTERS)
def test_hiding_pieces_never_changes_the_order_of_the_others(
    session: Session, work: Work, chapters: list[list[str]]
) -> None:
    sections, expected = [], []
    open_shop = a_vendor(session)
    shut_shop = a_vendor(session, status=VendorStatus.SUSPENDED)
    for kinds in chapters:
        products = [_of_kind(session, kind, open_shop.id, shut_shop.id) for kind in kinds]
        sections.append(
            a_section(
                an_item(product, is_hidden=kind == "hidden")
                for kind, product in zip(kinds, products, strict=True)
            )
        )
        seen = [p.id for kind, p in zip(kinds, products, strict=True) if kind == "shown"]
        expected += [seen] if seen else []
    showcase = a_showcase(session, sections)
    page = queries.get_page(work, showcase.slug, "id")
    shown = [[piece.card.id for piece in section.pieces] for section in page.sections]
    assert shown == expected  # chapters without a visible piece leave no hole either
    assert [piece.card.id for piece in page.pieces] == [key for keys in expected for key in keys]
    assert page.teaser.piece_count == len(page.pieces)


def _of_kind(session: Session, kind: str, open_shop: object, shut_shop: object) -> Product:
    return a_product(
        session,
        vendor_id=shut_shop if kind == "suspended" else open_shop,
        status=Status.DRAFT if kind == "draft" else Status.PUBLISHED,
    )


def test_a_piece_in_two_chapters_is_listed_once(session: Session, work: Work) -> None:
    product, other = a_product(session), a_product(session)
    showcase = a_showcase(
        session,
        [
            a_section([an_item(product, "Dari dekat.")], layout=Layout.FEATURE, title="Satu"),
            a_section([an_item(other), an_item(product, "Lagi.")], title="Dua"),
        ],
    )
    page = queries.get_page(work, showcase.slug, "id")
    assert [piece.card.id for piece in page.pieces] == [product.id, other.id]
    assert page.pieces[0].note.best("id") == "Dari dekat."
    assert (page.teaser.piece_count, page.teaser.maker_count) == (2, 2)


def test_a_piece_of_a_maker_on_holiday_stays_away_until_the_holiday_ends(
    session: Session, work: Work
) -> None:
    today = work.now.date()
    vendor = a_vendor(session, paused_from_on=today, paused_until_on=today)
    showcase = a_showcase(session, [a_section([an_item(a_product(session, vendor))])])
    assert queries.get_page(work, showcase.slug, "id").pieces == ()
    tomorrow = Work(session=session, now=work.now + DAY)
    assert len(queries.get_page(tomorrow, showcase.slug, "id").pieces) == 1


@pytest.mark.parametrize(("start", "end"), WINDOWS)
@pytest.mark.parametrize("status", list(ShowcaseStatus))
def test_lists_agree_with_the_rules(
    session: Session, work: Work, start: int | None, end: int | None, status: ShowcaseStatus
) -> None:
    showcase = a_showcase(
        session,
        status=status,
        starts_at=None if start is None else work.now + start * DAY,
        ends_at=None if end is None else work.now + end * DAY,
    )
    now = phase(showcase.facts(), work.now)
    running = [each.slug for each in queries.list_running(work)]
    archive = [each.slug for each in queries.list_archive(work)]
    assert running == ([showcase.slug] if now is Phase.RUNNING else [])
    assert archive == ([showcase.slug] if now is Phase.ENDED else [])
    if is_public(showcase.facts(), work.now):
        assert queries.get_page(work, showcase.slug, "id").teaser.phase is now
    else:
        with pytest.raises(NotFound):
            queries.get_page(work, showcase.slug, "id")


def test_what_has_no_first_day_stands_after_what_has_one(session: Session, work: Work) -> None:
    product = a_product(session)
    for slug, start in [("a", None), ("b", work.now - 9 * DAY), ("c", work.now - DAY)]:
        pieces = [a_section([an_item(product)])]
        a_showcase(session, pieces, starts_at=start, slug=slug, position=0)
    assert [each.slug for each in queries.list_running(work)] == ["c", "b", "a"]
    assert [each.slug for each in queries.list_of_product(work, product.id)] == ["c", "b", "a"]


def test_the_archive_begins_with_what_ended_last(session: Session, work: Work) -> None:
    old = a_showcase(session, ends_at=work.now - 9 * DAY)
    late = a_showcase(session, ends_at=work.now - DAY)
    assert [each.slug for each in queries.list_archive(work)] == [late.slug, old.slug]


def test_products_and_makers_know_the_running_showcases_that_hold_them(
    session: Session, work: Work
) -> None:
    product = a_product(session)
    shown = a_showcase(session, [a_section([an_item(product)])])
    _kept_back(session, product, ends_at=work.now - DAY)
    _kept_back(session, product, status=ShowcaseStatus.DRAFT)
    a_showcase(session, [a_section([an_item(product, is_hidden=True)])])
    assert [each.slug for each in queries.list_of_product(work, product.id)] == [shown.slug]
    assert [each.slug for each in queries.list_of_vendor(work, product.vendor_id)] == [shown.slug]


def _kept_back(session: Session, product: Product, **values: object) -> Showcase:
    return a_showcase(session, [a_section([an_item(product)])], **values)
