"""What curators keep of a business: a score with its letter, evidence, an incident, a rubric."""

from uuid import UUID

from sqlalchemy import select

from catalog.curation.models import Rubric
from catalog.curation.rules.incidents import Draft as Incident
from catalog.curation.rules.origin import Draft as Evidence
from catalog.curation.rules.words import EvidenceKind, IncidentKind, Severity
from catalog.curation.services import incidents, load_rubrics, origin, rubrics
from catalog.db.work import Work
from catalog.kernel.actor import Actor, Role
from catalog.products.models import Product, ProductDisplay
from catalog.vendors.models import Vendor
from tests.factories.curation import a_score
from tests.factories.products import a_product
from tests.house.access.people import World


def add_curation(work: Work, world: World, who: str, vendor: Vendor, gallery_id: UUID) -> None:
    """Score the live product of a business, and withdraw another one that stands on a shelf."""
    load_rubrics(work.session)
    scorer = Actor(world.people["admin"], frozenset({Role.ADMIN}))
    own = Work(session=work.session, now=work.now, vault=work.vault, actor=scorer)
    product = work.session.get_one(Product, UUID(world.ids[who]["product_id"]))
    a_score(own, product)
    said = Evidence(EvidenceKind.STATEMENT, f"Buatan {who} sendiri.")
    evidence = origin.add_evidence(own, vendor.id, product.id, said)
    bad = a_product(work.session, vendor, name=f"Ditarik {who}")
    shelf = ProductDisplay(product_id=bad.id, gallery_id=gallery_id, shelf="A1", stock=3)
    work.session.add(shelf)
    work.session.flush()
    draft = Incident(
        IncidentKind.LABEL, Severity.LOW, f"Laporan {who}", "Ganti labelnya.", (bad.id,),
        withdraws=True,
    )  # fmt: skip
    incident = incidents.open_incident(own, vendor, draft)
    work.session.refresh(incident)
    world.ids[who].update(
        evidence_id=str(evidence.id),
        incident_id=str(incident.id),
        task_id=str(incident.tasks[0].id),
    )
    if "rubric_id" not in world.shared:
        first = work.session.scalars(select(Rubric).order_by(Rubric.key)).first()
        assert first is not None
        world.shared["rubric_id"] = str(rubrics.start_draft(own, first).id)
