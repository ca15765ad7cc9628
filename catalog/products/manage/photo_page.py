"""One photo: its words, the point that stays in every cut, a turn by a quarter."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import Length, NumberRange, Optional

from catalog.db.work import committed
from catalog.kernel.errors import NotFound, RuleBroken
from catalog.kernel.text import N_, LocalText, clean_line
from catalog.media import services as media
from catalog.media.models import Image
from catalog.media.rules import ImageRefused
from catalog.media.store import Store
from catalog.products.manage.blueprint import bp
from catalog.products.manage.frame import step_url
from catalog.products.manage.photo_room import at_work, context_of
from catalog.products.queries.photos import Frame
from catalog.products.rules.photos import ALT_LENGTH
from catalog.products.rules.steps import Step
from catalog.products.services import photos as services
from catalog.vendors.policy import Ability
from catalog.web.access import manager
from catalog.web.forms import CatalogForm
from catalog.web.work import current_work, writing_work

_PHOTO = "/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/foto/<uuid:photo_id>"
# Nine points of a picture, in percent from the upper left, and their words.
POINTS = {
    "0-0": N_("Upper left"), "50-0": N_("Top"), "100-0": N_("Upper right"),
    "0-50": N_("Left"), "50-50": N_("Centre"), "100-50": N_("Right"),
    "0-100": N_("Lower left"), "50-100": N_("Bottom"), "100-100": N_("Lower right"),
}  # fmt: skip
GONE = N_("The original of this photo is missing. Send it again.")
_PERCENT = NumberRange(min=0, max=100, message=N_("Write a whole number from 0 to 100."))
_LONG = Length(max=ALT_LENGTH, message=N_("At most %(max)d characters."))
Focal = tuple[float, float]


class PhotoForm(CatalogForm):
    """What a person says of a photo."""

    alt_id = StringField(N_("What can be seen?"), validators=[_LONG])
    alt_en = StringField(N_("What can be seen? In English"), validators=[_LONG])
    point = RadioField(N_("What must stay in every cut?"), choices=[], validate_choice=False)
    x = IntegerField(N_("From the left"), validators=[Optional(), _PERCENT])
    y = IntegerField(N_("From the top"), validators=[Optional(), _PERCENT])

    @property
    def alt(self) -> LocalText:
        """Return the words by language."""
        return LocalText.of(
            id=clean_line(self.alt_id.data or ""), en=clean_line(self.alt_en.data or "")
        )

    def focal(self, now: Focal) -> Focal:
        """Return the point that was chosen: the exact numbers if they differ, else the nine."""
        was = percent(now)
        typed = (self._number("x", was[0]), self._number("y", was[1]))
        if typed != was:
            return typed[0] / 100, typed[1] / 100
        chosen = str(self.point.data or "")
        if chosen in POINTS and chosen != nearest(now):
            left, top = chosen.split("-")
            return int(left) / 100, int(top) / 100
        return now

    def _number(self, name: str, default: int) -> int:
        value = self[name].data
        return default if value is None else int(value)


@dataclass(frozen=True, slots=True)
class Cut:
    """A cut that is shown beside the photo while one points: its proportions and its use."""

    ratio: str
    words: str


CUTS = (
    Cut("1-1", N_("In lists")),
    Cut("4-5", N_("Showcase on phones")),
    Cut("16-10", N_("Showcase on laptops")),
)


def percent(focal: Focal) -> tuple[int, int]:
    """Return a point in whole percent."""
    return round(focal[0] * 100), round(focal[1] * 100)


def nearest(focal: Focal) -> str:
    """Return the key of the nearest of the nine points."""
    left, top = (int(part * 2 + 0.5) * 50 for part in focal)
    return f"{left}-{top}"


@bp.get(_PHOTO)
@manager
def photo(vendor_id: UUID, product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Show a photo with what can be said of it."""
    return _page(vendor_id, product_id, photo_id, PhotoForm(formdata=None))


@bp.post(_PHOTO)
@manager
def change_photo(vendor_id: UUID, product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Keep the words and the point."""
    room = at_work(current_work(), vendor_id, product_id)
    form = PhotoForm()
    if form.validate():
        store: Store = current_app.extensions["catalog_store"]
        try:
            focal = _chosen(form, room.editing, photo_id)
            copy = services.prepare_copy(room.editing, photo_id, focal, store=store)
            work = writing_work()
            with committed(work):
                editing = at_work(work, vendor_id, product_id, lock=True).editing
                focal = _chosen(form, editing, photo_id)
                services.describe(editing, photo_id, form.alt)
                services.point(editing, photo_id, focal, store=store, copy=copy)
        except RuleBroken as error:
            form.mark(error)
        except (ImageRefused, FileNotFoundError):  # the original was good when it came in
            form.mark(RuleBroken(GONE))
        else:
            flash(gettext("Photo saved."))
            return redirect(step_url(vendor_id, product_id, Step.PHOTOS), HTTPStatus.SEE_OTHER)
    return _page(vendor_id, product_id, photo_id, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _chosen(form: PhotoForm, editing: services.Editing, photo_id: UUID) -> Focal:
    now = services.image_of(editing, photo_id)
    return form.focal((now.focal_x, now.focal_y))


@bp.post(f"{_PHOTO}/putar")
@manager
def turn_photo(vendor_id: UUID, product_id: UUID, photo_id: UUID) -> ResponseReturnValue:
    """Turn a photo by ``seperempat`` quarters clockwise: 1 or 3."""
    quarters = {"1": 1, "3": 3}.get(request.form.get("seperempat", ""))
    if quarters is None:
        raise NotFound("turn")
    room = at_work(current_work(), vendor_id, product_id)
    store: Store = current_app.extensions["catalog_store"]
    try:
        image = services.image_of(room.editing, photo_id)
        prepared = media.prepare(media.turned(image, quarters, store=store), store=store)
        work = writing_work()
        with committed(work):
            editing = at_work(work, vendor_id, product_id, lock=True).editing
            services.replace_picture(editing, photo_id, prepared, store=store)
    except (ImageRefused, RuleBroken) as error:
        flash(gettext(error.message, **error.values), "warning")
    except FileNotFoundError:
        flash(gettext(GONE), "warning")
    here = url_for(
        "products_manage.photo", vendor_id=vendor_id, product_id=product_id, photo_id=photo_id
    )
    return redirect(here, HTTPStatus.SEE_OTHER)


def _page(
    vendor_id: UUID,
    product_id: UUID,
    photo_id: UUID,
    form: PhotoForm,
    *,
    status: HTTPStatus = HTTPStatus.OK,
) -> ResponseReturnValue:
    room = at_work(current_work(), vendor_id, product_id, Ability.SEE)
    context = context_of(room)
    frames: tuple[Frame, ...] = context["photos"]
    found = next((n for n, each in enumerate(frames, 1) if each.place.id == photo_id), None)
    if found is None:
        raise NotFound("photo")
    frame = frames[found - 1]
    if status is HTTPStatus.OK:
        _fill(form, frame.place.alt, frame.image)
    body = render_template(
        "products/manage/photos_one.html",
        **context,
        form=form,
        frame=frame,
        number=found,
        points=POINTS,
        cuts=CUTS,
        here=percent((frame.image.focal_x, frame.image.focal_y)),
        chosen=nearest((frame.image.focal_x, frame.image.focal_y)),
    )
    return body, status


def _fill(form: PhotoForm, alt: LocalText, image: Image) -> None:
    """Show what is stored."""
    form.alt_id.data, form.alt_en.data = alt.get("id", ""), alt.get("en", "")
    form.x.data, form.y.data = percent((image.focal_x, image.focal_y))
