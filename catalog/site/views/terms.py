"""The encyclopaedia of motifs, techniques, materials and craft villages."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from catalog.kernel.chart import chart
from catalog.kernel.text import N_
from catalog.site.queries import places, terms
from catalog.site.views.words import TERM_ENDPOINTS, each_index
from catalog.taxonomy.rules import TermKind
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language
from catalog.web.templating import absolute, public_url
from catalog.web.work import current_work

bp = Blueprint("taxonomy", __name__)


class Shelf(NamedTuple):
    """How the pages speak of one list (msgids), and the filter of the catalogue for it."""

    title: str
    lead: str
    one: str
    parameter: str


SHELVES = {
    TermKind.SENTRA: Shelf(
        N_("Craft villages"),
        N_("Where a whole village lives by one craft: who works there, and what they make."),
        N_("Craft village"),
        "sentra",
    ),
    TermKind.MOTIF: Shelf(
        N_("Motifs"),
        N_("What the patterns of Cirebon show, what they are said to mean, and who draws them."),
        N_("Motif"),
        "motif",
    ),
    TermKind.TECHNIQUE: Shelf(
        N_("Techniques"),
        N_("How the work is done, and how to tell one way from another."),
        N_("Technique"),
        "teknik",
    ),
    TermKind.MATERIAL: Shelf(
        N_("Materials"),
        N_("What the goods are made of, and where it comes from."),
        N_("Material"),
        "bahan",
    ),
}


@bp.get("/sentra")
@public
@cached_page
def sentra_index() -> ResponseReturnValue:
    """List the craft villages."""
    return _index(TermKind.SENTRA)


@bp.get("/motif")
@public
@cached_page
def motif_index() -> ResponseReturnValue:
    """List the motifs."""
    return _index(TermKind.MOTIF)


@bp.get("/teknik")
@public
@cached_page
def technique_index() -> ResponseReturnValue:
    """List the techniques."""
    return _index(TermKind.TECHNIQUE)


@bp.get("/bahan")
@public
@cached_page
def material_index() -> ResponseReturnValue:
    """List the materials."""
    return _index(TermKind.MATERIAL)


@bp.get("/sentra/<slug>")
@public
@cached_page
def sentra(slug: str) -> ResponseReturnValue:
    """Show one craft village."""
    return _show(TermKind.SENTRA, slug)


@bp.get("/motif/<slug>")
@public
@cached_page
def motif(slug: str) -> ResponseReturnValue:
    """Show one motif."""
    return _show(TermKind.MOTIF, slug)


@bp.get("/teknik/<slug>")
@public
@cached_page
def technique(slug: str) -> ResponseReturnValue:
    """Show one technique."""
    return _show(TermKind.TECHNIQUE, slug)


@bp.get("/bahan/<slug>")
@public
@cached_page
def material(slug: str) -> ResponseReturnValue:
    """Show one material."""
    return _show(TermKind.MATERIAL, slug)


def _index(kind: TermKind) -> str:
    work = current_work()
    lines = terms.list_lines(work, kind)
    marked = {
        (place.name, place.latitude, place.longitude)
        for line in lines
        for place in line.places
        if place.latitude is not None and place.longitude is not None
    }
    return render_template(
        "taxonomy/index.html",
        kind=kind,
        shelf=SHELVES[kind],
        shelves=[(each, SHELVES[each]) for each in SHELVES],
        lines=lines,
        chart=chart(places.districts(work.session), sorted(marked)) if marked else None,
    )


def _show(kind: TermKind, slug: str) -> ResponseReturnValue:
    work, language = current_work(), current_language()
    found = terms.find(work, kind, slug)
    if isinstance(found, terms.Merged):
        return redirect(url_for(TERM_ENDPOINTS[found.kind], slug=found.slug), 301)
    marked = [
        (place.name, place.latitude, place.longitude)
        for place in found.places
        if place.latitude is not None and place.longitude is not None
    ]
    return render_template(
        "taxonomy/show.html",
        term=found,
        shelf=SHELVES[kind],
        makers=terms.list_makers(work, found.id),
        products=terms.list_products(work, found.id, language),
        related=terms.list_related(work, found.id),
        chart=chart(places.districts(work.session), marked) if marked else None,
        structured=_structured(found),
    )


def _structured(term: terms.Entry) -> dict[str, object]:
    """Return the schema.org description: an entry of a glossary."""
    language = current_language()
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": term.name.best(language),
        "description": term.description.best(language),
        "url": public_url(TERM_ENDPOINTS[term.kind], slug=term.slug),
        "inDefinedTermSet": public_url(each_index(term.kind)),
    }
    if term.synonyms:
        described["alternateName"] = list(term.synonyms)
    if term.picture:
        described["image"] = absolute(term.picture.src, "id")
    return described
