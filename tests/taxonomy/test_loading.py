"""Shipped reference data is added once; what curators did since is theirs."""

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from catalog.galleries.models import Gallery, GalleryHoliday, GalleryHours
from catalog.galleries.services import load_galleries
from catalog.search.outbox import SearchMark
from catalog.taxonomy.models import (
    Attribute,
    Category,
    RegionAlias,
    Term,
    TermRegion,
    TermSynonym,
)
from catalog.taxonomy.services import load_reference

pytestmark = pytest.mark.stocked

CHILDREN = (Attribute, TermSynonym, TermRegion, RegionAlias)


def _category(session: Session, slug: str) -> Category:
    return session.scalars(select(Category).where(Category.slug == slug)).one()


def _count(session: Session, model: type) -> int:
    return session.scalar(select(func.count()).select_from(model)) or 0


def _child(session: Session) -> Category:
    return session.scalars(select(Category).where(Category.parent_id.is_not(None)).limit(1)).one()


def test_a_second_load_writes_nothing(session: Session) -> None:
    marks = _count(session, SearchMark)
    load_reference(session)
    session.flush()
    assert _count(session, SearchMark) == marks


def test_a_category_that_a_curator_moved_stays_there(session: Session) -> None:
    child = _child(session)
    child.parent_id = None
    session.commit()
    load_reference(session)
    session.commit()
    assert _category(session, child.slug).parent_id is None


def test_a_refresh_puts_a_moved_category_back(session: Session) -> None:
    child = _child(session)
    parent_id = child.parent_id
    child.parent_id = None
    session.commit()
    load_reference(session, refresh=True)
    assert _category(session, child.slug).parent_id == parent_id


@pytest.mark.parametrize("model", CHILDREN)
def test_deleted_details_stay_deleted_until_a_refresh(session: Session, model: type) -> None:
    shipped = _count(session, model)
    assert shipped
    session.execute(delete(model))
    session.commit()
    load_reference(session)
    assert _count(session, model) == 0
    load_reference(session, refresh=True)
    assert _count(session, model) == shipped


def test_a_shipped_entry_that_is_missing_comes_with_its_details(session: Session) -> None:
    shipped = [_count(session, model) for model in (Term, TermSynonym, TermRegion)]
    for model in (TermSynonym, TermRegion, Term):
        session.execute(delete(model))
    session.commit()
    load_reference(session)
    assert [_count(session, model) for model in (Term, TermSynonym, TermRegion)] == shipped


def test_hours_and_holidays_that_the_gallery_deleted_stay_deleted(session: Session) -> None:
    load_galleries(session)
    session.commit()
    assert _count(session, Gallery)
    session.execute(delete(GalleryHours))
    session.execute(delete(GalleryHoliday))
    session.commit()
    load_galleries(session)
    assert (_count(session, GalleryHours), _count(session, GalleryHoliday)) == (0, 0)
