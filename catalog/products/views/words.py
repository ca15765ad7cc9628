"""What a product's page says in the reader's words: amounts, times, the cells of export facts."""

from datetime import datetime
from typing import NamedTuple

from flask_babel import format_timedelta, gettext, ngettext

from catalog.kernel.quantity import counted
from catalog.kernel.text import N_, LocalText
from catalog.products.queries.page import Approximate, ProductPage
from catalog.products.rules.export import ExportFacts
from catalog.products.rules.prices import Span
from catalog.taxonomy.rules import TermKind
from catalog.web.locale import current_language
from catalog.web.templating import money, number

# Kinds of terms with the words before them, in the order of the page.
TERM_LABELS = (
    (TermKind.MOTIF, N_("Motif")),
    (TermKind.TECHNIQUE, N_("Technique")),
    (TermKind.MATERIAL, N_("Material")),
    (TermKind.SENTRA, N_("Craft village")),
)


EXPORT_TITLE = N_("Export facts")


class Cell(NamedTuple):
    """A label (msgid), its value, and a smaller line below."""

    label: str
    value: str
    small: str = ""


def days(span: tuple[int | None, int | None]) -> str:
    """Return ``14–21 days`` or ``60 days``; empty when nothing is known."""
    low, high = (value for value in span)
    known = [value for value in (low, high) if value is not None]
    if not known:
        return ""
    last = max(known)
    if min(known) == last:
        return str(ngettext("%(num)s day", "%(num)s days", last))
    return str(gettext("%(first)s–%(last)s days", first=min(known), last=last))


def pieces(count: int, unit: str) -> str:
    """Return ``12 packets``."""
    return counted(count, unit, current_language())


def quantity(span: Span, unit: str) -> str:
    """Return ``25–99 sheets`` or ``from 300 sheets``."""
    if span.last is None:
        return str(gettext("from %(amount)s", amount=pieces(span.first, unit)))
    if span.first == span.last:
        return pieces(span.first, unit)
    return f"{number(span.first)}–{pieces(span.last, unit)}"


def left(stock: int | None, unit: str) -> str:
    """Return ``6 sheets ready to send``; empty when nobody counted."""
    if stock is None:
        return ""
    if stock == 0:
        return str(gettext("Out of stock"))
    return str(gettext("%(amount)s ready to send", amount=pieces(stock, unit)))


def ago(moment: datetime, now: datetime) -> str:
    """Return ``2 hours ago``."""
    return str(format_timedelta(moment - now, add_direction=True))


def whole(price: Approximate) -> str:
    """Return an amount without the cents that it does not have."""
    text = money(price.amount, price.currency)
    return text[:-3] if text.endswith((".00", ",00")) else text


def export_cells(page: ProductPage) -> list[Cell]:
    """Return the cells of a product whose export facts are whole, else none."""
    return _cells(page.export, page.unit) if page.export else []


def _cells(export: ExportFacts, unit: str) -> list[Cell]:
    return [
        Cell(N_("HS code"), export.hs_code, _said(export.hs_title)),
        Cell(N_("Minimum order (MOQ)"), pieces(export.minimum_order, unit)),
        Cell(N_("Capacity"), pieces(export.capacity_month, unit), str(gettext("per month"))),
        Cell(N_("Lead time"), days(export.lead_days)),
        Cell(N_("Incoterm"), ", ".join(export.incoterms), export.port),
        Cell(
            N_("Packing"),
            str(gettext("%(amount)s per carton", amount=pieces(export.packing.pieces, unit))),
            _packing(export),
        ),
        Cell(N_("Sample"), _said(export.sample_policy)),
        Cell(N_("Payment"), _said(export.payment_terms)),
    ]


def _packing(export: ExportFacts) -> str:
    packing = export.packing
    size = f"{number(packing.volume_m3, 3)} m³, {number(packing.gross_kg, 1)} kg"
    filled = gettext(
        "20 ft: %(small)s, 40 ft: %(large)s",
        small=number(packing.in_20_ft),
        large=number(packing.in_40_ft),
    )
    return f"{size} · {filled}"


def _said(text: LocalText) -> str:
    return text.best(current_language())
