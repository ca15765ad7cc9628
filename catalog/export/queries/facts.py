"""What the catalogue knows of products, as the export rules see it; many in few statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from catalog.db.work import Work
from catalog.export.models import ExportConfirmation
from catalog.export.queries.permits import permits_truth
from catalog.export.rules import EVERYWHERE, Fact, Goods, Truth
from catalog.export.rules.confirming import ConfirmState
from catalog.export.rules.rattan import rattan_traits
from catalog.export.rules.words import Trait
from catalog.kernel.clock import wib_date
from catalog.legality.queries.papers import papers_of
from catalog.legality.queries.requirements import RuleBook, rule_book
from catalog.legality.rules.documents import DocumentFacts, covers, is_valid_for
from catalog.media.models import Image
from catalog.products.models import (
    PriceTier,
    Product,
    ProductImage,
    ProductTerm,
    ProductText,
    TradeFacts,
)
from catalog.products.rules.prices import PriceKind
from catalog.taxonomy.models import Term
from catalog.taxonomy.queries import CategoryNode, category_tree
from catalog.taxonomy.rules import TermKind
from catalog.vendors.models import Vendor, VendorContact, VendorRegistry
from catalog.vendors.rules import TextState

Line = Row[*tuple[Any, ...]]
BATCH = 1000  # ids in one statement
GOOD_PHOTOS = 5
GOOD_WIDTH = 1200  # pixels of the longer side
_GRADES = frozenset({"A", "B"})
_RATTAN = "rotan-anyaman"
_BAMBOO = "anyaman-bambu"  # stands below rattan, and is none
_PAPERS = {Fact.NIB: "nib", Fact.HALAL: "halal", Fact.MEREK: "merek", Fact.SVLK: "svlk"}
_ID, _EN = aliased(ProductText), aliased(ProductText)
_FOB = and_(PriceTier.product_id == Product.id, PriceTier.kind == PriceKind.FOB)
_PHOTOS = (
    select(func.count())
    .select_from(ProductImage)
    .join(Image, Image.id == ProductImage.image_id)
    .where(
        ProductImage.product_id == Product.id,
        (Image.width >= GOOD_WIDTH) | (Image.height >= GOOD_WIDTH),
    )
    .correlate(Product)
    .scalar_subquery()
)
_OF_RATTAN = (
    exists()
    .where(
        ProductTerm.product_id == Product.id,
        Term.id == ProductTerm.term_id,
        Term.kind == TermKind.MATERIAL,
        Term.slug.contains("rotan"),
    )
    .correlate(Product)
)


def _steps(kind: PriceKind) -> Any:  # noqa: ANN401  # a scalar subquery, whose type says nothing
    return (
        select(func.count())
        .where(PriceTier.product_id == Product.id, PriceTier.kind == kind)
        .correlate(Product)
        .scalar_subquery()
    )


_STATEMENT: Select[*tuple[Any, ...]] = (
    select(
        Product.id,
        Product.vendor_id,
        Product.category_id,
        Product.attributes,
        Product.hs_code,
        Product.grade,
        Product.minimum_order,
        Product.capacity_month,
        Product.lead_days_min,
        Product.lead_days_max,
        Vendor.name.label("vendor"),
        VendorRegistry.business_class,
        VendorContact.npwp.is_not(None).label("npwp"),
        _ID.name.label("name_id"),
        _EN.name.label("name_en"),
        _EN.description.label("description_en"),
        _EN.state.label("state_en"),
        TradeFacts.inner_pieces,
        TradeFacts.carton_pieces,
        TradeFacts.carton_length_mm,
        TradeFacts.carton_width_mm,
        TradeFacts.carton_height_mm,
        TradeFacts.net_g,
        TradeFacts.gross_g,
        TradeFacts.incoterms,
        TradeFacts.port,
        TradeFacts.sample_policy,
        TradeFacts.payment_terms,
        _PHOTOS.label("photos"),
        _OF_RATTAN.label("of_rattan"),
        _steps(PriceKind.FOB).label("fob_steps"),
        _steps(PriceKind.RESELLER).label("reseller_steps"),
        select(func.max(PriceTier.valid_until))
        .where(_FOB)
        .correlate(Product)
        .scalar_subquery()
        .label("fob_until"),
        select(func.min(PriceTier.minimum_quantity))
        .where(_FOB)
        .correlate(Product)
        .scalar_subquery()
        .label("fob_least"),
    )
    .join(Vendor, Vendor.id == Product.vendor_id)
    .outerjoin(VendorRegistry, VendorRegistry.vendor_id == Vendor.id)
    .outerjoin(VendorContact, VendorContact.vendor_id == Vendor.id)
    .outerjoin(TradeFacts, TradeFacts.product_id == Product.id)
    .outerjoin(_ID, and_(_ID.product_id == Product.id, _ID.language == "id"))
    .outerjoin(_EN, and_(_EN.product_id == Product.id, _EN.language == "en"))
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is the same for all products of a batch."""

    today: date
    book: RuleBook
    nodes: Mapping[UUID, CategoryNode]
    papers: Mapping[UUID, Sequence[DocumentFacts]]
    seen: Mapping[UUID, Sequence[Line]]


