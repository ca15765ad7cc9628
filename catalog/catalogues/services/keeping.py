"""Asks for files, makes them, lets buyers have them, and deletes them when their time is over."""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.audit.services import record
from catalog.catalogues.models import CatalogueFile, CatalogueRelease
from catalog.catalogues.queries.files import due
from catalog.catalogues.queries.stories import mark_of, story_of
from catalog.catalogues.rules.files import (
    KEPT,
    MOST_A_DAY,
    NOTHING,
    STUCK,
    FileKind,
    FileState,
    Options,
    Scope,
    check_amount,
    check_options,
)
from catalog.catalogues.services.making import Made, Press, amount, make
from catalog.db.work import Work
from catalog.jobs.rules import GiveUp
from catalog.jobs.services import enqueue, step
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_
from catalog.media.store import Store
from catalog.media.tidy import FILE_GRACE, Keeper
from catalog.typeset import TypesettingFailed
from catalog.web.limits import allow

JOB = "catalogues.make"
UNABLE = N_("This file could not be made. The office has been told; try again later.")
MISSING = N_("This file is no longer here. Make it again.")
_TOLD_EVERY = 5  # products; then the progress is written down
_PIECE = 1024 * 1024


def ask(work: Work, scope: tuple[Scope, UUID], kind: FileKind, options: Options) -> CatalogueFile:
    """Have a file made by the worker; what is being made already is not made twice.

    Raises RuleBroken when the options cannot be meant, or there is nothing to print.
    """
    check_options(kind, options)
    story = story_of(work, scope, options)
    check_amount(kind, len(story.product_ids), options)
    mark = _order_mark(scope, kind, options)
    waiting = (CatalogueFile.order_mark == mark, CatalogueFile.state == FileState.WAITING)
    stuck = (*waiting, CatalogueFile.asked_at <= work.now - STUCK)
    work.session.execute(delete(CatalogueFile).where(*stuck))
    same = work.session.scalar(select(CatalogueFile).where(*waiting))
    if same is not None:
        return same
    if work.actor.user_id is not None:
        allow(work, f"catalogues:{work.actor.user_id}", per=timedelta(days=1), most=MOST_A_DAY)
    return _added(work, scope, kind, options, mark)


def _added(
    work: Work, scope: tuple[Scope, UUID], kind: FileKind, options: Options, mark: str
) -> CatalogueFile:
    file = CatalogueFile(
        kind=kind,
        options=options.to_json(kind),
        order_mark=mark,
        asked_by=work.actor.user_id,
        asked_at=work.now,
        expires_at=work.now + KEPT,
        **{f"{scope[0].value}_id": scope[1]},
    )
    work.session.add(file)
    try:
        work.session.flush()
    except IntegrityError as error:
        raise RuleBroken(N_("This file is being made already.")) from error
    vendor_id = scope[1] if scope[0] is Scope.VENDOR else None
    record(
        work,
        "catalogues.ask",
        target=(scope[0].value, scope[1]),
        after={"kind": kind.value, **file.options},
        vendor_id=vendor_id,
    )
    enqueue(work, JOB, file_id=file.id)
    return file


def build(work: Work, file_id: UUID, *, press: Press) -> None:
    """Make a file in short transactions; done again from the start when killed.

    A file that is gone meanwhile, with its vendor, leaves nothing behind.
    """
    file = work.session.get(CatalogueFile, file_id)
    if file is None or file.state is not FileState.WAITING:
        return
    kind, scope, options = file.kind, file.scope, Options.from_json(file.options)
    try:
        story = story_of(work, scope, options)
    except NotFound:
        _fail(work, file_id, NOTHING)
        return
    if not story.product_ids:
        _fail(work, file_id, NOTHING)
        return
    mark = mark_of(work, story)
    key = f"private/catalogues/{file_id.hex[:2]}/{file_id.hex}"
    with tempfile.TemporaryDirectory(prefix="catalogue-") as folder:
        path = Path(folder) / "file"
        progress = _Progress(work, file_id, amount(story))
        listening = Press(store=press.store, site=press.site, say=press.say, told=progress.tell)
        try:
            made = make(work, kind, story, options, press=listening, path=path)
        except TypesettingFailed as error:
            _fail(work, file_id, UNABLE)
            raise GiveUp("the page could not be set") from error
        work.session.rollback()
        press.store.put(key, path)
        size = path.stat().st_size
    if not _kept(work, file_id, made, key=key, facts=(size, mark)) and not _is_used(work, key):
        press.store.delete(key)


