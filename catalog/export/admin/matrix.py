"""Products × markets, with filters, and as a file."""

from collections.abc import Iterable
from http import HTTPStatus
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.db.work import Work
from catalog.export.admin.blueprint import bp, words
from catalog.export.policy import READERS
from catalog.export.queries import matrix as queries
from catalog.export.queries.book import Book, book
from catalog.export.queries.gates import name_of_fact
from catalog.export.queries.matrix import Entry, Filters
from catalog.export.rules import (
    CERTAINTY_NAMES,
    SEVERITY_WORDS,
    STANDING_NAMES,
    WHO_NAMES,
    Standing,
    Verdict,
)
from catalog.galleries.queries import galleries
from catalog.kernel.actor import Role
from catalog.kernel.text import LocalText
from catalog.products.rules.export import dotted_hs
from catalog.sheets.books import Sheet, book_bytes
from catalog.taxonomy.queries import category_tree
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.templating import day
from catalog.web.work import current_work

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LAST_PAGE = 100_000


@bp.get("/pengurus/ekspor")
@staff(*READERS)
def index() -> ResponseReturnValue:
    """Show which product is ready for which market."""
    work = current_work()
    filters = _filters()
    entries, total = queries.matrix(work, filters)
    claims, waiting = queries.claims(work)
    named = name_of_fact(work)
    return render_template(
        "export/admin/matrix.html",
        entries=entries,
        total=total,
        pages=max(1, -(-total // queries.PER_PAGE)),
        filters=filters,
        picked=_picked(filters),
        markets=book(work.session).markets,
        claims=[(one, named.get((one.fact, one.market_code))) for one in claims],
        waiting=waiting,
        galleries=galleries(work.session),
        categories=_categories(work),
        vendors=queries.vendor_choices(work),
        may_open=work.actor.has(Role.ADMIN, Role.CURATOR, Role.DINAS),
        **words(work),
    )


@bp.get("/pengurus/ekspor/matriks.xlsx")
@staff(*READERS)
def workbook() -> ResponseReturnValue:
    """Give the matrix as a workbook: one sheet of cells, one of all gaps."""
    work = current_work()
    entries = queries.everything(work, _filters())
    rules = book(work.session)
    sheets = [
        Sheet(
            gettext("Matrix"),
            list(_cells(entries, rules)),
            widths={0: 34, 1: 26, 2: 12, **{place + 3: 22 for place in range(len(rules.markets))}},
        ),
        Sheet(
            gettext("Gaps"),
            list(_gaps(entries, rules)),
            widths={0: 34, 1: 26, 2: 18, 3: 12, 4: 44, 5: 20, 6: 34, 7: 44, 8: 26, 9: 16},
        ),
    ]
    headers = {"Content-Disposition": "attachment; filename=gerbang-pasar.xlsx"}
    return Response(book_bytes(sheets), HTTPStatus.OK, headers, mimetype=_XLSX)


def _filters() -> Filters:
    asked = request.args
    page = asked.get("hal", 1, type=int)
    return Filters(
        gallery_id=_id(asked.get("galeri", "")),
        category=asked.get("kategori", "")[:80],
        vendor_id=_id(asked.get("usaha", "")),
        market_code=asked.get("pasar", "")[:2],
        standing=_standing(asked.get("keadaan", "")),
        page=min(max(page, 1), _LAST_PAGE),
    )


def _picked(filters: Filters) -> dict[str, str]:
    """Return the filters as parts of an address."""
    parts = {
        "galeri": str(filters.gallery_id or ""),
        "kategori": filters.category,
        "usaha": str(filters.vendor_id or ""),
        "pasar": filters.market_code,
        "keadaan": filters.standing.value if filters.standing else "",
    }
    return {name: value for name, value in parts.items() if value}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _standing(text: str) -> Standing | None:
    return Standing(text) if text in set(Standing) else None


def _categories(work: Work) -> list[tuple[str, str]]:
    tree, language = category_tree(work.session), current_language()
    found = []
    for top in tree.top:
        found.append((top.slug, top.name.best(language)))
        found += [
            (node.slug, f"{top.name.best(language)} / {node.name.best(language)}")
            for node in tree.children(top.id)
        ]
    return found


def _cells(entries: Iterable[Entry], rules: Book) -> Iterable[list[str]]:
    language = current_language()
    yield [
        gettext("Product"),
        gettext("Business"),
        "HS",
        *(market.name.best(language) for market in rules.markets),
    ]
    for entry in entries:
        yield [
            entry.name.best(language),
            entry.vendor,
            dotted_hs(entry.hs_code) if entry.hs_code else "",
            *(_cell(entry.verdicts[market.code]) for market in rules.markets),
        ]


def _cell(verdict: Verdict) -> str:
    said = gettext(STANDING_NAMES[verdict.standing])
    points = gettext("%(score)s of 100", score=verdict.score)
    if not verdict.is_ready:
        return f"{said} ({len(verdict.gaps)}), {points}"
    until = verdict.valid_until
    more = gettext("until %(day)s", day=day(until)) if until else gettext("no last day")
    return f"{said}, {more}, {points}"


def _gaps(entries: Iterable[Entry], rules: Book) -> Iterable[list[str]]:
    language = current_language()

    def said(text: LocalText) -> str:
        return text.best(language)

    yield [
        gettext("Product"),
        gettext("Business"),
        gettext("Market"),
        gettext("Weight"),
        gettext("What is missing"),
        gettext("Who can mend it"),
        gettext("Office"),
        gettext("Source"),
        gettext("How sure"),
        gettext("Source read on"),
    ]
    for entry in entries:
        for market in rules.markets:
            verdict = entry.verdicts[market.code]
            for gap in (*verdict.gaps, *verdict.advice):
                yield [
                    said(entry.name),
                    entry.vendor,
                    said(market.name),
                    gettext(SEVERITY_WORDS[gap.severity]),
                    said(gap.name),
                    gettext(WHO_NAMES[gap.who]),
                    said(gap.office),
                    gap.source,
                    gettext(CERTAINTY_NAMES.get(gap.certainty, gap.certainty)),
                    gap.reviewed_on.isoformat() if gap.reviewed_on else "",
                ]
