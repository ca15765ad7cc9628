"""What the worker does with files: makes them, and deletes them when their month is over."""

from uuid import UUID

from flask import current_app
from flask_babel import force_locale, gettext

from catalog.catalogues.services import keeping, offering
from catalog.catalogues.services.facts import Site
from catalog.catalogues.services.making import Press
from catalog.db.work import Work
from catalog.jobs.rules import slow
from catalog.media.store import Store
from catalog.settings import Settings


@slow
def make(work: Work, file_id: UUID) -> None:
    """Make a file that was asked for."""
    settings: Settings = current_app.extensions["catalog_settings"]
    site = Site(settings.site_name, settings.site_url)
    keeping.build(work, file_id, press=Press(store=_store(), site=site, say=say))


def tidy(work: Work) -> None:
    """Delete files whose time is over."""
    keeping.tidy(work, store=_store())


def renew(work: Work) -> None:
    """Have the catalogues made anew that buyers download, where their showcases have changed."""
    offering.renew(work)


def say(message: str, language: str) -> str:
    """Return a msgid in a language."""
    with force_locale(language):
        return str(gettext(message))


def _store() -> Store:
    found: Store = current_app.extensions["catalog_store"]
    return found
