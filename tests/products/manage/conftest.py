"""A maker at work on listings, with the reference data behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.accounts.rules import GrantSpec
from catalog.db.work import Work
from catalog.kernel.actor import OPERATOR, Actor, Role
from catalog.products.models import Product, ProductImage
from catalog.products.queries.editing import Desk, open_desk
from catalog.products.rules.status import Status
from catalog.products.services import drafting
from catalog.products.services.drafting import Saved
from catalog.taxonomy.models import Category
from catalog.vendors.models import Vendor
from tests.factories.legality import a_document
from tests.factories.media import an_image
from tests.factories.people import a_person
from tests.factories.vendors import a_vendor

STORY = "Digambar dengan canting di Trusmi, dicelup tujuh kali dengan pewarna alam, lalu dijemur."
WHOLE: dict[str, str] = {
    "price": "250.000",
    "unit_code": "lembar",
    "selling": "ready",
    "stock": "6",
    "weight_g": "320",
    "name": "Selendang megamendung toska",
    "summary": "Tujuh celupan, ringan di bahu.",
    "description": STORY,
}
CATEGORY = "suvenir"


@dataclass(frozen=True)
class Bench:
    """A maker's product, saved from a form as often as a test wants."""

    work: Work
    vendor: Vendor
    product: Product
    owner: UUID

    def save(
        self, typed: Mapping[str, str | list[str]], *, seen: int | None = None, **more: Any
    ) -> Saved:
        """Save what was typed; ``seen`` is the revision of the form, now's unless told."""
        raw = {k: v if isinstance(v, list) else [v] for k, v in typed.items()}
        revision = self.desk.revision if seen is None else seen
        saved = drafting.save(self.work, self.product, raw, seen=revision, language="id", **more)
        self.work.session.flush()
        return saved

    @property
    def officer(self) -> Work:
        """Someone else at work, who decides."""
        return replace(self.work, actor=OPERATOR)

    @property
    def desk(self) -> Desk:
        """The product as the editor knows it now."""
        return open_desk(self.work, self.product, "id")

    @property
    def values(self) -> Mapping[str, Any]:
        """What the editor shows, pending changes included."""
        return self.desk.values

    @property
    def live(self) -> Mapping[str, Any]:
        """What is stored."""
        return self.desk.live

    def photograph(self, count: int = 3) -> None:
        """Add photographs."""
        session = self.work.session
        for position in range(count):
            session.add(
                ProductImage(
                    product_id=self.product.id,
                    image_id=an_image(session).id,
                    position=position,
                    alt={},
                )
            )
        session.flush()

    def fill(self) -> None:
        """Make the listing whole."""
        self.photograph()
        required = {
            f"attr_{line.key}": line for line in self.desk.reference.template if line.is_required
        }
        typed: dict[str, str | list[str]] = dict(WHOLE)
        for name, line in required.items():
            typed[name] = str(line.choices[0]["value"]) if line.choices else "10"
        saved = self.save(typed)
        assert saved.is_clean, saved.errors
        missing = self.desk.completeness("id").missing
        assert not missing, missing

    def publish(self) -> None:
        """Put it before the public."""
        self.fill()
        self.product.status = Status.PUBLISHED
        self.product.published_at = self.work.now
        self.work.session.flush()


MakeBench = Callable[..., Bench]


@pytest.fixture
def make_bench(session: Session, work: Work) -> MakeBench:
    """Make a bench; ``category`` is a slug."""

    def make(category: str = CATEGORY, *, vendor: Vendor | None = None) -> Bench:
        maker = vendor or a_vendor(session)
        owner = a_person(session, GrantSpec(Role.VENDOR, vendor_id=maker.id))
        actor = Actor(
            user_id=owner.id,
            roles=frozenset({Role.VENDOR}),
            vendor_ids=frozenset({maker.id}),
            owned_ids=frozenset({maker.id}),
        )
        own = replace(work, actor=actor)
        a_document(session, maker)
        return Bench(own, maker, drafting.start(own, maker.id, category), owner.id)

    return make


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    """A fresh draft of a souvenir."""
    return make_bench()


def category_id(session: Session, slug: str) -> UUID:
    """Return the id of a category."""
    return session.scalars(select(Category.id).where(Category.slug == slug)).one()
