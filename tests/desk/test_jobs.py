import re
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.audit.models import AuditEntry
from catalog.db.work import Work, committed
from catalog.jobs.models import Job
from catalog.jobs.rules import GiveUp, JobState
from catalog.jobs.services import enqueue
from catalog.kernel.actor import Role
from catalog.kernel.clock import utc_now
from tests.desk.conftest import Officer


def _fail(_work: Work, **_arguments: object) -> None:
    raise GiveUp("The mail server refused.")


def _succeed(_work: Work, **_arguments: object) -> None:
    pass


@pytest.fixture
def failed(app: Flask, work: Work) -> UUID:
    """A job that failed."""
    jobs = app.extensions["catalog_jobs"]
    jobs.handlers.clear()
    jobs.schedule.clear()
    jobs.handlers["tests.send"] = _fail
    with committed(work):
        job_id = enqueue(work, "tests.send")
    _run(app)
    return job_id


def _run(app: Flask) -> str:
    return app.test_cli_runner().invoke(args=["jobs", "run-due"], catch_exceptions=False).output


def _token(page: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found
    return found[1]


def _again(admin: FlaskClient, job_id: UUID) -> str:
    token = _token(admin.get("/en/pengurus/tugas").text)
    address = f"/en/pengurus/tugas/{job_id}/ulang"
    return admin.post(address, data={"csrf_token": token}, follow_redirects=True).text


def test_a_job_that_failed_is_seen_and_tried_again(
    app: Flask, officer: Officer, session: Session, failed: UUID
) -> None:
    admin = officer(Role.ADMIN)
    page = admin.get("/en/pengurus/tugas").text
    assert "The mail server refused." in page
    assert "tests.send" in page
    app.extensions["catalog_jobs"].handlers["tests.send"] = _succeed
    assert "The job is tried again now." in _again(admin, failed)
    assert "1 jobs done" in _run(app)
    session.rollback()
    job = session.get(Job, failed, populate_existing=True)
    assert job is not None
    assert job.state is JobState.DONE
    assert session.scalar(select(AuditEntry.target_id).where(AuditEntry.action == "jobs.retry"))


def test_a_job_that_is_done_by_now_is_not_tried_again(
    app: Flask, officer: Officer, failed: UUID
) -> None:
    admin = officer(Role.ADMIN)
    token = _token(admin.get("/en/pengurus/tugas").text)
    _again(admin, failed)
    app.extensions["catalog_jobs"].handlers["tests.send"] = _succeed
    _run(app)
    address = f"/en/pengurus/tugas/{failed}/ulang"
    page = admin.post(address, data={"csrf_token": token}, follow_redirects=True).text
    assert "there is nothing to try again" in page


def test_an_error_is_shown_with_its_placeholders(
    officer: Officer, work: Work, failed: UUID
) -> None:
    job = work.session.get(Job, failed, populate_existing=True)
    assert job is not None
    job.last_error = "%(phone)s is 100% known."
    work.session.commit()
    assert "%(phone)s is 100% known." in officer(Role.ADMIN).get("/pengurus/tugas").text


def test_trying_again_needs_a_token_and_an_administrator(officer: Officer, failed: UUID) -> None:
    address = f"/pengurus/tugas/{failed}/ulang"
    assert officer(Role.ADMIN).post(address).status_code == 400
    auditor = officer(Role.AUDITOR)
    token = _token(auditor.get("/pengurus/jejak").text)
    assert auditor.post(address, data={"csrf_token": token}).status_code == 404


def test_the_page_tells_when_no_worker_is_at_work(officer: Officer, work: Work) -> None:
    work.now = utc_now() - timedelta(minutes=6)
    with committed(work):
        enqueue(work, "tests.send")
    admin = officer(Role.ADMIN)
    assert "should have begun" in admin.get("/en/pengurus/tugas").text
    assert "Jobs: 1 late" in admin.get("/en/pengurus").text


@pytest.mark.parametrize("query", ["keadaan=x", "halaman=0", "halaman=zz", "halaman=99999"])
def test_no_address_breaks_the_page(officer: Officer, query: str) -> None:
    assert officer(Role.ADMIN).get(f"/pengurus/tugas?{query}").status_code == 200
