import pytest
from flask import Flask
from flask.testing import FlaskClient

from catalog.db.work import Work
from catalog.jobs.models import Job
from catalog.jobs.rules import JobState
from catalog.jobs.services import enqueue
from catalog.kernel.actor import STAFF, Role
from tests.desk.conftest import Officer


@pytest.mark.parametrize("role", sorted(STAFF))
def test_every_officer_has_a_home_with_the_pages_of_the_role(officer: Officer, role: Role) -> None:
    page = officer(role).get("/pengurus")
    assert page.status_code == 200
    assert f"Ibu {role}" in page.text
    assert ("/pengurus/jejak" in page.text) == (role in {Role.ADMIN, Role.AUDITOR})
    assert ("/pengurus/tugas" in page.text) == (role is Role.ADMIN)


def test_every_page_that_a_home_leads_to_answers(app: Flask, officer: Officer) -> None:
    admin = officer(Role.ADMIN)
    for entry in app.extensions["catalog_desk_menu"]:
        with app.test_request_context():
            address = app.url_for(entry.endpoint)
        assert admin.get(address).status_code == 200, address


def test_every_card_belongs_to_an_entry_of_the_menu(app: Flask) -> None:
    keys = {entry.key for entry in app.extensions["catalog_desk_menu"]}
    assert {card.key for card in app.extensions["catalog_desk_cards"]} <= keys


def test_a_vendor_and_a_stranger_have_no_desk(client: FlaskClient, officer: Officer) -> None:
    assert officer(Role.VENDOR).get("/pengurus").status_code == 404
    assert client.get("/pengurus").status_code == 303


def test_the_home_says_first_that_a_job_failed(officer: Officer, work: Work) -> None:
    enqueue(work, "mail.send")
    work.session.flush()
    job = work.session.query(Job).one()
    job.state = JobState.FAILED
    work.session.commit()
    page = officer(Role.ADMIN).get("/en/pengurus").text
    assert "Jobs: 1 failed" in page


def test_the_trail_and_the_jobs_are_closed_to_others(officer: Officer) -> None:
    curator = officer(Role.CURATOR)
    assert curator.get("/pengurus/jejak").status_code == 404
    assert curator.get("/pengurus/tugas").status_code == 404
    auditor = officer(Role.AUDITOR)
    assert auditor.get("/pengurus/jejak").status_code == 200
    assert auditor.get("/pengurus/tugas").status_code == 404
