"""The photos that a sheet names: what they stand for, and bringing an album to them."""

from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import LocalText
from catalog.media import services as media
from catalog.media.services import Prepared
from catalog.media.store import Store
from catalog.media.workshop import WORKSHOP
from catalog.products.models import BulkItem, Product
from catalog.products.queries.bulk.known import existing, images_by_digest, is_own_name, own_images
from catalog.products.rules.bulk.plans import Spot
from catalog.products.rules.bulk.problems import PHOTO_GONE, PHOTO_MISSING, Problem, shortened
from catalog.products.rules.photos import FULL, MOST, Album, Place
from catalog.products.services.bulk.archives import Photos
from catalog.products.services.bulk.weighing import Room, Weighed
from catalog.products.services.photos import Editing


@dataclass(slots=True)
class Wish:
    """The photos that a product shall have: known pictures, and files of the ZIP.

    Entries are {"image", "spot"} of a known picture, {"member", "digest", "spot"} of a file of the
    ZIP, or both: a known picture may be gone by the time of the yes. ``lacks`` tells that photos
    are named but no ZIP came.
    """

    entries: list[dict[str, Any]] = field(default_factory=list)
    drops: bool = False
    lacks: bool = False
    is_change: bool = False

    def plain(self) -> dict[str, Any]:
        """Return it as JSON holds it; empty when nothing changes."""
        return {"entries": self.entries, "drops": self.drops} if self.is_change else {}


def wish(room: Room, weighed: Weighed, photos: Photos) -> Wish:
    """Return what the photo cells ask for; a name that stands for nothing is told of."""
    plan = weighed.plan
    found = Wish(drops=plan.drops_photos)
    desk = weighed.desk
    before = [UUID(entry["image"]) for entry in (desk.values.get("photos") or [])] if desk else []
    own = own_images(room.work, room.vendor_id, [name for name, _ in plan.photos], before)
    for typed, spot in plan.photos:
        try:
            entry = _entry(typed, spot, own, photos)
        except RuleBroken as error:
            weighed.problems.append(_bearable(room, spot, error, typed))
            continue
        found.lacks |= not entry
        if entry:
            found.entries.append(entry)
    _recognise(room.work, found)
    _shorten(room, weighed, found)
    wanted = [UUID(e["image"]) if "image" in e else None for e in found.entries]
    kept = [] if found.drops else [image for image in before if image not in wanted]
    found.is_change = [*wanted, *kept] != before and bool(wanted or found.drops)
    return found


def _entry(typed: str, spot: Spot, own: Mapping[str, UUID], photos: Photos) -> dict[str, Any]:
    if typed in own:
        return {"image": str(own[typed]), "spot": list(spot)}
    if photos.archive is None:
        if is_own_name(typed):
            raise RuleBroken(PHOTO_MISSING, name=shortened(typed))
        return {}
    member, digest = photos.find(typed)
    return {"member": member, "digest": digest, "spot": list(spot)}


def _recognise(work: Work, found: Wish) -> None:
    """Let a file that is stored already stand for its picture; one photo stands once."""
    known = images_by_digest(work, {e["digest"] for e in found.entries if "digest" in e})
    entries: dict[str, dict[str, Any]] = {}
    for entry in found.entries:
        image = known.get(entry.get("digest", ""))
        told = {**entry, "image": str(image)} if image else entry
        entries.setdefault(told.get("image") or told["digest"], told)
    found.entries = list(entries.values())


def _shorten(room: Room, weighed: Weighed, found: Wish) -> None:
    for entry in found.entries[MOST:]:
        row, place = entry["spot"]
        error = RuleBroken(FULL, most=MOST)
        weighed.problems.append(_bearable(room, (row, place), error, ""))
    found.entries = found.entries[:MOST]


def _bearable(room: Room, spot: Spot, error: RuleBroken, text: str) -> Problem:
    told = room.sheet.problem(spot, error, text)
    return Problem(
        told.row, told.column, told.header, told.message, told.values, told.shown, is_bearable=True
    )


@dataclass(slots=True)
class Ready:
    """Photos of a batch that are decoded and stored, by member, and those that were refused."""

    prepared: dict[str, Prepared] = field(default_factory=dict)
    refused: dict[str, RuleBroken] = field(default_factory=dict)


def prepare(work: Work, items: Sequence[BulkItem], photos: Photos, *, store: Store) -> Ready:
    """Decode what the products of a batch name and is not stored; holds no lock, takes a while."""
    entries = [entry for item in items for entry in item.photos.get("entries", ())]
    stored = existing(work, {UUID(entry["image"]) for entry in entries if "image" in entry})
    members = [
        entry["member"]
        for entry in entries
        if "member" in entry and ("image" not in entry or UUID(entry["image"]) not in stored)
    ]
    ready = Ready()
    # Each is read when its turn comes: a batch of large photos must not lie in memory at once.
    with ThreadPoolExecutor(WORKSHOP.jobs) as threads:
        for member, found in threads.map(
            lambda member: (member, _prepared(member, photos, store)), dict.fromkeys(members)
        ):
            if isinstance(found, Prepared):
                ready.prepared[member] = found
            else:
                ready.refused[member] = found
    return ready


def _prepared(member: str, photos: Photos, store: Store) -> Prepared | RuleBroken:
    try:
        return media.prepare(photos.read(member), store=store)
    except RuleBroken as error:
        return error


def show(
    work: Work, product: Product, item: BulkItem, ready: Ready, *, store: Store
) -> dict[Spot, RuleBroken]:
    """Bring a product's album to what its cells ask for; return what was refused, by cell."""
    wanted: list[Place] = []
    refused: dict[Spot, RuleBroken] = {}
    entries = item.photos.get("entries", ())
    # Held until the commit, so that none of them is tidied away in between.
    known = {UUID(entry["image"]) for entry in entries if "image" in entry}
    stored = existing(work, known, lock=True)
    for entry in entries:
        try:
            image_id = _taken_in(work, entry, stored, ready, store)
        except RuleBroken as error:
            row, place = entry["spot"]
            refused[row, place] = error
            continue
        wanted.append(Place(uuid5(product.id, f"photo:{image_id}"), image_id, LocalText()))
    drops = bool(item.photos.get("drops"))
    Editing(work, product).change(lambda album: _brought(album, wanted, drops=drops))
    return refused


def _taken_in(
    work: Work, entry: Mapping[str, Any], stored: Collection[UUID], ready: Ready, store: Store
) -> UUID:
    """Return the picture of an entry; raise RuleBroken when it cannot be had any more."""
    if "image" in entry and UUID(entry["image"]) in stored:
        return UUID(entry["image"])
    member = entry.get("member", "")
    if member in ready.prepared:
        return media.take_in(work, ready.prepared[member], store=store).id
    raise ready.refused.get(member, RuleBroken(PHOTO_GONE))


def _brought(album: Album, wanted: Sequence[Place], *, drops: bool) -> Album:
    """Return the album in the wanted order; a photo that stands already keeps its words."""
    stored = {place.image_id: place for place in album}
    first = {place.image_id: stored.get(place.image_id, place) for place in wanted}
    rest = () if drops else tuple(p for p in album if p.image_id not in first)
    return (*first.values(), *rest)[:MOST]
