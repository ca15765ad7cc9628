"""The button that fetches the curators' letter: which language, and the file it answers with."""

from uuid import UUID

from flask import Response, current_app, request

from catalog.audit.services import record_view
from catalog.curation.mails import file_name, letter_pdf
from catalog.curation.queries import scores
from catalog.curation.queries.letter import letter_of
from catalog.db.work import committed
from catalog.kernel.text import Language
from catalog.products.models import Product
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work


def asked_language() -> Language:
    """Return the language that the pressed button names."""
    asked = request.form.get("bahasa", "")
    return Language(asked) if asked in set(Language) else current_language()


def sent_letter(product_id: UUID) -> Response:
    """Return the last letter about a product, and note that it was taken; NotFound without one.

    The caller has asked whether the actor may read it.
    """
    work, language = current_work(), asked_language()
    found = letter_of(work, scores.get_decision(work, product_id))
    content = letter_pdf(found, language, current_app.extensions["catalog_settings"].site_name)
    work = writing_work()
    with committed(work):
        product = work.session.get_one(Product, product_id)
        target = ("product", product_id)
        record_view(work, "curation.letter", target=target, vendor_id=product.vendor_id)
    name = file_name(found, language)
    return Response(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
