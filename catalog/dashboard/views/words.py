"""What a vendor's home says: the greeting, the next step, the lines of the layers."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext

from catalog.dashboard.queries.standing import Home
from catalog.dashboard.rules import Layer, Next, Rung, Step
from catalog.kernel.text import N_
from catalog.products.rules.status import Status

_MORNING, _NOON, _AFTERNOON, _EVENING = 4, 11, 15, 18


class Words(NamedTuple):
    """A next step as the page says it; without ``button`` it leads nowhere."""

    title: str
    text: str
    button: str
    address: str


class _Says(NamedTuple):
    title: str  # msgids; %(name)s is the product or paper, %(count)s how many
    text: str
    button: str = ""
    endpoint: str = ""
    names_product: bool = False


_SAYS: Mapping[Step, _Says] = {
    Step.SUSPENDED: _Says(
        N_("Your window is closed for now"),
        N_("Buyers do not see it. Ask the officer of your gallery what is missing."),
    ),
    Step.CONFIRM: _Says(
        N_("Look at what an officer did for you"),
        N_("Somebody worked in your name. Say whether it is right."),
        N_("Look at it"),
        "vendors_manage.on_behalf",
    ),
    Step.MEND: _Says(
        N_("Mend “%(name)s”"),
        N_("The curator has written what to change. Then it can go live."),
        N_("See what to change"),
        "products_manage.check",
        names_product=True,
    ),
    Step.RENEW: _Says(
        N_("Renew: %(name)s"),
        N_("The paper runs out or has run out. Without it its badge disappears."),
        N_("Renew it"),
        "legality_manage.index",
    ),
    Step.PROFILE: _Says(
        N_("Complete your profile"),
        N_("Buyers trust a maker whose face and story they know."),
        N_("Complete it, 5 minutes"),
        "vendors_manage.profile",
    ),
    Step.FIRST_PRODUCT: _Says(
        N_("Show your first product"),
        N_("Three photos, a price and a few sentences are enough to begin."),
        N_("Add a product"),
        "products_manage.new",
    ),
    Step.FINISH_DRAFT: _Says(
        N_("Finish “%(name)s”"),
        N_("It is saved. Go on where you stopped, then send it to the curator."),
        N_("Go on"),
        "products_manage.check",
        names_product=True,
    ),
    Step.PHOTOS: _Says(
        N_("Add photos to “%(name)s”"),
        N_("With three photos buyers ask more often. By a window is best."),
        N_("Add photos"),
        "products_manage.photos",
        names_product=True,
    ),
    Step.PAPERS: _Says(
        N_("Papers still missing: %(count)s"),
        N_("Each says which office, what it costs and how long it takes."),
        N_("See what is missing"),
        "legality_manage.index",
    ),
    Step.TRADE: _Says(
        N_("Say how many “%(name)s” you can make"),
        N_("Wholesale buyers ask for the capacity of a month and a price for many."),
        N_("Fill it in, 3 minutes"),
        "products_manage.export",
        names_product=True,
    ),
    Step.EXPORT: _Says(
        N_("The way to export is open"),
        N_("HS code, packing and a FOB price make a product ready for abroad."),
        N_("See the market gates"),
        "export_manage.index",
    ),
    Step.WAIT: _Says(
        N_("The gallery is looking at it"),
        N_("You are told here as soon as there is news. In the meantime, prepare the next one."),
        N_("Add a product"),
        "products_manage.new",
    ),
    Step.SHARE: _Says(
        N_("All is in order"),
        N_("Show more: buyers come back to windows where something is new."),
        N_("Add a product"),
        "products_manage.new",
    ),
}


def words_of(wish: Next, vendor_id: UUID) -> Words:
    """Return what the panel of the next step says, and where it leads."""
    says = _SAYS[wish.step]
    name = (wish.about.name if wish.about else "") or gettext("the new product")
    at: dict[str, Any] = {"vendor_id": vendor_id}
    if says.names_product and wish.about:
        at["product_id"] = wish.about.key
    return Words(
        gettext(says.title, name=name, count=wish.count),
        gettext(says.text),
        gettext(says.button) if says.button else "",
        url_for(says.endpoint, **at) if says.endpoint else "",
    )


def leaving_words(vendor_id: UUID, *, is_owner: bool) -> Words:
    """Return what the panel says while the owner keeps the window closed."""
    return Words(
        gettext("The owner has closed this window"),
        gettext("Buyers do not see it. Only the owner can open it again, on the page My data."),
        gettext("Look at my data") if is_owner else "",
        url_for("dashboard.data", vendor_id=vendor_id) if is_owner else "",
    )


def greeting(hour: int, name: str) -> str:
    """Return a greeting by the hour (WIB)."""
    said = {"name": name}
    if _MORNING <= hour < _NOON:
        return str(gettext("Good morning, %(name)s", **said))
    if _NOON <= hour < _AFTERNOON:
        return str(gettext("Good day, %(name)s", **said))
    if _AFTERNOON <= hour < _EVENING:
        return str(gettext("Good afternoon, %(name)s", **said))
    return str(gettext("Good evening, %(name)s", **said))


def state_badges() -> dict[Status, tuple[str, str, str]]:
    """Return class, icon and word of the badge of each state."""
    return {
        Status.PUBLISHED: ("ok", "check-circle-fill", gettext("Live")),
        Status.IN_REVIEW: ("wait", "hourglass-medium-fill", gettext("In review")),
        Status.DRAFT: ("info", "pencil-simple-fill", gettext("Draft")),
        Status.ARCHIVED: ("info", "package-fill", gettext("Archived")),
    }


def rung_words(rung: Rung, found: Home, vendor_id: UUID) -> tuple[str, str]:
    """Return the small line of a layer and where its button leads."""
    at: dict[str, Any] = {"vendor_id": vendor_id}
    standing = found.standing
    lines = {
        Layer.REGISTERED: (
            gettext("Registered") if rung.is_done else gettext("The office is looking at it"),
            "",
        ),
        Layer.PROFILE: (
            gettext("Story, picture and year are there")
            if rung.is_done
            else ngettext("%(num)d thing missing", "%(num)d things missing", rung.left),
            url_for("vendors_manage.profile", **at),
        ),
        Layer.PHOTOS: (
            ngettext("%(num)d product", "%(num)d products", standing.products)
            if rung.is_done or not standing.products
            else ngettext(
                "%(num)d product has fewer than 3",
                "%(num)d products have fewer than 3",
                rung.left,
            ),
            url_for("products_manage.index", **at),
        ),
        Layer.PAPERS: (
            gettext(
                "%(done)s of %(total)s in order",
                done=standing.papers_total - standing.papers_missing,
                total=standing.papers_total,
            ),
            url_for("legality_manage.index", **at),
        ),
        Layer.CURATED: (
            ngettext("%(num)d product is live", "%(num)d products are live", standing.live),
            url_for("products_manage.index", **at),
        ),
        Layer.TRADE: (
            gettext("Every live product has them")
            if rung.is_done
            else gettext("No product is live yet")
            if not standing.live
            else ngettext("Missing for %(num)d product", "Missing for %(num)d products", rung.left),
            url_for("products_manage.index", **at),
        ),
        Layer.EXPORT: (
            gettext("HS code, packing, FOB price"),
            url_for("export_manage.index", **at),
        ),
    }
    return lines[rung.layer]
