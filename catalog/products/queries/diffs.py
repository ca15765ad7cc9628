"""A pending change, before and after, in words that people read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from catalog.db.work import Work
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.queries.editing import Desk
from catalog.products.queries.recipe import stakes
from catalog.products.rules.fields import Field
from catalog.products.rules.merging import same
from catalog.products.rules.steps import Step
from catalog.products.rules.variants import CELLS, cell


@dataclass(frozen=True, slots=True)
class Told:
    """A field that says something, for the officers: its words, and the step it stands on."""

    field: str
    label: str
    part: str
    step: Step
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with what it said and what it shall say.

    ``label`` is a msgid or words; ``part`` names the option that a price or stock belongs to.
    Photographs are pictures instead of words.
    """

    field: str
    label: str
    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    before_pictures: tuple[Picture, ...] = ()
    after_pictures: tuple[Picture, ...] = ()
    is_overtaken: bool = False
    reopens: tuple[str, ...] = ()  # labels of papers that stop to speak for the product


def diff_of(work: Work, desk: Desk) -> list[Difference]:
    """Return the differences of a product's pending change, in the order of the editor."""
    change = desk.change
    if change is None:
        return []
    at_stake = stakes(work, desk)
    return [
        replace(
            _difference(work, desk, each, desk.live.get(name), change.after[name]),
            is_overtaken=not same(change.before.get(name), desk.live.get(name)),
            reopens=at_stake.get(name, ()),
        )
        for name, each in desk.fields.items()
        if name in change.after
    ]


def facts_of(work: Work, desk: Desk) -> tuple[list[Told], list[tuple[str, Picture]]]:
    """Return what a listing says by field, and its photographs (id of the picture, picture)."""
    told = []
    for each in desk.fields.values():
        value = desk.values.get(each.name)
        if each.name in {"photos", "variants"} or same(value, None):
            continue
        words = tuple(_words(desk, each, value))
        if words:
            told.append(Told(each.name, each.label, _option(desk, each.name), each.step, words))
    photos = desk.values.get("photos") or []
    pictures = _pictures(work, photos)
    return told, list(zip((str(photo["image"]) for photo in photos), pictures, strict=False))


def differences(
    work: Work, desk: Desk, before: Mapping[str, Any], after: Mapping[str, Any]
) -> list[Difference]:
    """Return how two states of a listing differ, in the order of the editor."""
    return [
        _difference(work, desk, each, before.get(name), after.get(name))
        for name, each in desk.fields.items()
        if name != "note" and not same(before.get(name), after.get(name))
    ]


def _difference(
    work: Work,
    desk: Desk,
    each: Field,
    before: Any,  # noqa: ANN401  # JSON
    after: Any,  # noqa: ANN401  # JSON
) -> Difference:
    if each.name == "photos":
        pictures = _pictures(work, before or ()), _pictures(work, after or ())
        return Difference(each.name, each.label, "", (), (), *pictures)
    return Difference(
        each.name,
        each.label,
        _option(desk, each.name),
        tuple(_words(desk, each, before)),
        tuple(_words(desk, each, after)),
    )


def _option(desk: Desk, name: str) -> str:
    for row in desk.values.get("variants") or ():
        key = str(row["id"])
        if any(name == cell(key, part) for part in CELLS):
            return str(desk.values.get(cell(key, "name")) or "")
    return ""


def _words(desk: Desk, each: Field, value: Any) -> Iterable[str]:  # noqa: ANN401  # JSON
    if each.name == "variants":
        for row in value or ():
            key = str(row["id"])
            yield str(desk.values.get(cell(key, "name")) or desk.live.get(cell(key, "name")) or "–")
        return
    named = dict(each.choices)
    shown = each.show(value)
    for texts in _by_row(shown):
        said = " · ".join(named.get(text, text) for text in texts if text)
        if said:
            yield _measured(each, said)


def _measured(each: Field, said: str) -> str:
    """Return an amount with what it counts: a bare 65 may be anything."""
    if each.name == "price" or _is_price_cell(each.name):
        return f"Rp{said}"
    return f"{said} {each.unit}" if each.unit else said


def _is_price_cell(name: str) -> bool:
    return name.startswith("v_") and name.endswith("_price")


def _by_row(shown: Mapping[str, list[str]]) -> Iterable[list[str]]:
    """Return the texts of an input each; those of one row of several inputs together."""
    rows: dict[str, list[str]] = {}
    for name, texts in shown.items():
        parts = name.split("_")
        key = "_".join(parts[:2]) if len(parts) > 2 and parts[1].isdigit() else name  # noqa: PLR2004  # prefix_1_part
        rows.setdefault(key, []).extend(texts)
    return rows.values()


def _pictures(work: Work, photos: Iterable[Mapping[str, Any]]) -> tuple[Picture, ...]:
    ids = [UUID(str(photo["image"])) for photo in photos]
    images = {
        image.id: image
        for image in work.session.scalars(select(Image).where(Image.id.in_(set(ids))))
    }
    return tuple(picture_of(images[key]) for key in ids if key in images)
