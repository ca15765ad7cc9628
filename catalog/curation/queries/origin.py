"""Reads where goods come from: evidence, place, rights to names, resellers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select

from catalog.accounts.queries import names
from catalog.curation.models import OriginEvidence
from catalog.curation.rules.words import EvidenceKind
from catalog.db.work import Work
from catalog.kernel.errors import NotFound
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product
from catalog.products.queries.editing import open_desk
from catalog.products.queries.locality import homes
from catalog.products.queries.protected import mentioned, unlawful
from catalog.products.rules.locality import is_local
from catalog.taxonomy.models import Region
from catalog.taxonomy.queries import place_names
from catalog.taxonomy.rules import RegionKind, district_of, regency_of
from catalog.vendors.models import Vendor, VendorReseller


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence as pages show it."""

    id: UUID
    kind: EvidenceKind
    text: str
    picture: Picture | None
    happened_on: date | None
    visitor: str
    for_all: bool
    recorded_by: str
    recorded_at: datetime
    revoked_at: datetime | None
    revoked_for: str


@dataclass(frozen=True, slots=True)
class Origin:
    """All that is known of where a product comes from.

    ``unlawful`` are protected names that it bears without right: it cannot be published with
    them. ``mentioned`` are such names in its texts, to be looked at.
    """

    evidence: tuple[Shown, ...]
    place: str
    place_code: str
    is_confirmed: bool
    is_local: bool
    reseller: str
    flagged_at: datetime | None
    unlawful: tuple[str, ...]
    mentioned: tuple[str, ...]

    @property
    def is_proven(self) -> bool:
        """Return whether evidence of own production stands."""
        return any(each.revoked_at is None for each in self.evidence)


def origin_of(work: Work, product: Product, language: str) -> Origin:
    """Return where a product comes from, as far as it is known."""
    vendor = work.session.get_one(Vendor, product.vendor_id)
    flag = work.session.get(VendorReseller, vendor.id)
    desk = open_desk(work, product, language)
    code = product.origin_code or vendor.region_code
    return Origin(
        evidence=evidence_of(work, vendor.id, product.id),
        place=place_of(work, code),
        place_code=code,
        is_confirmed=product.origin_code is not None,
        is_local=is_local(
            product.origin_code,
            vendor.region_code,
            homes(work.session),
            is_reseller=flag is not None,
        ),
        reseller=flag.reason if flag else "",
        flagged_at=flag.flagged_at if flag else None,
        unlawful=tuple(unlawful(desk)),
        mentioned=tuple(mentioned(desk)),
    )


def place_of(work: Work, code: str) -> str:
    """Return desa, kecamatan and kabupaten or kota of a code, as people write them."""
    places = place_names(work.session)
    region = work.session.get(Region, code)
    parts = (
        region.name if region else "",
        places.get(district_of(code) or "", ""),
        places.get(regency_of(code), ""),
    )
    return ", ".join(dict.fromkeys(part for part in parts if part))


def evidence_of(work: Work, vendor_id: UUID, product_id: UUID) -> tuple[Shown, ...]:
    """Return the evidence for a product and for the whole business, the newest first."""
    rows = work.session.execute(
        select(OriginEvidence, Image)
        .outerjoin(Image, Image.id == OriginEvidence.image_id)
        .where(
            OriginEvidence.vendor_id == vendor_id,
            or_(OriginEvidence.product_id.is_(None), OriginEvidence.product_id == product_id),
        )
        .order_by(OriginEvidence.recorded_at.desc(), OriginEvidence.id)
    ).all()
    who = names(work, {row.OriginEvidence.recorded_by for row in rows} - {None})
    return tuple(_shown(row.OriginEvidence, row.Image, who) for row in rows)


def _shown(row: OriginEvidence, image: Image | None, who: dict[UUID, str]) -> Shown:
    return Shown(
        id=row.id,
        kind=row.kind,
        text=row.text,
        picture=picture_of(image) if image else None,
        happened_on=row.happened_on,
        visitor=row.visitor,
        for_all=row.product_id is None,
        recorded_by=who.get(row.recorded_by, "") if row.recorded_by else "",
        recorded_at=row.recorded_at,
        revoked_at=row.revoked_at,
        revoked_for=row.revoked_for,
    )


def get_evidence(work: Work, product: Product, evidence_id: UUID) -> OriginEvidence:
    """Return evidence for this product or its business, or raise NotFound."""
    found = work.session.scalar(
        select(OriginEvidence)
        .where(
            OriginEvidence.id == evidence_id,
            OriginEvidence.vendor_id == product.vendor_id,
            or_(OriginEvidence.product_id.is_(None), OriginEvidence.product_id == product.id),
        )
        .with_for_update()
    )
    if found is None:
        raise NotFound("evidence")
    return found


def find_places(work: Work, typed: str, *, most: int = 12) -> Sequence[tuple[str, str]]:
    """Return (code, place) of villages whose name begins with what was typed, and of elsewhere."""
    word = typed.strip()[:60]
    if not word:
        return ()
    kinds = (RegionKind.VILLAGE, RegionKind.URBAN_VILLAGE, RegionKind.OUTSIDE)
    rows = work.session.execute(
        select(Region.code)
        .where(Region.kind.in_(kinds), Region.name.istartswith(word, autoescape=True))
        .order_by(Region.name, Region.code)
        .limit(most)
    )
    return [(row.code, place_of(work, row.code)) for row in rows]
