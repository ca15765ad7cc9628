"""Products of the demo with everything that belongs to them."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from catalog.db.base import Base
from catalog.db.work import Work
from catalog.demo.services.book import SOURCE, Book
from catalog.demo.services.reading import Entry
from catalog.kernel.text import LocalText, clean_block
from catalog.products.models import (
    PriceTier,
    Product,
    ProductDisplay,
    ProductImage,
    ProductSlug,
    ProductTerm,
    ProductText,
    TradeFacts,
    Variant,
)
from catalog.products.rules.codes import code_of
from catalog.products.rules.prices import PriceKind
from catalog.products.rules.status import Status


def add_product(work: Work, entry: Entry, book: Book, vendor_id: UUID) -> UUID:
    """Add a product; return its id, which is the same in every demo."""
    product_id = uuid5(NAMESPACE_URL, f"sarumban:demo:{entry['slug']}")
    status = Status(entry.get("status", "published"))
    was_public = status in {Status.PUBLISHED, Status.ARCHIVED}
    published = work.now + timedelta(days=entry.get("published_days", -30))
    prices = [variant["price"] for variant in entry.get("variants", ()) if variant.get("price")]
    if entry.get("price"):
        prices.append(entry["price"])
    work.session.add(
        Product(
            id=product_id,
            code=code_of(product_id),
            slug=entry["slug"],
            vendor_id=vendor_id,
            category_id=book.categories[entry["category"]],
            status=status,
            price=min(prices, default=None),
            price_varies=len(set(prices)) > 1,
            unit_code=entry.get("unit", "pcs"),
            minimum_order=entry.get("minimum_order", 1),
            capacity_month=entry.get("capacity_month"),
            lead_days_min=entry.get("lead_days", (None, None))[0],
            lead_days_max=entry.get("lead_days", (None, None))[1],
            is_made_to_order=entry.get("made_to_order", False),
            origin_code=entry.get("origin"),
            hs_code=entry.get("hs", "").replace(".", "") or None,
            grade=entry.get("grade"),
            is_pick=entry.get("pick", False),
            attributes=dict(entry.get("attributes", {})),
            source=SOURCE,
            external_id=entry["slug"],
            is_sample=True,
            created_at=published,
            updated_at=work.now,
            published_at=published if was_public else None,
            archived_at=work.now - timedelta(days=3) if status is Status.ARCHIVED else None,
            texts=list(_texts(entry)),
            images=[
                ProductImage(
                    image_id=book.images[picture["name"]],
                    position=position,
                    alt=LocalText.of(picture.get("alt")),
                )
                for position, picture in enumerate(entry["pictures"])
            ],
            terms=[ProductTerm(term_id=book.terms[term]) for term in entry.get("terms", ())],
        )
    )
    work.session.flush()
    work.session.add_all(_trade(work, entry, book, product_id))
    return product_id


def _texts(entry: Entry) -> Iterable[ProductText]:
    for language, name in entry["name"].items():
        yield ProductText(
            language=language,
            name=name,
            summary=entry.get("summary", {}).get(language, ""),
            description=clean_block(entry["description"].get(language, "")),
        )


def _trade(work: Work, entry: Entry, book: Book, product_id: UUID) -> Iterable[Base]:
    for slug in entry.get("old_slugs", ()):
        yield ProductSlug(slug=slug, product_id=product_id)
    for position, variant in enumerate(entry.get("variants", ())):
        given = {k: v for k, v in variant.items() if k != "name"}
        name = LocalText.of(variant["name"])
        yield Variant(product_id=product_id, position=position, name=name, **given)
    yield from _tiers(entry, book, product_id)
    if entry.get("trade"):
        yield _facts(entry["trade"], book, product_id)
    for shown in entry.get("display", ()):
        hours = shown.get("counted_hours")
        yield ProductDisplay(
            product_id=product_id,
            gallery_id=book.galleries[shown["gallery"]],
            shelf=shown.get("shelf", ""),
            stock=shown.get("stock"),
            counted_at=None if hours is None else work.now - timedelta(hours=hours),
        )


def _tiers(entry: Entry, book: Book, product_id: UUID) -> Iterable[PriceTier]:
    for tier in entry.get("tiers", ()):
        yield PriceTier(
            product_id=product_id,
            kind=PriceKind(tier["kind"]),
            currency="IDR",
            minimum_quantity=tier["from"],
            amount=tier["amount"],
        )
    for tier in entry.get("fob", ()):
        yield PriceTier(
            product_id=product_id,
            kind=PriceKind.FOB,
            currency=tier["currency"],
            minimum_quantity=tier["from"],
            amount=tier["amount_minor"],
            port=tier["port"],
            valid_until=book.day(tier["valid_days"]),
        )


def _facts(trade: Entry, book: Book, product_id: UUID) -> TradeFacts:
    length, width, height = trade.get("carton_mm", (None, None, None))
    return TradeFacts(
        product_id=product_id,
        inner_pieces=trade.get("inner"),
        carton_pieces=trade.get("pieces"),
        carton_length_mm=length,
        carton_width_mm=width,
        carton_height_mm=height,
        net_g=trade.get("net_g"),
        gross_g=trade.get("gross_g"),
        incoterms=list(trade.get("incoterms", ())),
        port=trade.get("port", ""),
        sample_policy=LocalText.of(trade.get("sample")),
        payment_terms=LocalText.of(trade.get("payment")),
        private_label=trade.get("private_label"),
        checked_by=trade.get("checked_by", ""),
        checked_on=book.day(trade.get("checked_days")),
    )
