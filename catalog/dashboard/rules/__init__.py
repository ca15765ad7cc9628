"""The seven layers to export, the one next step, and the small chart; pure functions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from catalog.kernel.text import N_

DAYS = 30
LEAST_PHOTOS = 3
SOON = 30  # days before a paper runs out


class Layer(StrEnum):
    """The layers of the cloud, outside in ("naik kelas")."""

    REGISTERED = "registered"
    PROFILE = "profile"
    PHOTOS = "photos"
    PAPERS = "papers"
    CURATED = "curated"
    TRADE = "trade"
    EXPORT = "export"


LAYER_NAMES = {
    Layer.REGISTERED: N_("Business registered"),
    Layer.PROFILE: N_("Profile complete"),
    Layer.PHOTOS: N_("Photos fit to show"),
    Layer.PAPERS: N_("Papers in order"),
    Layer.CURATED: N_("Passed the curators"),
    Layer.TRADE: N_("Capacity and wholesale price"),
    Layer.EXPORT: N_("Export ready"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A product or a paper that a step speaks of; ``key`` builds its address."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """All that decides about layers and the next step; counts are of this vendor's goods."""

    is_active: bool
    is_suspended: bool = False
    profile_gaps: int = 0
    products: int = 0
    live: int = 0
    in_review: int = 0
    few_photos: int = 0  # goods that are live, in review or drafts, with fewer than three
    papers_missing: int = 0
    papers_total: int = 0
    without_trade: int = 0  # live goods without capacity or wholesale price
    export_ready: int = 0
    returned: Sequence[Named] = ()  # goods with notes of a curator, the oldest first
    drafts: Sequence[Named] = ()  # the one saved last first
    expiring: Sequence[Named] = ()  # papers that run out soon or have, the nearest first
    thin: Sequence[Named] = ()  # live goods without trade facts
    dark: Sequence[Named] = ()  # goods with too few photos
    unconfirmed: int = 0  # what an officer did for the vendor
    first_live_on: date | None = None


@dataclass(frozen=True, slots=True)
class Rung:
    """A layer as it stands: ``left`` counts what is still to do (0 when that is not a number)."""

    layer: Layer
    is_done: bool
    is_next: bool
    left: int = 0
    done_on: date | None = None

    @property
    def name(self) -> str:
        """Return its name (a msgid)."""
        return LAYER_NAMES[self.layer]


def ladder(standing: Standing) -> tuple[Rung, ...]:
    """Return the seven layers; the first that is not done is the next one."""
    done = {
        Layer.REGISTERED: standing.is_active,
        Layer.PROFILE: standing.profile_gaps == 0,
        Layer.PHOTOS: standing.products > 0 and standing.few_photos == 0,
        Layer.PAPERS: standing.papers_total > 0 and standing.papers_missing == 0,
        Layer.CURATED: standing.live > 0,
        Layer.TRADE: standing.live > 0 and standing.without_trade == 0,
        Layer.EXPORT: standing.export_ready > 0,
    }
    left = {
        Layer.PROFILE: standing.profile_gaps,
        Layer.PHOTOS: standing.few_photos,
        Layer.PAPERS: standing.papers_missing,
        Layer.TRADE: standing.without_trade,
    }
    dates = {Layer.CURATED: standing.first_live_on}
    following = next((layer for layer in Layer if not done[layer]), None)
    return tuple(
        Rung(layer, done[layer], layer is following, left.get(layer, 0), dates.get(layer))
        for layer in Layer
    )


class Step(StrEnum):
    """What a vendor may have to do next, the most pressing first."""

    SUSPENDED = "suspended"
    CONFIRM = "confirm"
    MEND = "mend"
    RENEW = "renew"
    WAIT = "wait"
    PROFILE = "profile"
    FIRST_PRODUCT = "first_product"
    FINISH_DRAFT = "finish_draft"
    PHOTOS = "photos"
    PAPERS = "papers"
    TRADE = "trade"
    EXPORT = "export"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing to do; ``about`` is the product or paper that it is about."""

    step: Step
    about: Named | None = None
    count: int = 0


def next_step(standing: Standing) -> Next:
    """Return the one thing to do first."""
    goods = standing
    wishes = (
        (goods.is_suspended, Next(Step.SUSPENDED)),
        (goods.unconfirmed > 0, Next(Step.CONFIRM, count=goods.unconfirmed)),
        (bool(goods.returned), Next(Step.MEND, _first(goods.returned), len(goods.returned))),
        (bool(goods.expiring), Next(Step.RENEW, _first(goods.expiring), len(goods.expiring))),
        (goods.profile_gaps > 0, Next(Step.PROFILE, count=goods.profile_gaps)),
        (goods.products == 0, Next(Step.FIRST_PRODUCT)),
        (bool(goods.drafts), Next(Step.FINISH_DRAFT, _first(goods.drafts), len(goods.drafts))),
        (bool(goods.dark), Next(Step.PHOTOS, _first(goods.dark), goods.few_photos)),
        (goods.papers_missing > 0, Next(Step.PAPERS, count=goods.papers_missing)),
        (not goods.is_active, Next(Step.WAIT)),
        (bool(goods.thin), Next(Step.TRADE, _first(goods.thin), goods.without_trade)),
        (goods.live == 0, Next(Step.WAIT)),
        (goods.export_ready == 0, Next(Step.EXPORT)),
    )
    return next((wish for holds, wish in wishes if holds), Next(Step.SHARE))


def _first(names: Sequence[Named]) -> Named | None:
    return names[0] if names else None


def change(now: int, before: int) -> int | None:
    """Return the change in per cent; None where the earlier count is too small to compare."""
    return round(100 * (now - before) / before) if before >= 10 else None  # noqa: PLR2004  # see above


@dataclass(frozen=True, slots=True)
class Bar:
    """One day of the chart: pixel geometry for a drawing of ``WIDTH`` × ``HEIGHT``."""

    day: date
    value: int
    x: float
    y: float
    height: float
    is_now: bool
    is_labelled: bool  # its value is printed: the highest day and the last


WIDTH, HEIGHT, FLOOR, TOP, GAP = 600, 150, 122, 18, 3
_APART = 3  # bars


def bars(days: Sequence[tuple[date, int]]) -> tuple[Bar, ...]:
    """Return a bar a day, as high as its share of the highest."""
    if not days:
        return ()
    most = max(value for _, value in days)
    wide = WIDTH / len(days)
    peak = max(range(len(days)), key=lambda place: days[place][1])
    last = len(days) - 1
    labelled = {peak, last} if last - peak >= _APART else {peak}  # two must not run together
    found = []
    for place, (day, value) in enumerate(days):
        height = (FLOOR - TOP) * value / most if most else 0
        found.append(
            Bar(
                day=day,
                value=value,
                x=round(place * wide + GAP / 2, 1),
                y=round(FLOOR - height, 1),
                height=round(height, 1),
                is_now=place == last,
                is_labelled=value > 0 and place in labelled,
            )
        )
    return tuple(found)


def bar_width(days: int) -> float:
    """Return how wide one bar is among so many."""
    return round(WIDTH / days - GAP, 1) if days else 0.0
