"""The fairness board: shares, the most shown makers, whose turn it is; its file."""

from dataclasses import dataclass
from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.composing.admin import words
from catalog.composing.admin.blueprint import bp
from catalog.composing.admin.composing import READERS
from catalog.composing.forms import ButtonForm
from catalog.composing.queries import board as boards
from catalog.composing.queries import lists
from catalog.composing.queries.board import Board, Stock, Wanted
from catalog.composing.rules.scopes import Scope, ScopeKind
from catalog.composing.rules.turning import last_quarters
from catalog.db.work import Work
from catalog.kernel.actor import Role
from catalog.kernel.clock import wib_date
from catalog.kernel.text import N_
from catalog.products.queries import cards
from catalog.sheets.writing import xlsx_bytes
from catalog.showcases.models import Showcase
from catalog.web.access import staff
from catalog.web.locale import current_language
from catalog.web.work import current_work

QUARTERS = 5
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PAGES = 10_000
_HIDDEN = N_("hidden: fewer than 5 makers")


@dataclass(frozen=True, slots=True)
class Pick:
    """A scope that can be looked at."""

    scope: Scope
    name: str


@bp.get("/pengurus/pemerataan")
@staff(*READERS)
def board() -> ResponseReturnValue:
    """Show how the pieces of a scope divide, whose turn it is, and who waits."""
    return page()


@bp.get("/pengurus/pemerataan/unduh")
@staff(*READERS)
def board_sheet() -> ResponseReturnValue:
    """Send the shares of a scope as a spreadsheet."""
    work = current_work()
    picks = _picks(work)
    pick = _picked(picks)
    found = boards.board(work, pick.scope, boards.stock(work))
    rows = _rows(found, words.divisions(found.splits, lists.names(work, current_language())), pick)
    name = f"pemerataan-{wib_date(work.now):%Y%m%d}.xlsx"
    return Response(
        xlsx_bytes(rows, title=gettext("Fairness")),
        mimetype=_XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def page(refused: str = "") -> str:
    """Return the page of the board."""
    work, language = current_work(), current_language()
    picks = _picks(work)
    pick = _picked(picks)
    known = boards.stock(work)
    found = boards.board(work, pick.scope, known)
    wanted = _wanted()
    waiting = boards.waiting(work, known, wanted, request.args.get("hal", 1, type=int) or 1)
    names = lists.names(work, language)
    turned = [key for turn in found.turns for key in (turn.out, turn.into)]
    return render_template(
        "composing/board.html",
        picks=picks,
        pick=pick,
        board=found,
        divisions=words.divisions(found.splits, names),
        waiting=waiting,
        waiting_cards=cards.by_ids(work, waiting.ids, language),
        turn_cards={card.id: card for card in cards.by_ids(work, turned, language)},
        wanted=wanted,
        targets=_targets(work),
        choices=_choices(work, known, names, language),
        buttons=ButtonForm(formdata=None),
        refused=refused,
    )


def _choices(
    work: Work, known: Stock, names: lists.Names, language: str
) -> dict[str, list[tuple[str, str]]]:
    return {
        "district": sorted(
            ((code, names.places.get(code, code)) for code in boards.districts_of(known)),
            key=lambda pair: pair[1],
        ),
        "category": lists.kinds(work, language),
        "gallery": [(key.rpartition(":")[2], name) for key, name in names.galleries.items()],
    }


def _targets(work: Work) -> list[tuple[UUID, str]]:
    """Return the showcases that the reader may put something into."""
    if work.actor.has(Role.ADMIN):
        where = Showcase.id.is_not(None)
    elif work.actor.has(Role.CURATOR):
        where = Showcase.gallery_id.in_(work.actor.curated_ids)
    else:
        return []
    language = current_language()
    return [(key, title.best(language)) for key, title in boards.editable(work, where)]


def _picks(work: Work) -> list[Pick]:
    quarters = [
        Pick(
            Scope(ScopeKind.QUARTER, year=year, number=number),
            gettext("Quarter %(number)s of %(year)s", number=number, year=str(year)),
        )
        for year, number in last_quarters(work.now, QUARTERS)
    ]
    language = current_language()
    return [
        *quarters[:1],
        Pick(Scope(ScopeKind.HOME), gettext("First page, today")),
        *(
            Pick(Scope(ScopeKind.SHOWCASE, showcase_id=key), title.best(language))
            for key, title in boards.showcases(work)
        ),
        *quarters[1:],
    ]


def _picked(picks: list[Pick]) -> Pick:
    """Return the scope asked for; what cannot be looked at is the present quarter."""
    asked = Scope.read(request.args.get("lingkup", "")[:80])
    return next((pick for pick in picks if pick.scope == asked), picks[0])


def _wanted() -> Wanted:
    try:
        gallery_id = UUID(request.args.get("galeri", ""))
    except ValueError:
        gallery_id = None
    return Wanted(
        district=request.args.get("kecamatan", "")[:20],
        category=request.args.get("kategori", "")[:80],
        gallery_id=gallery_id,
        is_in_stock=request.args.get("stok") == "1",
    )


def _rows(found: Board, divisions: list[words.Division], pick: Pick) -> list[list[str]]:
    head = [
        gettext(text)
        for text in (
            N_("Scope"),
            N_("Question"),
            N_("Value"),
            N_("Pieces"),
            N_("Percent of the set"),
            N_("Percent of all"),
        )
    ]
    rows = [
        [
            pick.name,
            division.title,
            bar.name,
            *(_cell(value) for value in (bar.count, bar.percent, bar.pool)),
        ]
        for division in divisions
        for bar in division.bars
    ]
    makers = gettext("Most pieces of one maker")
    rows += [[pick.name, makers, each.name, str(each.pieces), "", ""] for each in found.top]
    return [head, *rows]


def _cell(value: int | None) -> str:
    return gettext(_HIDDEN) if value is None else str(value)
