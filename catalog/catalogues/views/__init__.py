"""Pages of files: a showcase's, a gallery's shelves, a vendor's labels; what buyers download."""

from collections.abc import Mapping

from flask import Flask

from catalog.catalogues.queries.files import Released, best_of, released
from catalog.catalogues.rules.files import Spoken
from catalog.catalogues.views import public, shelves, showcase, vendor
from catalog.catalogues.views.blueprint import bp
from catalog.web.locale import current_language
from catalog.web.work import current_work

__all__ = ["bp", "init_app", "public", "shelves", "showcase", "vendor"]


def init_app(app: Flask) -> None:
    """Let a showcase's page offer its catalogue, when a curator has released one."""

    def released_catalogue(slug: str) -> Released | None:
        found: Mapping[Spoken, Released] = released(current_work(), slug)
        return best_of(found, current_language())

    app.jinja_env.globals["released_catalogue"] = released_catalogue
