import contextlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.db.work import Work, committed
from catalog.jobs.services import enqueue
from catalog.mail.message import Letter
from catalog.mail.models import OutgoingMail
from catalog.notices import queries, services
from catalog.notices.models import NoticeRow
from catalog.notices.rules import Group, Wish
from catalog.notices.services import notify
from tests.conftest import NOW
from tests.factories.people import a_person
from tests.notices.conftest import RunAt
from tests.notices.told import DEADLINE, a_decision

Letters = Callable[[], list[Letter]]


def test_a_deadline_is_mailed_at_once_in_the_readers_language(
    work: Work, sekar: Person, mail_at_once: Letters
) -> None:
    jane = a_person(work.session, login="jane@contoh.example", name="Jane", language="en")
    assert notify(work, [sekar.id, jane.id], DEADLINE) == 2
    got = {letter.to: letter for letter in mail_at_once()}
    indonesian, english = got["sekar@contoh.example"], got["jane@contoh.example"]
    assert indonesian.subject == "Sebelum 22 Des 2026"
    assert "Halo Sekar," in indonesian.text
    assert "Buka akun saya" in indonesian.html
    assert "http://127.0.0.1:8000/usaha/0/izin" in indonesian.text
    assert english.subject == "Before: 22 Dec 2026"
    assert "http://127.0.0.1:8000/en/usaha/0/izin" in english.text


def test_running_the_job_again_mails_nothing_twice(
    work: Work, sekar: Person, mail_at_once: Letters
) -> None:
    notify(work, [sekar.id], DEADLINE)
    assert len(mail_at_once()) == 1
    row = work.session.scalars(select(NoticeRow)).one()
    enqueue(work, services.JOB_MAIL, notice_id=row.id)
    assert len(mail_at_once()) == 1


def test_what_is_rolled_back_is_neither_told_nor_mailed(
    work: Work, sekar: Person, mail_at_once: Letters
) -> None:
    work.session.commit()
    with contextlib.suppress(ZeroDivisionError), committed(work):
        notify(work, [sekar.id], DEADLINE)
        raise ZeroDivisionError
    assert mail_at_once() == []
    assert queries.count_unread(work, sekar.id) == 0


def test_two_runs_say_it_once_and_the_next_day_says_it_again(work: Work, sekar: Person) -> None:
    assert [notify(work, [sekar.id], DEADLINE) for _run in range(2)] == [1, 0]
    work.now = NOW + timedelta(hours=5)
    assert notify(work, [sekar.id], DEADLINE) == 0
    work.now = NOW + timedelta(days=1)
    assert notify(work, [sekar.id], DEADLINE) == 1


def test_a_period_of_its_own_is_kept(work: Work, sekar: Person) -> None:
    monthly = replace(DEADLINE, once_in=timedelta(days=30))
    notify(work, [sekar.id], monthly)
    work.now = NOW + timedelta(days=29)
    assert notify(work, [sekar.id], monthly) == 0


def test_who_has_no_email_finds_the_notice_on_the_page_only(
    work: Work, mail_at_once: Letters
) -> None:
    person = a_person(work.session, login="0812 3456 7890")
    notify(work, [person.id], DEADLINE)
    assert mail_at_once() == []
    assert queries.count_unread(work, person.id) == 1


def test_an_address_that_nobody_has_proven_gets_no_mail(
    work: Work, sekar: Person, mail_at_once: Letters
) -> None:
    sekar.verified_at = None
    notify(work, [sekar.id], DEADLINE)
    assert mail_at_once() == []


def test_what_was_read_is_not_mailed(work: Work, sekar: Person, mail_at_once: Letters) -> None:
    notify(work, [sekar.id], DEADLINE)
    row = work.session.scalars(select(NoticeRow)).one()
    services.mark_read(work, sekar.id, row.id)
    assert mail_at_once() == []


