"""What a curator asks of a set, kept with each proposal, and the limits that say it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any
from uuid import UUID

from catalog.composing.rules.limits import (
    Ceiling,
    Each,
    Keep,
    Least,
    Limit,
    Only,
    Rules,
    Share,
    Spread,
)
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

MOST_PIECES = 120  # as many as a block of a showcase holds
# A share of private facts stays below certainty: else being chosen would tell the fact.
MOST_PRIVATE = 80
PRIVATE = ("women", "p2wkss", "micro")
IN_STOCK, GREEN, NEW = "in_stock", "green", "new"
LOW, MIDDLE, HIGH = "price:low", "price:middle", "price:high"
GALLERY = "gallery:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """How much each part of a piece's worth counts, from 0 to 3."""

    quality: int = 2
    theme: int = 2
    readiness: int = 1
    rotation: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """What the set is about: any of the categories (slugs), any of the terms, and words."""

    categories: tuple[str, ...] = ()
    terms: tuple[UUID, ...] = ()
    words: str = ""
    is_strict: bool = False  # leave out what does not fit at all

    @property
    def has_wishes(self) -> bool:
        """Return whether anything but categories is asked for."""
        return bool(self.terms or self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """A whole wish. Shares are percentages; 0 asks for nothing.

    ``per_vendor`` 0 allows any number; ``district_share`` and ``category_share`` 0 allow all.
    """

    least: int = 12
    most: int = 12
    per_vendor: int = 2
    districts: int = 0
    district_share: int = 0
    categories: int = 0
    category_share: int = 0
    women: int = 0
    p2wkss: int = 0
    micro: int = 0
    galleries: int = 0
    new: int = 0
    price_low: int = 0
    price_middle: int = 0
    price_high: int = 0
    in_stock: bool = False
    green: bool = False
    market: str = ""
    own_gallery: bool = False
    keep: tuple[UUID, ...] = ()
    drop: tuple[UUID, ...] = ()
    weights: Weights = Weights()
    theme: Theme = Theme()


def check(wishes: Wishes) -> None:
    """Raise unless the numbers can be meant together."""
    if wishes.least > wishes.most:
        raise RuleBroken(N_("The largest size is smaller than the smallest."), field="most")
    if len(wishes.keep) > wishes.most:
        raise RuleBroken(
            N_("%(number)s pieces are locked, more than the set may have. Unlock some."),
            field="most",
            number=len(wishes.keep),
        )
    if wishes.green and not wishes.market:
        raise RuleBroken(N_("Choose the market that the pieces must be ready for."), field="market")
    if wishes.price_low + wishes.price_middle + wishes.price_high > 100:  # noqa: PLR2004  # percent
        raise RuleBroken(
            N_("The three price shares are more than the whole set together."), field="price_low"
        )


_PERCENT_OF = {  # key → group
    "women": ("women",),
    "p2wkss": ("p2wkss",),
    "micro": ("micro",),
    "new": (NEW,),
    "price_low": (LOW,),
    "price_middle": (MIDDLE,),
    "price_high": (HIGH,),
}
_SPREAD = {"districts": "district", "categories": "category"}
_CEILING = {"district_share": "district", "category_share": "category"}


def rules_of(wishes: Wishes, gallery_ids: Iterable[UUID]) -> Rules:
    """Return the limits that say a wish; each has the name of the field that asks for it."""
    limits: list[Limit] = [Least("least", wishes.least)]
    if wishes.per_vendor:
        limits.append(Each("per_vendor", "vendor", wishes.per_vendor))
    limits += _shares(wishes, tuple(sorted(f"{GALLERY}{each}" for each in gallery_ids)))
    limits += [Only(key, key) for key in (IN_STOCK, GREEN) if getattr(wishes, key)]
    if wishes.keep:
        limits.append(Keep("keep", frozenset(wishes.keep)))
    return Rules(tuple(limits), wishes.most, frozenset(wishes.drop))


def _shares(wishes: Wishes, galleries: tuple[str, ...]) -> Iterator[Limit]:
    for key, dimension in _SPREAD.items():
        if number := getattr(wishes, key):
            yield Spread(key, dimension, number)
    for key, dimension in _CEILING.items():
        if percent := getattr(wishes, key):
            yield Ceiling(key, dimension, percent)
    for key, groups in {**_PERCENT_OF, "galleries": galleries}.items():
        if (percent := getattr(wishes, key)) and groups:
            yield Share(key, groups, percent)


def setting(limit: Limit) -> Any:  # noqa: ANN401  # what its field holds: number, switch or ids
    """Return what the field of a limit would hold."""
    match limit:
        case Share() | Ceiling():
            return limit.percent
        case Only():
            return limit.is_on
        case Keep():
            return tuple(sorted(limit.ids))
        case Least() | Each() | Spread():
            return limit.number
    raise TypeError(limit)


def reset(wishes: Wishes, settings: Mapping[str, Any]) -> Wishes:
    """Return the wish with these settings in the fields of their limits."""
    return from_json({**to_json(wishes), **settings})


def to_json(wishes: Wishes) -> dict[str, Any]:
    """Return a wish as it is stored."""
    kept = asdict(wishes)
    kept["keep"], kept["drop"] = _texts(wishes.keep), _texts(wishes.drop)
    kept["theme"]["terms"] = _texts(wishes.theme.terms)
    kept["theme"]["categories"] = list(wishes.theme.categories)
    return kept


def from_json(kept: Mapping[str, Any]) -> Wishes:
    """Return a stored wish; what it does not know yet is as in a new one."""
    known = {field.name for field in fields(Wishes)}
    values = {name: value for name, value in kept.items() if name in known}
    theme, weights = dict(values.pop("theme", {})), values.pop("weights", {})
    for name in ("keep", "drop"):
        values[name] = _ids(values.get(name, ()))
    theme["terms"] = _ids(theme.get("terms", ()))
    theme["categories"] = tuple(theme.get("categories", ()))
    return Wishes(**values, weights=Weights(**weights), theme=Theme(**theme))


def _texts(ids: Iterable[UUID]) -> list[str]:
    return [str(each) for each in ids]


def _ids(texts: Iterable[str]) -> tuple[UUID, ...]:
    return tuple(UUID(text) for text in texts)
