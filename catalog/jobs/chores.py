"""The platform's own jobs."""

from flask import current_app

from catalog.db.work import Work
from catalog.jobs import services
from catalog.jobs.rules import slow
from catalog.media.cli import keepers
from catalog.media.store import Store
from catalog.media.tidy import incomplete, mend, tidy


def tidy_jobs(work: Work) -> None:
    """Remove old jobs."""
    services.tidy(work)


@slow
def tidy_media(work: Work) -> None:
    """Make missing renditions again, one picture at a time; remove what nothing refers to."""
    store: Store = current_app.extensions["catalog_store"]
    for image_id in incomplete(work.session, store=store):
        with services.step(work):
            mend(work, image_id, store=store)
    with services.step(work):
        tidy(work, store=store, keepers=keepers(current_app))