def test_news_of_the_day_comes_in_one_mail_with_the_nearest_deadline_first(
    work: Work, sekar: Person, run: RunAt
) -> None:
    services.choose(work, sekar.id, dict.fromkeys(Group, Wish.DAILY))
    notify(work, [sekar.id], a_decision())
    notify(work, [sekar.id], DEADLINE)
    (letter,) = run(NOW + timedelta(days=1))
    assert letter.subject == "2 kabar menunggu: Sebelum 22 Des 2026"
    assert "Halo Kursi rotan" in letter.text
    assert "Berhenti menerima surel kabar" in letter.html


def test_a_digest_comes_once_a_day_however_often_the_schedule_runs(
    work: Work, sekar: Person, run: RunAt
) -> None:
    notify(work, [sekar.id], a_decision())
    assert len(run(NOW)) == 1
    notify(work, [sekar.id], a_decision("Topeng"))
    assert run(NOW + timedelta(hours=1)) == []
    (tomorrow,) = run(NOW + timedelta(days=1))
    assert "Topeng" in tomorrow.text
    assert "Kursi" not in tomorrow.text
    assert run(NOW + timedelta(days=2)) == []


def test_days_without_a_worker_give_one_digest(work: Work, sekar: Person, run: RunAt) -> None:
    for days in range(3):
        work.now = NOW + timedelta(days=days)
        notify(work, [sekar.id], a_decision(f"Kursi {days}"))
    (letter,) = run(NOW + timedelta(days=6))
    assert letter.subject.startswith("3 kabar menunggu")


def test_a_weekly_reader_hears_once_the_week_is_over(work: Work, sekar: Person, run: RunAt) -> None:
    services.choose(work, sekar.id, dict.fromkeys(Group, Wish.WEEKLY))
    notify(work, [sekar.id], DEADLINE)  # on a Sunday
    assert run(NOW + timedelta(hours=2)) == []
    assert len(run(NOW + timedelta(days=1))) == 1
    work.now = NOW + timedelta(days=1)
    notify(work, [sekar.id], a_decision())
    for days in range(2, 8):
        assert run(NOW + timedelta(days=days)) == []
    assert len(run(NOW + timedelta(days=8))) == 1


def test_a_weekly_digest_catches_up_when_monday_was_missed(
    work: Work, sekar: Person, run: RunAt
) -> None:
    services.choose(work, sekar.id, dict.fromkeys(Group, Wish.WEEKLY))
    notify(work, [sekar.id], a_decision())
    assert len(run(NOW + timedelta(days=3))) == 1


def test_who_wants_no_mail_gets_none(work: Work, sekar: Person, run: RunAt) -> None:
    services.stop(work, sekar.id, None)
    notify(work, [sekar.id], DEADLINE)
    notify(work, [sekar.id], a_decision())
    assert run(NOW + timedelta(days=1)) == []
    assert queries.count_unread(work, sekar.id) == 2


def test_a_long_digest_tells_the_first_and_counts_the_rest(
    work: Work, sekar: Person, run: RunAt
) -> None:
    for number in range(15):
        notify(work, [sekar.id], a_decision(f"Kursi {number}"))
    (letter,) = run(NOW)
    assert "dan 3 lagi" in letter.text


def test_one_persons_trouble_keeps_no_other_from_their_digest(
    work: Work, sekar: Person, run: RunAt
) -> None:
    gone = a_person(work.session, is_active=False)
    notify(work, [sekar.id, gone.id], a_decision())
    assert [letter.to for letter in run(NOW)] == ["sekar@contoh.example"]


def test_old_notices_go_in_time(work: Work, sekar: Person, session: Session) -> None:
    notify(work, [sekar.id], a_decision())
    row = session.scalars(select(NoticeRow)).one()
    services.mark_read(work, sekar.id, row.id)
    work.now = NOW + timedelta(days=179)
    services.tidy(work)
    assert session.scalars(select(NoticeRow.id)).all()
    work.now = NOW + timedelta(days=181)
    services.tidy(work)
    assert not session.scalars(select(NoticeRow.id)).all()


def test_no_letter_is_written_by_notify_itself(work: Work, sekar: Person) -> None:
    notify(work, [sekar.id], DEADLINE)
    assert not work.session.scalars(select(OutgoingMail)).all()
