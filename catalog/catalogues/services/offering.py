"""Offers catalogues to buyers, takes them back, has them made anew when showcases change."""

from contextlib import suppress

from sqlalchemy import select

from catalog.audit.services import record
from catalog.catalogues.models import CatalogueFile, CatalogueRelease
from catalog.catalogues.queries.files import is_old
from catalog.catalogues.rules.files import FileKind, Options
from catalog.catalogues.services.keeping import ask
from catalog.db.work import Work
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.showcases.models import Showcase
from catalog.showcases.rules import ShowcaseStatus


def release(work: Work, file: CatalogueFile) -> None:
    """Let buyers download a catalogue from its showcase's page, in place of an earlier one."""
    if file.kind is not FileKind.CATALOGUE or file.showcase_id is None:
        raise RuleBroken(N_("Only the catalogue of a showcase can be offered to buyers."))
    if work.session.get_one(Showcase, file.showcase_id).status is not ShowcaseStatus.PUBLISHED:
        # Its pages are those of the working copy.
        raise RuleBroken(N_("Publish the showcase first, then offer its catalogue."))
    if is_old(work, file):
        raise RuleBroken(
            N_("The showcase has changed since this was made. Make the catalogue again first.")
        )
    spoken = Options.from_json(file.options).spoken
    row = work.session.get(CatalogueRelease, (file.showcase_id, spoken))
    if row is None:
        row = CatalogueRelease(showcase_id=file.showcase_id, spoken=spoken)
        work.session.add(row)
    row.file_id, row.released_at, row.released_by = file.id, work.now, work.actor.user_id
    work.session.flush()
    record(
        work,
        "catalogues.release",
        target=("showcase", file.showcase_id),
        after={"language": spoken.value},
    )


def withdraw(work: Work, file: CatalogueFile) -> None:
    """Take a catalogue off its showcase's page."""
    rows = select(CatalogueRelease).where(CatalogueRelease.file_id == file.id)
    for row in work.session.scalars(rows).all():
        work.session.delete(row)
        record(
            work,
            "catalogues.withdraw",
            target=("showcase", row.showcase_id),
            before={"language": row.spoken.value},
        )


def renew(work: Work) -> None:
    """Have every released catalogue made anew whose showcase has changed."""
    rows = select(CatalogueFile).join(
        CatalogueRelease, CatalogueRelease.file_id == CatalogueFile.id
    )
    for file in work.session.scalars(rows.order_by(CatalogueFile.id)).all():
        if is_old(work, file):
            # A showcase without anything to show keeps its catalogue off the page by itself.
            with suppress(RuleBroken):
                ask(work, file.scope, file.kind, Options.from_json(file.options))
