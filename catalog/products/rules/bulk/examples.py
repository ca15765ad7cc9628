"""The filled row of a template: believable, and right by the rules of the editor."""

from collections.abc import Mapping

from catalog.products.rules.bulk.columns import CATEGORY, EXAMPLE, PHOTOS, SKU
from catalog.products.rules.bulk.showing import words
from catalog.products.rules.fields import Field, Look
from catalog.products.rules.sheet import ATTRIBUTE, TERM, Reference

_TEXTS = {
    "name": "Contoh: {kind} motif megamendung, biru",
    "summary": "Satu kalimat tentang yang membuatnya istimewa.",
    "description": (
        "Ceritakan dari bahan apa, bagaimana dibuat, dan untuk siapa. Paling sedikit 80 huruf,"
        " supaya pembeli mengenal karya Anda."
    ),
    "price": "125.000",
    "selling": "Siap kirim",
    "stock": "12",
    "weight_g": "350",
    "minimum_order": "1",
    "lead_days_min": "3",
    "lead_days_max": "7",
    "name_en": "Example: megamendung, blue",
    "description_en": "Tell buyers abroad what it is, of what and how it is made.",
    "capacity_month": "200",
}
_NUMBER = "10"


def example(fields: Mapping[str, Field], reference: Reference, kind: str) -> dict[str, str]:
    """Return the cells of the example by input; the import knows it by its code and skips it."""
    found = {SKU: EXAMPLE, CATEGORY: kind, PHOTOS[0]: "contoh-1.jpg", PHOTOS[1]: "contoh-2.jpg"}
    for name, each in fields.items():
        text = _TEXTS.get(name, "")
        if text:
            found[name] = text.format(kind=kind) if name == "name" else text
        elif name == "unit_code" or name.startswith((ATTRIBUTE, TERM)):
            found[name] = _first(each, reference)
    return found


def _first(each: Field, reference: Reference) -> str:
    listed = words(each, reference)
    offered = [listed[value] for value, _ in each.choices if value in listed]
    if offered:
        return "; ".join(offered[:2]) if each.look is Look.CHECKS else offered[0]
    if each.name.endswith("_en"):
        return ""
    return each.label if each.most else _NUMBER
