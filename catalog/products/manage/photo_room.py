"""What the photo pages share: whose product it is, the page itself, the key that undoes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Self
from uuid import UUID, uuid4

from flask import current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from itsdangerous import BadSignature, URLSafeTimedSerializer

from catalog.db.work import Work
from catalog.kernel.text import LocalText, clean_line
from catalog.products.manage.screen import Place as PlaceOfWork
from catalog.products.manage.screen import at, screen
from catalog.products.queries.photos import frames, shot_of
from catalog.products.rules.hints import Hint, photo_hints
from catalog.products.rules.photos import ADVISED, MOST, Place, album_from
from catalog.products.rules.steps import Step
from catalog.products.services.photos import Editing, Removed
from catalog.vendors.policy import Ability

UNDO = "photo_undo"  # in the session: the key of what was removed just now
_UNDO_SECONDS = 24 * 60 * 60  # as long as ``media tidy`` spares the picture
_SHOWN_NAME = 60
_MOST_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Room:
    """A product whose photos somebody looks at or changes."""

    place: PlaceOfWork
    editing: Editing


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken in: its name as the sender knows it, and why."""

    name: str
    message: str

    @classmethod
    def of(cls, name: str | None, message: str) -> Self:
        """Build from what the browser calls the file; a very long name keeps its end."""
        told = clean_line(name or "")
        return cls(told if len(told) <= _SHOWN_NAME else f"…{told[-_SHOWN_NAME:]}", message)


def at_work(
    work: Work,
    vendor_id: UUID,
    product_id: UUID,
    ability: Ability = Ability.EDIT,
    *,
    lock: bool = False,
) -> Room:
    """Return this vendor's product for somebody who may edit it; raise NotFound for others."""
    place = at(work, vendor_id, product_id, ability, lock=lock)
    return Room(place, Editing(work, place.product, may_publish=place.may_send))


def page(
    room: Room,
    *,
    undo: str = "",
    message: str = "",
    refused: Sequence[Refusal] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    """Answer with the whole page, or with the list alone for the script."""
    context = context_of(room) | {"undo": undo}
    if wants_json():
        told = message or " ".join(refusal.message for refusal in refused)
        markup = render_template("products/manage/photos_list.html", **context)
        return jsonify(html=markup, message=told, count=len(context["photos"])), status
    return (
        render_template("products/manage/photos.html", **context, refused=refused, batch=uuid4()),
        status,
    )


def context_of(room: Room) -> dict[str, Any]:
    """Return what the templates of photos need."""
    work, product = room.editing.work, room.place.product
    shown = screen(work, room.place, Step.PHOTOS)
    found = frames(work, product, album_from(shown.desk.values.get("photos") or ()))
    hints: dict[UUID | None, list[Hint]] = defaultdict(list)
    for hint in photo_hints([shot_of(frame) for frame in found]):
        hints[hint.photo_id].append(hint)
    return {
        "room": room.place.vendor,
        "wizard": shown.wizard,
        "desk": shown.desk,
        "notes": shown.notes,
        "is_pending": "photos" in shown.pending,
        "vendor_id": product.vendor_id,
        "product_id": product.id,
        "photos": found,
        "hints": hints,
        "hint_text": lambda hint: gettext(hint.message, **hint.values),
        "most": MOST,
        "least": ADVISED,
    }


def wants_json() -> bool:
    """Return whether the script asks, which takes the list and keeps the page."""
    return request.accept_mimetypes.best == "application/json"


def number_from(text: str) -> int | None:
    """Return a small whole number, or None."""
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return int(text) if is_number else None


def sealed(product_id: UUID, removed: Removed) -> str:
    """Return the key that brings a removed photo back; nobody can make one up."""
    place = removed.place
    values = [str(product_id), str(place.id), str(place.image_id), dict(place.alt), removed.at]
    return str(_serializer().dumps(values))


def opened(product_id: UUID, key: str) -> Removed | None:
    """Return what a key speaks of, or None when it is old, of another product, or not ours."""
    try:
        found, photo_id, image_id, alt, at = _serializer().loads(key, max_age=_UNDO_SECONDS)
    except (BadSignature, ValueError):
        return None
    if found != str(product_id):
        return None
    return Removed(Place(UUID(photo_id), UUID(image_id), LocalText.of(alt)), at)


def _serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="photo-undo")
