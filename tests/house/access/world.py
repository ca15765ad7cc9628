"""A small world for the security tests: two businesses in two regions, people of every role.

Everything that an address can name exists twice, once for business A (city of Cirebon) and once
for business B (regency of Cirebon), so that each role can be tried on its own and on the other's.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Grant, Person
from catalog.accounts.services import issue_token, second_step
from catalog.dashboard.models import DataExport, ExportState
from catalog.db.work import Work
from catalog.export.models import ExportConfirmation, ExportRule
from catalog.export.rules import Fact
from catalog.export.rules.confirming import ConfirmState
from catalog.galleries.models import Gallery
from catalog.jobs.models import Job
from catalog.jobs.rules import JobState
from catalog.jobs.services import enqueue
from catalog.kernel.actor import OPERATOR, Actor, Role
from catalog.kernel.clock import utc_now
from catalog.legality.models import PirtFood, RequirementSet
from catalog.legality.rules.requirements import SetState
from catalog.legality.services import requirements as requirement_services
from catalog.media.store import LocalStore
from catalog.notices.models import NoticeRow
from catalog.notices.services import Notice, notify
from catalog.products.models import CrossListing
from catalog.vendors.models import (
    OnBehalf,
    Vendor,
    VendorApplication,
    VendorClaim,
    VendorConsent,
    VendorList,
)
from catalog.vendors.rules.registering import CONSENT_VERSION, PRIVACY, ClaimState
from catalog.vendors.services import note_on_behalf
from catalog.wording.rules import Entry
from catalog.wording.services import add_entry
from tests.factories.people import VAULT, a_person
from tests.factories.vendors import a_contact, a_vendor
from tests.house.access import around, curated, goods, paper, sets, shown
from tests.house.access.people import GRANTS, Place, World, opened_session

CITY, REGENCY = "32.74", "32.09"
HOMES = {"A": ("32.74.01.1001", "32.74.01"), "B": ("32.09.36.2005", "32.09.36")}
SOURCE = "Dinas"


def build(session: Session, store: LocalStore) -> World:
    """Fill a stocked database with the world, and commit."""
    world = World()
    work = Work(session=session, now=utc_now(), vault=VAULT, actor=OPERATOR)
    vendors = {who: _a_business(work, world, who) for who in HOMES}
    galleries = session.scalars(select(Gallery).order_by(Gallery.position).limit(2)).all()
    _people(work, world, vendors, galleries[0].id)
    for gallery, (who, vendor) in zip(galleries, vendors.items(), strict=True):
        goods.add_goods(work, world, who, vendor, store)
        goods.add_papers(work, world, who, vendor, store)
        _rooms(work, world, who, vendor)
        _of_people(work, world, who, vendor, gallery.id)
        shown.add_showcase(work, world, who, gallery.id)
        around.add_around(work, world, who)
        sets.add_proposal(work, world, who)
        paper.add_files(work, world, who, vendor, gallery.id)
        curated.add_curation(work, world, who, vendor, gallery.id)
    _shared(work, world)
    _between(work, world, [gallery.id for gallery in galleries])
    session.commit()
    return world


def _a_business(work: Work, world: World, who: str) -> Vendor:
    region, district = HOMES[who]
    vendor = a_vendor(
        work.session,
        name=f"Batik Rara {who}",
        region_code=region,
        district_code=district,
        story={"id": "Dari serambi nenek.", "en": "From grandmother's porch."},
    )
    world.ids[who]["vendor_id"] = str(vendor.id)
    number = {"A": "1", "B": "2"}[who]
    a_contact(
        work.session,
        vendor,
        owner_name=f"Sekar {who}",
        phone=f"+62812345678{number}0",
        nik=f"327401550190000{number}",
        nib=f"111221000792{number}",
    )
    return vendor


def _people(work: Work, world: World, vendors: Mapping[str, Vendor], gallery_id: UUID) -> None:
    """Enrol everybody, and sign a browser in for each."""
    place = Place(vendors["A"].id, vendors["B"].id, gallery_id, CITY, REGENCY)
    for name, grants in GRANTS.items():
        person = a_person(work.session, *(spec(place) for spec in grants), name=f"Ibu {name}")
        person.verified_at = work.now
        world.people[name] = person.id
        world.tokens[name] = opened_session(work, person, has_step=not name.endswith("_unproven"))

    owner = work.session.get_one(Person, world.people["owner_a"])
    second_step.begin(work, owner)


def _rooms(work: Work, world: World, who: str, vendor: Vendor) -> None:
    """What stands in a business's own rooms: its team, what was done for it, its consents."""
    session, ids = work.session, world.ids[who]
    owner = world.people[f"owner_{who.lower()}"]
    office = Actor(world.people[f"dinas_{who.lower()}"], frozenset({Role.DINAS}))
    note_on_behalf(
        Work(session=session, now=work.now, vault=work.vault, actor=office), vendor, "Story"
    )
    session.add(
        VendorConsent(
            vendor_id=vendor.id, person_id=owner, key=PRIVACY, version=CONSENT_VERSION,
            agreed_at=work.now,
        )
    )  # fmt: skip
    export = DataExport(
        vendor_id=vendor.id,
        state=ExportState.READY,
        asked_by=owner,
        asked_at=work.now,
        ready_at=work.now,
        expires_at=work.now + timedelta(days=3),
        key=f"private/exports/{vendor.id.hex[:2]}/{vendor.id.hex}",
        size=1,
    )
    session.add(export)
    session.flush()
    ids.update(
        grant_id=str(_grant(work, world.people[f"staff_{who.lower()}"])),
        assistant_grant_id=str(_grant(work, world.people[f"assistant_{who.lower()}"])),
        entry_id=str(
            session.scalars(select(OnBehalf.id).where(OnBehalf.vendor_id == vendor.id)).one()
        ),
        export_id=str(export.id),
        team_token=issue_token(work, "team:vendor_staff", target_id=vendor.id),
    )


