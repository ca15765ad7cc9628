"""Files that were made or are being made, and what buyers may download."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from catalog.accounts.queries import names as names_of_people
from catalog.catalogues.models import CatalogueFile, CatalogueRelease
from catalog.catalogues.queries.stories import (
    HALF_MARK,
    all_shown,
    mark_of,
    story_of,
    vouched_for,
)
from catalog.catalogues.rules.files import STUCK, FileKind, FileState, Options, Scope, Spoken
from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.showcases.models import Showcase
from catalog.showcases.queries import is_public

_MOST = 40  # on a page
_COLUMNS = {
    Scope.SHOWCASE: CatalogueFile.showcase_id,
    Scope.VENDOR: CatalogueFile.vendor_id,
    Scope.GALLERY: CatalogueFile.gallery_id,
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file as a page lists it; ``is_old`` when the goods have changed since it was made."""

    id: UUID
    kind: FileKind
    state: FileState
    options: Options
    who: str
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime
    done: int
    total: int
    size: int
    pages: int
    pieces: int
    failure: str
    is_old: bool
    is_released: bool


@dataclass(frozen=True, slots=True)
class Released:
    """A catalogue that buyers may download."""

    file_id: UUID
    spoken: Spoken
    key: str
    size: int
    pages: int
    ready_at: datetime


def of_scope(scope: tuple[Scope, UUID]) -> ColumnElement[bool]:
    """Return the clause of the files of one showcase, vendor or gallery."""
    kind, key = scope
    return _COLUMNS[kind] == key


def list_files(work: Work, scope: tuple[Scope, UUID], kinds: Sequence[FileKind]) -> list[FileLine]:
    """Return the files that are still here, those asked for last first."""
    files = work.session.scalars(
        select(CatalogueFile)
        .where(of_scope(scope), CatalogueFile.kind.in_(kinds), _is_here(work.now))
        .order_by(CatalogueFile.asked_at.desc(), CatalogueFile.id)
        .limit(_MOST)
    ).all()
    who = names_of_people(work, {file.asked_by for file in files if file.asked_by})
    released = set(
        work.session.scalars(
            select(CatalogueRelease.file_id).where(
                CatalogueRelease.file_id.in_([file.id for file in files])
            )
        )
    )
    marks: dict[str, str] = {}
    return [
        FileLine(
            id=file.id,
            kind=file.kind,
            state=_state(file, work.now),
            options=Options.from_json(file.options),
            who=who.get(file.asked_by, "") if file.asked_by else "",
            asked_at=file.asked_at,
            ready_at=file.ready_at,
            expires_at=file.expires_at,
            done=file.done,
            total=file.total,
            size=file.size,
            pages=file.pages,
            pieces=len(file.product_ids),
            failure=file.failure,
            is_old=file.state is FileState.READY and is_old(work, file, marks),
            is_released=file.id in released,
        )
        for file in files
    ]


def is_old(work: Work, file: CatalogueFile, marks: dict[str, str] | None = None) -> bool:
    """Return whether the file would look different if it were made now.

    ``marks`` remembers what was found for the other files of a list.
    """
    known = {} if marks is None else marks
    options = Options.from_json(file.options)
    name = repr((options.shelf, options.product_ids))
    if name not in known:
        known[name] = mark_of(work, story_of(work, file.scope, options))
    return known[name] != file.content_mark


def get_file(work: Work, scope: tuple[Scope, UUID], file_id: UUID) -> CatalogueFile:
    """Return a file of this showcase, vendor or gallery; raise NotFound."""
    found = work.session.scalar(
        select(CatalogueFile).where(CatalogueFile.id == file_id, of_scope(scope))
    )
    if found is None or (found.expires_at <= work.now and not _is_released(work, file_id)):
        raise NotFound("file")
    return found


def get_ready(work: Work, scope: tuple[Scope, UUID], file_id: UUID) -> CatalogueFile:
    """Return a file that can be downloaded; raise NotFound."""
    found = get_file(work, scope, file_id)
    if found.state is not FileState.READY:
        raise NotFound("file")
    return found


def released(work: Work, slug: str) -> dict[Spoken, Released]:
    """Return what buyers may download of a public showcase.

    A catalogue with a piece that may not be shown any more is not among it, nor one that names
    other permits or markets than those of today.
    """
    rows = work.session.execute(
        select(CatalogueFile, CatalogueRelease.spoken)
        .join(CatalogueRelease, CatalogueRelease.file_id == CatalogueFile.id)
        .join(Showcase, Showcase.id == CatalogueRelease.showcase_id)
        .where(Showcase.slug == slug, is_public(work.now), CatalogueFile.state == FileState.READY)
    ).all()
    found: dict[Spoken, Released] = {}
    for file, spoken in rows:
        ids = [UUID(key) for key in file.product_ids]
        if not (file.showcase_id and file.ready_at):
            continue
        is_true = file.content_mark[HALF_MARK:] == vouched_for(work, ids)
        if is_true and all_shown(work, file.showcase_id, ids):
            found[spoken] = Released(
                file.id, spoken, file.key, file.size, file.pages, file.ready_at
            )
    return found


def best_of(found: Mapping[Spoken, Released], language: str) -> Released | None:
    """Return the catalogue for a reader: of the own language, of both, of the other."""
    own = Spoken(language)
    other = Spoken.EN if own is Spoken.ID else Spoken.ID
    return next((found[each] for each in (own, Spoken.BOTH, other) if each in found), None)


def _is_here(now: datetime) -> ColumnElement[bool]:
    released = select(CatalogueRelease.file_id)
    return or_(CatalogueFile.expires_at > now, CatalogueFile.id.in_(released))


def _is_released(work: Work, file_id: UUID) -> bool:
    found = select(CatalogueRelease.file_id).where(CatalogueRelease.file_id == file_id)
    return work.session.scalar(found) is not None


def _state(file: CatalogueFile, now: datetime) -> FileState:
    """Return where a file stands; one that was never made in a day never will be."""
    if file.state is FileState.WAITING and file.asked_at <= now - STUCK:
        return FileState.FAILED
    return file.state


def due(now: datetime) -> ColumnElement[bool]:
    """Return the clause of files whose time is over."""
    released = select(CatalogueRelease.file_id)
    return and_(CatalogueFile.expires_at <= now, CatalogueFile.id.not_in(released))
