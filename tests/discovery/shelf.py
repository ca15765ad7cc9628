"""Labels as a small mall has them; no database."""

from catalog.discovery.rules.labels import FLAGS, PARAMETERS, YES, Label, Labels
from catalog.kernel.text import LocalText


def a_label(slug: str, *values: str, parent: str = "", note: str = "") -> Label:
    """Return a value called after its slug."""
    return Label(
        slug=slug,
        values=values or (slug,),
        name=LocalText.of(id=slug.capitalize(), en=f"{slug} (en)"),
        note=LocalText.of(id=note),
        parent=parent,
    )


def some_labels() -> Labels:
    """Return two category trees, three kecamatan, and a few values of every other facet."""
    lists = {
        "category": [
            a_label("batik"),
            a_label("kain", parent="batik"),
            a_label("kain-tulis", parent="kain"),
            a_label("busana", parent="batik"),
            a_label("makanan"),
            a_label("terasi", parent="makanan"),
        ],
        "district": [
            a_label("harjamukti", "32.74.01", parent="Kota Cirebon"),
            a_label("gebang", "32.09.29", parent="Kabupaten Cirebon"),
            a_label("plered", "32.09.36", parent="Kabupaten Cirebon"),
        ],
        "grade": [a_label("a", "A"), a_label("b", "B")],
        "market": [a_label("sg", "SG"), a_label("nl", "NL")],
        **{flag: [a_label(YES)] for flag in FLAGS},
    }
    for facet in PARAMETERS:
        lists.setdefault(facet, [a_label("satu"), a_label("dua"), a_label("tiga")])
    return Labels(
        facets={facet: {each.slug: each for each in found} for facet, found in lists.items()},
        aliases={"district": {"32.09.36": "plered"}, "motif": {"lama": "satu"}},
    )
