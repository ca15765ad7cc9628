"""The catalogue that buyers download from a showcase's page, once a curator has released it."""

from http import HTTPStatus

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from catalog.catalogues.queries.files import best_of, released
from catalog.catalogues.rules.files import FileKind, Options
from catalog.catalogues.services import keeping
from catalog.catalogues.views.blueprint import bp
from catalog.catalogues.views.frame import file_name, store
from catalog.kernel.clock import wib_date
from catalog.kernel.text import is_slug
from catalog.web.access import public
from catalog.web.locale import current_language
from catalog.web.work import current_work


@bp.get("/etalase/<slug>/katalog.pdf")
@public
def catalogue(slug: str) -> ResponseReturnValue:
    """Send the released catalogue in the reader's language; nothing when there is none."""
    found = released(current_work(), slug) if is_slug(slug) else {}
    chosen = best_of(found, current_language())
    if chosen is None:
        return abort(HTTPStatus.NOT_FOUND)
    options = Options(spoken=chosen.spoken)
    name = file_name(FileKind.CATALOGUE, slug, options, wib_date(chosen.ready_at))
    response = Response(
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Robots-Tag": "noindex",
            # Asked about each time: a piece that may not be shown any more takes it away at once.
            "Cache-Control": "public, no-cache",
        },
    )
    response.set_etag(f"{chosen.file_id.hex}-{chosen.size}")
    response.make_conditional(request)
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return response
    try:
        source = store().open(chosen.key)
    except OSError:
        return abort(HTTPStatus.NOT_FOUND)
    response.call_on_close(source.close)  # also where nobody reads it, as for HEAD
    response.response = keeping.pieces(source)
    response.content_length = chosen.size
    return response
