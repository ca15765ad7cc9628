"""Keeps files and rows in step: what nothing refers to goes, what is missing is made again."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.db.work import Work
from catalog.media.models import Image
from catalog.media.queries import by_id, is_used
from catalog.media.rules import ImageRefused
from catalog.media.services import is_complete, original, rebuild
from catalog.media.store import Store, Stored

# A file may be an hour older than its row: uploads store files first and commit later.
FILE_GRACE = timedelta(hours=1)
# A picture may wait a day for the form that it was sent with.
ROW_GRACE = timedelta(days=1)

# Only names that this package gives; what other features keep in the store is not ours to judge.
_OURS = re.compile(
    r"public/[0-9a-f]{2}/(?P<name>[0-9a-f]{20})-\d+\.(?:webp|jpg)"
    r"|private/originals/[0-9a-f]{2}/(?P<digest>[0-9a-f]{64})"
)


@dataclass(frozen=True, slots=True)
class Keeper:
    """What another feature keeps in the store: which keys are its own, and which are in use.

    A key that matches, is in no row and is older than ``grace`` has lost its row, or never had one.
    """

    pattern: re.Pattern[str]
    kept: Callable[[Session], set[str]]
    grace: timedelta = ROW_GRACE


@dataclass(slots=True)
class Tidied:
    """What was done: counts, and the ids of pictures whose original is gone or unreadable."""

    unused_rows: int = 0
    orphan_files: int = 0
    rebuilt: int = 0
    lost: list[UUID] = field(default_factory=list)


def tidy(work: Work, *, store: Store, keepers: Sequence[Keeper] = ()) -> Tidied:
    """Remove unused pictures, orphaned and half-written files, and make missing renditions again.

    Files go only after the commit. What is fresh is spared, see the two graces. ``keepers`` speak
    for the files of other features.
    """
    done = Tidied()
    stale = work.now - FILE_GRACE
    stored_files = [
        stored
        for folder in ("public", "private")
        for stored in store.list(folder)
        if stored.modified_at < stale
    ]
    files = [stored.key for stored in stored_files]
    done.unused_rows = _drop_unused(work)
    for image_id in incomplete(work.session, store=store):
        if mend(work, image_id, store=store):
            done.rebuilt += 1
        else:
            done.lost.append(image_id)
    kept = _kept_names(work.session)
    orphans = [key for key in files if _is_orphan(key, kept)]
    for keeper in keepers:
        orphans += _lost_to(keeper, stored_files, work)
    done.orphan_files = len(orphans)
    for key in orphans:
        work.later(partial(store.delete, key))
    work.later(lambda: _sweep(store, stale))
    return done


def incomplete(session: Session, *, store: Store) -> list[UUID]:
    """Return the pictures that miss a file, or whose files an older pipeline made."""
    images = session.scalars(select(Image).order_by(Image.id).execution_options(yield_per=500))
    return [image.id for image in images if not is_complete(store, image)]


def mend(work: Work, image_id: UUID, *, store: Store) -> bool:
    """Make all files of a picture from its original; return False when that is not possible."""
    image = by_id(work.session, image_id)
    try:
        rebuild(image, original(image, store=store), store=store)
    except (FileNotFoundError, ImageRefused):
        return False
    return True


def _lost_to(keeper: Keeper, files: Sequence[Stored], work: Work) -> list[str]:
    theirs = [
        stored.key
        for stored in files
        if keeper.pattern.fullmatch(stored.key) and stored.modified_at < work.now - keeper.grace
    ]
    kept = keeper.kept(work.session) if theirs else set()
    return [key for key in theirs if key not in kept]


def _sweep(store: Store, before: datetime) -> None:
    store.sweep(before)


def _drop_unused(work: Work) -> int:
    unused = (Image.seen_at < work.now - ROW_GRACE, ~is_used())
    dropped = 0
    for image_id in list(work.session.scalars(select(Image.id).where(*unused).order_by(Image.id))):
        try:
            # Asked again in the statement itself: another upload may have taken it just now.
            with work.session.begin_nested():
                work.session.execute(delete(Image).where(Image.id == image_id, *unused))
            dropped += 1
        except IntegrityError:
            continue
    return dropped


def _kept_names(session: Session) -> set[str]:
    """Return the names and digests that a row still speaks of."""
    kept: set[str] = set()
    for digest, name, crops in session.execute(select(Image.digest, Image.name, Image.crops)):
        kept |= {digest, name, *(crop["name"] for crop in crops.values())}
    return kept


def _is_orphan(key: str, kept: set[str]) -> bool:
    found = _OURS.fullmatch(key)
    return found is not None and (found["name"] or found["digest"]) not in kept
