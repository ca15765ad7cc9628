"""The words in which export rules are written: a closed set."""

from collections.abc import Mapping
from enum import StrEnum

from catalog.kernel.text import N_


class Standing(StrEnum):
    """How a product stands for a market."""

    READY = "ready"
    GAPS = "gaps"
    BLOCKED = "blocked"


class Severity(StrEnum):
    """What an unmet rule does. Only what is read in its source ever blocks."""

    BLOCK = "block"
    GAP = "gap"
    ADVICE = "advice"


class Who(StrEnum):
    """Who can close a gap."""

    VENDOR = "vendor"
    CURATOR = "curator"
    OFFICE = "office"
    BUYER = "buyer"  # or the importer


class Part(StrEnum):
    """The seven gates of readiness; together 100 points."""

    LEGAL = "legal"
    PRODUCT = "product"
    CAPACITY = "capacity"
    PACKING = "packing"
    COMMERCIAL = "commercial"
    MARKET = "market"
    COMMUNICATION = "communication"


POINTS: Mapping[Part, int] = {
    Part.LEGAL: 20,
    Part.PRODUCT: 20,
    Part.CAPACITY: 15,
    Part.PACKING: 15,
    Part.COMMERCIAL: 15,
    Part.MARKET: 10,
    Part.COMMUNICATION: 5,
}


class RuleState(StrEnum):
    """Where a version of a rule stands."""

    DRAFT = "draft"
    ACTIVE = "active"
    RETIRED = "retired"


class Trait(StrEnum):
    """What a product may be, beyond category and HS code; rules apply or fall away by it."""

    RAW_RATTAN = "raw_rattan"  # its own words say raw or semi-finished rattan
    RATTAN_UNCLEAR = "rattan_unclear"  # rattan without an HS code: nobody can tell yet
    NOT_HALAL = "not_halal"  # declared so, and labelled so


class Fact(StrEnum):
    """What a rule may ask, and nothing else: each is computed, or confirmed by officers."""

    # Computed from what the catalogue holds.
    NIB = "nib"
    NPWP = "npwp"
    PERMITS = "permits"
    HALAL = "halal"
    MEREK = "merek"
    GRADE = "grade"
    SHELF_LIFE = "shelf_life"
    SAMPLE = "sample"
    CAPACITY = "capacity"
    ORDER_FITS = "order_fits"
    LEAD_TIME = "lead_time"
    PIECES = "pieces"
    CARTON = "carton"
    WEIGHT = "weight"
    PRODUCTION_CODE = "production_code"
    HS = "hs"
    FOB = "fob"
    INCOTERMS = "incoterms"
    PAYMENT = "payment"
    LADDER = "ladder"
    ENGLISH = "english"
    ENGLISH_CHECKED = "english_checked"
    PHOTOS = "photos"
    # A paper of the wallet, or an officer who has seen it elsewhere.
    SVLK = "svlk"
    # Only an officer confirms these, with evidence and a last day.
    SPECIFICATION = "specification"
    QUALITY = "quality"
    LABORATORY = "laboratory"
    RAW_MATERIAL = "raw_material"
    CONTINUITY = "continuity"
    EXPORT_CARTON = "export_carton"
    LABEL_EN = "label_en"
    LABEL_AR = "label_ar"
    LABEL_MATCHES = "label_matches"
    HALAL_RECOGNISED = "halal_recognised"
    ISPM15 = "ispm15"
    FUMIGATION = "fumigation"
    ORIGIN = "origin"
    EXPORT_PERMIT = "export_permit"
    HEALTH = "health"
    REGISTRATION = "registration"
    IMPORTER = "importer"
    PACKAGE_PAPERS = "package_papers"
    CUSTOMS_RULING = "customs_ruling"
    ANSWERS = "answers"
    # Never true: what may not be sent at all.
    NEVER = "never"


# A valid paper counts as much as an officer's word.
_EITHER = frozenset({Fact.SVLK})
CONFIRMED = _EITHER | {
    Fact.SPECIFICATION,
    Fact.QUALITY,
    Fact.LABORATORY,
    Fact.RAW_MATERIAL,
    Fact.CONTINUITY,
    Fact.EXPORT_CARTON,
    Fact.LABEL_EN,
    Fact.LABEL_AR,
    Fact.LABEL_MATCHES,
    Fact.HALAL_RECOGNISED,
    Fact.ISPM15,
    Fact.FUMIGATION,
    Fact.ORIGIN,
    Fact.EXPORT_PERMIT,
    Fact.HEALTH,
    Fact.REGISTRATION,
    Fact.IMPORTER,
    Fact.PACKAGE_PAPERS,
    Fact.CUSTOMS_RULING,
    Fact.ANSWERS,
}
# What one country accepts says nothing about another; a label or a carton is the same everywhere.
PER_MARKET = frozenset(
    {
        Fact.HALAL_RECOGNISED,
        Fact.LABEL_MATCHES,
        Fact.HEALTH,
        Fact.REGISTRATION,
        Fact.IMPORTER,
        Fact.PACKAGE_PAPERS,
    }
)
WITH_DAYS = frozenset({Fact.SHELF_LIFE})  # asks with the days that a voyage takes

