"""What is kept of a vendor, why, and for how long: the retention schedule as data.

Law 27/2022 on personal data (UU PDP): articles 6 to 9 give the right to see, correct, take back
and delete; article 24 asks for proof of consent, article 31 for a record of what was done.
docs/runbooks/personal-data.md says the same for those who run the site: change both together.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from catalog.kernel.text import N_

REGRET = timedelta(days=14)  # between the wish to delete and the deletion
EXPORT_KEPT = timedelta(days=7)
EXPORT_LATEST = timedelta(days=1)  # an export that is not ready by then has failed
EXPORTS_A_DAY = 5
PROOF_KEPT = timedelta(days=5 * 365)  # consents of a vendor that has left
OPENINGS_PAGE = 20


class Topic(StrEnum):
    """Groups of what is kept."""

    WINDOW = "window"
    CONTACT = "contact"
    FACTS = "facts"
    PAPERS = "papers"
    PRODUCTS = "products"
    COUNTS = "counts"
    TEAM = "team"
    CONSENTS = "consents"
    TRAIL = "trail"


@dataclass(frozen=True, slots=True)
class Kept:
    """Why a group is kept, until when, and what is left of it after a deletion (msgids).

    ``after`` is empty where nothing is left.
    """

    name: str
    why: str
    until: str
    after: str = ""


_DELETED = N_("Until you change or delete it, or have the business deleted.")
SCHEDULE: dict[Topic, Kept] = {
    Topic.WINDOW: Kept(
        N_("The window"),
        N_("So that buyers find you. This part is public."),
        _DELETED,
        N_("The name of the business and its city or regency: old links then get an answer."),
    ),
    Topic.CONTACT: Kept(
        N_("Contact and identity"),
        N_("So that the office can reach you and knows whose business it is. Never public."),
        _DELETED,
    ),
    Topic.FACTS: Kept(
        N_("Facts of the office"),
        N_("For assistance and the size of the business. Never public."),
        _DELETED,
    ),
    Topic.PAPERS: Kept(
        N_("Papers and permits"),
        N_("To check that products may be sold, and to remind you in time."),
        _DELETED,
    ),
    Topic.PRODUCTS: Kept(
        N_("Products"),
        N_("To show them to buyers."),
        _DELETED,
    ),
    Topic.COUNTS: Kept(
        N_("Views and questions"),
        N_("To count how the window does. Nothing of who looked or asked is kept."),
        N_("Questions for three years, views as long as the catalogue runs."),
        N_("Only numbers, without names: for the statistics of the office."),
    ),
    Topic.TEAM: Kept(
        N_("Who belongs to the business"),
        N_("So that only these people work here."),
        N_("Until you take somebody off the team, or have the business deleted."),
    ),
    Topic.CONSENTS: Kept(
        N_("Consents"),
        N_("The law asks for proof of what you agreed to (Law 27/2022, article 24)."),
        N_("Five years after the business has left."),
        N_("Which text, and on which days; without your name. For five years."),
    ),
    Topic.TRAIL: Kept(
        N_("The trail of changes"),
        N_("The law asks for a record of who worked with data (Law 27/2022, article 31)."),
        N_("As long as the catalogue runs. It says which field changed, never to what."),
        N_("Who did what and when, by a number instead of a name; nothing of the content."),
    ),
}
