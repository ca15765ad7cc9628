"""The officers' menu, and what their home says about each entry."""

from catalog.curation.queries.incidents import count_open
from catalog.curation.queries.waiting import count_waiting as count_unscored
from catalog.db.work import Work
from catalog.desk import admin as desk_admin
from catalog.desk.rules import Card, Count
from catalog.export.queries.matrix import count_claims
from catalog.kernel.text import N_
from catalog.legality.queries.reopenings import count_reopened
from catalog.legality.queries.wallet import count_waiting
from catalog.products.queries.unpermitted import count_undecided
from catalog.web.templating import MenuEntry

DESK_MENU = (
    MenuEntry("desk", "desk.index", "house-simple", N_("Desk")),
    MenuEntry("queue", "desk.queue", "clipboard-text", N_("Queue")),
    MenuEntry("papers", "legality_admin.papers", "certificate", N_("Papers to check")),
    MenuEntry("curation", "curation_admin.index", "scales", N_("Rubric and grades")),
    MenuEntry("incidents", "curation_admin.incidents", "warning-circle", N_("Incidents")),
    MenuEntry("showcases", "showcases_admin.index", "images", N_("Showcases")),
    MenuEntry("first_page", "showcases_admin.slots", "house-simple", N_("First page")),
    MenuEntry("wording", "wording_admin.index", "translate", N_("English texts")),
    MenuEntry("requirements", "legality_admin.requirements", "scales", N_("Requirements")),
    MenuEntry("export", "export_admin.index", "globe-simple", N_("Market gates")),
    MenuEntry("vendors", "vendors_admin.index", "storefront", N_("Businesses")),
    MenuEntry("products", "products_admin.unpermitted", "package", N_("Without a paper")),
    MenuEntry("galleries", "products_admin.both_galleries", "buildings", N_("Two galleries")),
    MenuEntry("words", "products_admin.note_words", "chat-circle-dots", N_("Words for notes")),
    MenuEntry("labels", "catalogues.label_galleries", "tag", N_("Labels")),
    MenuEntry("fairness", "composing.board", "chart-bar", N_("Fairness")),
    MenuEntry("notices", "notices.index", "bell", N_("Messages")),
    MenuEntry("people", "people.index", "users", N_("People")),
    MenuEntry("trail", "desk.trail", "list-checks", N_("Audit trail")),
    MenuEntry("jobs", "desk.jobs", "gear-six", N_("Jobs")),
    MenuEntry("account", "accounts.settings", "user-circle", N_("My account")),
)


def _count_papers(work: Work) -> Count | None:
    number = count_waiting(work) + count_reopened(work)
    return Count(number, N_("%(number)s waiting")) if number else None


def _count_products(work: Work) -> Count | None:
    number = count_undecided(work)
    return Count(number, N_("%(number)s live without a required paper")) if number else None


def _count_scores(work: Work) -> Count | None:
    number = count_unscored(work)
    return Count(number, N_("%(number)s to score")) if number else None


def _count_incidents(work: Work) -> Count | None:
    number, late = count_open(work)
    if late:
        return Count(late, N_("%(number)s overdue"), is_urgent=True)
    return Count(number, N_("%(number)s open")) if number else None


def _count_claims(work: Work) -> Count | None:
    number = count_claims(work)
    return Count(number, N_("%(number)s say it is done")) if number else None


DESK_CARDS = (  # what the officers' home says about the entries of the menu
    Card("queue", N_("Businesses, papers, products and changes, the oldest first.")),
    Card("galleries", N_("Makers who want to join, and products for both galleries.")),
    Card("words", N_("Words for notes in both languages, and the limits of a review.")),
    Card("products", N_("Live products that lack a paper they must have by now."), _count_products),
    Card("papers", N_("Papers that makers have sent, the oldest first."), _count_papers),
    Card("showcases", N_("Build curated showcases, keep versions, publish.")),
    Card("wording", N_("Products that buyers abroad cannot read yet; the glossary.")),
    Card("curation", N_("Score products by the rubric; grades and letters."), _count_scores),
    Card(
        "incidents",
        N_("Complaints and recalls: take goods down, bring them back."),
        _count_incidents,
    ),
    Card("requirements", N_("Which papers each kind of goods needs, and for what.")),
    Card(
        "export",
        N_("Which product is ready for which market, and who can close a gap."),
        _count_claims,
    ),
    Card("vendors", N_("All businesses: enter, approve, close, hand over codes.")),
    Card("first_page", N_("Which showcase stands where on the first page, and when.")),
    Card("fairness", N_("Who stands in the showcases, who never has, whose turn it is.")),
    Card("people", N_("Who may sign in, and what they may do.")),
    Card("account", N_("Your name, password, second step and devices.")),
    Card("labels", N_("Price tags and shelf cards for what stands in your gallery.")),
    Card("notices", N_("What the site tells you, and what you want by e-mail.")),
    Card("trail", N_("Who did what, when, before and after."), desk_admin.count_trail),
    Card(
        "jobs",
        N_("Mails, reminders and schedules: what failed is tried again here."),
        desk_admin.count_jobs,
    ),
)
