"""Pages of the makers. They stand here because they join vendors with papers and products."""

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.galleries.queries import galleries
from catalog.kernel.errors import NotFound
from catalog.kernel.text import clean_line
from catalog.legality.queries import permits_of_vendor
from catalog.products.queries import makers
from catalog.products.queries.makers import MakerCriteria
from catalog.products.views import linked
from catalog.products.views.slots import SHOWCASES_OF_VENDOR, filled
from catalog.taxonomy.queries import category_tree
from catalog.vendors.queries import Closed, get_profile
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.templating import public_url
from catalog.web.work import current_work

bp = Blueprint("vendors", __name__)
_MAX_TEXT = 64
_MAX_PAGE = 10_000
_GONE = 410


@bp.get("/umkm")
@public
@cached_page
def index() -> ResponseReturnValue:
    """List the makers, by place, gallery, kind of goods and name."""
    work, language = current_work(), current_language()
    criteria = _criteria()
    found = makers.list_makers(work, criteria, language)
    if criteria.page > found.pages:
        raise NotFound
    return render_template(
        "vendors/index.html",
        criteria=criteria,
        found=found,
        districts=makers.district_counts(work),
        galleries=galleries(work.session),
        categories=category_tree(work.session).top,
        is_filtered=_asked(criteria) != {},
        page_url=lambda number: _list_url(criteria, number),
        crumbs_data=linked.crumbs([(gettext("Makers"), "")]),
    )


@bp.get("/umkm/<slug>")
@public
@cached_page
def show(slug: str) -> ResponseReturnValue:
    """Show a maker with story, permits and products."""
    work, language = current_work(), current_language()
    try:
        profile = get_profile(work, slug, language)
    except Closed:
        return render_template("vendors/gone.html"), _GONE
    category = clean_line(request.args.get("kategori", "")[:_MAX_TEXT])
    shelf = makers.shelf(work, profile.id, category, _page_number(), language)
    if shelf.page > shelf.pages:
        raise NotFound
    permits = permits_of_vendor(work, profile.id)
    address = public_url("vendors.show", slug=profile.slug)
    sentence = gettext(
        "%(name)s, maker from %(place)s: %(address)s",
        name=profile.name,
        place=", ".join(profile.place[:2]),
        address=address,
    )
    way = [(gettext("Makers"), url_for("vendors.index")), (profile.name, "")]
    body = render_template(
        "vendors/show.html",
        profile=profile,
        shelf=shelf,
        category=category,
        page_url=lambda number: url_for(
            "vendors.show", slug=profile.slug, kategori=category or None, hal=number
        ),
        permits=permits,
        tree=category_tree(work.session),
        galleries=shelf.galleries,
        showcases=filled(SHOWCASES_OF_VENDOR, work, profile.id),
        share_url=linked.share_url(sentence),
        trail=way,
        linked_data=linked.organization(profile, address, permits),
        crumbs_data=linked.crumbs(way),
    )
    response = make_response(body)
    if not profile.is_public:
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def _criteria() -> MakerCriteria:
    """Return what the address asks; unknown and over-long values are cut or dropped."""

    def asked(name: str) -> str:
        return clean_line(request.args.get(name, "")[:_MAX_TEXT])

    return MakerCriteria(
        text=asked("q"),
        district=asked("kecamatan"),
        gallery=asked("galeri"),
        category=asked("kategori"),
        page=_page_number(),
    )


def _page_number() -> int:
    given = request.args.get("hal", "1")[:9]
    number = int(given) if given.isascii() and given.isdigit() else 1
    return min(max(number, 1), _MAX_PAGE)


def _asked(criteria: MakerCriteria, without: str = "") -> dict[str, Any]:
    asked = {
        "q": criteria.text,
        "kecamatan": criteria.district,
        "galeri": criteria.gallery,
        "kategori": criteria.category,
    }
    return {name: value for name, value in asked.items() if value and name != without}


def _list_url(criteria: MakerCriteria, number: int) -> str:
    extra: dict[str, Any] = {"hal": number} if number > 1 else {}
    return url_for("vendors.index", **_asked(criteria), **extra)
