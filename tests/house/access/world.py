"""A small world for the security tests: two businesses in two regions, people of every role.

Everything that an address can name exists twice, once for business A (city of Cirebon) and once
for business B (regency of Cirebon), so that each role can be tried on its own and on the other's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.models import Grant, Person
from catalog.accounts.services import issue_token, second_step
from catalog.dashboard.models import DataExport, ExportState
from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.jobs.models import Job
from catalog.jobs.rules import JobState
from catalog.jobs.services import enqueue
from catalog.kernel.actor import OPERATOR, Actor, Role
from catalog.kernel.clock import utc_now
from catalog.legality.models import DocumentFile, PirtFood, RequirementSet
from catalog.legality.rules import DocumentState
from catalog.legality.rules.requirements import SetState
from catalog.legality.services import requirements as requirement_services
from catalog.legality.services import wallet
from catalog.legality.services.files import prepare as prepare_paper
from catalog.media.services import prepare, take_in
from catalog.media.store import LocalStore
from catalog.notices.models import NoticeRow
from catalog.notices.services import Notice, notify
from catalog.products.models import (
    BulkItem,
    BulkRun,
    ChangeRequest,
    Product,
    ProductImage,
    ReviewNote,
    ReviewRound,
)
from catalog.products.rules.bulk.problems import Problem
from catalog.products.rules.bulk.runs import ItemKind, RunState
from catalog.products.rules.review import ChangeState, Outcome
from catalog.products.rules.status import Status
from catalog.vendors.models import (
    OnBehalf,
    Vendor,
    VendorApplication,
    VendorClaim,
    VendorConsent,
    VendorList,
    VendorPhoto,
)
from catalog.vendors.rules.registering import CONSENT_VERSION, PRIVACY, ClaimState
from catalog.vendors.services import note_on_behalf
from tests.factories.legality import a_document
from tests.factories.papers import a_pdf
from tests.factories.people import VAULT, a_person
from tests.factories.products import a_product
from tests.factories.vendors import a_contact, a_vendor
from tests.house.access.people import GRANTS, Place, opened_session
from tests.media.pictures import photo, saved

CITY, REGENCY = "32.74", "32.09"
HOMES = {"A": ("32.74.01.1001", "32.74.01"), "B": ("32.09.36.2005", "32.09.36")}
SOURCE = "Dinas"
_PROBLEM = Problem(2, "B", "Harga", "Choose the filled sheet first.").plain()


@dataclass
class World:
    """What stands in the database: ids by owner and argument, session tokens by person."""

    ids: dict[str, dict[str, str]] = field(default_factory=lambda: {"A": {}, "B": {}})
    tokens: dict[str, str] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)
    slugs: dict[str, str] = field(default_factory=dict)


def build(session: Session, store: LocalStore) -> World:
    """Fill a stocked database with the world, and commit."""
    world = World()
    work = Work(session=session, now=utc_now(), vault=VAULT, actor=OPERATOR)
    vendors = {who: _a_business(work, world, who) for who in HOMES}
    gallery = session.scalars(select(Gallery).order_by(Gallery.position)).first()
    assert gallery is not None
    _people(work, world, vendors, gallery.id)
    for who, vendor in vendors.items():
        _goods(work, world, who, vendor, store)
        _papers(work, world, who, vendor, store)
        _rooms(work, world, who, vendor)
        _of_people(work, world, who, vendor, gallery.id)
    _shared(work, world)
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


def _goods(work: Work, world: World, who: str, vendor: Vendor, store: LocalStore) -> None:
    """A live product with a change before the officers, a draft, pictures, an import."""
    session, ids = work.session, world.ids[who]
    seed = ord(who)
    images = [
        take_in(work, prepare(saved(photo((700, 700), seed * 10 + at)), store=store), store=store)
        for at in range(2)
    ]
    product = a_product(session, vendor, name=f"Selendang {who}", images=images, english=True)
    draft = a_product(
        session, vendor, name=f"Rancangan {who}", images=images, status=Status.DRAFT,
        published_at=None,
    )  # fmt: skip
    world.slugs[f"product_{who}"] = product.slug
    world.slugs[f"code_{who}"] = product.code
    world.slugs[f"vendor_{who}"] = vendor.slug
    change = ChangeRequest(
        product_id=product.id,
        state=ChangeState.WAITING,
        before={"name": f"Selendang {who}"},
        after={"name": f"Selendang toska {who}"},
        created_at=work.now,
        updated_at=work.now,
    )
    session.add(change)
    session.flush()
    found = ReviewRound(
        product_id=product.id, change_id=change.id, outcome=Outcome.WAITING, sent_at=work.now
    )
    found.notes = [ReviewNote(position=0, field="name", reason="name_unclear", text="")]
    session.add(found)
    run = BulkRun(
        vendor_id=vendor.id,
        person_id=world.people[f"owner_{who.lower()}"],
        state=RunState.CHECKED,
        name="daftar.csv",
        digest="0" * 64,
        headers=["SKU"],
        columns=[],
        problems=[],
        notes=[],
        created_at=work.now,
    )
    session.add(run)
    session.flush()
    item = BulkItem(
        run_id=run.id, place=2, count=1, sku="B1", kind=ItemKind.BAD, lines=[],
        problems=[_PROBLEM], photos={},
    )  # fmt: skip
    session.add(item)
    session.add(VendorPhoto(vendor_id=vendor.id, image_id=images[0].id, position=0, caption={}))
    session.flush()
    ids.update(
        product_id=str(product.id),
        draft_id=str(draft.id),
        photo_id=str(_first_photo(session, product)),
        draft_photo_id=str(_first_photo(session, draft)),
        profile_photo_id=str(
            session.scalars(select(VendorPhoto.id).where(VendorPhoto.vendor_id == vendor.id)).one()
        ),
        round_id=str(found.id),
        run_id=str(run.id),
    )


def _first_photo(session: Session, product: Product) -> UUID:
    statement = select(ProductImage.id).where(ProductImage.product_id == product.id)
    return session.scalars(statement.order_by(ProductImage.position)).first() or UUID(int=0)


def _papers(work: Work, world: World, who: str, vendor: Vendor, store: LocalStore) -> None:
    """A verified paper, one that waits for a verifier and a draft; a sealed file in each."""
    own = Work(session=work.session, now=work.now, vault=work.vault, actor=_owner_of(vendor))
    known = {}
    for code, state in (("npwp", DocumentState.PENDING), ("ktp", DocumentState.DRAFT)):
        document = wallet.begin(own, vendor.id, code)
        content = a_pdf(text=f"{who} {code}".encode())
        file = prepare_paper(content, f"{code}.pdf", store=store, vault=work.vault)
        wallet.add_files(own, document, [file])
        document.state = state
        work.session.flush()
        known[state] = document
    waiting = known[DocumentState.PENDING]
    of_waiting = select(DocumentFile.id).where(DocumentFile.document_id == waiting.id)
    world.ids[who].update(
        document_id=str(waiting.id),
        verified_id=str(a_document(work.session, vendor).id),
        draft_paper_id=str(known[DocumentState.DRAFT].id),
        file_id=str(work.session.scalars(of_waiting).one()),
    )


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
    world.shared.update(
        set_id=str(draft.id),
        key=draft.requirements[0].key,
        food=food or "",
        job_id=str(job.id),
    )


def _owner_of(vendor: Vendor) -> Actor:
    own = frozenset({vendor.id})
    return Actor(UUID(int=7), frozenset({Role.VENDOR}), vendor_ids=own, owned_ids=own)
