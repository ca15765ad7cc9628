"""Who may use the names of origin that are protected."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import and_, or_, select, true, union_all

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.legality.models import Document
from catalog.legality.rules import DocumentState
from catalog.taxonomy.models import Term, TermRegion
from catalog.vendors.models import Vendor

MEMBERSHIP = "ig"  # the paper of a geographical indication's members


def entitled(work: Work, vendor_ids: Collection[UUID]) -> dict[UUID, set[str]]:
    """Return the protected terms (ids) that each vendor may use; one statement.

    Makers of the villages that a name belongs to may, and verified members of its association.
    """
    today = wib_date(work.now)
    by_village = (
        select(Vendor.id.label("vendor_id"), TermRegion.term_id.label("term_id"))
        .select_from(TermRegion)
        .join(Term, Term.id == TermRegion.term_id)
        .join(
            Vendor,
            or_(
                Vendor.region_code == TermRegion.region_code,
                Vendor.district_code == TermRegion.region_code,
            ),
        )
        .where(Vendor.id.in_(vendor_ids), Term.is_protected.is_(True))
    )
    as_member = (
        select(Document.vendor_id, Term.id)
        .join(Term, true())
        .where(
            Term.is_protected.is_(True),
            Document.vendor_id.in_(vendor_ids),
            Document.type_code == MEMBERSHIP,
            # The SQL twin of legality.rules.is_valid.
            and_(
                Document.state == DocumentState.VERIFIED,
                Document.verified_at.is_not(None),
                Document.number == Document.verified_number,
                Document.files_digest == Document.verified_files,
                or_(Document.valid_until.is_(None), Document.valid_until >= today),
            ),
        )
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    for vendor_id, term_id in work.session.execute(union_all(by_village, as_member)):
        found[vendor_id].add(str(term_id))
    return found
