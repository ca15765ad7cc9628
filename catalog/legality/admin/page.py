"""One paper as a verifier sees it: the file, the number, the register, who else, what it badges."""

from typing import Protocol

from flask import render_template

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.legality.forms import DecisionForm
from catalog.legality.models import Document
from catalog.legality.queries import choices, comparing, reopenings
from catalog.legality.queries import wallet as queries
from catalog.legality.queries.hands import is_last_hand
from catalog.legality.queries.requirements import checker, examine_number
from catalog.legality.rules import DocumentState
from catalog.legality.rules.numbers import Examination, NumberContext
from catalog.legality.rules.reopening import REASON_NAMES
from catalog.legality.rules.wallet import MAX_PROOFS, shown_state
from catalog.legality.services import verifying
from catalog.web.locale import current_language
from catalog.web.work import current_work

HOLD = "paper"  # the kind of things under which a paper is held


class Seen(Protocol):
    """What the page needs of a look into a file."""

    @property
    def number(self) -> str:
        """Return the whole number, where it is sealed otherwise."""


def page_of(
    document: Document, form: DecisionForm | None = None, *, look: Seen | None = None
) -> str:
    """Return the page of a paper; files and sealed numbers only with a noted ``look``."""
    work, kind = current_work(), document.type
    today = wib_date(work.now)
    is_typed = form is not None  # what somebody wrote stays, whoever was faster
    if form is None:
        form = DecisionForm(formdata=None)
        form.fill(document.version)
    form.offer()
    number = (look.number if look else "") or document.number
    is_whole = not kind.is_personal or bool(look and look.number)
    return render_template(
        "legality/admin/paper.html",
        document=document,
        kind=kind,
        number=number,
        is_whole=is_whole,
        look=look,
        form=form,
        examination=_examined(work, document, number) if is_whole else None,
        checker=checker(kind, number if is_whole else "", current_language()),
        state=shown_state(document.state, document.valid_until, today),
        shows_form=is_typed or document.state is DocumentState.PENDING,
        own_sending=verifying.OWN_SENDING if is_last_hand(work, document.id) else "",
        most_proofs=MAX_PROOFS,
        **_beside(work, document),
    )


def _beside(work: Work, document: Document) -> dict[str, object]:
    """Return what is held beside the paper."""
    return {
        "covered": choices.covered(work, document, current_language()),
        "twins": comparing.twins(work, document),
        "names": comparing.names(document),
        "others": comparing.other_papers(work, document),
        "reach": comparing.reach(work, document),
        "looked_on": comparing.looked_on(work, document),
        "history": queries.history(work, document.id),
        "reopened": reopenings.of_paper(work, document.id),
        "reasons": REASON_NAMES,
    }


def _examined(work: Work, document: Document, number: str) -> Examination:
    context = NumberContext(
        language=current_language(),
        region_code=document.vendor.region_code,
        category_slugs=choices.slugs_with_ancestors(
            work, frozenset(link.category_id for link in document.categories)
        ),
        issued_on=document.issued_on,
        valid_until=document.valid_until,
    )
    return examine_number(work, document.type_code, number, context)
