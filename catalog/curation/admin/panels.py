"""What curation adds to the officers' review page: panels, and refusals to publish."""

from uuid import UUID

from flask import url_for
from flask_babel import gettext

from catalog.curation.queries import scores, summary
from catalog.curation.queries.origin import origin_of
from catalog.curation.queries.rubrics import find_for
from catalog.curation.queries.summary import has_open_incident
from catalog.curation.rules.words import (
    ASSESSMENT_NAMES,
    DESTINATION_NAMES,
    GRADE_MEANINGS,
    AssessmentState,
)
from catalog.db.work import Work
from catalog.kernel.text import DEFAULT_LANGUAGE, N_
from catalog.products.models import Product
from catalog.products.queries.editing import open_desk
from catalog.products.queries.protected import unlawful
from catalog.products.rules.reviewing import Panel, Refusal
from catalog.products.services.submitting import PROTECTED

NO_SCORE = N_("No curator has scored this product yet. Fill in the rubric first.")
TOO_LOW = N_("Its grade is %(grade)s: it goes to coaching, not to the catalogue yet.")
NOT_YET = N_("The scores so far do not let it be published. Add yours, or ask for changes.")
TALK = N_("The curators' scores lie far apart. They have to talk before it goes live.")
RESELLER = N_("This business is marked as a reseller. The galleries show what is made by oneself.")
INCIDENT = N_("An open incident covers this business. Settle it first.")


def rubric_panel(work: Work, product_id: UUID, language: str) -> Panel | None:
    """Return where the judgement of a product stands; None where no rubric is in force."""
    product = work.session.get_one(Product, product_id)
    sheet = scores.open_sheet(work, product)
    if sheet.rubric is None:
        return None
    values = {
        "sheet": sheet,
        "product_id": product_id,
        "rubric": sheet.rubric.name.best(language),
        "grade_meanings": GRADE_MEANINGS,
        "destination_names": DESTINATION_NAMES,
        "states": ASSESSMENT_NAMES,
    }
    return Panel(gettext("Rubric and grade"), "curation/_panel.html", values)


def origin_panel(work: Work, product_id: UUID, language: str) -> Panel | None:
    """Return what is known of where a product comes from."""
    product = work.session.get_one(Product, product_id)
    values = {"origin": origin_of(work, product, language), "product_id": product_id}
    return Panel(gettext("Origin and own production"), "curation/_origin.html", values)


def rubric_guard(work: Work, product: Product) -> Refusal | None:
    """Return why the scores do not let a product be published for the first time."""
    if find_for(work, product) is None:
        return None
    found = summary(work, product.id)
    href = url_for("curation_admin.score", product_id=product.id)
    if found.state is AssessmentState.DISCUSSION:
        return Refusal(TALK, href=href)
    if found.grade is None:
        return Refusal(NO_SCORE, href=href)
    if not found.may_publish:
        if scores.open_sheet(work, product).summary.grade is None:  # nobody is led by another
            return Refusal(NOT_YET, href=href)
        return Refusal(TOO_LOW, {"grade": found.grade.value}, href=href)
    return None


def name_guard(work: Work, product: Product) -> Refusal | None:
    """Return why its names or its maker keep a product from being published."""
    href = url_for("curation_admin.score", product_id=product.id, _anchor="asal")
    names = unlawful(open_desk(work, product, DEFAULT_LANGUAGE))
    if names:
        return Refusal(PROTECTED, {"name": ", ".join(names)}, href=href)
    if origin_of(work, product, DEFAULT_LANGUAGE).reseller:
        return Refusal(RESELLER, href=href)
    return None


def incident_guard(work: Work, product: Product) -> Refusal | None:
    """Return whether an open incident keeps a product from being published."""
    if not has_open_incident(work, product):
        return None
    return Refusal(INCIDENT, href=url_for("curation_admin.incidents"))
