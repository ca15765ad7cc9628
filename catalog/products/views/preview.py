"""A product as buyers would see it, drafts and pending changes included."""

from uuid import UUID

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.products.models import Product
from catalog.products.queries.editing import get_own, open_desk
from catalog.products.queries.find import preview_page
from catalog.products.queries.page import ProductPage
from catalog.products.queries.reviews import get_round
from catalog.products.services import writing
from catalog.products.views.product import bp, context_of, unshared
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web.access import manager, staff
from catalog.web.locale import current_language
from catalog.web.work import current_work, writing_work


@bp.get("/usaha/<uuid:vendor_id>/produk/<uuid:product_id>/lihat")
@manager
def preview(vendor_id: UUID, product_id: UUID) -> ResponseReturnValue:
    """Show a product of the vendor's as its page will be."""
    work = current_work()
    get_managed(work, vendor_id, Ability.SEE)
    product = get_own(work, vendor_id, product_id)
    back = url_for("products_manage.check", vendor_id=vendor_id, product_id=product_id)
    return shown(product, back)


@bp.get("/pengurus/produk/<uuid:round_id>/lihat")
@staff(Role.CURATOR, Role.DINAS)
def officers_preview(round_id: UUID) -> ResponseReturnValue:
    """Show what lies before the officers as its page will be."""
    found = get_round(current_work(), round_id)
    return shown(found.product, url_for("products_admin.decide", round_id=round_id))


def shown(product: Product, back: str) -> ResponseReturnValue:
    """Draw a product with what is pending; nothing of it stays in the database."""
    product_id = product.id
    work = current_work()
    desk = open_desk(work, product, current_language())
    if desk.change is None or not desk.change.after:
        return _drawn(work, preview_page(work, product_id, current_language()), back)
    work = writing_work()
    try:
        return _drawn(work, _changed_page(work, product_id), back)
    finally:
        work.session.rollback()


def _changed_page(work: Work, product_id: UUID) -> ProductPage:
    product = work.session.get_one(Product, product_id)
    desk = open_desk(work, product, current_language())
    after = dict(desk.change.after) if desk.change else {}
    writing.write(work, product, after, {**desk.live, **after})
    return preview_page(work, product_id, current_language())


def _drawn(work: Work, page: ProductPage, back: str) -> ResponseReturnValue:
    body = render_template(
        "products/manage/preview.html", back=back, **context_of(work, page, current_language())
    )
    return unshared(body)