def goods_of(work: Work, product_ids: Sequence[UUID]) -> dict[UUID, Goods]:
    """Return these products as the rules see them; a fixed number of statements per thousand."""
    found: dict[UUID, Goods] = {}
    book = rule_book(work.session) if product_ids else RuleBook(())
    for start in range(0, len(product_ids), BATCH):
        found.update(_batch(work, book, product_ids[start : start + BATCH]))
    return found


def _batch(work: Work, book: RuleBook, ids: Sequence[UUID]) -> Iterator[tuple[UUID, Goods]]:
    rows = work.session.execute(_STATEMENT.where(Product.id.in_(ids))).all()
    known = _Known(
        today=wib_date(work.now),
        book=book,
        nodes=category_tree(work.session).by_id,
        papers=papers_of(work.session, list({row.vendor_id for row in rows})),
        seen=_confirmations(work.session, ids),
    )
    for row in rows:
        yield row.id, _goods(row, known)


def _confirmations(session: Session, ids: Sequence[UUID]) -> dict[UUID, list[Line]]:
    statement = select(
        ExportConfirmation.product_id,
        ExportConfirmation.fact,
        ExportConfirmation.market_code,
        ExportConfirmation.state,
        ExportConfirmation.valid_until,
    ).where(
        ExportConfirmation.product_id.in_(ids),
        ExportConfirmation.state.in_((ConfirmState.CLAIMED, ConfirmState.CONFIRMED)),
    )
    seen: dict[UUID, list[Line]] = defaultdict(list)
    for row in session.execute(statement):
        seen[row.product_id].append(row)
    return seen


def _goods(row: Line, known: _Known) -> Goods:
    node = known.nodes.get(row.category_id)
    path = [known.nodes[step] for step in node.path] if node else []
    slugs = frozenset(step.slug for step in path)
    attributes = row.attributes or {}
    days = attributes.get("shelf_life_days")
    truths = {(fact, EVERYWHERE): Truth(holds=True) for fact in _computed(row, attributes)}
    truths |= _dated(row, node, known)
    truths |= _confirmed(known.seen.get(row.id, ()), truths, known.today)
    return Goods(
        kind=node.kind if node else "",
        categories=slugs,
        hs_code=row.hs_code or "",
        traits=_traits(row, slugs),
        shelf_life_days=days if isinstance(days, int) else None,
        truths=truths,
    )


def _traits(row: Line, slugs: frozenset[str]) -> frozenset[Trait]:
    names = f"{row.name_id or ''} · {row.name_en or ''}"
    is_rattan = row.of_rattan or (_RATTAN in slugs and _BAMBOO not in slugs)
    traits = rattan_traits(names, row.hs_code or "", is_of_rattan=is_rattan)
    if (row.attributes or {}).get("is_not_halal") is True:
        traits |= {Trait.NOT_HALAL}
    return traits


