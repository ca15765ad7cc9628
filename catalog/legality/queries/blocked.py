"""Live products that lack a paper without which they could not be sent today."""

from uuid import UUID

from sqlalchemy import Select, select

from catalog.db.work import Work
from catalog.kernel.clock import wib_date
from catalog.legality.queries.goods import PRODUCT, businesses, wares
from catalog.legality.queries.requirements import rule_book
from catalog.legality.rules.requirements import Purpose, assess
from catalog.legality.rules.requirements.assess import Item
from catalog.taxonomy.queries import category_tree


def blocked(work: Work, which: Select[UUID]) -> dict[UUID, tuple[Item, ...]]:
    """Return, by live product of these vendors, what stops it; ten statements, however many.

    Only vendors are read that have a live product of a kind for which some paper may stop it.
    """
    book = rule_book(work.session)
    rules = {
        node.id: book.rules(Purpose.CATALOGUE, node, None)
        for node in category_tree(work.session).by_id.values()
    }
    watched = {key: mine for key, mine in rules.items() if any(rule.may_block for rule in mine)}
    live = PRODUCT.c.status == "published", PRODUCT.c.category_id.in_(watched)
    concerned = select(PRODUCT.c.vendor_id).where(*live, PRODUCT.c.vendor_id.in_(which)).distinct()
    goods = wares(work.session, concerned, businesses(work.session, concerned))
    today = wib_date(work.now)
    return {
        ware.product_id: stops
        for mine in goods.values()
        for ware in mine
        if ware.product_id and ware.is_published and ware.node and ware.node.id in watched
        if (stops := assess(watched[ware.node.id], ware.facts, today).blocks_submit)
    }
