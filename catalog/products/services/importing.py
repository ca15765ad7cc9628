"""Takes a seller's list in, batch by batch: good rows go in, bad rows come back with a reason.

A row is known by (source, external id): the same file can be given again, after a crash or with
corrections, and only what changed is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select

from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, slugify
from catalog.products.models import Product, ProductSlug, ProductText
from catalog.products.rules.codes import code_of
from catalog.products.rules.guessing import FALLBACK, guess
from catalog.products.rules.importing import Listing, clean_row
from catalog.products.rules.status import Status
from catalog.products.services.reimporting import Wish, rewrite, stored_listings
from catalog.search.outbox import mark_ids
from catalog.taxonomy.queries import category_tree, find_place, unit_symbols
from catalog.vendors.services import vendors_for_import

BATCH = 500


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that did not go in: its line in the file, its id, and why (msgid and field)."""

    number: int
    external_id: str
    field: str
    reason: str
    row: Mapping[str, str]


@dataclass(slots=True)
class Report:
    """What became of a file's rows."""

    read: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    repeated: int = 0
    vendors_added: int = 0
    without_category: int = 0
    noted: int = 0
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How to read a file: where it is from, and the status its listings get."""

    source: str
    status: Status = Status.DRAFT
    category: str = ""  # slug for rows whose words tell nothing
    is_sample: bool = False


class Importer:
    """One run over one file; call ``take`` per batch, each in a transaction of its own."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.report = Report()
        self._seen: dict[str, int] = {}
        self._slugs: set[str] = set()
        self._codes: set[str] = set()

    def take(self, work: Work, rows: Sequence[tuple[int, Mapping[str, str]]]) -> None:
        """Write the good rows of a batch; ``rows`` are (line number, cells by field)."""
        if not self._slugs:
            self._remember(work)
        before = self._counts()
        good = list(self._clean(rows))
        vendors, added = vendors_for_import(
            work,
            self.plan.source,
            {listing.vendor: find_place(work.session, listing.place) for listing in good},
        )
        self.report.vendors_added += added
        stored = stored_listings(
            work.session, self.plan.source, [listing.external_id for listing in good]
        )
        fresh = [listing for listing in good if listing.external_id not in stored]
        self._add(work, fresh, vendors)
        given = frozenset(rows[0][1]) if rows else frozenset()
        self._change(
            work,
            [
                (
                    stored[listing.external_id],
                    Wish(
                        listing=listing,
                        vendor_id=vendors[listing.vendor],
                        unit_code=_unit(work, listing),
                        status=self.plan.status,
                        given=given,
                    ),
                )
                for listing in good
                if listing.external_id in stored
            ],
        )
        self._record(work, before)

    def _record(self, work: Work, before: tuple[int, int, int]) -> None:
        """Write the batch to the audit trail, in its own transaction: a run may be stopped."""
        added, changed, refused = (
            now - then for now, then in zip(self._counts(), before, strict=True)
        )
        if added or changed:
            record(
                work,
                "products.import",
                target=("source", self.plan.source),
                after={"added": added, "changed": changed, "refused": refused},
            )

    def _counts(self) -> tuple[int, int, int]:
        return self.report.added, self.report.changed, len(self.report.refusals)

    def _remember(self, work: Work) -> None:
        for slug, code in work.session.execute(select(Product.slug, Product.code)):
            self._slugs.add(slug)
            self._codes.add(code)
        self._slugs.update(work.session.scalars(select(ProductSlug.slug)))  # given away for good

    def _clean(self, rows: Iterable[tuple[int, Mapping[str, str]]]) -> Iterator[Listing]:
        for number, row in rows:
            self.report.read += 1
            try:
                listing = clean_row(row, number)
                if self._is_repeated(listing):
                    self.report.repeated += 1
                    continue
            except RuleBroken as error:
                self.report.refusals.append(
                    Refusal(number, row.get("id", ""), error.field or "", error.message, row)
                )
                continue
            self.report.noted += bool(listing.notes)
            yield listing

    def _is_repeated(self, listing: Listing) -> bool:
        """Return whether the same listing stood in the file before; refuse another of its id."""
        # Sites list one product under several categories: the first one counts.
        mark = hash(replace(listing, category=""))
        before = self._seen.get(listing.external_id)
        self._seen.setdefault(listing.external_id, mark)
        if before not in {None, mark}:
            raise RuleBroken(N_("This id stands twice in the file."), field="id")
        return before is not None

    def _add(self, work: Work, listings: Sequence[Listing], vendors: Mapping[str, UUID]) -> None:
        if not listings:
            return
        products: list[dict[str, Any]] = []
        texts: list[dict[str, Any]] = []
        for listing in listings:
            product_id = uuid4()
            products.append(self._product(work, listing, product_id, vendors[listing.vendor]))
            texts += _texts(product_id, listing)
        work.session.execute(insert(Product), products)
        work.session.execute(insert(ProductText), texts)
        mark_ids(work.session, "product", [row["id"] for row in products])
        self.report.added += len(products)

    def _product(
        self, work: Work, listing: Listing, product_id: UUID, vendor_id: UUID
    ) -> dict[str, Any]:
        tree = category_tree(work.session)
        slug = guess(listing.name, listing.category, tree.by_slug)
        if slug == FALLBACK:
            self.report.without_category += 1
            slug = self.plan.category or FALLBACK
        is_public = self.plan.status is Status.PUBLISHED
        return {
            "id": product_id,
            "code": self._code(product_id),
            "slug": self._slug(listing.name, product_id),
            "vendor_id": vendor_id,
            "category_id": tree.by_slug[slug].id,
            "status": self.plan.status,
            "price": listing.price,
            "price_varies": listing.price_varies,
            "unit_code": _unit(work, listing),
            "minimum_order": listing.minimum_order,
            "attributes": {},
            "source": self.plan.source,
            "external_id": listing.external_id,
            "is_sample": self.plan.is_sample,
            "version": 1,
            "created_at": work.now,
            "updated_at": work.now,
            "published_at": work.now if is_public else None,
        }

    def _slug(self, name: str, product_id: UUID) -> str:
        base = slugify(name, limit=70) or "produk"
        slug = base if base not in self._slugs else f"{base}-{code_of(product_id)}"
        self._slugs.add(slug)
        return slug

    def _code(self, product_id: UUID) -> str:
        attempt = 0
        while (code := code_of(product_id, attempt)) in self._codes:
            attempt += 1
        self._codes.add(code)
        return code

    def _change(self, work: Work, pairs: Sequence[tuple[Any, Wish]]) -> None:
        touched = [row.id for row, wish in pairs if rewrite(work, row, wish)]
        mark_ids(work.session, "product", touched)
        self.report.changed += len(touched)
        self.report.unchanged += len(pairs) - len(touched)


def _unit(work: Work, listing: Listing) -> str:
    return listing.unit if listing.unit in unit_symbols(work.session) else "pcs"


def _texts(product_id: UUID, listing: Listing) -> Iterator[dict[str, Any]]:
    yield {
        "product_id": product_id,
        "language": "id",
        "name": listing.name,
        "summary": listing.summary,
        "description": listing.description,
    }
    if listing.name_en:
        yield {
            "product_id": product_id,
            "language": "en",
            "name": listing.name_en,
            "summary": "",
            "description": listing.description_en,
        }
