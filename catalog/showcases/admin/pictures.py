"""Pictures of a showcase: send some, choose one for a place, say what matters in it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from catalog.db.work import committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.media import services as media
from catalog.media.rules import MAX_BYTES, ImageRefused
from catalog.media.services import Prepared
from catalog.media.store import Store
from catalog.media.workshop import WORKSHOP
from catalog.products.forms import say
from catalog.showcases.admin.blueprint import bp
from catalog.showcases.admin.frame import HEAD
from catalog.showcases.queries import builder
from catalog.showcases.queries.drafts import Draft, get_editable
from catalog.showcases.rules.content import WITH_PICTURE, Block
from catalog.showcases.services import building, picturing
from catalog.web import limits
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_ONE = "/pengurus/etalase/<uuid:showcase_id>/foto/<place>"
MOST_AT_ONCE = 12
_PER, _MOST_SENT = timedelta(hours=1), 200
_SHOWN_NAME = 60
NOTHING = N_("Choose at least one photo to send.")
TOO_MANY = N_("Send at most %(most)s photos at a time.")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A file that was not taken in, and why."""

    name: str
    message: str


@bp.get(_ONE)
@staff(Role.CURATOR)
def pictures(showcase_id: UUID, place: str) -> ResponseReturnValue:
    """Show what can be chosen for the cover or for a part."""
    draft = get_editable(current_work(), showcase_id)
    return _page(draft, _block(draft, place))


@bp.post(f"{_ONE}/kirim")
@staff(Role.CURATOR)
def send_pictures(showcase_id: UUID, place: str) -> ResponseReturnValue:
    """Take photos in; a single one is chosen at once. What is refused is said file by file."""
    draft = get_editable(current_work(), showcase_id)
    block = _block(draft, place)
    uploads = [file for file in request.files.getlist("photos") if file.filename]
    if not uploads or len(uploads) > MOST_AT_ONCE:
        words = gettext(TOO_MANY, most=MOST_AT_ONCE) if uploads else gettext(NOTHING)
        return _page(draft, block, [Refusal("", words)])
    try:
        _allow()
    except RuleBroken as error:
        return _page(draft, block, [Refusal("", say(error))])
    store: Store = current_app.extensions["catalog_store"]
    with ThreadPoolExecutor(WORKSHOP.jobs) as threads:
        prepared = list(threads.map(lambda upload: _prepared(upload, store), uploads))
    good = [each for each in prepared if isinstance(each, Prepared)]
    work = writing_work()
    with committed(work):
        added = [picturing.take_in(work, showcase_id, each, store=store) for each in good]
    refused = [
        Refusal(_name(upload), say(each))
        for upload, each in zip(uploads, prepared, strict=True)
        if isinstance(each, RuleBroken)
    ]
    if len(added) == 1 and not refused:
        return _choose(showcase_id, place, block, added[0])
    draft = get_editable(current_work(), showcase_id)
    return _page(draft, _block(draft, place), refused)


@bp.post(f"{_ONE}/pilih")
@staff(Role.CURATOR)
def choose_picture(showcase_id: UUID, place: str) -> ResponseReturnValue:
    """Give the place a picture, or none."""
    draft = get_editable(current_work(), showcase_id)
    block = _block(draft, place)
    chosen = request.form.get("foto", "")
    if not chosen:
        return _choose(showcase_id, place, block, None)
    known = {str(photo.id): photo.id for photo in _photos(draft)}
    if chosen not in known:
        return _page(draft, block, [Refusal("", gettext("Choose one of the pictures shown."))])
    return _choose(showcase_id, place, block, known[chosen])


