"""The words in which requirements are written: goals, weights, conditions, facts, states."""

from collections.abc import Mapping
from enum import StrEnum

from catalog.kernel.text import N_


class SetState(StrEnum):
    """Where a version of a requirement set stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Purpose(StrEnum):
    """What a vendor wants to reach; values are the words of the addresses."""

    CATALOGUE = "etalase"
    CURATION = "kurasi"
    EXPORT = "ekspor"

    @property
    def includes(self) -> tuple["Purpose", ...]:
        """Return the goals whose requirements count here, the weakest first."""
        return (self,) if self is Purpose.CATALOGUE else (Purpose.CATALOGUE, self)


class Level(StrEnum):
    """How much a requirement weighs. What is not read in a source never blocks."""

    ADVISED = "advised"
    NEEDED = "needed"
    BLOCKING = "blocking"


class Condition(StrEnum):
    """What a product or business may be; requirements apply or fall away by it."""

    FROZEN = "frozen"
    FROZEN_ANIMAL = "frozen_animal"
    DAIRY = "dairy"
    LOW_ACID_CAN = "low_acid_can"
    CANNED = "canned"
    BABY = "baby"
    WATER = "water"
    ALCOHOL = "alcohol"
    SERVED = "served"
    INGREDIENT = "ingredient"
    SHORT_LIFE = "short_life"
    NOT_HALAL = "not_halal"
    MICRO_SMALL = "micro_small"
    MEDIUM_LARGE = "medium_large"


class Fact(StrEnum):
    """What a profile or a listing must tell, where no paper is asked for."""

    COMPOSITION = "composition"
    NET_CONTENT = "net_content"
    SHELF_LIFE = "shelf_life"
    PRODUCTION_CODE = "production_code"
    LABEL = "label"  # composition, net content and shelf life together
    HS_CODE = "hs_code"
    CAPACITY = "capacity"
    ENGLISH = "english"
    PHOTOS = "photos"  # three at least
    STORY = "story"
    NPWP = "npwp"
    RESIDENT = "resident"  # works in the gallery's city or regency


class State(StrEnum):
    """How a requirement stands today."""

    MISSING = "missing"
    EXPIRED = "expired"
    REFUSED = "refused"
    COMING = "coming"  # not asked for yet, but from a date on
    WAITING = "waiting"
    DONE = "done"
    NOT_NEEDED = "not_needed"


STATE_NAMES: Mapping[State, str] = {
    State.MISSING: N_("Still missing"),
    State.EXPIRED: N_("Has run out"),
    State.REFUSED: N_("Refused, needs mending"),
    State.COMING: N_("Asked for soon"),
    State.WAITING: N_("Being checked"),
    State.DONE: N_("Done"),
    State.NOT_NEEDED: N_("Not needed here"),
}
PURPOSE_NAMES: Mapping[Purpose, str] = {
    Purpose.CATALOGUE: N_("To be shown in the catalogue"),
    Purpose.CURATION: N_("To pass curation for a gallery"),
    Purpose.EXPORT: N_("To be ready for export"),
}
LEVEL_NAMES: Mapping[Level, str] = {
    Level.BLOCKING: N_("Required: nothing is sent for review without it"),
    Level.NEEDED: N_("Required: counted as missing, but does not stop anything"),
    Level.ADVISED: N_("Advised: helps, is not counted"),
}
CONDITION_NAMES: Mapping[Condition, str] = {
    Condition.FROZEN: N_("kept frozen"),
    Condition.FROZEN_ANIMAL: N_("meat, fish or poultry that is kept frozen"),
    Condition.DAIRY: N_("milk or a dairy product"),
    Condition.LOW_ACID_CAN: N_("a low-acid food in a can"),
    Condition.CANNED: N_("any food in a can"),
    Condition.BABY: N_("food for babies"),
    Condition.WATER: N_("bottled drinking water"),
    Condition.ALCOHOL: N_("an alcoholic drink"),
    Condition.SERVED: N_("cooked and served on the spot"),
    Condition.INGREDIENT: N_("a raw material for other makers, not sold to consumers"),
    Condition.SHORT_LIFE: N_("keeps for less than 7 days"),
    Condition.NOT_HALAL: N_("declared not halal, and labelled so"),
    Condition.MICRO_SMALL: N_("the business is micro or small"),
    Condition.MEDIUM_LARGE: N_("the business is medium or large"),
}
FACT_NAMES: Mapping[Fact, str] = {
    Fact.COMPOSITION: N_("Ingredients are written"),
    Fact.NET_CONTENT: N_("Net weight or content is written"),
    Fact.SHELF_LIFE: N_("Shelf life is written"),
    Fact.PRODUCTION_CODE: N_("The packaging bears a production code"),
    Fact.LABEL: N_("Ingredients, net content and shelf life are written"),
    Fact.HS_CODE: N_("An HS code is chosen"),
    Fact.CAPACITY: N_("Monthly capacity is written"),
    Fact.ENGLISH: N_("Name and description exist in English"),
    Fact.PHOTOS: N_("At least three photos"),
    Fact.STORY: N_("The business tells its story"),
    Fact.NPWP: N_("A tax number is kept on the business page"),
    Fact.RESIDENT: N_("The business works in the gallery's city or regency"),
}
