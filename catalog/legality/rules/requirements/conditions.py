"""What a listing's own words say about the requirements that it meets."""

from collections.abc import Mapping

from catalog.legality.rules.requirements.words import Condition

# Kinds of food that a home-industry permit never covers, as the listing's template names them.
_SPECIAL = {
    "dairy": Condition.DAIRY,
    "low_acid_can": Condition.LOW_ACID_CAN,
    "baby": Condition.BABY,
    "water": Condition.WATER,
    "alcohol": Condition.ALCOHOL,
    "served": Condition.SERVED,
    "ingredient": Condition.INGREDIENT,
}
_ANIMAL = frozenset({"fish", "crustacean", "mollusc"})  # allergens that tell of the sea
SHORT_LIFE_DAYS = 7


def conditions_of(
    attributes: Mapping[str, object], *, kind: str, business_class: str = ""
) -> frozenset[Condition]:
    """Return what a listing's own words say about it; what nobody wrote is not assumed.

    A business of unknown size counts as micro or small, as nearly all here are.
    """
    large = business_class in {"medium", "large"}
    found = {Condition.MEDIUM_LARGE if large else Condition.MICRO_SMALL}
    if kind != "food":
        return frozenset(found)
    special = _texts(attributes.get("special_kind"))
    found |= {condition for word, condition in _SPECIAL.items() if word in special}
    if "frozen" in _texts(attributes.get("storage")):
        found.add(Condition.FROZEN)
        if "animal" in special or _ANIMAL & _texts(attributes.get("allergens")):
            found.add(Condition.FROZEN_ANIMAL)
    if "can" in _texts(attributes.get("pack")):
        found.add(Condition.CANNED)
    days = attributes.get("shelf_life_days")
    if isinstance(days, int) and 0 < days < SHORT_LIFE_DAYS:
        found.add(Condition.SHORT_LIFE)
    if attributes.get("is_not_halal") is True:
        found.add(Condition.NOT_HALAL)
    return frozenset(found)


def _texts(value: object) -> frozenset[str]:
    values = value if isinstance(value, list) else [value]
    return frozenset(text for text in values if isinstance(text, str))
