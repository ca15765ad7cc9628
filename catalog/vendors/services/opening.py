"""Adding a vendor to the register, whoever brings it."""

from dataclasses import dataclass, field
from uuid import uuid4

from sqlalchemy.exc import IntegrityError

from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line, slugify
from catalog.taxonomy.models import Region
from catalog.taxonomy.rules import RegionKind, district_of
from catalog.vendors.models import Vendor, VendorRegistry
from catalog.vendors.rules.window import VendorStatus
from catalog.vendors.services.contacts import ContactDraft, keep_contact
from catalog.vendors.services.taking_in import taken_slugs

_MAX_SLUG = 70
NO_PLACE = N_("Choose where the business works.")


@dataclass(frozen=True, slots=True)
class VendorSeed:
    """What a new vendor begins with; ``office_code`` where another office looks after it."""

    name: str
    region_code: str
    contact: ContactDraft = field(default_factory=ContactDraft)
    kinds: tuple[str, ...] = ()
    permit: str = ""
    office_code: str | None = None


def open_vendor(work: Work, seed: VendorSeed) -> Vendor:
    """Add a draft vendor with its sealed contact; the caller records it.

    Raises RuleBroken when its place is unknown or another vendor has its NIB, NIK or phone.
    """
    region = work.session.get(Region, seed.region_code)
    if region is None:
        raise RuleBroken(NO_PLACE, field="region")
    name = clean_line(seed.name)
    base = slugify(name, limit=_MAX_SLUG) or "umkm"
    vendor_id = uuid4()
    is_free = base not in taken_slugs(work, [base])
    vendor = Vendor(
        id=vendor_id,
        slug=base if is_free else f"{base}-{vendor_id.hex[:6]}",
        name=name,
        status=VendorStatus.DRAFT,
        region_code=region.code,
        district_code=district_of(region.code),
        office_code=seed.office_code,
        joined_at=work.now,
        updated_at=work.now,
    )
    work.session.add(vendor)
    try:
        work.session.flush()
    except IntegrityError as error:  # the same name at the same moment
        raise RuleBroken(N_("Another business took this name just now. Save again.")) from error
    work.session.add(
        VendorRegistry(
            vendor_id=vendor_id,
            kinds=list(seed.kinds),
            programmes=[],
            permit=seed.permit,
            is_outside=region.kind is RegionKind.OUTSIDE,
        )
    )
    keep_contact(work, vendor_id, seed.contact)
    return vendor
