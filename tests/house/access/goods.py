"""What a business of the world makes, and its papers."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.legality.models import DocumentFile, DocumentReopening
from catalog.legality.rules import DocumentState
from catalog.legality.rules.reopening import ReopenReason
from catalog.legality.services import wallet
from catalog.legality.services.files import prepare as prepare_paper
from catalog.media.services import prepare, take_in
from catalog.media.store import LocalStore
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
    Vendor,
    VendorPhoto,
)
from tests.factories.legality import a_document
from tests.factories.papers import a_pdf
from tests.factories.products import a_product
from tests.house.access.people import World
from tests.media.pictures import photo, saved

_PROBLEM = Problem(2, "B", "Harga", "Choose the filled sheet first.").plain()


def add_goods(work: Work, world: World, who: str, vendor: Vendor, store: LocalStore) -> None:
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


def add_papers(work: Work, world: World, who: str, vendor: Vendor, store: LocalStore) -> None:
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
    reopened = DocumentReopening(
        document_id=waiting.id,
        product_id=UUID(world.ids[who]["product_id"]),
        reason=ReopenReason.COMPOSITION,
        changes=[],
        since=work.now,
    )
    work.session.add(reopened)
    work.session.flush()
    world.ids[who].update(
        reopening_id=str(reopened.id),
        document_id=str(waiting.id),
        verified_id=str(a_document(work.session, vendor).id),
        draft_paper_id=str(known[DocumentState.DRAFT].id),
        file_id=str(work.session.scalars(of_waiting).one()),
    )


def _owner_of(vendor: Vendor) -> Actor:
    own = frozenset({vendor.id})
    return Actor(UUID(int=7), frozenset({Role.VENDOR}), vendor_ids=own, owned_ids=own)
