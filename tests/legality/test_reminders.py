"""Papers that run out: told in time, once, and without a flood."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Person
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.legality.models import Document
from catalog.legality.queries import vendor_badges
from catalog.legality.rules import DocumentState, Stage
from catalog.legality.rules.wallet import stage_of
from catalog.legality.services import wallet
from catalog.legality.services.reminders import remind
from catalog.notices.models import NoticeRow
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document
from tests.factories.papers import a_prepared_file
from tests.factories.people import a_person
from tests.legality.wallets import DRAFT

ENDS = date(2027, 6, 30)
pytestmark = pytest.mark.usefixtures("document", "owner")


@pytest.fixture
def owner(session: Session, vendor: Vendor) -> Person:
    """The vendor's owner, who hears of everything."""
    return a_person(session, GrantSpec(Role.VENDOR, vendor_id=vendor.id))


@pytest.fixture
def document(session: Session, vendor: Vendor) -> Document:
    """A verified paper that ends in June."""
    return a_document(session, vendor, valid_until=ENDS)


def _on(work: Work, day: date) -> Work:
    """Return the same database at six in the morning (WIB) of another day."""
    moment = datetime.combine(day - timedelta(days=1), time(23), tzinfo=UTC)
    return Work(session=work.session, now=moment, vault=work.vault)


def _told(work: Work, person: Person) -> list[str]:
    work.session.flush()
    rows = select(NoticeRow.kind).where(NoticeRow.person_id == person.id)
    return list(work.session.scalars(rows.order_by(NoticeRow.created_at)))


@pytest.mark.parametrize(
    ("left", "stage"),
    [
        (91, None),
        (90, Stage.SOON),
        (31, Stage.SOON),
        (30, Stage.NEAR),
        (8, Stage.NEAR),
        (7, Stage.LAST),
        (0, Stage.LAST),
        (-1, Stage.OVER),
        (-400, Stage.OVER),
    ],
)
def test_which_reminder_is_due(left: int, stage: Stage | None) -> None:
    assert stage_of(ENDS, ENDS - timedelta(days=left)) is stage


def test_a_year_of_mornings_tells_four_times(work: Work, owner: Person) -> None:
    days = []
    for at in range(365):
        today = date(2026, 12, 1) + timedelta(days=at)
        if remind(_on(work, today)):
            days.append((ENDS - today).days)
    assert days == [90, 30, 7, -1]
    assert _told(work, owner) == [*["legality.expiring"] * 3, "legality.expired"]


def test_a_second_run_on_the_same_day_says_nothing(work: Work, owner: Person) -> None:
    today = ENDS - timedelta(days=90)
    assert (remind(_on(work, today)), remind(_on(work, today))) == (1, 0)
    assert len(_told(work, owner)) == 1


def test_after_a_long_silence_only_the_nearest_reminder_comes(work: Work, owner: Person) -> None:
    assert remind(_on(work, ENDS - timedelta(days=3))) == 1
    assert remind(_on(work, ENDS - timedelta(days=2))) == 0
    assert _told(work, owner) == ["legality.expiring"]


def test_what_ran_out_long_ago_is_left_in_peace(work: Work) -> None:
    assert remind(_on(work, ENDS + timedelta(days=60))) == 0


def test_a_new_date_is_reminded_of_anew(work: Work, document: Document) -> None:
    remind(_on(work, ENDS - timedelta(days=7)))
    document.valid_until = ENDS + timedelta(days=365)
    assert remind(_on(work, ENDS - timedelta(days=6))) == 0
    assert remind(_on(work, ENDS + timedelta(days=365 - 90))) == 1


@pytest.mark.parametrize(
    "state", [DocumentState.PENDING, DocumentState.REPLACED, DocumentState.REJECTED]
)
def test_only_papers_that_count_are_spoken_of(
    work: Work, document: Document, state: DocumentState
) -> None:
    document.state = state
    assert remind(_on(work, ENDS - timedelta(days=7))) == 0


def test_whoever_has_sent_the_renewed_paper_is_not_reminded(work: Work, document: Document) -> None:
    new = wallet.renew(work, document)
    assert remind(_on(work, ENDS - timedelta(days=90))) == 1  # begun is not sent
    wallet.add_files(work, new, [a_prepared_file()])
    wallet.save(work, new, DRAFT, new.version, is_sending=True)
    assert remind(_on(work, ENDS - timedelta(days=30))) == 0


def test_staff_hear_it_too_and_helpers_and_others_do_not(
    work: Work, session: Session, vendor: Vendor, owner: Person
) -> None:
    staff = a_person(session, GrantSpec(Role.VENDOR_STAFF, vendor_id=vendor.id))
    helper = a_person(session, GrantSpec(Role.VENDOR_HELPER, vendor_id=vendor.id))
    stranger = a_person(session)
    remind(_on(work, ENDS - timedelta(days=90)))
    assert [len(_told(work, each)) for each in (owner, staff, helper, stranger)] == [1, 1, 0, 0]


def test_the_badge_goes_on_the_morning_after(work: Work, vendor: Vendor) -> None:
    assert vendor_badges(_on(work, ENDS), [vendor.id])
    assert not vendor_badges(_on(work, ENDS + timedelta(days=1)), [vendor.id])
