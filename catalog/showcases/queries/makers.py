"""The makers that a showcase speaks of: the one in a spotlight, and all of them on a map."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, or_, select

from catalog.db.work import Work
from catalog.galleries.queries import vendors_of
from catalog.kernel.chart import Chart, Coordinates, chart
from catalog.media.models import Image
from catalog.media.rules import Picture, picture_of
from catalog.products.models import Product
from catalog.products.queries.visible import live
from catalog.taxonomy.queries import district_spots, place_names
from catalog.vendors.models import Vendor, VendorText
from catalog.vendors.rules import VendorStatus

MOST_OFFERED = 400  # makers in the list to choose from


@dataclass(frozen=True, slots=True)
class Maker:
    """An open business as a showcase names it; ``spot`` is where its kecamatan lies."""

    id: UUID
    slug: str
    name: str
    place: str
    since_year: int | None
    tagline: str
    picture: Picture | None
    spot: Coordinates | None


def makers(
    work: Work, vendor_ids: Collection[UUID], product_ids: Collection[UUID], language: str
) -> dict[UUID, Maker]:
    """Return the open ones of these businesses and of the makers of these products, by id."""
    if not vendor_ids and not product_ids:
        return {}
    of_pieces = select(Product.vendor_id).where(Product.id.in_(product_ids))
    rows = work.session.execute(
        select(
            Vendor.id,
            Vendor.slug,
            Vendor.name.label("vendor"),
            Vendor.since_year,
            Vendor.district_code,
            Vendor.region_code,
            VendorText.tagline,
            Image.name,
            Image.widths,
            Image.width,
            Image.height,
            Image.colour,
            Image.focal_x,
            Image.focal_y,
        )
        .outerjoin(
            VendorText, (VendorText.vendor_id == Vendor.id) & (VendorText.language == language)
        )
        .outerjoin(Image, Image.id == Vendor.cover_id)
        .where(
            or_(Vendor.id.in_(vendor_ids), Vendor.id.in_(of_pieces)),
            Vendor.status == VendorStatus.ACTIVE,
        )
    )
    places, spots = place_names(work.session), district_spots(work.session)
    return {
        row.id: Maker(
            id=row.id,
            slug=row.slug,
            name=row.vendor,
            place=places.get(row.district_code or row.region_code, ""),
            since_year=row.since_year,
            tagline=row.tagline or "",
            picture=picture_of(row) if row.name else None,
            spot=spots.get(row.district_code or ""),
        )
        for row in rows
    }


def map_of(work: Work, shown: Iterable[Maker]) -> Chart | None:
    """Return the schematic map with the kecamatan of these makers; None when none is known."""
    spots = sorted({maker.spot for maker in shown if maker.spot is not None})
    return chart(tuple(district_spots(work.session).values()), spots) if spots else None


def offered(
    work: Work, gallery_id: UUID, product_ids: Sequence[UUID], chosen: UUID | None
) -> list[tuple[UUID, str]]:
    """Return (id, name) of the makers that a spotlight may show: of the gallery or of the page."""
    of_pieces = select(Product.vendor_id).where(Product.id.in_(product_ids))
    rows = work.session.execute(
        select(Vendor.id, Vendor.name)
        .where(
            Vendor.status == VendorStatus.ACTIVE,
            or_(
                Vendor.id.in_(vendors_of([gallery_id])),
                Vendor.id.in_(of_pieces),
                Vendor.id == chosen,
            ),
            exists().where(Product.vendor_id == Vendor.id, live()),
        )
        .order_by(Vendor.name, Vendor.id)
        .limit(MOST_OFFERED)
    )
    return [(row.id, row.name) for row in rows]
