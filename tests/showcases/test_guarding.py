"""Showcases show what may show at the moment, say why not, and tell whom it concerns once."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.jobs.models import Job
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.legality.models import Document
from catalog.notices.models import NoticeRow
from catalog.products.models import Product, Variant
from catalog.products.rules.status import Status
from catalog.showcases import queries
from catalog.showcases.models import (
    Showcase,
    ShowcaseAbsence,
    ShowcaseOverride,
    ShowcaseSection,
)
from catalog.showcases.queries.eligibility import refusals
from catalog.showcases.rules import ShowcaseKind
from catalog.showcases.rules.eligibility import Code, causes_of, is_shown
from catalog.showcases.services.guarding import (
    Exemption,
    Refused,
    check_addition,
    end_override,
    exempt,
)
from catalog.showcases.services.watching import follow, watch
from tests.factories.galleries import a_gallery
from tests.factories.legality import a_document
from tests.factories.people import a_person
from tests.factories.products import a_product
from tests.factories.showcases import a_section, a_showcase, an_item
from tests.factories.vendors import a_vendor
from tests.showcases.markets import RAW, at, curator, malaysia

DAY = timedelta(days=1)
REASON = "Sertifikat baru sudah terbit, salinannya menyusul pekan ini."


@dataclass(frozen=True)
class Fate:
    """What stands of one product; days from today."""

    status: Status
    withdrawn: bool
    paused_until: int | None
    stock: int | None
    made_to_order: bool
    halal_until: int | None
    raw: bool
    hidden: bool
    excepted_until: int | None


fates = st.builds(
    Fate,
    status=st.sampled_from([Status.PUBLISHED] * 4 + [Status.DRAFT]),
    withdrawn=st.sampled_from([False] * 4 + [True]),
    paused_until=st.sampled_from([None, None, None, -1, 0, 2]),
    stock=st.sampled_from([None, 0, 3]),
    made_to_order=st.booleans(),
    halal_until=st.sampled_from([None, -1, 0, 1, 30]),
    raw=st.sampled_from([False] * 4 + [True]),
    hidden=st.sampled_from([False] * 4 + [True]),
    excepted_until=st.sampled_from([None, None, -1, 0, 1]),
)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(fates, min_size=1, max_size=4), days=st.integers(-1, 2), export=st.booleans())
def test_a_page_shows_exactly_what_is_not_refused_at_that_moment(
    session: Session,
    work: Work,
    told: list[Fate],
    days: int,
    export: bool,  # noqa: FBT001  # drawn
) -> None:
    with session.begin_nested() as trial:
        market = malaysia(session) if export else None
        products = [_made(session, work, fate) for fate in told]
        showcase = a_showcase(
            session,
            [_chapter(told, products)],
            kind=ShowcaseKind.EXPORT if export else ShowcaseKind.STORY,
            is_export=export,
            market_code=market,
        )
        today = wib_date(work.now)
        for fate, product in zip(told, products, strict=True):
            _except(work, showcase, product, fate)
        now = at(work, work.now + days * DAY)
        page = queries.get_page(now, showcase.slug, "id")
        shown = [piece.card.id for piece in page.pieces]
        found = refusals(now, showcase.kind, market, [product.id for product in products])
        expected = [
            product.id
            for fate, product in zip(told, products, strict=True)
            if _may_show(fate, days, is_export=export)
        ]
        assert shown == expected
        assert page.teaser.piece_count == len(shown)
        (listed,) = queries.list_running(now)
        assert listed.piece_count == len(shown)
        for fate, product in zip(told, products, strict=True):
            if fate.excepted_until is None and not fate.hidden:
                assert (product.id in shown) is is_shown(found[product.id], None, today)
            names = [each.slug for each in queries.list_of_product(now, product.id)]
            assert names == ([showcase.slug] if product.id in shown else [])
        trial.rollback()
    session.expire_all()


def _made(session: Session, work: Work, fate: Fate) -> Product:
    today = wib_date(work.now)
    pause = None if fate.paused_until is None else today + fate.paused_until * DAY
    vendor = a_vendor(
        session, paused_from_on=today - 9 * DAY if pause else None, paused_until_on=pause
    )
    product = a_product(
        session,
        vendor,
        status=fate.status,
        withdrawn_at=work.now if fate.withdrawn else None,
        is_made_to_order=fate.made_to_order,
        hs_code=RAW if fate.raw else "460212",
    )
    if fate.stock is not None:
        session.add(Variant(product_id=product.id, position=0, stock=fate.stock))
    if fate.halal_until is not None:
        a_document(session, vendor, type_code="halal", valid_until=today + fate.halal_until * DAY)
    session.flush()
    return product


def _chapter(told: list[Fate], products: list[Product]) -> ShowcaseSection:
    return a_section(
        [an_item(p, is_hidden=fate.hidden) for fate, p in zip(told, products, strict=True)]
    )


def _except(work: Work, showcase: Showcase, product: Product, fate: Fate) -> None:
    """Make the exception that a curator could have made today."""
    if fate.excepted_until is None:
        return
    found = refusals(work, showcase.kind, showcase.market_code, [product.id])[product.id]
    work.session.add(
        ShowcaseOverride(
            showcase_id=showcase.id,
            product_id=product.id,
            causes=sorted(causes_of(found)),
            reason=REASON,
            given_at=work.now,
            until_on=wib_date(work.now) + fate.excepted_until * DAY,
        )
    )
    work.session.flush()


def _wrong(fate: Fate, days: int, *, is_export: bool) -> set[str]:
    """Return what is wrong on that day, told from the fate alone."""
    return {
        word
        for word, holds in {
            "final": fate.status is not Status.PUBLISHED or fate.withdrawn,
            "never": is_export and fate.raw,
            "paused": fate.paused_until is not None and days <= fate.paused_until,
            "sold out": fate.stock == 0 and not fate.made_to_order,
            "halal": is_export and (fate.halal_until is None or fate.halal_until < days),
        }.items()
        if holds
    }


def _may_show(fate: Fate, days: int, *, is_export: bool) -> bool:
    wrong = _wrong(fate, days, is_export=is_export)
    if fate.hidden:
        return False
    if not wrong:
        return True
    if fate.excepted_until is None or fate.excepted_until < days or wrong & {"final", "never"}:
        return False
    return wrong <= _wrong(fate, 0, is_export=is_export)


@pytest.fixture
def export(session: Session) -> Showcase:
    """A running showcase for Malaysia with one piece whose certificate ends today."""
    gallery = a_gallery(session)
    vendor = a_vendor(session)
    product = a_product(session, vendor, name="Terasi Cirebon", english=True)
    a_document(session, vendor, type_code="halal", valid_until=date(2026, 11, 22))
    other = a_vendor(session)
    a_document(session, other, type_code="halal", valid_until=None)
    return a_showcase(
        session,
        [a_section([an_item(product), an_item(a_product(session, other, name="Kecap"))])],
        kind=ShowcaseKind.EXPORT,
        is_export=True,
        market_code=malaysia(session),
        gallery_id=gallery.id,
    )


def test_an_expiring_certificate_hides_the_piece_and_tells_curators_and_maker_once(
    session: Session, work: Work, export: Showcase
) -> None:
    product = session.scalars(select(Product).where(Product.hs_code.is_(None))).first()
    assert product is not None
    chief = a_person(session, GrantSpec(Role.CURATOR, gallery_id=export.gallery_id))
    maker = a_person(session, GrantSpec(Role.VENDOR, vendor_id=product.vendor_id))
    assert watch(work).gone == ()
    tomorrow = at(work, work.now + DAY)
    page = queries.get_page(tomorrow, export.slug, "id")
    assert [piece.card.name for piece in page.pieces] == ["Kecap"]  # before any job has run
    for hours in (0, 1, 30, 60):  # late, twice and again
        watch(at(work, work.now + DAY + timedelta(hours=hours)))
    told = {row.person_id: row for row in session.scalars(select(NoticeRow))}
    assert set(told) == {chief.id, maker.id}
    assert session.query(NoticeRow).count() == 2
    for row in told.values():
        assert row.kind == "showcases.gone"
        assert row.values["gaps"] == {"text": {"id": "sertifikat halal", "en": "halal certificate"}}
    since = session.scalars(select(ShowcaseAbsence.since_at)).all()
    assert since == [tomorrow.now]

    session.scalars(
        select(Document).where(Document.valid_until.is_not(None))
    ).one().valid_until = date(2027, 11, 22)
    session.flush()
    later = at(work, work.now + 4 * DAY)
    assert [each.held.product_id for each in watch(later).back] == [product.id]
    assert watch(later).back == ()
    kinds = sorted(session.scalars(select(NoticeRow.kind)))
    assert kinds == ["showcases.back"] * 2 + ["showcases.gone"] * 2


def test_a_change_of_what_a_live_showcase_holds_asks_for_one_look(
    session: Session, work: Work, export: Showcase
) -> None:
    product = export.sections[0].items[0].product
    stranger = a_product(session)
    for marks in ([("product", stranger.id)], [("page", product.id)]):
        follow(work, frozenset(marks))
    assert session.scalars(select(Job.name)).all() == []
    for marks in ([("product", product.id)], [("vendor", product.vendor_id)]):
        follow(work, frozenset(marks))
    assert session.scalars(select(Job.name)).all() == ["showcases.watch"]


def test_a_showcase_for_a_market_takes_only_what_is_ready_or_excepted_with_a_reason(
    session: Session, work: Work, export: Showcase
) -> None:
    bare, raw = a_product(session, name="Sirup"), a_product(session, hs_code=RAW)
    mine = curator(work, export.gallery_id)
    with pytest.raises(Refused) as refused:
        check_addition(mine, export, [bare.id])
    assert "Sirup" in str(refused.value)
    assert "sertifikat halal" in str(refused.value)
    assert [each.code for each in refused.value.found[bare.id]] == [Code.NOT_READY]
    until = wib_date(work.now) + 7 * DAY
    with pytest.raises(RuleBroken, match="Cannot go to"):
        exempt(mine, export.id, Exemption(product_id=raw.id, reason=REASON, until_on=until))
    with pytest.raises(RuleBroken, match="at least 20"):
        exempt(mine, export.id, Exemption(product_id=bare.id, reason="boleh", until_on=until))
    stranger = curator(work, a_gallery(session, slug="galeri-lain").id)
    with pytest.raises(NotFound):
        exempt(stranger, export.id, Exemption(product_id=bare.id, reason=REASON, until_on=until))
    row = exempt(mine, export.id, Exemption(product_id=bare.id, reason=REASON, until_on=until))
    check_addition(mine, export, [bare.id])
    with pytest.raises(Refused):
        check_addition(at(mine, mine.now + 8 * DAY), export, [bare.id])
    end_override(mine, row.id)
    with pytest.raises(RuleBroken, match="ended already"):
        end_override(mine, row.id)
    with pytest.raises(Refused):
        check_addition(mine, export, [bare.id])
    story = a_showcase(session)
    check_addition(mine, story, [bare.id, raw.id])
    said = session.scalars(select(AuditEntry).where(AuditEntry.action == "showcase.exempt")).one()
    assert said.after["reason"] == REASON
