"""Files of a showcase, of a business and of a gallery's shelves."""

from uuid import UUID

from catalog.catalogues.models import CatalogueFile
from catalog.catalogues.rules.files import KEPT, FileKind, FileState, Options, Spoken
from catalog.db.work import Work
from catalog.galleries.models import Gallery
from catalog.vendors.models import Vendor
from tests.house.access.people import World


def add_files(work: Work, world: World, who: str, vendor: Vendor, gallery_id: UUID) -> None:
    """Store a finished file of each, and name their ids to the world."""
    gallery = work.session.get_one(Gallery, gallery_id)
    world.slugs[f"gallery_{who}"] = gallery.slug
    showcase = UUID(world.ids[who]["showcase_id"])
    scopes = {"showcase": showcase, "vendor": vendor.id, "gallery": gallery.id}
    for name, key in scopes.items():
        file = CatalogueFile(
            kind=FileKind.LABELS,
            options=Options(spoken=Spoken.ID).to_json(FileKind.LABELS),
            order_mark=f"{name} {who}",
            state=FileState.READY,
            asked_at=work.now,
            ready_at=work.now,
            expires_at=work.now + KEPT,
            key=f"private/catalogues/{key.hex[:2]}/{key.hex}",
            size=1,
            **{f"{name}_id": key},
        )
        work.session.add(file)
        work.session.flush()
        world.ids[who][f"{name}_file_id"] = str(file.id)
