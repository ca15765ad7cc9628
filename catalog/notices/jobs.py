"""Mails about notices: at once, or gathered once a day."""

from uuid import UUID

from catalog.db.work import Work
from catalog.jobs.services import enqueue
from catalog.kernel.clock import wib_date
from catalog.notices import mails, queries, services
from catalog.notices.models import NoticeRow
from catalog.notices.rules import Wish, week_began

JOB_DIGEST_TO = "notices.digest_to"


def mail(work: Work, *, notice_id: UUID) -> None:
    """Mail one notice, unless it was read or mailed, or its reader wishes otherwise by now."""
    row = work.session.get(NoticeRow, notice_id)
    if row is None or row.read_at is not None or row.mailed_at is not None:
        return
    wishes = queries.wishes_of(work, [row.person_id])[row.person_id]
    reader = mails.find_reader(work, row.person_id)
    if reader is None or wishes.about(row) is not Wish.AT_ONCE:
        return
    if services.mail_taken(work, [row.id]):
        mails.send_notice(work, reader, row)


def digest(work: Work) -> None:
    """Ask for the digest of everyone who has news; each is a job of its own."""
    services.tidy(work)
    for person_id in queries.people_with_news(work):
        enqueue(work, JOB_DIGEST_TO, person_id=person_id)


def digest_to(work: Work, *, person_id: UUID) -> None:
    """Mail a person what they wish to hear daily, and weekly once a week has ended."""
    reader = mails.find_reader(work, person_id)
    if reader is None:
        return
    settings = services.settings_row(work, person_id)
    today, monday = wib_date(work.now), week_began(work.now)
    if settings.digest_on is not None and settings.digest_on >= today:
        return
    wishes = queries.wishes_of(work, [person_id])[person_id]
    news = queries.unmailed(work, person_id)
    daily = [row for row in news if wishes.about(row) is Wish.DAILY]
    weekly = [row for row in news if wishes.about(row) is Wish.WEEKLY]
    # A week is told once it is over; after days without a worker this catches up by itself.
    is_told = settings.weekly_on is not None and settings.weekly_on >= monday.date()
    if is_told or all(row.created_at >= monday for row in weekly):
        weekly = []
    rows = [*daily, *weekly]
    if not rows or not services.mail_taken(work, [row.id for row in rows]):
        return
    settings.digest_on = today
    if weekly:
        settings.weekly_on = today
    mails.send_digest(work, reader, rows)