STANDING_NAMES: Mapping[Standing, str] = {
    Standing.READY: N_("Ready for export"),
    Standing.GAPS: N_("Still gaps"),
    Standing.BLOCKED: N_("Blocked"),
}
SEVERITY_NAMES: Mapping[Severity, str] = {
    Severity.BLOCK: N_("Blocks: nothing goes out without it"),
    Severity.GAP: N_("Gap: not ready until it is closed"),
    Severity.ADVICE: N_("Advice: helps, hinders nothing"),
}
SEVERITY_WORDS: Mapping[Severity, str] = {
    Severity.BLOCK: N_("Blocks"),
    Severity.GAP: N_("Gap"),
    Severity.ADVICE: N_("Advice"),
}
WHO_NAMES: Mapping[Who, str] = {
    Who.VENDOR: N_("The maker"),
    Who.CURATOR: N_("A curator"),
    Who.OFFICE: N_("An office"),
    Who.BUYER: N_("The buyer or importer"),
}
PART_NAMES: Mapping[Part, str] = {
    Part.LEGAL: N_("Legality"),
    Part.PRODUCT: N_("Product"),
    Part.CAPACITY: N_("Capacity"),
    Part.PACKING: N_("Packing"),
    Part.COMMERCIAL: N_("Trade terms"),
    Part.MARKET: N_("Papers of the market"),
    Part.COMMUNICATION: N_("Communication"),
}
CERTAINTY_NAMES: Mapping[str, str] = {
    "S": N_("Read in the named source"),
    "E": N_("Inferred from real examples"),
    "K": N_("General knowledge, not confirmed"),
}
TRAIT_NAMES: Mapping[Trait, str] = {
    Trait.RAW_RATTAN: N_("its own words say raw or semi-finished rattan"),
    Trait.RATTAN_UNCLEAR: N_("rattan that has no HS code yet"),
    Trait.NOT_HALAL: N_("declared not halal, and labelled so"),
}
FACT_NAMES: Mapping[Fact, str] = {
    Fact.NIB: N_("Business number (NIB) verified and valid"),
    Fact.NPWP: N_("Tax number (NPWP) on file"),
    Fact.PERMITS: N_("Every permit that this kind of goods must have is valid"),
    Fact.HALAL: N_("Halal certificate valid and covering the product"),
    Fact.MEREK: N_("Brand registered"),
    Fact.GRADE: N_("Curated with grade A or B"),
    Fact.SHELF_LIFE: N_("Keeps for the voyage and half as long again"),
    Fact.SAMPLE: N_("Terms for samples written"),
    Fact.CAPACITY: N_("Monthly capacity written"),
    Fact.ORDER_FITS: N_("Minimum order within one month's capacity"),
    Fact.LEAD_TIME: N_("Lead time written"),
    Fact.PIECES: N_("Pieces per inner and master carton written"),
    Fact.CARTON: N_("Carton measured"),
    Fact.WEIGHT: N_("Net and gross weight of the carton written"),
    Fact.PRODUCTION_CODE: N_("The packaging bears a production code"),
    Fact.HS: N_("HS code of six or eight digits"),
    Fact.FOB: N_("FOB price with port that is still valid"),
    Fact.INCOTERMS: N_("Incoterms 2020 chosen"),
    Fact.PAYMENT: N_("Terms of payment written"),
    Fact.LADDER: N_("A price ladder with two steps or more"),
    Fact.ENGLISH: N_("English name and description"),
    Fact.ENGLISH_CHECKED: N_("English text read by a person"),
    Fact.PHOTOS: N_("Five good photographs"),
    Fact.SVLK: N_("Legal timber certificate (SVLK)"),
    Fact.SPECIFICATION: N_("Specification sheet seen"),
    Fact.QUALITY: N_("Proof of steady quality seen (procedure, checks)"),
    Fact.LABORATORY: N_("Laboratory test or nutrition facts seen"),
    Fact.RAW_MATERIAL: N_("Plan for raw materials seen"),
    Fact.CONTINUITY: N_("Statement of continuous supply seen"),
    Fact.EXPORT_CARTON: N_("Export carton seen"),
    Fact.LABEL_EN: N_("English label seen"),
    Fact.LABEL_AR: N_("Arabic label seen, with production and expiry dates"),
    Fact.LABEL_MATCHES: N_("Label compared with the halal certificate"),
    Fact.HALAL_RECOGNISED: N_("Halal body recognised by the market"),
    Fact.ISPM15: N_("Pallets and crates marked ISPM-15"),
    Fact.FUMIGATION: N_("Fumigation agreed"),
    Fact.ORIGIN: N_("Certificate of origin (SKA) prepared"),
    Fact.EXPORT_PERMIT: N_("Permit for restricted exports seen"),
    Fact.HEALTH: N_("Health certificate accepted by the market"),
    Fact.REGISTRATION: N_("Product registered in the market"),
    Fact.IMPORTER: N_("Importer's licence seen"),
    Fact.PACKAGE_PAPERS: N_("Papers for packaging and materials seen"),
    Fact.CUSTOMS_RULING: N_("Customs has confirmed the class of goods"),
    Fact.ANSWERS: N_("Answers buyers within 72 hours"),
    Fact.NEVER: N_("Nothing: such goods may not be sent"),
}
