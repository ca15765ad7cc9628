"""Words that officers may put at a field or a photograph; pure functions."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, Language, LocalText

PHOTO = "photo"
MAX_WORDS = 300
# Where words can be offered, besides everywhere ("").
PLACES: Mapping[str, str] = {
    "": N_("at every field"),
    PHOTO: N_("at a photo"),
    "photos": N_("at the photos as a whole"),
    "name": N_("at the name"),
    "summary": N_("at the one sentence"),
    "description": N_("at the story"),
    "name_en": N_("at the English name"),
    "description_en": N_("at the English story"),
    "category": N_("at the kind"),
    "price": N_("at the price"),
    "stock": N_("at the stock"),
    "minimum_order": N_("at the minimum order"),
    "weight_g": N_("at the weight"),
    "hs_code": N_("at the HS code"),
    "capacity_month": N_("at the capacity"),
}


@dataclass(frozen=True, slots=True)
class Template:
    """Words to choose from; ``category_slug`` is empty for all kinds of goods."""

    id: UUID
    code: str
    place: str
    category_slug: str
    text: LocalText
    is_active: bool
    version: int


def offered(templates: Iterable[Template], place: str, kinds: Collection[str]) -> list[Template]:
    """Return the words for a place, those made for it first; ``kinds`` are the slugs of its kind.

    ``kinds`` are the category of the product and all above it.
    """
    fitting = [
        each
        for each in templates
        if each.is_active
        and each.place in {place, ""}
        and (not each.category_slug or each.category_slug in kinds)
    ]
    return sorted(fitting, key=lambda each: (not each.place, not each.category_slug))


def check(place: str, text: Mapping[str, str]) -> None:
    """Raise RuleBroken unless the words can be offered: a known place, and both languages."""
    if place not in PLACES:
        raise RuleBroken(N_("Choose a place from the list."), field="place")
    for language in Language:
        words = text.get(language, "")
        name = f"text_{language}"
        if not words:
            raise RuleBroken(N_("Write it in both languages: makers read either."), field=name)
        if len(words) > MAX_WORDS:
            message = N_("Write at most %(most)s characters.")
            raise RuleBroken(message, field=name, most=MAX_WORDS)
