"""The words of every facet value; loaded once per process until something public changes."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.discovery.rules.labels import YES, Label, Labels
from catalog.galleries.models import Gallery
from catalog.kernel.text import N_, LocalText, slugify
from catalog.legality.models import DocumentType
from catalog.search.outbox import versioned
from catalog.taxonomy.models import Market, Region, Term
from catalog.taxonomy.queries import category_tree
from catalog.taxonomy.rules import RegionKind

_PLACES = (RegionKind.DISTRICT, RegionKind.REGENCY, RegionKind.REGENCY_CITY, RegionKind.OUTSIDE)
# Msgids stand for themselves here; ``views.words`` translates them.
_OUTSIDE = N_("Outside Cirebon")
_GRADES = {"a": N_("Grade A"), "b": N_("Grade B"), "c": N_("Grade C")}


@versioned
def facet_labels(session: Session) -> Labels:
    """Return every value of every facet, with the other spellings that addresses may use."""
    districts = _districts(session)
    terms, merged = _terms(session)
    galleries = _galleries(session)
    facets = {
        "category": _keyed(_categories(session)),
        "district": _keyed(districts),
        "gallery": _keyed(galleries),
        "legality": _keyed(_documents(session)),
        **{kind: _keyed(found) for kind, found in terms.items()},
        "grade": _keyed(
            Label(slug=slug, values=(slug.upper(),), name=LocalText.of(en=name))
            for slug, name in _GRADES.items()
        ),
        "market": _keyed(_markets(session)),
        **_switches([label.slug for label in galleries]),
    }
    codes = {value: label.slug for label in districts for value in label.values}
    return Labels(facets=facets, aliases={"district": codes, **merged})


def _keyed(labels: Iterable[Label]) -> dict[str, Label]:
    return {label.slug: label for label in labels}


def _categories(session: Session) -> list[Label]:
    tree = category_tree(session)
    return [
        Label(
            slug=node.slug,
            values=(node.slug,),
            name=node.name,
            parent=tree.by_id[node.parent_id].slug if node.parent_id else "",
        )
        for node in tree.by_id.values()
    ]


def _districts(session: Session) -> list[Label]:
    """Return the kecamatan under their regency, city first, then the places outside."""
    rows = session.execute(
        select(Region.code, Region.name, Region.kind, Region.parent_code)
        .where(Region.kind.in_(_PLACES))
        .order_by(Region.code)
    ).all()
    heads = {row.code: row for row in rows if row.kind is not RegionKind.DISTRICT}
    order = {RegionKind.REGENCY_CITY: 0, RegionKind.REGENCY: 1}
    found: dict[str, tuple[int, Label]] = {}
    for row in rows:
        head = heads.get(row.parent_code or row.code)
        outside = head is None or head.kind is RegionKind.OUTSIDE
        slug = slugify(row.name)
        if slug in found:  # two places of one name
            slug = slugify(f"{row.name} {row.code}")
        label = Label(
            slug=slug,
            values=(row.code,),
            name=LocalText.of(id=row.name),
            parent=_OUTSIDE if outside or head is None else head.name,
        )
        found[slug] = (2 if outside or head is None else order.get(head.kind, 2), label)
    ranked = sorted(found.values(), key=lambda pair: (pair[0], pair[1].name["id"]))
    return [label for _, label in ranked]


def _galleries(session: Session) -> list[Label]:
    rows = session.execute(
        select(Gallery.slug, Gallery.name, Region.name.label("place"))
        .join(Region, Region.code == Gallery.region_code)
        .order_by(Gallery.position, Gallery.slug)
    )
    return [
        Label(slug=row.slug, values=(row.slug,), name=LocalText.of(id=row.name)) for row in rows
    ]


def _documents(session: Session) -> list[Label]:
    rows = session.execute(
        select(DocumentType.code, DocumentType.label, DocumentType.name)
        .where(DocumentType.has_badge)
        .order_by(DocumentType.position, DocumentType.code)
    )
    return [
        Label(
            slug=slugify(row.code),
            values=(row.code,),
            name=LocalText.of(id=row.label),
            # "Halal: Halal certificate" helps nobody who can read the label.
            note=LocalText.of({code: text for code, text in row.name.items() if text != row.label}),
        )
        for row in rows
    ]


def _markets(session: Session) -> list[Label]:
    rows = session.execute(select(Market.code, Market.name).order_by(Market.position, Market.code))
    return [Label(slug=row.code.lower(), values=(row.code,), name=row.name) for row in rows]


def _terms(session: Session) -> tuple[dict[str, list[Label]], dict[str, dict[str, str]]]:
    """Return the terms by kind, and what each merged one is called now."""
    rows = session.execute(
        select(
            Term.id, Term.kind, Term.slug, Term.name, Term.description, Term.merged_into_id
        ).order_by(Term.kind, Term.position, Term.slug)
    ).all()
    slugs = {row.id: row.slug for row in rows}
    found: dict[str, list[Label]] = {}
    merged: dict[str, dict[str, str]] = {}
    for row in rows:
        kind = row.kind.value
        if row.merged_into_id:
            merged.setdefault(kind, {})[row.slug] = slugs[row.merged_into_id]
        else:
            label = Label(slug=row.slug, values=(row.slug,), name=row.name, note=row.description)
            found.setdefault(kind, []).append(label)
    return found, merged


def _switches(gallery_slugs: list[str]) -> dict[str, dict[str, Label]]:
    """Return the yes-or-no facets; "in a gallery now" means any of the galleries."""
    words = {
        "export": (N_("Export ready only"), N_("With HS code, MOQ and FOB price"), (YES,)),
        "in_gallery": (
            N_("In a gallery now"),
            N_("See it and take it home"),
            (YES, *gallery_slugs),
        ),
        "made_to_order": (N_("Made to order"), N_("Size and colour on agreement"), (YES,)),
    }
    return {
        facet: {
            YES: Label(
                slug=YES, values=values, name=LocalText.of(en=name), note=LocalText.of(en=note)
            )
        }
        for facet, (name, note, values) in words.items()
    }
