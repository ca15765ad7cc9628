"""What the site's templates say about hours, dates, languages and terms."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from flask import current_app, url_for
from flask_babel import format_date, get_locale, gettext
from markupsafe import Markup
from sqlalchemy.exc import SQLAlchemyError

from catalog.galleries.queries import GalleryFacts, galleries
from catalog.galleries.rules import DayGroup, Opening, Standing, day_groups, standing
from catalog.kernel.clock import wib
from catalog.kernel.text import DEFAULT_LANGUAGE, Language, LocalText
from catalog.site.queries import figures
from catalog.taxonomy.rules import TermKind
from catalog.web.locale import current_language, path_in
from catalog.web.work import current_work

TERM_ENDPOINTS = {
    TermKind.SENTRA: "taxonomy.sentra",
    TermKind.MOTIF: "taxonomy.motif",
    TermKind.TECHNIQUE: "taxonomy.technique",
    TermKind.MATERIAL: "taxonomy.material",
}
_SUNDAY = 6


def galleries_menu() -> Sequence[GalleryFacts]:
    """Return the galleries for the footer; none while the database is down."""
    try:
        return galleries(current_work().session)
    except SQLAlchemyError:
        current_app.logger.warning("galleries menu: database unavailable")
        return ()


def shows_sample_data() -> bool:
    """Return whether the pages show sample data; False while the database is down."""
    try:
        return figures.shows_sample_data(current_work().session)
    except SQLAlchemyError:
        return False


def clock(value: time) -> str:
    """Return ``09.00`` (id) or ``09:00`` (en)."""
    return value.strftime("%H.%M" if current_language() is Language.ID else "%H:%M")


def weekday_name(weekday: int) -> str:
    """Return the name of a weekday (0 = Monday)."""
    name: str = get_locale().days["stand-alone"]["wide"][weekday]
    return name


def spans(hours: Sequence[tuple[time, time]]) -> str:
    """Return ``09.00–12.00, 13.00–16.00``."""
    return ", ".join(f"{clock(opens)}–{clock(closes)}" for opens, closes in hours)


def week_text(openings: Sequence[Opening]) -> str:
    """Return the week in one line: ``Senin–Sabtu 08.00–16.00``."""
    return "; ".join(f"{_days(group)} {spans(group.spans)}" for group in day_groups(openings))


def week_rows(openings: Sequence[Opening]) -> list[tuple[int, str, str]]:
    """Return (weekday, its name, its hours or an empty text) of all seven days."""
    return [
        (
            weekday,
            weekday_name(weekday),
            spans([(span.opens, span.closes) for span in openings if span.weekday == weekday]),
        )
        for weekday in range(_SUNDAY + 1)
    ]


def standing_of(gallery: GalleryFacts) -> Standing:
    """Return whether a gallery is open at the moment of the request."""
    return standing(gallery.openings, gallery.closed_on, current_work().now)


def standing_text(now: Standing) -> str:
    """Return ``Open now, until 21:00`` or when the doors open next."""
    if now.until is not None:
        return str(gettext("Open now, until %(time)s", time=clock(now.until)))
    if now.next_on is None or now.next_at is None:
        return str(gettext("Closed"))
    at = clock(now.next_at)
    if now.next_on == now.on:
        return str(gettext("Closed now, opens today at %(time)s", time=at))
    if now.next_on == now.on + timedelta(days=1):
        return str(gettext("Closed now, opens tomorrow at %(time)s", time=at))
    day = weekday_name(now.next_on.weekday())
    return str(gettext("Closed now, opens %(day)s at %(time)s", day=day, time=at))


def today_text(now: Standing) -> str:
    """Return today's hours: ``Today 09:00–21:00`` or ``Closed today``."""
    if now.today:
        hours = spans([(span.opens, span.closes) for span in now.today])
        return str(gettext("Today %(hours)s", hours=hours))
    return str(gettext("Closed today, a holiday")) if now.is_holiday else gettext("Closed today")


def long_day(value: date | datetime) -> str:
    """Return ``22 November 2026``, in WIB for a moment."""
    return str(format_date(wib(value).date() if isinstance(value, datetime) else value, "d MMMM y"))


def lang_of(text: LocalText | None) -> Markup:
    """Return `` lang="id"`` for a text that is not in the reader's language, else nothing."""
    language = current_language()
    if not text or text.has(language):
        return Markup()
    shown = DEFAULT_LANGUAGE if text.has(DEFAULT_LANGUAGE) else next(iter(text))
    return Markup(' lang="{}"').format(shown)


def term_url(kind: TermKind | str, slug: str) -> str:
    """Return the address of a term's page."""
    return url_for(TERM_ENDPOINTS[TermKind(kind)], slug=slug)


def each_index(kind: TermKind | str) -> str:
    """Return the endpoint that lists the terms of one kind."""
    return f"{TERM_ENDPOINTS[TermKind(kind)]}_index"


def english(address: str) -> str:
    """Return the English page of an address made by ``url_for``, whatever the reader's language."""
    return address if current_language() is Language.EN else path_in(Language.EN, address)


def _days(group: DayGroup) -> str:
    if (group.first, group.last) == (0, _SUNDAY):
        return str(gettext("Every day"))
    if group.first == group.last:
        return weekday_name(group.first)
    return f"{weekday_name(group.first)}–{weekday_name(group.last)}"
