"""The values that a facet can take, with their words; loaded by ``queries.labels``."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.kernel.text import LocalText

# Facet of the index → parameter of the address, in the one order that addresses are written in.
PARAMETERS = {
    "category": "kategori",
    "district": "kecamatan",
    "gallery": "galeri",
    "legality": "legalitas",
    "motif": "motif",
    "technique": "teknik",
    "material": "bahan",
    "sentra": "sentra",
    "grade": "mutu",
    "market": "pasar",
    "export": "ekspor",
    "in_gallery": "tersedia",
    "made_to_order": "pesanan",
}
FLAGS = ("export", "in_gallery", "made_to_order")
YES = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One value: ``slug`` in the address, any of ``values`` in the index, ``name`` in words.

    ``parent`` is the slug of the category above, or the heading that a kecamatan stands under.
    """

    slug: str
    values: tuple[str, ...]
    name: LocalText
    note: LocalText = field(default_factory=LocalText)
    parent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """All values by facet and slug, in the order shown; ``aliases`` are other spellings."""

    facets: Mapping[str, Mapping[str, Label]]
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def slug(self, facet: str, raw: str) -> str | None:
        """Return the slug that a raw value of the address means, or None."""
        value = raw.strip().lower()
        known = self.facets.get(facet, {})
        return value if value in known else self.aliases.get(facet, {}).get(value)

    def label(self, facet: str, slug: str) -> Label:
        """Return a known value's label."""
        return self.facets[facet][slug]

    def ancestors(self, category: str) -> list[str]:
        """Return the slugs above a category, nearest first."""
        above: list[str] = []
        known = self.facets["category"]
        while (parent := known[category].parent) and parent not in above:
            above.append(parent)
            category = parent
        return above

    def children(self, category: str) -> list[Label]:
        """Return the categories right below one, or the topmost for an empty slug."""
        return [each for each in self.facets["category"].values() if each.parent == category]
