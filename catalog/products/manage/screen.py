"""What a step shows: its form with every text as it was typed, errors, notes of the officers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from flask import request
from flask_babel import gettext

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, storable
from catalog.products.forms import form_of, mark, say
from catalog.products.manage.frame import Wizard, wizard
from catalog.products.models import Product
from catalog.products.queries.editing import Desk, get_own, open_desk
from catalog.products.queries.reviews import Said, notes_of
from catalog.products.rules.fields import Field
from catalog.products.rules.sheet import step_fields
from catalog.products.rules.steps import Step
from catalog.products.services.drafting import Saved
from catalog.vendors import policy
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.forms import CatalogForm
from catalog.web.locale import current_language

CONFLICT = N_(
    "Changed somewhere else meanwhile to “%(theirs)s”. Your text stands in the field: save again"
    " to keep yours, or copy theirs."
)
CONFLICT_EMPTY = N_("Emptied somewhere else meanwhile. Save again to keep your text.")
_LONGEST_SHOWN = 300
_LONGEST_KEPT = 20_000  # characters of an input; every field takes far less
MOST_TEXTS = 400  # inputs of a form, and texts of an input


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request works: the vendor and one of its products."""

    vendor: Vendor
    product: Product
    may_edit: bool
    may_send: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """A step as its page draws it."""

    place: Place
    desk: Desk
    wizard: Wizard
    form: CatalogForm
    fields: Mapping[str, Field]
    notes: Mapping[str, Sequence[Said]]
    pending: frozenset[str] = field(default_factory=frozenset)


def at(
    work: Work, vendor_id: UUID, product_id: UUID, ability: Ability, *, lock: bool = False
) -> Place:
    """Return the vendor's product that the actor may handle in this way, or raise NotFound."""
    vendor = get_managed(work, vendor_id, ability)
    product = get_own(work, vendor_id, product_id, lock=lock)

    def may(wanted: Ability) -> bool:
        return policy.can(work.actor, wanted, vendor_id=vendor.id, region_code=vendor.served_by)

    return Place(vendor, product, may(Ability.EDIT), may(Ability.SUBMIT))


def screen(
    work: Work,
    place: Place,
    step: Step,
    *,
    saved: Saved | None = None,
    extra: RuleBroken | None = None,
) -> Screen:
    """Return a step's screen; after a save that was not clean, with what was typed and why."""
    language = current_language()
    desk = open_desk(work, place.product, language)
    fields = step_fields(dict(desk.fields), step)
    form = form_of(fields, texts_of(fields, desk, saved))
    errors = errors_of(fields, desk, saved)
    if extra is not None:
        errors[extra.field or ""] = say(extra)
    mark(form, errors)
    frame = wizard(place.product, step, desk.completeness(language))
    frame = replace(frame, version=desk.revision, is_open=frame.is_open and place.may_edit)
    change = desk.change.after if desk.change else {}
    return Screen(
        place,
        desk,
        frame,
        form,
        fields,
        notes_of(work, place.product.id),
        frozenset(name for name in fields if name in change),
    )


def submitted() -> dict[str, list[str]]:
    """Return every text of the form that was sent, by input."""
    return {name: storable_texts(request.form.getlist(name)) for name in request.form}


def storable_texts(texts: Sequence[str]) -> list[str]:
    """Return the texts of one input as they may be kept, also where nobody can read them."""
    found: list[str] = []
    room = _LONGEST_KEPT
    for text in texts[:MOST_TEXTS]:
        found.append(storable(text, room))
        room -= len(found[-1])
    return found


def seen() -> int:
    """Return the revision that the form was made from; 0 when somebody tampered with it."""
    typed = request.form.get("version", "", type=str)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0  # noqa: PLR2004  # digits


def texts_of(
    fields: Mapping[str, Field], desk: Desk, saved: Saved | None = None
) -> dict[str, list[str]]:
    """Return the texts of each input: stored, or as they were typed where that was not saved."""
    texts: dict[str, list[str]] = {}
    for name, each in fields.items():
        texts |= each.show(desk.values.get(name))
        texts |= {inp: list(desk.kept[inp]) for inp in each.inputs if inp in desk.kept}
        if saved is not None and name in saved.conflicts:
            texts |= each.show(saved.conflicts[name].mine)
    return texts


def errors_of(
    fields: Mapping[str, Field], desk: Desk, saved: Saved | None = None
) -> dict[str, str]:
    """Return a sentence for each input whose text could not be saved."""
    found: dict[str, str] = {}
    for each in fields.values():
        if any(inp in desk.kept for inp in each.inputs):
            found |= _why(each, desk.kept)
    if saved is not None:
        found |= {name: say(error) for name, error in saved.errors.items()}
        found |= {
            fields[name].inputs[0]: _conflict(fields[name], conflict.theirs)
            for name, conflict in saved.conflicts.items()
            if name in fields
        }
    return found


def _why(each: Field, kept: Mapping[str, list[str]]) -> dict[str, str]:
    """Return why a kept text could not be read; it may fit by now, once it is saved again."""
    try:
        each.read({inp: list(kept.get(inp, ())) for inp in each.inputs})
    except RuleBroken as error:
        where = error.field if error.field in each.inputs else each.inputs[0]
        return {where or each.name: say(error)}
    return {each.inputs[0]: gettext("This is not saved yet: it did not fit beside another field.")}


def _conflict(each: Field, theirs: Any) -> str:  # noqa: ANN401  # JSON
    words = dict(each.choices)
    shown = [
        words.get(text, text) for texts in each.show(theirs).values() for text in texts if text
    ]
    if not shown:
        return str(gettext(CONFLICT_EMPTY))
    return str(gettext(CONFLICT, theirs=" · ".join(shown)[:_LONGEST_SHOWN]))