class _Progress:
    """Writes down how much is done, every few products; always from the handler's own thread."""

    def __init__(self, work: Work, file_id: UUID, total: int) -> None:
        self._work = work
        self._file_id = file_id
        self._total = total

    def tell(self, done: int) -> None:
        """Note the progress; cheap between the steps."""
        if done % _TOLD_EVERY:
            return
        with step(self._work):
            self._work.session.execute(_waiting(self._file_id).values(done=done, total=self._total))


def _waiting(file_id: UUID) -> Any:  # noqa: ANN401  # an update statement
    return (
        update(CatalogueFile)
        .where(CatalogueFile.id == file_id, CatalogueFile.state == FileState.WAITING)
        .execution_options(synchronize_session=False)
    )


def _kept(work: Work, file_id: UUID, made: Made, *, key: str, facts: tuple[int, str]) -> bool:
    """Write down where the file lies; False when nobody waits for it any more."""
    with step(work):
        done = work.session.execute(
            _waiting(file_id).values(
                state=FileState.READY,
                ready_at=work.now,
                expires_at=work.now + KEPT,
                done=CatalogueFile.total,
                key=key,
                size=facts[0],
                content_mark=facts[1],
                pages=made.pages,
                product_ids=[str(each) for each in made.product_ids],
            )
        )
        if not cast("CursorResult[Any]", done).rowcount:
            return False
        _take_over(work, file_id)
        return True


def _is_used(work: Work, key: str) -> bool:
    """Return whether another worker was faster: then what lies there is the file itself."""
    found = select(CatalogueFile.id).where(CatalogueFile.key == key)
    return work.session.scalar(found) is not None


def _take_over(work: Work, file_id: UUID) -> None:
    """Put what the night has made anew in the place of the released catalogue of its language."""
    file = work.session.get(CatalogueFile, file_id, populate_existing=True)
    if file is None or file.asked_by is not None or file.showcase_id is None:
        return
    spoken = Options.from_json(file.options).spoken
    row = work.session.get(CatalogueRelease, (file.showcase_id, spoken))
    if row is not None and row.file.order_mark == file.order_mark:
        row.file_id = file.id


def _fail(work: Work, file_id: UUID, why: str) -> None:
    with step(work):
        work.session.execute(_waiting(file_id).values(state=FileState.FAILED, failure=why))


def download(work: Work, file: CatalogueFile, *, store: Store) -> Iterator[bytes]:
    """Return a file piece by piece, and note who takes it; RuleBroken when it is gone."""
    try:
        source = store.open(file.key)
    except OSError as error:
        raise RuleBroken(MISSING) from error
    scope, key = file.scope
    vendor_id = key if scope is Scope.VENDOR else None
    record(
        work,
        "catalogues.download",
        target=("catalogue_file", file.id),
        after={"kind": file.kind.value},
        vendor_id=vendor_id,
    )

    return pieces(source)


def pieces(source: BinaryIO) -> Iterator[bytes]:
    """Give an open file piece by piece: one of a thousand pictures fits into no worker's memory."""
    with source:
        while piece := source.read(_PIECE):
            yield piece


def remove(work: Work, file: CatalogueFile, *, store: Store) -> None:
    """Delete a file before its time; buyers lose it too."""
    scope, key = file.scope
    work.session.execute(delete(CatalogueRelease).where(CatalogueRelease.file_id == file.id))
    _deleted(work, file, store)
    record(work, "catalogues.remove", target=(scope.value, key), before={"kind": file.kind.value})


def tidy(work: Work, *, store: Store) -> None:
    """Delete files whose month is over; those that buyers may download stay."""
    for file in work.session.scalars(select(CatalogueFile).where(due(work.now))).all():
        _deleted(work, file, store)


def _deleted(work: Work, file: CatalogueFile, store: Store) -> None:
    if file.key:
        work.later(partial(store.delete, file.key))
    work.session.delete(file)


def _order_mark(scope: tuple[Scope, UUID], kind: FileKind, options: Options) -> str:
    wish = [scope[0].value, str(scope[1]), kind.value, options.to_json(kind)]
    return hashlib.sha256(json.dumps(wish, sort_keys=True).encode()).hexdigest()


def _keys(session: Session) -> set[str]:
    return set(session.scalars(select(CatalogueFile.key).where(CatalogueFile.key != "")))


_OURS = re.compile(r"private/catalogues/[0-9a-f]{2}/[0-9a-f]{32}")
KEEPER = Keeper(_OURS, _keys, grace=FILE_GRACE)
