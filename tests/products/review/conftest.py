"""A maker's product before the officers."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from catalog.accounts.queries import actor_of
from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.products.models import ReviewRound
from catalog.products.services import submitting
from tests.factories.galleries import a_gallery, taken_in
from tests.factories.people import a_person
from tests.products.manage.conftest import Bench, bench, make_bench

__all__ = ["bench", "make_bench"]
Acting = Callable[..., Work]


@pytest.fixture
def acting(work: Work, session: Session) -> Acting:
    """Return work of a person who holds these grants, as the site reads them."""

    def make(*grants: GrantSpec, name: str = "Bu Ratna") -> Work:
        return replace(work, actor=actor_of(a_person(session, *grants, name=name)))

    return make


@pytest.fixture
def curator(acting: Acting, bench: Bench, session: Session) -> Work:
    """A curator of the gallery that has taken the maker in."""
    gallery = a_gallery(session, "galeri-caruban")
    taken_in(session, gallery, bench.vendor)
    return acting(GrantSpec(Role.CURATOR, gallery_id=gallery.id))


def send(bench: Bench) -> ReviewRound:
    """Send what the maker has typed."""
    found = submitting.submit(bench.work, bench.product, language="id")
    assert found is not None
    bench.work.session.flush()
    return found
