import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.audit.models import AuditEntry
from catalog.db.work import Work
from catalog.mail.message import Letter
from catalog.notices import queries
from catalog.notices.models import NoticeRow
from catalog.notices.rules import Group, Wish, sign_stop
from catalog.notices.services import notify
from tests.conftest import NOW
from tests.factories.people import a_person, signed_in
from tests.notices.told import DEADLINE, a_decision


@pytest.fixture
def browser(client: FlaskClient, sekar: Person) -> FlaskClient:
    """Sekar's phone."""
    return signed_in(client, sekar)


def _press(browser: FlaskClient, path: str, page: str = "/kabar", **fields: str) -> int:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
    assert found
    return browser.post(path, data={"csrf_token": found[1], **fields}).status_code


def _rows(session: Session) -> list[NoticeRow]:
    session.expire_all()
    return list(session.scalars(select(NoticeRow).order_by(NoticeRow.created_at)))


def test_a_notice_says_what_why_what_next_and_until_when(
    browser: FlaskClient, work: Work, sekar: Person
) -> None:
    notify(work, [sekar.id], DEADLINE)
    work.session.commit()
    page = browser.get("/kabar").text
    assert "Sebelum 22 Des 2026" in page
    assert "Akun ini belum punya alamat surel" in page
    assert "Buka akun saya" in page
    assert "Kabar (1)" in page
    assert "Before: 22 Dec 2026" in browser.get("/en/kabar").text


def test_the_next_step_marks_it_read_and_leads_on(
    browser: FlaskClient, work: Work, sekar: Person
) -> None:
    notify(work, [sekar.id], DEADLINE)
    work.session.commit()
    (row,) = _rows(work.session)
    browser.get("/kabar")
    assert queries.count_unread(work, sekar.id) == 1  # looking changes nothing
    work.session.rollback()
    assert _press(browser, f"/kabar/{row.id}/buka") == 303
    work.session.rollback()
    assert queries.count_unread(work, sekar.id) == 0


def test_the_next_step_keeps_the_readers_language(
    browser: FlaskClient, work: Work, sekar: Person
) -> None:
    notify(work, [sekar.id], DEADLINE)
    work.session.commit()
    (row,) = _rows(work.session)
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/en/kabar").text)
    assert found
    answer = browser.post(f"/en/kabar/{row.id}/buka", data={"csrf_token": found[1]})
    assert answer.headers["Location"] == "/en/usaha/0/izin"


def test_the_bell_counts_on_every_page_of_the_rooms(
    browser: FlaskClient, work: Work, sekar: Person
) -> None:
    for number in range(3):
        notify(work, [sekar.id], a_decision(f"Kursi {number}"))
    work.session.commit()
    page = browser.get("/kabar/pengaturan").text
    assert re.search(r'class="bell"[^>]*>3<', page)
    assert "Kabar, 3 belum dibaca" in page


def test_unread_notices_come_first_and_pages_do_not_repeat(
    browser: FlaskClient, work: Work, sekar: Person
) -> None:
    for number in range(25):
        notify(work, [sekar.id], a_decision(f"Kursi {number:02}"))
    rows = _rows(work.session)
    for row in rows[5:]:
        row.read_at = NOW
    work.session.commit()
    seen = [re.findall(r"Halo (Kursi \d\d)", browser.get(f"/kabar?hal={n}").text) for n in (1, 2)]
    names = [list(dict.fromkeys(page)) for page in seen]
    unread = {str(row.values["name"]["text"]["id"]) for row in rows[:5]}
    assert set(names[0][:5]) == unread
    assert len(names[0]) == 20
    assert len({*names[0], *names[1]}) == 25
    assert browser.get("/kabar?hal=9").headers["Location"].endswith("/kabar?hal=2")
    assert browser.get("/kabar?hal=abc").status_code == 200
    assert browser.get(f"/kabar?hal={10**30}").status_code == 302


def test_marking_all_read_spares_what_came_after_the_page_was_shown(
    browser: FlaskClient, work: Work, sekar: Person
) -> None:
    notify(work, [sekar.id], a_decision())
    shown = work.now
    work.now = NOW + timedelta(hours=1)
    notify(work, [sekar.id], a_decision("Topeng"))
    work.session.commit()
    assert _press(browser, "/kabar/dibaca", until=shown.isoformat()) == 303
    assert [row.read_at is None for row in _rows(work.session)] == [False, True]
    assert _press(browser, "/kabar/dibaca", until="besok") == 303


def test_nobody_touches_anothers_notice(browser: FlaskClient, work: Work) -> None:
    other = a_person(work.session)
    notify(work, [other.id], a_decision("Rahasia"))
    work.session.commit()
    (row,) = _rows(work.session)
    assert "Rahasia" not in browser.get("/kabar").text
    for path in (f"/kabar/{row.id}/buka", f"/kabar/{row.id}/dibaca", f"/kabar/{uuid4()}/buka"):
        assert _press(browser, path, "/kabar/pengaturan") == 404
    _press(browser, "/kabar/dibaca", "/kabar/pengaturan", until="2030-01-01T00:00:00+00:00")
    assert _rows(work.session)[0].read_at is None


