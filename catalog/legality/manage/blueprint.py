"""The blueprint of a vendor's papers, and what its pages share."""

from typing import NamedTuple
from uuid import UUID

from flask import Blueprint, url_for

from catalog.db.work import Work
from catalog.kernel.text import N_
from catalog.legality.models import Document
from catalog.legality.queries import wallet as queries
from catalog.vendors.models import Vendor
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.vendors.services import note_on_behalf

bp = Blueprint("legality_manage", __name__)

CHANGED_FOR_YOU = N_("A paper was filled in or changed.")


class Room(NamedTuple):
    """A vendor and one of its papers, both loaded for somebody who may work with them."""

    vendor: Vendor
    document: Document

    @property
    def url(self) -> str:
        """Return the address of the paper."""
        return paper_url(self.document)


def enter(work: Work, vendor_id: UUID, document_id: UUID) -> Room:
    """Return the vendor and its paper; NotFound for everybody else and everything else."""
    vendor = get_managed(work, vendor_id, Ability.PAPERS)
    return Room(vendor, queries.get_paper(work, vendor.id, document_id))


def paper_url(document: Document) -> str:
    """Return the address of a paper."""
    return url_for("legality_manage.show", vendor_id=document.vendor_id, document_id=document.id)


def tell_owner(work: Work, document: Document) -> None:
    """Let the owner know and confirm when somebody else has changed a paper."""
    address = f"/usaha/{document.vendor_id}/izin/{document.id}"
    note_on_behalf(work, document.vendor_id, CHANGED_FOR_YOU, address)