def _computed(row: Line, attributes: Mapping[str, object]) -> Iterable[Fact]:
    """Give the facts that the listing itself shows to hold, whatever the day."""
    carton = (row.carton_length_mm, row.carton_width_mm, row.carton_height_mm, row.carton_pieces)
    least = row.minimum_order if row.fob_least is None else min(row.minimum_order, row.fob_least)
    has_english = bool(row.name_en and row.description_en)
    holds = {
        Fact.GRADE: row.grade in _GRADES,
        Fact.SAMPLE: bool(row.sample_policy),
        Fact.CAPACITY: bool(row.capacity_month),
        Fact.ORDER_FITS: bool(row.capacity_month) and least <= row.capacity_month,
        Fact.LEAD_TIME: row.lead_days_min is not None or row.lead_days_max is not None,
        Fact.PIECES: bool(row.inner_pieces and row.carton_pieces),
        Fact.CARTON: all(carton),
        Fact.WEIGHT: bool(row.net_g and row.gross_g),
        Fact.PRODUCTION_CODE: attributes.get("has_production_code") is True,
        Fact.HS: len(row.hs_code or "") in {6, 8},
        Fact.INCOTERMS: bool(row.incoterms and row.port),
        Fact.PAYMENT: bool(row.payment_terms),
        Fact.LADDER: max(row.fob_steps, row.reseller_steps) > 1,
        Fact.ENGLISH: has_english,
        Fact.ENGLISH_CHECKED: has_english and row.state_en is not TextState.MACHINE,
        Fact.PHOTOS: row.photos >= GOOD_PHOTOS,
    }
    return (fact for fact, is_so in holds.items() if is_so)


def _dated(row: Line, node: CategoryNode | None, known: _Known) -> dict[tuple[Fact, str], Truth]:
    """Return the facts that a date ends: papers, permits and prices."""
    category_ids = frozenset(node.path) if node else frozenset({row.category_id})
    papers = [
        paper
        for paper in known.papers.get(row.vendor_id, ())
        if covers(paper, row.id, category_ids)
    ]
    found = {
        (fact, EVERYWHERE): _of_papers(papers, code, row.id, known.today)
        for fact, code in _PAPERS.items()
    }
    npwp = _of_papers(papers, "npwp", row.id, known.today)
    found[Fact.NPWP, EVERYWHERE] = Truth(holds=True) if row.npwp else npwp
    found[Fact.PERMITS, EVERYWHERE] = permits_truth(
        known.book, node, papers, row=row, category_ids=category_ids, today=known.today
    )
    is_priced = row.fob_until is not None and row.fob_until >= known.today
    found[Fact.FOB, EVERYWHERE] = Truth(is_priced, row.fob_until if is_priced else None)
    return found


def _of_papers(papers: Iterable[DocumentFacts], code: str, product_id: UUID, today: date) -> Truth:
    """Return how long the best paper of a kind speaks for a product."""
    ends = [
        paper.valid_until
        for paper in papers
        if paper.type_code == code and is_valid_for(paper, product_id, today)
    ]
    if not ends:
        return Truth()
    dated = [day for day in ends if day is not None]
    return Truth(holds=True, until=max(dated) if len(dated) == len(ends) else None)


def _confirmed(
    rows: Iterable[Line], known: Mapping[tuple[Fact, str], Truth], today: date
) -> dict[tuple[Fact, str], Truth]:
    """Return what officers have confirmed, or wait to; the better of it and a paper."""
    found: dict[tuple[Fact, str], Truth] = {}
    for row in rows:
        key = (row.fact, row.market_code)
        best = found.get(key) or known.get(key) or Truth()
        truth = _seen(row, today)
        is_better = truth.holds and (not best.holds or _later(truth.until, best.until))
        if is_better or (truth.is_waiting and not best.holds):
            found[key] = truth
    return found


def _seen(row: Line, today: date) -> Truth:
    if row.state is ConfirmState.CLAIMED:
        return Truth(is_waiting=True)
    stands = row.valid_until is None or row.valid_until >= today
    return Truth(holds=stands, until=row.valid_until if stands else None)


def _later(one: date | None, other: date | None) -> bool:
    return other is not None and (one is None or one > other)
