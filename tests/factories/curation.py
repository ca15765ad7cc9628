"""Rubrics and scores for tests."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.curation.models import Rubric
from catalog.curation.queries.rubrics import find_for, items_of
from catalog.curation.queries.scores import open_sheet
from catalog.curation.rules.grading import Line, Verdict
from catalog.curation.rules.rubric import Item
from catalog.curation.services import load_rubrics, scoring
from catalog.curation.services.scoring import Typed
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.products.models import Product
from tests.factories.people import VAULT, a_person


def rubrics(session: Session) -> dict[str, Rubric]:
    """Give the rubrics that ship with the code, by key."""
    load_rubrics(session)
    return {row.key: row for row in session.scalars(select(Rubric))}


def a_curator(work: Work, name: str = "") -> Work:
    """Give the unit of work of another curator, who decides about every vendor."""
    person = a_person(work.session, **({"name": name} if name else {}))
    actor = Actor(person.id, frozenset({Role.ADMIN}))
    return Work(session=work.session, now=work.now, vault=VAULT, actor=actor)


def lines(product_work: Work, product: Product, points: int) -> dict[str, Line]:
    """Return a complete score that gives every criterion as many points."""
    rubric = find_for(product_work, product)
    assert rubric is not None
    return {item.key: line(item, points) for item in items_of(rubric)}


def line(item: Item, points: int) -> Line:
    """Return one line, with the comment that few points need."""
    return Line(points, comment=f"Kurang: {item.name['id']}." if points <= 1 else "")


def a_score(
    work: Work, product: Product, points: int = 3, *, changes: Mapping[str, Line] | None = None
) -> Verdict:
    """Send a complete score of the work's curator."""
    found = {**lines(work, product, points), **(changes or {})}
    return scoring.send(work, product, Typed(found, "Rapi.", _seen(work, product)), "id")


def _seen(work: Work, product: Product) -> int:
    """Return the revision of the curator's draft, if there is one."""
    draft = open_sheet(work, product).draft
    return draft.revision if draft else 0


def later(work: Work, **span: int) -> Work:
    """Give the same actor's unit of work at a later moment."""
    moment = work.now + timedelta(**span)
    return Work(session=work.session, now=moment, vault=work.vault, actor=work.actor)
