"""How a vendor registers itself: the steps, the texts it agrees to, what a gallery asks."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from catalog.kernel.text import N_, LocalText

MAX_NAME, MIN_NAME = 120, 3
MAX_KINDS = 4
MAX_ADDRESS = 300
CODE_LIFETIME = timedelta(days=14)  # of a claim code: long enough to reach a village
# Of the privacy text at templates/vendors/manage/register/consent.html: change both together.
CONSENT_VERSION = "2026-11"
PRIVACY = "privacy"  # the key under which agreeing to it is kept


class Step(StrEnum):
    """The screens of the wizard, in their order; the values stand in addresses."""

    BUSINESS = "usaha"
    PLACE = "tempat"
    OWNER = "pemilik"
    PERMIT = "izin"
    GALLERY = "galeri"
    REVIEW = "periksa"


STEPS = tuple(Step)


class Permit(StrEnum):
    """Which paper a new vendor has."""

    NIB = "nib"
    SKU = "sku"
    NONE = "none"


class ClaimState(StrEnum):
    """What became of somebody's wish to take over a record."""

    ASKED = "asked"  # wants a code from the office
    SHOWN = "shown"  # typed a code, has not yet said that it is theirs
    DONE = "done"
    DECLINED = "declined"


class ApplicationState(StrEnum):
    """What a gallery said to a vendor that wants in."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class RuleKind(StrEnum):
    """How an entry rule is met."""

    RESIDENCE = "residence"  # told by the NIK
    REGISTRATION = "registration"  # told by NIB or SKU
    DECLARATION = "declaration"  # ticked
    COMMITMENT = "commitment"  # ticked, with the version of its text
    NOTE = "note"  # only read


_KIND_OF = {
    "resident": RuleKind.RESIDENCE,
    "registered": RuleKind.REGISTRATION,
    "own_product": RuleKind.DECLARATION,
    "commitment": RuleKind.COMMITMENT,
}


@dataclass(frozen=True, slots=True)
class HostRule:
    """One entry rule of a gallery; ``statement`` is what a vendor ticks."""

    key: str
    kind: RuleKind
    text: LocalText
    statement: LocalText
    version: str
    source: str
    certainty: str


@dataclass(frozen=True, slots=True)
class Host:
    """A gallery that takes vendors in; ``regency`` is whose KTP it asks for."""

    id: UUID
    slug: str
    name: str
    place: str
    regency: str
    rules: tuple[HostRule, ...]

    @property
    def ticked(self) -> tuple[HostRule, ...]:
        """Return the rules that a vendor agrees to by a tick."""
        wanted = {RuleKind.DECLARATION, RuleKind.COMMITMENT}
        return tuple(rule for rule in self.rules if rule.kind in wanted)


def kind_of(key: str) -> RuleKind:
    """Return how the entry rule with this key is met."""
    return _KIND_OF.get(key, RuleKind.NOTE)


class Standing(StrEnum):
    """Whether a vendor meets a rule, as far as its answers tell."""

    MET = "met"
    OPEN = "open"
    CURATOR = "curator"  # the gallery decides


def standing(rule: HostRule, *, nik_regency: str, regency: str, permit: Permit | None) -> Standing:
    """Return whether the answers meet a rule that needs no tick."""
    if rule.kind is RuleKind.RESIDENCE:
        return Standing.MET if nik_regency == regency else Standing.CURATOR
    if rule.kind is RuleKind.REGISTRATION:
        return Standing.MET if permit in {Permit.NIB, Permit.SKU} else Standing.OPEN
    return Standing.OPEN


def next_step(step: Step) -> Step:
    """Return the step after this one; the last is its own."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def steps_open(done: frozenset[Step]) -> list[Step]:
    """Return the steps that still have to be filled before the last one."""
    return [step for step in STEPS[:-1] if step not in done]


TWO_TABS = N_(
    "This form was saved from another tab or phone in the meantime. What you typed is still"
    " here: save again to keep it."
)
KNOWN = N_(
    "This business is already in our register as %(name)s. Please claim it instead of"
    " registering it again."
)
