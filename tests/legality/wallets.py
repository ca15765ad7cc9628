"""Wallets for tests: who acts, what was sent, which badges show."""

from datetime import date
from uuid import uuid4

from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.legality.models import Document
from catalog.legality.queries import vendor_badges
from catalog.legality.rules import PaperDraft, Scope
from catalog.legality.services import verifying, wallet
from catalog.vendors.models import Vendor
from tests.factories.papers import a_prepared_file

NIB = "1112210007923"
DRAFT = PaperDraft(
    number=NIB,
    holder_name="Sekar",
    issued_on=date(2026, 1, 5),
    valid_until=None,
    is_open_ended=True,
    scope=Scope.VENDOR,
)


def acting(work: Work, vendor: Vendor | None = None, *roles: Role, **scopes: object) -> Work:
    """Return work of someone who belongs to this vendor, or of anyone else."""
    ids = frozenset({vendor.id}) if vendor else frozenset()
    given = frozenset(roles) or frozenset({Role.VENDOR})
    actor = Actor(uuid4(), given, vendor_ids=ids, owned_ids=ids, **scopes)  # type: ignore[arg-type]  # a set per name
    return Work(session=work.session, now=work.now, vault=work.vault, actor=actor)


def an_officer(work: Work) -> Work:
    """Return work of the office of the regency."""
    return acting(work, None, Role.DINAS, region_codes=frozenset({"32.09"}))


def sent(work: Work, vendor: Vendor, draft: PaperDraft = DRAFT, code: str = "nib") -> Document:
    """Store a complete paper that waits for a verifier."""
    document = wallet.begin(work, vendor.id, code)
    wallet.add_files(work, document, [a_prepared_file()])
    wallet.save(work, document, draft, document.version, is_sending=True)
    work.session.flush()
    return document


def verified(work: Work, vendor: Vendor, draft: PaperDraft = DRAFT) -> Document:
    """Store a paper that the office has verified."""
    document = sent(acting(work, vendor), vendor, draft)
    verifying.verify(an_officer(work), document, document.version, verifier="Dinas")
    return document


def badges_of(work: Work, vendor: Vendor) -> list[str]:
    """Return the badges that a vendor shows today."""
    work.session.flush()
    return [code for code, _ in vendor_badges(work, [vendor.id]).get(vendor.id, ())]
