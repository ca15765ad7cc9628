import csv
import io
import re
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.audit.models import AuditEntry
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.desk.queries import PAGE, count_lines, trail
from catalog.desk.rules import Asked
from catalog.kernel.actor import Actor, Role
from tests.desk.conftest import Officer
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor


def _entries(work: Work, count: int) -> None:
    for number in range(count):
        work.now += timedelta(seconds=number % 2)  # some at the same moment
        record(work, "vendors.rename", target=("vendor", uuid4()), after={"number": number})
    work.session.flush()


def _numbers(page: object) -> list[int]:
    return [line.entry.after["number"] for line in page.lines]  # type: ignore[attr-defined]  # Page


def test_pages_hold_every_entry_once_even_while_new_ones_come(work: Work) -> None:
    _entries(work, 2 * PAGE + 7)
    seen: list[int] = []
    after = None
    while True:
        page = trail(work, Asked(), after=after)
        seen += _numbers(page)
        _entries(work, 3)
        if page.older is None:
            break
        after = page.older
    assert len(seen) == 2 * PAGE + 7
    assert len({*seen}) == 2 * PAGE + 7


def test_filters_find_what_was_asked_for(work: Work) -> None:
    session = work.session
    vendor = a_vendor(session, name="Batik Sogan")
    sekar = a_person(session, GrantSpec(Role.DINAS), name="Sekar Arum")
    work.actor = Actor(user_id=sekar.id, roles=frozenset({Role.DINAS}))
    record(work, "vendors.rename", target=("vendor", vendor.id))
    work.now += timedelta(days=1)
    record(work, "legality.verify", target=("document", "7"), vendor_id=vendor.id)
    session.flush()

    def found(**asked: object) -> list[str]:
        return [line.entry.action for line in trail(work, Asked(**asked)).lines]  # type: ignore[arg-type]  # any filter

    ours = ["legality.verify", "vendors.rename"]
    assert found(who="sekar ar") == ours
    assert found(who="100%") == []
    assert found(action="legality.") == ["legality.verify"]
    assert found(kind="vendor") == ["vendors.rename"]
    assert found(about=str(vendor.id)) == ours
    assert found(about=str(sekar.id)) == ["legality.verify", "accounts.enrol", "vendors.rename"]
    assert found(about="7") == ["legality.verify"]
    assert found(until=work.now.date() - timedelta(days=1), who="Sekar") == ["vendors.rename"]
    assert found(since=work.now.date(), who="Sekar") == ["legality.verify"]
    assert found(on_behalf=True) == ours
    assert count_lines(session, Asked(who="Sekar")) == 2


def test_the_page_names_who_did_what_and_what_changed(officer: Officer, work: Work) -> None:
    vendor = a_vendor(work.session, name="Batik Sogan")
    work.address = "203.0.113.9"
    record(
        work,
        "vendors.rename",
        target=("vendor", vendor.id),
        before={"name": "Sogan", "is_paused": False},
        after={"name": "<b>Sogan</b> baru", "is_paused": False},
    )
    page = officer(Role.AUDITOR).get("/en/pengurus/jejak?action=vendors").text
    assert "Batik Sogan" in page
    assert "<del>Sogan</del>" in page
    assert "<ins>&lt;b&gt;Sogan&lt;/b&gt; baru</ins>" in page
    assert "203.0.113.9" in page
    assert "nobody signed in" in page


def test_personal_data_that_slipped_in_is_shown_to_nobody(officer: Officer, work: Work) -> None:
    planted = ["3209010101010001", "sekar@contoh.example", "081234567890", "+6281234567890"]
    record(work, "tests.leak", target=("vendor", planted[1]), after={"all": planted})
    auditor = officer(Role.AUDITOR)
    page = auditor.get("/pengurus/jejak").text
    sheet = _export(auditor)
    for text in planted:
        assert text not in page
        assert text not in sheet
    assert "•••" in page


@pytest.mark.parametrize("query", ["since=kemarin", "since=2026-11-30&until=2026-11-01"])
def test_a_day_that_makes_no_sense_gets_a_sentence(officer: Officer, query: str) -> None:
    page = officer(Role.AUDITOR).get(f"/en/pengurus/jejak?{query}")
    assert page.status_code == 422
    assert "Please check:" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "sebelum=x",
        "sebelum=30c4ab79-bac2-4381-814e-0b5f3be1335c",
        "about=%00",
        "kind=nothing",
        "who=%25%27--",
    ],
)
def test_no_address_breaks_the_page(officer: Officer, query: str) -> None:
    assert officer(Role.AUDITOR).get(f"/pengurus/jejak?{query}").status_code in {200, 422}


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def _export(client: FlaskClient, **filters: str) -> str:
    token = _token(client.get("/pengurus/jejak").text)
    sent = {"csrf_token": token, **filters}
    with client.post("/pengurus/jejak/unduh", data=sent) as answer:
        assert answer.status_code == 200
        assert answer.content_type == "text/csv; charset=utf-8"
        return str(answer.get_data(as_text=True))


def test_the_export_holds_what_was_searched_and_is_itself_noted(
    officer: Officer, work: Work, session: Session
) -> None:
    vendor = a_vendor(session, name="=HYPERLINK(1)")
    work.address = "203.0.113.9"
    for number in range(PAGE + 5):
        record(work, "vendors.rename", target=("vendor", vendor.id), after={"number": number})
    record(work, "legality.verify", target=("document", "@sum"))
    sheet = _export(officer(Role.AUDITOR), action="vendors.")
    rows = list(csv.DictReader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert len(rows) == PAGE + 5
    assert {row["vendor"] for row in rows} == {"'=HYPERLINK(1)"}
    assert datetime.fromisoformat(rows[0]["time"]) == work.now
    assert "203.0.113.9" not in sheet
    session.rollback()
    noted = session.scalars(select(AuditEntry).where(AuditEntry.action == "audit.export")).one()
    assert noted.after == {"filters": ["action"], "entries": PAGE + 5}
    assert noted.role == "auditor"


def test_the_export_needs_a_token(officer: Officer) -> None:
    assert officer(Role.AUDITOR).post("/pengurus/jejak/unduh").status_code == 400


def test_an_entry_tells_of_the_person_that_something_was_done_to(
    officer: Officer, work: Work
) -> None:
    person = a_person(work.session, name="Rini Tegal")
    record(work, "accounts.lock", target=("person", person.id))
    assert "Rini Tegal" in officer(Role.ADMIN).get("/pengurus/jejak").text