def test_without_a_token_nothing_is_marked(browser: FlaskClient, work: Work, sekar: Person) -> None:
    notify(work, [sekar.id], a_decision())
    work.session.commit()
    (row,) = _rows(work.session)
    assert browser.post(f"/kabar/{row.id}/dibaca").status_code == 400
    assert browser.post("/kabar/dibaca").status_code == 400
    assert browser.post("/kabar/pengaturan", data={"other": "never"}).status_code == 400


def test_what_a_notice_holds_is_shown_as_text(
    browser: FlaskClient, work: Work, sekar: Person
) -> None:
    notify(work, [sekar.id], a_decision("<script>alert(1)</script>"))
    work.session.commit()
    page = browser.get("/kabar").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_wishes_are_kept_and_shown_again(browser: FlaskClient, work: Work, sekar: Person) -> None:
    sent = {"deadlines": "weekly", "decisions": "never", "other": "at_once"}
    assert _press(browser, "/kabar/pengaturan", "/kabar/pengaturan", **sent) == 303
    wishes = queries.wishes_of(work, [sekar.id])[sekar.id]
    assert wishes.of(Group.DEADLINES) is Wish.WEEKLY
    assert re.search(r'selected value="weekly"', browser.get("/kabar/pengaturan").text)
    entry = work.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "notices.choose")
    ).one()
    assert entry.after == sent


def test_a_wish_that_is_none_is_named_at_its_field(browser: FlaskClient) -> None:
    sent = {"deadlines": "monthly", "decisions": "never", "other": "at_once"}
    page = browser.get("/kabar/pengaturan")
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert found
    answer = browser.post("/kabar/pengaturan", data={"csrf_token": found[1], **sent})
    assert answer.status_code == 422
    assert "Pilih salah satu dari daftar." in answer.text
    assert 'id="deadlines-error"' in answer.text


def test_who_has_no_email_is_told_so(client: FlaskClient, session: Session) -> None:
    page = signed_in(client, a_person(session, login="0812 3456 7890")).get("/kabar/pengaturan")
    assert "belum punya alamat surel" in page.text


def test_strangers_are_led_to_the_sign_in(client: FlaskClient) -> None:
    for path in ("/kabar", "/kabar/pengaturan"):
        assert client.get(path).headers["Location"].startswith("/masuk")


def test_looking_at_the_way_out_ends_nothing_and_one_press_ends_it(
    client: FlaskClient, work: Work, sekar: Person
) -> None:
    work.session.commit()
    path = f"/kabar/berhenti/{sign_stop('test', sekar.id, Group.OTHER)}"
    assert client.get(path).status_code == 200
    assert queries.wishes_of(work, [sekar.id])[sekar.id].of(Group.OTHER) is Wish.DAILY
    # As a mail program does it: no cookie, no token, no Origin (RFC 8058).
    answer = client.post(path, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    # The address is a key; but "no-referrer" would hide the origin of our own button as well.
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert client.post(path).status_code == 200
    work.session.rollback()
    wishes = queries.wishes_of(work, [sekar.id])[sekar.id]
    assert (wishes.of(Group.OTHER), wishes.of(Group.DEADLINES)) == (Wish.NEVER, Wish.AT_ONCE)


def test_the_way_out_of_the_digest_ends_all(client: FlaskClient, work: Work, sekar: Person) -> None:
    work.session.commit()
    client.post(f"/kabar/berhenti/{sign_stop('test', sekar.id, None)}")
    work.session.rollback()
    wishes = queries.wishes_of(work, [sekar.id])[sekar.id]
    assert {wishes.of(group) for group in Group} == {Wish.NEVER}


def test_the_way_out_in_a_mail_is_one_that_works(
    client: FlaskClient, work: Work, sekar: Person, mail_at_once: Callable[[], list[Letter]]
) -> None:
    notify(work, [sekar.id], DEADLINE)
    (letter,) = mail_at_once()
    assert letter.unsubscribe.startswith("http://127.0.0.1:8000/kabar/berhenti/")
    assert "sekar" not in letter.unsubscribe
    path = letter.unsubscribe.removeprefix("http://127.0.0.1:8000")
    assert client.post(path).status_code == 200
    work.session.rollback()
    assert queries.wishes_of(work, [sekar.id])[sekar.id].of(Group.DEADLINES) is Wish.NEVER


def test_a_made_up_way_out_or_one_of_someone_gone_is_not_found(
    client: FlaskClient, work: Work, sekar: Person
) -> None:
    work.session.commit()
    own = sign_stop("test", sekar.id, None)
    for token in ("abc", own[:-2], sign_stop("other", sekar.id, None), "%00"):
        assert client.get(f"/kabar/berhenti/{token}").status_code == 404
        assert client.post(f"/kabar/berhenti/{token}").status_code == 404
    assert client.post(f"/kabar/berhenti/{sign_stop('test', uuid4(), None)}").status_code == 404


def test_the_list_costs_few_statements(browser: FlaskClient, work: Work, sekar: Person) -> None:
    for number in range(20):
        notify(work, [sekar.id], a_decision(f"Kursi {number}"))
    work.session.commit()
    statements: list[str] = []

    def note(*arguments: object) -> None:
        statements.append(str(arguments[2]))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        browser.get("/kabar")
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert sum("FROM notice" in each for each in statements) == 3
