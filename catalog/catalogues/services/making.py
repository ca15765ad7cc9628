"""Makes a file: reads what is public today, sets it, writes it. Knows nothing of who asked."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from catalog.catalogues.queries.goods import Good, goods
from catalog.catalogues.queries.stories import Story
from catalog.catalogues.rules.files import FileKind, Options
from catalog.catalogues.rules.labels import SIZES
from catalog.catalogues.rules.words import Say
from catalog.catalogues.services import labels, linesheet, photos
from catalog.catalogues.services.booklet import Booklet, Material, stands_large
from catalog.catalogues.services.facts import Site, Teller
from catalog.catalogues.services.pictures import Print, all_printed, cover
from catalog.db.work import Work
from catalog.galleries.queries import GalleryFacts, galleries
from catalog.kernel.clock import wib_date
from catalog.media.models import Image
from catalog.media.rules import picture_of
from catalog.media.store import Store
from catalog.typeset import page_count, pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What making needs beside the words: pictures, the site, a translator, who is told.

    ``told`` hears how much is done; the whole is ``amount`` of the same story.
    """

    store: Store
    site: Site
    say: Say
    told: Callable[[int], None] = lambda _done: None


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file; ``pages`` are those of paper, 0 where there are none."""

    pages: int
    product_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """One file on its way."""

    work: Work
    story: Story
    options: Options
    press: Press
    goods: list[Good]
    path: Path
    made_at: datetime

    @property
    def teller(self) -> Teller:
        return Teller(self.options.spoken.codes[0], self.press.say)

    def shots(self, large: set[UUID]) -> dict[UUID, Print]:
        """Return the first picture of each product; takes its time."""
        firsts = [next(iter(good.page.shots), None) for good in self.goods]
        wanted = [
            (shot.picture if shot else None, good.page.id in large)
            for good, shot in zip(self.goods, firsts, strict=True)
        ]
        drawn = all_printed(wanted, store=self.press.store, told=self.tell_picture)
        pairs = zip(self.goods, drawn, strict=True)
        return {good.page.id: picture for good, picture in pairs if picture is not None}

    def tell_picture(self, number: int) -> None:
        """Tell that a picture is ready."""
        self.press.told(len(self.goods) + number)


def amount(story: Story) -> int:
    """Return how many steps making takes: each product is read, then its picture prepared."""
    return 2 * len(story.product_ids) + 1


def make(
    work: Work, kind: FileKind, story: Story, options: Options, *, press: Press, path: Path
) -> Made:
    """Write the file of this kind to ``path``; reads only, and leaves no transaction open."""
    listed: list[Good] = []
    for good in goods(work, story.product_ids, options.spoken.codes):
        listed.append(good)
        press.told(len(listed))
    job = _Job(work, story, options, press, listed, path, work.now.replace(microsecond=0))
    return Made(_MAKERS[kind](job), tuple(good.page.id for good in listed))


def _catalogue(job: _Job) -> int:
    story = job.story
    arts = [chapter.image_id for chapter in story.chapters if chapter.image_id]
    wanted = {each for each in (story.cover_id, *arts) if each is not None}
    images = {
        image.id: image
        for image in job.work.session.scalars(select(Image).where(Image.id.in_(wanted)))
    }
    front = images.get(story.cover_id) if story.cover_id else None
    inner = {key: picture_of(images[key]) for key in dict.fromkeys(arts) if key in images}
    gallery = _gallery(job.work, story)
    opening = cover(front, store=job.press.store) if front else None
    job.work.session.rollback()  # the rest takes its time: nobody shall wait for it
    shots = job.shots(stands_large(story, job.options.per_page))
    drawn = all_printed([(each, True) for each in inner.values()], store=job.press.store)
    booklet = Booklet(
        Material(
            story=story,
            goods={good.page.id: good for good in job.goods},
            gallery=gallery,
            today=wib_date(job.work.now),
            cover=opening,
            shots=shots,
            art={key: each for key, each in zip(inner, drawn, strict=True) if each is not None},
        ),
        job.options,
        job.press.site,
        job.press.say,
    )
    content = pdf(
        "catalogue",
        booklet.data,
        pictures=booklet.files,
        language=job.options.spoken.codes[0],
        made_at=job.made_at,
    )
    job.path.write_bytes(content)
    return page_count(content)


def _line_sheet(job: _Job) -> int:
    content = linesheet.book(
        job.goods, job.story, site=job.press.site, teller=job.teller, made_at=job.made_at
    )
    job.work.session.rollback()
    job.path.write_bytes(content)
    return 0


def _pictures(job: _Job) -> int:
    job.work.session.rollback()
    words = (job.press.site, job.teller, job.tell_picture)
    photos.archive(job.path, job.goods, store=job.press.store, words=words, made_at=job.made_at)
    return 0


def _labels(job: _Job) -> int:
    job.work.session.rollback()
    with_photo = SIZES[job.options.size].style in labels.WITH_PHOTO
    content = labels.sheets(
        job.goods,
        job.shots(set()) if with_photo else {},
        job.options,
        words=(job.press.site, job.press.say, job.story.title.best(job.teller.language)),
        made_at=job.made_at,
    )
    job.path.write_bytes(content)
    return page_count(content)


_MAKERS: dict[FileKind, Callable[[_Job], int]] = {
    FileKind.CATALOGUE: _catalogue,
    FileKind.LINE_SHEET: _line_sheet,
    FileKind.PICTURES: _pictures,
    FileKind.LABELS: _labels,
}


def _gallery(work: Work, story: Story) -> GalleryFacts | None:
    found = (each for each in galleries(work.session) if each.id == story.gallery_id)
    return next(found, None)
