from datetime import timedelta

from sqlalchemy import select

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.legality.services import mark_expired
from catalog.search.outbox import SearchMark
from tests.factories.legality import a_document


def test_a_paper_that_ran_out_marks_its_vendor_once_a_day(work: Work) -> None:
    today = wib_date(work.now)
    gone = a_document(work.session, valid_until=today - timedelta(days=1))
    a_document(work.session, valid_until=today)
    a_document(work.session, valid_until=None)
    work.session.commit()
    last = max(work.session.scalars(select(SearchMark.seq)))
    mark_expired(work.session, today)
    marks = work.session.execute(
        select(SearchMark.kind, SearchMark.target_id).where(SearchMark.seq > last)
    ).all()
    assert [tuple(mark) for mark in marks] == [("vendor", gone.vendor_id)]
