"""Which products lack checked English, one product in both languages, and the glossary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import aliased

from catalog.accounts.queries import names
from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.kernel.errors import NotFound
from catalog.kernel.text import Language
from catalog.products.models import ChangeRequest, Product, ProductTerm, ProductText
from catalog.products.queries.exported import ready_products
from catalog.products.queries.reviews import in_charge
from catalog.products.queries.template import template_of
from catalog.products.rules import facts
from catalog.products.rules.review import ChangeState
from catalog.products.rules.status import Status
from catalog.taxonomy.queries import category_tree, place_names, term_words
from catalog.vendors.models import Vendor
from catalog.vendors.rules import VendorStatus
from catalog.wording.models import EnglishCheck, EnglishDraft, GlossaryEntry
from catalog.wording.rules import Entry, Known, State, Words, digest, fold, state_of

PER_PAGE = 30
_MOST_COMPARED = 400  # products whose texts are compared with what was checked
_ID, _EN = aliased(ProductText), aliased(ProductText)
_ENGLISH_FIELDS = ("name_en", "summary_en", "description_en")


@dataclass(frozen=True, slots=True)
class Line:
    """A product in the list of English texts."""

    id: UUID
    name: str
    vendor: str
    state: State
    is_machine: bool
    is_export: bool
    is_pick: bool
    published_at: datetime


@dataclass(frozen=True, slots=True)
class Both:
    """A product in both languages, with the draft that may lie beside."""

    id: UUID
    version: int
    slug: str
    vendor_id: UUID
    vendor: str
    indonesian: Words
    english: Words
    draft: Words | None
    is_machine: bool
    revision: int
    state: State
    checked_at: datetime | None
    checked_by: str
    has_change: bool  # of the English, by its maker, that waits for the curators


@dataclass(frozen=True, slots=True)
class GlossaryRow:
    """An entry of the glossary as its page shows it."""

    id: UUID
    entry: Entry
    version: int


def _mine(work: Work) -> ColumnElement[bool]:
    return and_(
        Product.status == Status.PUBLISHED,
        Vendor.status == VendorStatus.ACTIVE,
        in_charge(work.actor),
    )


def _statement(work: Work, *columns: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401  # columns
    return (
        select(*columns)
        .select_from(Product)
        .join(Vendor, Vendor.id == Product.vendor_id)
        .outerjoin(_ID, and_(_ID.product_id == Product.id, _ID.language == "id"))
        .outerjoin(_EN, and_(_EN.product_id == Product.id, _EN.language == "en"))
        .outerjoin(EnglishDraft, EnglishDraft.product_id == Product.id)
        .outerjoin(EnglishCheck, EnglishCheck.product_id == Product.id)
        .where(_mine(work))
    )


_WHOLE = and_(_EN.product_id.is_not(None), _EN.name != "", func.coalesce(_EN.description, "") != "")
_IS_WHOLE = func.coalesce(_WHOLE, False)  # SQL
_CLAUSES: dict[State, ColumnElement[bool]] = {
    State.EMPTY: and_(~_IS_WHOLE, EnglishDraft.product_id.is_(None)),
    State.DRAFT: and_(~_IS_WHOLE, EnglishDraft.product_id.is_not(None)),
    State.WRITTEN: and_(_IS_WHOLE, EnglishCheck.product_id.is_(None)),
    State.CHECKED: and_(_IS_WHOLE, EnglishCheck.product_id.is_not(None)),
}


def counts(work: Work) -> dict[State, int]:
    """Return how many products of this curator stand where."""
    found = {
        state: work.session.scalar(_statement(work, func.count()).where(clause)) or 0
        for state, clause in _CLAUSES.items()
    }
    changed = len(_changed_ids(work))
    found[State.CHANGED] = changed
    found[State.CHECKED] -= changed
    return found


def listed(work: Work, state: State, page: int) -> tuple[list[Line], int]:
    """Return a page of products that stand so, and how many there are.

    What is ready for export comes first, then the curators' picks, then what has waited longest.
    """
    changed = _changed_ids(work)
    if state is State.CHANGED:
        clause: ColumnElement[bool] = Product.id.in_(changed)
    elif state is State.CHECKED:
        clause = and_(_CLAUSES[state], Product.id.not_in(changed))
    else:
        clause = _CLAUSES[state]
    is_export = Product.id.in_(ready_products(wib_date(work.now)))
    columns = (
        Product,
        Vendor.name.label("vendor"),
        _ID.name.label("title"),
        EnglishDraft.is_machine,
        is_export.label("is_export"),
    )
    rows = work.session.execute(
        _statement(work, *columns)
        .where(clause)
        .order_by(is_export.desc(), Product.is_pick.desc(), Product.published_at, Product.id)
        .limit(PER_PAGE)
        .offset((page - 1) * PER_PAGE)
    )
    total = work.session.scalar(_statement(work, func.count()).where(clause)) or 0
    return [_line(row, state) for row in rows], total


def _line(row: Row[*tuple[Any, ...]], state: State) -> Line:
    product: Product = row.Product
    return Line(
        id=product.id,
        name=row.title or product.code,
        vendor=row.vendor,
        state=state,
        is_machine=bool(row.is_machine),
        is_export=bool(row.is_export),
        is_pick=product.is_pick,
        published_at=product.published_at or product.created_at,
    )


def _changed_ids(work: Work) -> list[UUID]:
    """Return the products with a word that is not what was compared; only those that changed."""
    rows = work.session.execute(
        _statement(work, Product.id, _ID, _EN, EnglishCheck.digest)
        .where(_CLAUSES[State.CHECKED], EnglishCheck.version != Product.version)
        .order_by(Product.updated_at.desc(), Product.id)
        .limit(_MOST_COMPARED)
    )
    return [row.id for row in rows if digest(_words(row[1]), _words(row[2])) != row.digest]


def _words(text: ProductText | None) -> Words:
    return Words(text.name, text.summary, text.description) if text else Words()


def get_both(work: Work, product_id: UUID) -> Both:
    """Return a product that this curator looks after, in both languages; raise NotFound."""
    row = work.session.execute(
        _statement(work, Product, Vendor.name, _ID, _EN, EnglishDraft, EnglishCheck)
        .where(Product.id == product_id)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if row is None:
        raise NotFound("product")
    product, vendor, id_text, en_text, draft, check = row
    indonesian, english = _words(id_text), _words(en_text)
    known = names(work, [check.checked_by]) if check and check.checked_by else {}
    return Both(
        id=product.id,
        version=product.version,
        slug=product.slug,
        vendor_id=product.vendor_id,
        vendor=vendor,
        indonesian=indonesian,
        english=english,
        draft=Words(draft.name, draft.summary, draft.description) if draft else None,
        is_machine=bool(draft and draft.is_machine),
        revision=draft.revision if draft else 0,
        state=state_of(
            english,
            has_draft=draft is not None,
            checked=check.digest if check else "",
            current=digest(indonesian, english),
            is_same_version=bool(check and check.version == product.version),
        ),
        checked_at=check.checked_at if check else None,
        checked_by=known.get(check.checked_by, "") if check and check.checked_by else "",
        has_change=_has_change(work, product.id),
    )


def _has_change(work: Work, product_id: UUID) -> bool:
    waiting = work.session.scalars(
        select(ChangeRequest).where(
            ChangeRequest.product_id == product_id,
            ChangeRequest.state.in_((ChangeState.OPEN, ChangeState.WAITING)),
        )
    )
    return any(name in change.after for change in waiting for name in _ENGLISH_FIELDS)


def known_of(work: Work, product_id: UUID) -> Known:
    """Return what the lists say of a product in English."""
    product = work.session.get_one(Product, product_id)
    both = get_both(work, product_id)
    english = str(Language.EN)
    mine = set(
        work.session.scalars(
            select(ProductTerm.term_id).where(ProductTerm.product_id == product_id)
        )
    )
    terms: dict[str, list[str]] = {}
    for term_id, term in term_words(work.session).items():
        if term_id in mine:
            terms.setdefault(term.kind, []).append(term.name.best(english))
    node = category_tree(work.session).by_id.get(product.category_id)
    blocks = facts.blocks(template_of(work, product.category_id), product.attributes, english)
    place = place_names(work.session).get(product.vendor.district_code or "", "")
    return Known(
        name=both.indonesian.name,
        category=node.name.best(english) if node else "",
        terms=terms,
        facts=[
            (fact.label, fact.value)
            for block in blocks
            for fact in block.facts
            if not fact.is_message and not fact.says and fact.language in {"", english}
        ],
        maker=both.vendor,
        place=f"{place}, Cirebon" if place else "",
    )


def glossary(work: Work) -> list[GlossaryRow]:
    """Return the words of the field, by the alphabet."""
    rows = work.session.scalars(select(GlossaryEntry).order_by(GlossaryEntry.folded))
    return [row_of(row) for row in rows]


def row_of(row: GlossaryEntry) -> GlossaryRow:
    """Return an entry as pages show it."""
    return GlossaryRow(row.id, Entry(row.term, row.english, row.is_kept, row.note), row.version)


def listed_terms(work: Work) -> list[Entry]:
    """Return the motifs, techniques, materials and craft villages with an English name."""
    found = [
        Entry(term.name["id"], term.name["en"], is_kept=term.name["id"] == term.name["en"])
        for term in term_words(work.session).values()
        if term.name.get("id") and term.name.get("en")
    ]
    return sorted(found, key=lambda entry: fold(entry.term))


def entries(work: Work) -> Sequence[Entry]:
    """Return all words to look for: those of the glossary before those of the lists."""
    own = [row.entry for row in glossary(work)]
    known = {fold(entry.term) for entry in own}
    return [*own, *(entry for entry in listed_terms(work) if fold(entry.term) not in known)]


def get_entry(work: Work, entry_id: UUID) -> GlossaryEntry:
    """Return an entry; raise NotFound."""
    found = work.session.get(GlossaryEntry, entry_id)
    if found is None:
        raise NotFound("glossary entry")
    return found


def find_entry(work: Work, term: str) -> GlossaryEntry | None:
    """Return the entry of a word, if there is one."""
    return work.session.scalar(select(GlossaryEntry).where(GlossaryEntry.folded == fold(term)))