def _between(work: Work, world: World, galleries: Sequence[UUID]) -> None:
    """What one gallery asks of the other: A's waits for the curator's gallery, B's for the other.

    Only who asked takes a wish back, so the wishes are each other's there.
    """
    first, second = galleries
    for who, other, answers, asks in (("A", "B", first, second), ("B", "A", second, first)):
        wish = CrossListing(
            product_id=UUID(world.ids[who]["product_id"]),
            gallery_id=answers,
            asked_for_id=asks,
            answers_id=answers,
            asked_at=work.now,
        )
        work.session.add(wish)
        work.session.flush()
        world.ids[who]["crossing_id"] = world.ids[other]["own_crossing_id"] = str(wish.id)


def _grant(work: Work, person_id: UUID) -> UUID:
    return work.session.scalars(select(Grant.id).where(Grant.person_id == person_id)).one()


def _of_people(work: Work, world: World, who: str, vendor: Vendor, gallery_id: UUID) -> None:
    """What belongs to a person rather than to a business: notices, lists, claims, drafts."""
    session, ids = work.session, world.ids[who]
    owner = world.people[f"owner_{who.lower()}"]
    office = world.people[f"dinas_{who.lower()}"]
    notify(work, [owner], Notice(kind="vendors.joined", title="Story", text="Story", key=who))
    session.flush()
    notices = select(NoticeRow.id).where(NoticeRow.person_id == owner, NoticeRow.title == "Story")
    sheet = VendorList(
        id=uuid4(), person_id=office, name="daftar.csv", source=SOURCE, dated_on=date(2026, 1, 1),
        columns={}, decisions={}, report={}, created_at=work.now,
    )  # fmt: skip
    sheet.content = work.vault.seal(
        b"Nama;Desa\nBatik;Trusmi\n", bound_to=f"vendor_list.content:{sheet.id}"
    )
    session.add(sheet)
    session.add(
        VendorClaim(
            vendor_id=vendor.id,
            person_id=world.people["newcomer" if who == "A" else "buyer"],
            state=ClaimState.SHOWN,
            asked_at=work.now,
        )
    )
    session.add(
        VendorApplication(vendor_id=vendor.id, gallery_id=gallery_id, answers={}, asked_at=work.now)
    )
    session.flush()
    ids.update(
        notice_id=str(session.scalars(notices).one()),
        list_id=str(sheet.id),
        gallery_id=str(gallery_id),
        person_id=str(owner),
        person_grant_id=str(_grant(work, owner)),
    )


def _shared(work: Work, world: World) -> None:
    """What belongs to no business: a failed job, requirements in force and a draft of them."""
    session = work.session
    active = session.scalars(
        select(RequirementSet)
        .where(RequirementSet.state == SetState.ACTIVE)
        .order_by(RequirementSet.key)
    ).first()
    assert active is not None
    draft = requirement_services.start_draft(work, active)
    session.flush()
    food = session.scalars(select(PirtFood.code).order_by(PirtFood.code)).first()
    job_id = enqueue(work, "media.tidy")
    session.flush()
    job = session.get_one(Job, job_id)
    job.state, job.finished_at = JobState.FAILED, work.now
    session.flush()
    world.shared["rule_id"] = str(
        session.scalars(select(ExportRule.id).order_by(ExportRule.key)).first()
    )
    for mine in world.ids.values():
        claim = ExportConfirmation(
            id=uuid4(),
            product_id=UUID(mine["product_id"]),
            fact=Fact.LABEL_EN,
            state=ConfirmState.CLAIMED,
            claimed_at=work.now,
        )
        session.add(claim)
        mine["confirmation_id"] = str(claim.id)
    word = add_entry(work, Entry("merawit halus", "", is_kept=True))
    for mine in world.ids.values():
        mine["word_id"] = str(word.id)
    world.shared.update(
        set_id=str(draft.id),
        key=draft.requirements[0].key,
        food=food or "",
        job_id=str(job.id),
    )
