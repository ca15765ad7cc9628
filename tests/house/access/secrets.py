"""Marks that are planted into whatever is private, through the services that keep it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from catalog.accounts.services import issue_code, issue_token, second_step
from catalog.accounts.services.signing import Browser, open_session
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.actor import OPERATOR, Actor, Role
from catalog.kernel.clock import utc_now
from catalog.legality.rules import PaperDraft, Scope
from catalog.legality.services import wallet
from catalog.legality.services.files import prepare
from catalog.mail.services import post
from catalog.media.store import LocalStore
from catalog.products.models import Product, ProductText, ReviewRound
from catalog.vendors.models import Vendor
from catalog.vendors.rules.registering import Step
from catalog.vendors.services import ContactDraft, keep_contact, registering
from catalog.vendors.services.governing import RegistryFacts, keep_facts
from catalog.vendors.services.lists import send_up
from tests.factories.papers import a_pdf
from tests.factories.people import VAULT, a_person
from tests.house.access.people import World

PHONE = "+6281377665544"
PHONE_DRAFT = "+6281366554433"
SIGN_IN_PHONE = "+6281355443322"
PASSWORD = "kunang-kunang-di-serambi-71"
# Private, and unreadable at rest: searched for in the files of the machine as well.
SEALED = {
    "owner's name": "Zulaikhamarka",
    "phone": PHONE.removeprefix("+62"),
    "e-mail": "surel-marka@rahasia.example",
    "address": "Jalan Markapenanda 77",
    "NIK": "3274015501900779",
    "NIB": "1112210997923",
    "NPWP": "091234567891009",
    "sales": "987654301",
    "capital": "123498705",
    "number of a paper": "3274015501900886",
    "name of a file": "ktp-markaberkas",
    "content of a file": "markaisiberkas",
    "name in a registration": "Rokayahmarka",
    "phone in a registration": PHONE_DRAFT.removeprefix("+62"),
    "NIK in a registration": "3274015501900992",
    "sign-in by e-mail": "masuk-marka@rahasia.example",
    "sign-in by phone": SIGN_IN_PHONE.removeprefix("+62"),
    "password": PASSWORD,
    "receiver of a mail": "penerima-marka@rahasia.example",
    "content of a mail": "markaisisurat",
    "row of a list": "Markabaris",
}
# Kept readable for those who work with it, and shown to nobody else.
HIDDEN = {
    "name of a person": "Nyimasmarka",
    "name of a draft": "Rancanganmarka",
    "text of a draft": "Ceritamarka",
    "note to the officers": "Catatanmarka",
}


@dataclass
class Planted:
    """What was planted, by what it is."""

    sealed: dict[str, str] = field(default_factory=lambda: dict(SEALED))
    hidden: dict[str, str] = field(default_factory=lambda: dict(HIDDEN))

    @property
    def everything(self) -> dict[str, str]:
        """Return all that no stranger may read."""
        return {**self.sealed, **self.hidden}


def plant(session: Session, world: World, store: LocalStore) -> Planted:
    """Put a mark into every private field of business A and of people, and commit."""
    planted = Planted()
    vendor = session.get_one(Vendor, UUID(world.ids["A"]["vendor_id"]))
    work = _as(session, OPERATOR)
    _of_a_business(work, vendor)
    _of_papers(work, vendor, store)
    _of_people(work, planted)
    _of_products(session, world)
    session.commit()
    return planted


def _as(session: Session, actor: Actor) -> Work:
    return Work(session=session, now=utc_now(), vault=VAULT, actor=actor, address="192.0.2.77")


def _of_a_business(work: Work, vendor: Vendor) -> None:
    contact = ContactDraft(
        owner_name=SEALED["owner's name"],
        phone=PHONE,
        email=SEALED["e-mail"],
        address=SEALED["address"],
        nik=SEALED["NIK"],
        nib=SEALED["NIB"],
        npwp=SEALED["NPWP"],
    )
    changed = keep_contact(work, vendor.id, contact)
    record(work, "vendors.contact", target=("vendor", vendor.id), after={"fields": changed})
    facts = RegistryFacts(
        legal_form=None,
        kbli="",
        kbli_version="",
        owner_gender=None,
        programmes=(),
        since_year=1998,
        worker_count=4,
        sales=int(SEALED["sales"]),
        capital=int(SEALED["capital"]),
    )
    keep_facts(work, vendor, facts)
    post(
        work,
        to=SEALED["receiver of a mail"],
        language="id",
        subject=SEALED["content of a mail"],
        text=SEALED["content of a mail"],
    )
    send_up(
        work,
        name="daftar.csv",
        source="Dinas",
        dated_on=date(2026, 1, 1),
        content=f"Nama;Pemilik\nBatik;{SEALED['row of a list']}\n".encode(),
    )


def _of_papers(work: Work, vendor: Vendor, store: LocalStore) -> None:
    own = frozenset({vendor.id})
    owner = Actor(UUID(int=8), frozenset({Role.VENDOR}), vendor_ids=own, owned_ids=own)
    mine = _as(work.session, owner)
    paper = wallet.begin(mine, vendor.id, "ktp")
    content = a_pdf(extra=f"% {SEALED['content of a file']}\n".encode())
    name = f"{SEALED['name of a file']}.pdf"
    wallet.add_files(mine, paper, [prepare(content, name, store=store, vault=work.vault)])
    draft = PaperDraft(SEALED["number of a paper"], "", None, None, True, Scope.VENDOR)  # noqa: FBT003  # open-ended
    wallet.save(mine, paper, draft, paper.version, is_sending=False)


def _of_people(work: Work, planted: Planted) -> None:
    session = work.session
    name = HIDDEN["name of a person"]
    person = a_person(session, login=SEALED["sign-in by e-mail"], password=PASSWORD, name=name)
    a_person(session, login=SIGN_IN_PHONE, name=name)
    second_step.begin(work, person)
    draft = _as(session, Actor(person.id, frozenset({Role.BUYER})))
    private = {
        "owner_name": SEALED["name in a registration"],
        "phone": PHONE_DRAFT,
        "nik": SEALED["NIK in a registration"],
    }
    registering.save_step(draft, Step.OWNER, private, version=0)
    planted.sealed.update(
        {
            "secret of the app": second_step.draft_secret(work, person),
            "token of a session": open_session(work, person, Browser("Chrome")),
            "token of a link": issue_token(work, "reset", target_id=person.id),
            "code": issue_code(work, "verify", target_id=person.id),
        }
    )
    planted.sealed["code as it is typed"] = planted.sealed["code"].replace("-", "")


def _of_products(session: Session, world: World) -> None:
    draft = session.get_one(Product, UUID(world.ids["A"]["draft_id"]))
    text: ProductText = draft.texts[0]
    text.name, text.description = HIDDEN["name of a draft"], HIDDEN["text of a draft"]
    waiting = session.get_one(ReviewRound, UUID(world.ids["A"]["round_id"]))
    waiting.vendor_note = HIDDEN["note to the officers"]