@bp.post(f"{_ONE}/titik")
@staff(Role.CURATOR)
def aim(showcase_id: UUID, place: str) -> ResponseReturnValue:
    """Say which point of the chosen picture every cut keeps."""
    draft = get_editable(current_work(), showcase_id)
    block = _block(draft, place)
    x, y = (_percent(name) for name in ("x", "y"))
    image_id = block.image_id if block else draft.content.cover_id
    if image_id is None or x is None or y is None:
        words = gettext("Write both numbers from 0 to 100.")
        return _page(draft, block, [Refusal("", words)])
    try:
        _aim(showcase_id, block, image_id, (x, y))
    except RuleBroken as error:
        return _page(get_editable(current_work(), showcase_id), block, [Refusal("", say(error))])
    flash(gettext("Saved."))
    return redirect(_address(showcase_id, place), HTTPStatus.SEE_OTHER)


def _aim(
    showcase_id: UUID, block: Block | None, image_id: UUID, point: tuple[float, float]
) -> None:
    if block is not None:
        work = writing_work()
        with committed(work):
            picturing.aim_block(work, showcase_id, block.id, point)
        return
    store: Store = current_app.extensions["catalog_store"]
    cuts = picturing.cut(current_work(), image_id, point, store=store)
    work = writing_work()
    with committed(work):
        picturing.aim_cover(work, showcase_id, image_id, cuts)


def _choose(
    showcase_id: UUID, place: str, block: Block | None, image_id: UUID | None
) -> ResponseReturnValue:
    store: Store = current_app.extensions["catalog_store"]
    is_cover = block is None and image_id is not None
    cuts = picturing.cut(current_work(), image_id, store=store) if is_cover and image_id else None
    work = writing_work()
    try:
        with committed(work):
            building.choose_picture(work, showcase_id, block.id if block else None, image_id)
            if cuts is not None and image_id is not None:
                picturing.keep_cuts(work, image_id, cuts)
    except RuleBroken as error:
        draft = get_editable(current_work(), showcase_id)
        return _page(draft, block, [Refusal("", say(error))])
    flash(
        gettext("The picture is chosen.") if image_id else gettext("No picture stands there now.")
    )
    return redirect(_address(showcase_id, place), HTTPStatus.SEE_OTHER)


def _page(
    draft: Draft, block: Block | None, refused: Sequence[Refusal] = ()
) -> ResponseReturnValue:
    work = current_work()
    image_id = block.image_id if block else draft.content.cover_id
    shown = builder.find_photo(work, draft, image_id) if image_id else None
    body = render_template(
        "showcases/admin/pictures.html",
        draft=draft,
        title=builder.title_of(draft),
        block=block,
        place=str(block.id) if block else HEAD,
        chosen=shown,
        point=picturing.point_of(work, image_id, block) if image_id else (0.5, 0.5),
        may_aim=block is not None or (shown is not None and shown.is_own),
        photos=_photos(draft),
        refused=refused,
    )
    return body, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def _photos(draft: Draft) -> list[builder.Photo]:
    return builder.photos(current_work(), draft, str(current_language()))


def _block(draft: Draft, place: str) -> Block | None:
    """Return the block of this place; None is the head, whose picture is the cover."""
    if place == HEAD:
        return None
    try:
        block = draft.content.find(UUID(place))
    except ValueError as error:
        raise NotFound from error
    if block is None or block.kind not in WITH_PICTURE:
        raise NotFound
    return block


def _address(showcase_id: UUID, place: str) -> str:
    return url_for("showcases_admin.pictures", showcase_id=showcase_id, place=place)


def _allow() -> None:
    work = writing_work()
    with committed(work):
        limits.allow(work, f"photos:{work.actor.user_id}", per=_PER, most=_MOST_SENT)


def _prepared(upload: FileStorage, store: Store) -> Prepared | ImageRefused:
    try:
        return media.prepare(upload.stream.read(MAX_BYTES + 1), store=store)
    except ImageRefused as refused:
        return refused


def _name(upload: FileStorage) -> str:
    told = clean_line(upload.filename or "")
    return told if len(told) <= _SHOWN_NAME else f"…{told[-_SHOWN_NAME:]}"


def _percent(name: str) -> float | None:
    text = request.form.get(name, "").strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100):  # noqa: PLR2004  # percent
        return None
    return int(text) / 100
