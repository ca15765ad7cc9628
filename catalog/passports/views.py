"""The page behind a printed code, its QR drawing, and the same facts for machines."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from catalog.kernel.clock import wib_date
from catalog.kernel.text import DEFAULT_LANGUAGE, Language
from catalog.passports import queries
from catalog.passports.queries import Passport
from catalog.passports.rules import Event, Happening
from catalog.products.queries.related import similar
from catalog.products.views.words import TERM_LABELS
from catalog.typeset import qr_svg
from catalog.web.access import public
from catalog.web.cache import cached_page
from catalog.web.locale import current_language, path_in
from catalog.web.templating import absolute
from catalog.web.work import current_work

bp = Blueprint("passports", __name__)
PASSPORT_STATEMENTS = 30  # at most, whatever the product has lived through
_INDONESIAN = ("id", "jv", "su")
_HOUR = "public, max-age=3600"


@bp.get("/p/<code>")
@public
def short(code: str) -> ResponseReturnValue:
    """Lead whoever scans a printed code to the passport, in the language of their phone."""
    found = queries.find(current_work(), code)
    page = path_in(_language(), url_for("passports.show", code=found.code))
    answer = redirect(page, 302)
    answer.headers["Vary"] = "Accept-Language"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _language() -> str:
    """Return the language that the browser asks for: English, unless it reads Indonesian."""
    if not request.accept_languages:
        return str(DEFAULT_LANGUAGE)
    best = request.accept_languages.best_match([*_INDONESIAN, "en"], "en")
    return str(Language.ID if best in _INDONESIAN else Language.EN)


@bp.get("/p/<code>.svg")
@public
def drawing(code: str) -> ResponseReturnValue:
    """Return the QR code that leads to this passport; it never changes."""
    found = queries.find(current_work(), code)
    answer = Response(qr_svg(absolute(f"/p/{found.code}", "id")), content_type="image/svg+xml")
    answer.headers["Cache-Control"] = _HOUR
    return answer


@bp.get("/p/<code>.json")
@public
@cached_page
def machine(code: str) -> ResponseReturnValue:
    """Return what the passport tells, for machines; see docs/passport.md."""
    work = current_work()
    passport = queries.get_passport(work, code, DEFAULT_LANGUAGE)
    answer = jsonify(_told(passport, queries.history_of(work, passport.found), work.now))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.add_etag()
    return answer.make_conditional(request)


@bp.get("/paspor/<code>")
@public
@cached_page
def show(code: str) -> ResponseReturnValue:
    """Show what is true of a product today, and what has become of it so far."""
    work, language = current_work(), current_language()
    passport = queries.get_passport(work, code, language)
    if passport.found.code != code:
        return redirect(url_for("passports.show", code=passport.found.code), 301)
    away = passport.page is None
    return render_template(
        "passports/show.html",
        passport=passport,
        page=passport.page,
        found=passport.found,
        short_path=f"/p/{code}",  # without a language: what is printed
        history=queries.history_of(work, passport.found),
        today=wib_date(work.now),
        now=work.now,
        term_labels=TERM_LABELS,
        similar=similar(work, passport.found.key.category_id, language) if away else [],
    )


def _told(passport: Passport, history: list[Event], now: datetime) -> dict[str, Any]:
    """Return the passport as plain values; texts by language, days as in ISO 8601."""
    found, page = passport.found, passport.page
    told: dict[str, Any] = {
        "code": found.code,
        "url": absolute(f"/p/{found.code}", "id"),
        "status": found.standing.value,
        "as_of": wib_date(now).isoformat(),
        "history": [_event(event) for event in history],
    }
    if page is None:
        if passport.away and passport.away.name:
            told["product"] = {"name": passport.away.name}
        if passport.away and passport.away.maker:
            told["maker"] = {"name": passport.away.maker}
        return told
    return {
        **told,
        "product": {
            "name": {code: words.name for code, words in passport.texts.items()},
            "summary": {code: words.summary for code, words in passport.texts.items()},
            "category": [dict(node.name) for node in page.category_path],
            "origin": list(page.origin),
            "grade": passport.grade or None,
            "is_pick": page.is_pick,
            "page": absolute(url_for("products.show", slug=page.slug), "id"),
            "image": absolute(page.shots[0].picture.src, "id") if page.shots else None,
        },
        "maker": {"name": page.maker.name, "place": page.maker.place},
        "valid_papers": [
            {
                "type": permit.code,
                "name": dict(permit.name),
                "number": permit.number,
                "verified_by": permit.verified_by,
                "verified_on": _day(permit.verified_at and wib_date(permit.verified_at)),
                "register_asked_on": _day(permit.looked_on),
                "valid_until": _day(permit.valid_until),
                "checker": permit.checker_url or None,
            }
            for permit in passport.permits
        ],
        "markets": [
            {
                "code": market.code,
                "name": dict(market.name),
                "is_ready": market.is_ready,
                "until": _day(market.until),
            }
            for market in passport.markets
        ],
        "showcases": [
            {"title": dict(each.title), "url": absolute(f"/etalase/{each.slug}", "id")}
            for each in passport.showcases
        ],
    }


def _event(event: Event) -> Mapping[str, Any]:
    told = {
        "kind": event.kind.value,
        "on": event.on.isoformat(),
        "grade" if event.kind is Happening.GRADED else "of": event.label,
        "name": dict(event.name),
        "by": event.who,
    }
    return {name: value for name, value in told.items() if value}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
