"""Saves single fields while one types; the editor's script calls it, the form works without."""

from collections.abc import Mapping
from http import HTTPStatus
from uuid import UUID

from flask import Response, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.products.forms import say
from catalog.products.manage.blueprint import bp
from catalog.products.manage.frame import step_url
from catalog.products.manage.screen import (
    MOST_TEXTS,
    Place,
    at,
    errors_of,
    seen,
    storable_texts,
    submitted,
)
from catalog.products.queries.editing import open_desk
from catalog.products.rules.completeness import Missing
from catalog.products.services import drafting
from catalog.products.services.drafting import Saved
from catalog.vendors.policy import Ability
from catalog.web.access import manager
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work

_MOST_BODY = 1024 * 1024
TOO_LARGE = N_("This text is far too long to be saved. Make it shorter, then save again.")


@bp.post("/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/simpan")
@manager
def autosave(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Save the fields that were sent, as a form or as ``{"version": 3, "fields": {…}}``."""
    at(current_work(), vendor_id, product_id, Ability.EDIT)
    if _is_too_large():
        return jsonify(errors={"": [gettext(TOO_LARGE)]}), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    raw, version = _sent()
    work = writing_work()
    place = at(work, vendor_id, product_id, Ability.EDIT, lock=True)
    try:
        with committed(work):
            saved = drafting.save(
                work,
                place.product,
                raw,
                seen=version,
                language=current_language(),
                may_publish=place.may_send,
            )
    except RuleBroken as error:
        return jsonify(errors={error.field or "": [say(error)]}), HTTPStatus.UNPROCESSABLE_ENTITY
    work = current_work()
    place = at(work, vendor_id, product_id, Ability.EDIT)
    return _answered(place, saved), HTTPStatus.CONFLICT if saved.conflicts else HTTPStatus.OK


def missing_of(place: Place, missing: Missing) -> dict[str, object]:
    """Return something to do as its page or script tells it: a sentence, and where."""
    address = step_url(place.product.vendor_id, place.product.id, missing.step)
    return {
        "text": words_of(missing),
        "url": f"{address}#{missing.field}",
        "step": missing.step.value,
        "field": missing.field,
    }


def words_of(missing: Missing) -> str:
    """Return the sentence; an attribute's own name asks for itself."""
    if missing.field.startswith("attr_") and not missing.values:
        return str(gettext("Fill in: %(name)s.", name=missing.text))
    values = {name: gettext(value) if value else "" for name, value in missing.values}
    return str(gettext(missing.text, **values))


def _answered(place: Place, saved: Saved) -> Response:
    work = current_work()
    language = current_language()
    desk = open_desk(work, place.product, language)
    told = errors_of(desk.fields, desk, saved)
    wanted = {name for field in desk.fields.values() for name in field.inputs} & _names(saved)
    whole = desk.completeness(language)
    return jsonify(
        saved_at=work.now.isoformat(),
        version=saved.revision,
        saved=list(saved.changed),
        pending=list(saved.pending),
        errors={name: [text] for name, text in told.items() if name in wanted},
        conflicts=sorted(saved.conflicts),
        percent=whole.percent,
        missing=[missing_of(place, missing) for missing in whole.missing],
    )


def _names(saved: Saved) -> set[str]:
    return {*saved.errors, *saved.conflicts}


def _is_too_large() -> bool:
    """Return whether more was sent than a form of this editor can hold."""
    if (request.content_length or 0) > _MOST_BODY:
        return True
    return request.is_json and len(request.get_data()) > _MOST_BODY


def _sent() -> tuple[dict[str, list[str]], int]:
    body = _json() if request.is_json else None
    if not isinstance(body, Mapping):
        return submitted(), seen()
    fields = body.get("fields")
    raw: dict[str, list[str]] = {}
    for name, value in list(fields.items())[:MOST_TEXTS] if isinstance(fields, Mapping) else ():
        texts = value if isinstance(value, list) else [value]
        raw[str(name)] = storable_texts([text for text in texts if isinstance(text, str)])
    version = body.get("version")
    return raw, version if isinstance(version, int) and version >= 0 else 0


def _json() -> object:
    try:
        return request.get_json(silent=True)
    except RecursionError:  # a thousand brackets, one in the other
        return None
