"""The officers' home, the audit trail and the jobs."""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from typing import Any, NamedTuple, cast
from uuid import UUID

from flask import (
    Flask,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from catalog.accounts.queries import me
from catalog.audit.services import record
from catalog.db.work import Work, committed
from catalog.desk import queries, services
from catalog.desk.admin.blueprint import bp
from catalog.desk.admin.queue import queue_home
from catalog.desk.forms import TrailForm
from catalog.desk.rules import ROLE_NAMES, Asked, Card, Count
from catalog.jobs import queries as job_queries
from catalog.jobs import services as job_services
from catalog.jobs.rules import JobState
from catalog.kernel.actor import STAFF, Role
from catalog.kernel.clock import wib
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.web.access import access_of, staff
from catalog.web.templating import MenuEntry, desk_entries
from catalog.web.work import current_work, writing_work

HOME = "desk"  # the key of the home's own entry in the menu
JOBS_PAGE = 50
_MOST_PAGES = 10_000


class _Tile(NamedTuple):
    """A card as the page shows it."""

    entry: MenuEntry
    text: str
    waiting: Count | None


def cards(app: Flask) -> list[Card]:
    """Return the list that wiring fills: what the home says about pages of the menu."""
    return cast("list[Card]", app.extensions.setdefault("catalog_desk_cards", []))


@bp.get("/pengurus")
@staff(*STAFF)
def index() -> ResponseReturnValue:
    """Show what waits, what this officer has at hand, and where they can go."""
    work = current_work()
    waiting = queue_home(work)
    known = {card.key: card for card in cards(current_app)}
    tiles = [
        _tile(work, entry, known.get(entry.key))
        for entry in desk_entries(current_app)
        if entry.key != HOME and _admits(work, entry)
    ]
    urgent = [tile for tile in tiles if tile.waiting and tile.waiting.is_urgent]
    return render_template(
        "desk/home.html", tiles=tiles, urgent=urgent, person=me(work), waiting=waiting
    )


def _admits(work: Work, entry: MenuEntry) -> bool:
    audience = access_of(current_app, entry.endpoint)
    return audience is not None and audience.admits(work.actor)


def _tile(work: Work, entry: MenuEntry, card: Card | None) -> _Tile:
    if card is None:
        return _Tile(entry, "", None)
    return _Tile(entry, card.text, card.count(work) if card.count else None)


@bp.get("/pengurus/jejak")
@staff(Role.AUDITOR)
def trail() -> ResponseReturnValue:
    """Search the audit trail."""
    work = current_work()
    form, is_good = _trail_form(work, request.args)
    asked = form.asked()
    return render_template(
        "desk/trail.html",
        form=form,
        asked=asked,
        found=queries.trail(work, asked, after=_uuid(request.args.get("sebelum", ""))),
        is_later_page="sebelum" in request.args,
        actions=queries.actions(work.session),
        role_names=ROLE_NAMES,
        query=_query(form),
    ), HTTPStatus.OK if is_good else HTTPStatus.UNPROCESSABLE_ENTITY


@bp.post("/pengurus/jejak/unduh")
@staff(Role.AUDITOR)
def export() -> ResponseReturnValue:
    """Send what was searched for as a CSV file; that it was taken out is itself in the trail."""
    form, is_good = _trail_form(current_work(), request.form)
    if not is_good:
        return redirect(_trail_address(form), HTTPStatus.SEE_OTHER)
    asked = form.asked()
    work = writing_work()
    with committed(work):
        services.note_export(work, asked)
    name = f"jejak-audit-{wib(work.now):%Y%m%d-%H%M}.csv"
    return Response(
        stream_with_context(_sent(work.session, asked)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _sent(session: Session, asked: Asked) -> Iterator[str]:
    """Give the lines, and the connection back: the request has ended by then, nobody else will."""
    try:
        yield from services.export(session, asked)
    finally:
        session.close()


def _trail_form(work: Work, values: Any) -> tuple[TrailForm, bool]:  # noqa: ANN401  # a multi-dict
    form = TrailForm(values)
    form.offer(queries.kinds(work.session), gettext("all"))
    return form, bool(form.validate())


def _query(form: TrailForm) -> dict[str, str]:
    """Return the filters in use, as they stand in an address."""
    asked: Asked = form.asked()
    values = {name: getattr(asked, name) for name in asked.names}
    return {name: "y" if value is True else str(value) for name, value in values.items()}


def _trail_address(form: TrailForm) -> str:
    values: dict[str, Any] = {**_query(form)}
    return url_for("desk.trail", **values)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@bp.get("/pengurus/tugas")
@staff()
def jobs() -> ResponseReturnValue:
    """Show what the worker does: what failed first, and when schedules ran."""
    work = current_work()
    asked = request.args.get("keadaan", "")
    wanted = next((state for state in JobState if state == asked), None)
    page = max(1, min(request.args.get("halaman", 1, int), _MOST_PAGES))
    found = job_queries.list_jobs(
        work.session, wanted, limit=JOBS_PAGE + 1, offset=(page - 1) * JOBS_PAGE
    )
    last = job_queries.last_runs(work.session)
    return render_template(
        "desk/jobs.html",
        say=gettext,  # leaves placeholders alone, which an error is kept with
        jobs=found[:JOBS_PAGE],
        has_more=len(found) > JOBS_PAGE,
        page=page,
        state=wanted,
        counts=job_queries.counts(work.session),
        overdue=job_queries.count_overdue(work.session, work.now),
        schedule=[
            (daily, last.get(daily.name), daily.last_due(work.now) + timedelta(days=1))
            for daily in current_app.extensions["catalog_jobs"].schedule
        ],
    )


@bp.post("/pengurus/tugas/<uuid:job_id>/ulang")
@staff()
def retry(job_id: UUID) -> ResponseReturnValue:
    """Try a job again now."""
    work = writing_work()
    try:
        with committed(work):
            job_services.retry(work, job_id)
            record(work, "jobs.retry", target=("job", job_id))
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(gettext("The job is tried again now."), "ok")
    return redirect(url_for("desk.jobs"), HTTPStatus.SEE_OTHER)


def count_jobs(work: Work) -> Count | None:
    """Return how many jobs failed, for the home."""
    failed = job_queries.counts(work.session)[JobState.FAILED]
    if failed:
        return Count(failed, N_("%(number)s failed"), is_urgent=True)
    overdue = job_queries.count_overdue(work.session, work.now)
    return Count(overdue, N_("%(number)s late"), is_urgent=True) if overdue else None


def count_trail(work: Work) -> Count | None:
    """Return how many entries the trail got today, for the home."""
    today = wib(work.now).date()
    return Count(
        queries.count_lines(work.session, Asked(since=today)), N_("%(number)s entries today")
    )
