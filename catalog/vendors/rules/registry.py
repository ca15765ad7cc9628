"""What the offices keep of a vendor: its legal form, its size, its programmes.

Sizes follow PP 7/2021 article 35: yearly sales for a business that runs, its capital (without land
and buildings) for one that begins; every upper end belongs to the lower class.
"""

from enum import StrEnum

from catalog.kernel.text import N_


class LegalForm(StrEnum):
    """The legal forms that small makers have."""

    SOLE = "sole"
    COMPANY_OF_ONE = "company_of_one"
    PARTNERSHIP = "partnership"
    COMPANY = "company"
    COOPERATIVE = "cooperative"
    GROUP = "group"
    INSTITUTION = "institution"


class Gender(StrEnum):
    """Of the owner, as the KTP says."""

    WOMAN = "woman"
    MAN = "man"


class BusinessClass(StrEnum):
    """Classes of PP 7/2021; above them is no small business."""

    MICRO = "micro"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


class Programme(StrEnum):
    """Who assists a vendor, and in which programme."""

    DINAS = "dinas"
    BANK_INDONESIA = "bank_indonesia"
    DEKRANASDA = "dekranasda"
    LAPAS = "lapas"
    P2WKSS = "p2wkss"
    COOPERATIVE = "cooperative"
    IKM = "ikm"
    PKK = "pkk"


LEGAL_FORMS = {
    LegalForm.SOLE: N_("Sole owner (perorangan)"),
    LegalForm.COMPANY_OF_ONE: N_("PT perorangan"),
    LegalForm.PARTNERSHIP: N_("CV or firma"),
    LegalForm.COMPANY: N_("PT"),
    LegalForm.COOPERATIVE: N_("Cooperative"),
    LegalForm.GROUP: N_("Joint business group (KUB)"),
    LegalForm.INSTITUTION: N_("Institution, for example a prison workshop"),
}
GENDERS = {Gender.WOMAN: N_("Woman"), Gender.MAN: N_("Man")}
CLASSES = {
    BusinessClass.MICRO: N_("Micro"),
    BusinessClass.SMALL: N_("Small"),
    BusinessClass.MEDIUM: N_("Medium"),
    BusinessClass.LARGE: N_("Larger than medium"),
}
PROGRAMMES = {
    Programme.DINAS: N_("Assisted by the dinas"),
    Programme.BANK_INDONESIA: N_("Assisted by Bank Indonesia"),
    Programme.DEKRANASDA: N_("Dekranasda"),
    Programme.LAPAS: N_("Lapas workshop"),
    Programme.P2WKSS: N_("P2WKSS"),
    Programme.COOPERATIVE: N_("Member of a cooperative"),
    Programme.IKM: N_("IKM of the industry office"),
    Programme.PKK: N_("PKK"),
}
KBLI_VERSIONS = ("2020", "2025")

_BILLION = 1_000_000_000
_BY_SALES = (2 * _BILLION, 15 * _BILLION, 50 * _BILLION)
_BY_CAPITAL = (1 * _BILLION, 5 * _BILLION, 10 * _BILLION)
MOST_RUPIAH = 10_000 * _BILLION


def business_class(*, sales: int | None, capital: int | None) -> BusinessClass | None:
    """Return the class by yearly sales, else by capital (whole Rupiah); None when unknown."""
    amount, limits = (sales, _BY_SALES) if sales is not None else (capital, _BY_CAPITAL)
    if amount is None:
        return None
    for limit, found in zip(limits, BusinessClass, strict=False):
        if amount <= limit:
            return found
    return BusinessClass.LARGE
