"""The sample showcases: as a curator's content, and as the pages that were published from it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select

from catalog.db.work import Work
from catalog.demo.services import reading
from catalog.demo.services.book import Book
from catalog.demo.services.reading import Entry
from catalog.kernel.text import LocalText
from catalog.showcases.models import Showcase, ShowcaseDraft, ShowcaseVersion
from catalog.showcases.rules import ShowcaseKind, ShowcaseStatus, VersionKind
from catalog.showcases.rules.content import Block, BlockKind, Content, Item, Settings
from catalog.showcases.rules.keeping import to_json
from catalog.showcases.services.drafting import keep_pictures
from catalog.showcases.services.publishing import materialise


def add_showcases(
    work: Work, book: Book, vendors: Mapping[str, UUID], goods: Mapping[str, UUID]
) -> int:
    """Add the showcases that are missing; return how many."""
    known = set(work.session.scalars(select(Showcase.slug)))
    fresh = [entry for entry in reading.showcases() if entry["slug"] not in known]
    for entry in fresh:
        _add(work, entry, _content(entry, book, vendors, goods), book.galleries[entry["gallery"]])
    return len(fresh)


def _add(work: Work, entry: Entry, content: Content, gallery_id: UUID) -> None:
    starts = work.now + timedelta(days=entry["starts_days"])
    ends = entry.get("ends_days")
    is_export = bool(entry.get("export", False) and entry.get("market"))
    is_published = entry.get("status", "published") == ShowcaseStatus.PUBLISHED
    showcase = Showcase(
        slug=entry["slug"],
        status=ShowcaseStatus(entry.get("status", "published")),
        kind=ShowcaseKind.EXPORT if is_export else ShowcaseKind.STORY,
        gallery_id=gallery_id,
        market_code=entry.get("market"),
        is_export=is_export,
        curator_name=content.curator_name,
        position=entry.get("position", 0),
        starts_at=starts,
        ends_at=None if ends is None else work.now + timedelta(days=ends),
        first_published_at=min(starts, work.now),
        last_published_at=min(starts, work.now),
        updated_at=work.now,
    )
    work.session.add(showcase)
    work.session.flush()
    keep_pictures(work, showcase.id, content.image_ids)
    materialise(work, showcase, content)
    _keep(work, showcase.id, content, is_published=is_published)


def _keep(work: Work, showcase_id: UUID, content: Content, *, is_published: bool) -> None:
    work.session.add(
        ShowcaseDraft(
            showcase_id=showcase_id,
            revision=1,
            published_revision=1 if is_published else None,
            content=to_json(content),
            stamps={},
            saved_at=work.now,
        )
    )
    if is_published:
        work.session.add(
            ShowcaseVersion(
                showcase_id=showcase_id,
                number=1,
                kind=VersionKind.PUBLISHED,
                content=to_json(content),
                changes=[],
                made_at=work.now,
            )
        )


def _content(
    entry: Entry, book: Book, vendors: Mapping[str, UUID], goods: Mapping[str, UUID]
) -> Content:
    return Content(
        title=LocalText.of(entry["title"]),
        lead=LocalText.of(entry["lead"]),
        note=LocalText.of(entry["note"]),
        curator_name=entry["curator"],
        cover_id=book.images[entry["cover"]],
        blocks=tuple(_block(each, book, vendors, goods) for each in entry["section"]),
    )


def _block(
    entry: Entry, book: Book, vendors: Mapping[str, UUID], goods: Mapping[str, UUID]
) -> Block:
    return Block(
        id=uuid4(),
        kind=BlockKind(entry.get("layout", "grid")),
        title=LocalText.of(entry.get("title")),
        text=LocalText.of(entry.get("text")),
        image_id=book.images[entry["picture"]] if entry.get("picture") else None,
        alt=LocalText.of(entry.get("alt")),
        settings=Settings(
            query=entry.get("query", ""),
            is_live=bool(entry.get("query")),
            vendor_id=vendors[entry["vendor"]] if entry.get("vendor") else None,
        ),
        items=tuple(_items(entry.get("item", ()), goods)),
    )


def _items(entries: Sequence[Entry], goods: Mapping[str, UUID]) -> Iterable[Item]:
    for entry in entries:
        yield Item(
            id=uuid4(),
            product_id=goods[entry["product"]],
            note=LocalText.of(entry.get("note")),
            is_hidden=entry.get("hidden", False),
        )
