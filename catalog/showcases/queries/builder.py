"""What stands beside the working copy: products to choose from, pictures, kept states."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy import Select, case, literal, select, union_all

from catalog.accounts.models import Person
from catalog.db.work import Work
from catalog.galleries.queries import vendors_of
from catalog.kernel.text import LocalText
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product, ProductImage, ProductText
from catalog.products.queries import cards
from catalog.products.queries.cards import Card
from catalog.showcases.models import Showcase, ShowcasePhoto, ShowcaseVersion
from catalog.showcases.queries.drafts import Draft
from catalog.showcases.queries.searching import SavedSearch
from catalog.showcases.queries.teasers import IMAGE
from catalog.showcases.rules import VersionKind

STEP = 24  # products shown at first; as many more with each "more"
MOST_STEPS = 5
PHOTOS = 90


@dataclass(frozen=True, slots=True)
class Library:
    """Products that can be put in; ``steps`` of them are shown, ``has_more`` tells of others."""

    cards: Sequence[Card]
    text: str
    steps: int
    has_more: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture to choose; ``of`` names the product that it shows, "" for a curator's own."""

    id: UUID
    picture: Picture
    of: str
    is_own: bool
    is_here: bool = True  # in this showcase's own library


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A kept state in the list; ``changes`` are messages with their values."""

    number: int
    kind: VersionKind
    name: str
    changes: Sequence[tuple[str, Mapping[str, str]]]
    made_at: datetime
    made_by: str


def library(
    work: Work, draft: Draft, search: SavedSearch, *, text: str, steps: int, language: str
) -> Library:
    """Return public products by a text, else the gallery's own, the newest first."""
    most = STEP * max(1, min(steps, MOST_STEPS))
    if text:
        query = urlencode({"q": text})
        ids = list(search.find(work, query, most + 1, language))
        found = cards.by_ids(work, ids, language)
    else:
        own = Product.vendor_id.in_(vendors_of([draft.showcase.gallery_id]))
        chosen = cards.statement().order_by(
            case((own, 0), else_=1), Product.published_at.desc(), Product.id
        )
        found = cards.listed(work, chosen.limit(most + 1), language)
    return Library(
        found[:most], text, most // STEP, len(found) > most and most // STEP < MOST_STEPS
    )


def names(work: Work, product_ids: Collection[UUID], language: str) -> dict[UUID, str]:
    """Return the names of products, whether the public sees them or not."""
    if not product_ids:
        return {}
    rows = work.session.execute(
        select(ProductText.product_id, ProductText.name)
        .where(ProductText.product_id.in_(product_ids), ProductText.language.in_(("id", language)))
        .order_by(case((ProductText.language == language, 1), else_=0))
    )
    return {row.product_id: row.name for row in rows}  # the reader's language comes last and stays


def pictures(work: Work, image_ids: Collection[UUID]) -> dict[UUID, Picture]:
    """Return the pictures that a content names."""
    if not image_ids:
        return {}
    rows = work.session.execute(select(Image.id, *IMAGE).where(Image.id.in_(image_ids)))
    return {row.id: picture_of(row) for row in rows}


def photos(work: Work, draft: Draft, language: str) -> list[Photo]:
    """Return the pictures to choose from: this showcase's, its pieces', its gallery's others."""
    chosen = union_all(
        _held(draft, is_here=True), _of_pieces(draft), _held(draft, is_here=False)
    ).subquery()
    rows = work.session.execute(
        select(chosen.c.rank, chosen.c.is_own, chosen.c.product_id, Image.id, *IMAGE)
        .join(Image, Image.id == chosen.c.image_id)
        .order_by(chosen.c.rank, Image.created_at.desc(), Image.id)
        .limit(PHOTOS * 3)
    ).all()
    named = names(work, {row.product_id for row in rows if row.product_id}, language)
    found: dict[UUID, Photo] = {}
    for row in rows:
        of = named.get(row.product_id, "") if row.product_id else ""
        found.setdefault(
            row.id, Photo(row.id, picture_of(row), of, bool(row.is_own), row.rank == 0)
        )
    return list(found.values())[:PHOTOS]


def find_photo(work: Work, draft: Draft, image_id: UUID) -> Photo | None:
    """Return one picture that this showcase may use, or None."""
    row = work.session.execute(
        select(Image.id, ShowcasePhoto.is_own, *IMAGE)
        .join(ShowcasePhoto, ShowcasePhoto.image_id == Image.id)
        .where(ShowcasePhoto.showcase_id == draft.showcase.id, Image.id == image_id)
    ).one_or_none()
    return None if row is None else Photo(row.id, picture_of(row), "", row.is_own)


def list_versions(work: Work, showcase_id: UUID) -> list[VersionLine]:
    """Return the kept states, the newest first."""
    rows = work.session.execute(
        select(
            ShowcaseVersion.number,
            ShowcaseVersion.kind,
            ShowcaseVersion.name,
            ShowcaseVersion.changes,
            ShowcaseVersion.made_at,
            Person.name.label("maker"),
        )
        .outerjoin(Person, Person.id == ShowcaseVersion.made_by)
        .where(ShowcaseVersion.showcase_id == showcase_id)
        .order_by(ShowcaseVersion.number.desc())
    )
    return [
        VersionLine(
            number=row.number,
            kind=row.kind,
            name=row.name,
            changes=[(message, values) for message, values in row.changes],
            made_at=row.made_at,
            made_by=row.maker or "",
        )
        for row in rows
    ]


def title_of(draft: Draft) -> LocalText:
    """Return the title that curators know a showcase by."""
    return draft.content.title or draft.showcase.title


def _held(draft: Draft, *, is_here: bool) -> Select[*tuple[object, ...]]:
    """Return the pictures of this showcase's library, or of the gallery's other showcases."""
    own = ShowcasePhoto.showcase_id == draft.showcase.id
    others = select(Showcase.id).where(Showcase.gallery_id == draft.showcase.gallery_id)
    where = own if is_here else ~own & ShowcasePhoto.showcase_id.in_(others)
    return select(
        literal(0 if is_here else 2).label("rank"),
        ShowcasePhoto.is_own.label("is_own"),
        literal(None, Product.id.type).label("product_id"),
        ShowcasePhoto.image_id.label("image_id"),
    ).where(where)


def _of_pieces(draft: Draft) -> Select[*tuple[object, ...]]:
    return select(
        literal(1).label("rank"),
        literal(value=False).label("is_own"),
        ProductImage.product_id.label("product_id"),
        ProductImage.image_id.label("image_id"),
    ).where(ProductImage.product_id.in_(draft.content.product_ids))
