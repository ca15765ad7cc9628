"""What a person was told, how they want to be told, and the way out of every mail."""

from datetime import datetime
from math import ceil
from typing import NamedTuple
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    current_app,
    flash,
    g,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.accounts import queries as accounts
from catalog.db.work import committed
from catalog.kernel.actor import ANONYMOUS, Actor
from catalog.kernel.errors import NotFound
from catalog.notices import mails, queries, services
from catalog.notices.forms import WishesForm
from catalog.notices.rules import GROUP_NAMES, PAGE, Group, read_stop
from catalog.settings import Settings
from catalog.web.access import public, signed_in
from catalog.web.forms import csrf
from catalog.web.work import current_work, writing_work

bp = Blueprint("notices", __name__)


class Room(NamedTuple):
    """The vendor's room whose menu stands beside a page that belongs to no vendor."""

    id: UUID
    name: str


def _me() -> UUID:
    person_id = current_work().actor.user_id
    if person_id is None:
        raise NotFound
    return person_id


def _room() -> Room | None:
    """Return the room of who works for one vendor; others have more than one menu to choose of."""
    ids = current_work().actor.vendor_ids
    return Room(next(iter(ids)), "") if len(ids) == 1 else None


@bp.get("/kabar")
@signed_in
def index() -> ResponseReturnValue:
    """List what this person was told, unread notices first."""
    page = max(request.args.get("hal", 1, int), 1)
    rows, total = queries.list_of(current_work(), _me(), min(page, 10_000))
    pages = max(ceil(total / PAGE), 1)
    if page > pages:
        return redirect(_page_url(pages))
    return render_template(
        "notices/index.html",
        notices=[mails.told(row) for row in rows],
        unread=unread_notices(),
        newest=max((row.created_at for row in rows), default=None),
        page=page,
        pages=pages,
        page_url=_page_url,
        room=_room(),
    )


def _page_url(page: int) -> str:
    return url_for("notices.index", hal=page if page > 1 else None)


@bp.post("/kabar/<uuid:notice_id>/buka")
@signed_in
def open_one(notice_id: UUID) -> ResponseReturnValue:
    """Note that a notice was read, and go where it leads."""
    person_id, work = _me(), writing_work()
    with committed(work):
        url = services.mark_read(work, person_id, notice_id).url
    return redirect(request.script_root + url if url else url_for("notices.index"), 303)


@bp.post("/kabar/<uuid:notice_id>/dibaca")
@signed_in
def mark_read(notice_id: UUID) -> ResponseReturnValue:
    """Note that a notice was read, and stay."""
    person_id, work = _me(), writing_work()
    with committed(work):
        services.mark_read(work, person_id, notice_id)
    return redirect(_page_url(max(request.form.get("hal", 1, int), 1)), 303)


@bp.post("/kabar/dibaca")
@signed_in
def mark_all_read() -> ResponseReturnValue:
    """Note that all was read that had come when the list was shown."""
    try:
        until = datetime.fromisoformat(request.form.get("until", ""))
        until = until if until.tzinfo else current_work().now
    except ValueError:
        until = current_work().now
    person_id, work = _me(), writing_work()
    with committed(work):
        services.mark_all_read(work, person_id, until=until)
    return redirect(url_for("notices.index"), 303)


@bp.route("/kabar/pengaturan", methods=["GET", "POST"])
@signed_in
def wishes() -> ResponseReturnValue:
    """Ask which mails this person wants."""
    person_id = _me()
    form = WishesForm.of(queries.wishes_of(current_work(), [person_id])[person_id])
    if form.validate_on_submit():
        work = writing_work()
        with committed(work):
            services.choose(work, person_id, form.draft())
        flash(gettext("Saved. The next mails come as you chose."))
        return redirect(url_for("notices.wishes"), 303)
    page = render_template(
        "notices/wishes.html",
        form=form,
        address=accounts.email_of(current_work(), person_id),
        room=_room(),
    )
    return page, 422 if form.errors else 200


@bp.get("/kabar/berhenti/<token>")
@public
def stop(token: str) -> ResponseReturnValue:
    """Show what the link in a mail ends; programs that open links end nothing."""
    _person_id, group = _read(token)
    return _stop_page(token, group, is_done=False)


@bp.post("/kabar/berhenti/<token>")
@public
@csrf.exempt  # type: ignore[untyped-decorator]  # mail programs post here for their users (RFC 8058)
def stop_now(token: str) -> ResponseReturnValue:
    """End the mails of this group; the token in the address is the proof."""
    person_id, group = _read(token)
    work = writing_work()
    with committed(work):
        services.stop(work, person_id, group)
    return _stop_page(token, group, is_done=True)


def _read(token: str) -> tuple[UUID, Group | None]:
    settings: Settings = current_app.extensions["catalog_settings"]
    found = read_stop(settings.secret_key, token)
    if found is None:
        raise NotFound
    return found


def _stop_page(token: str, group: Group | None, *, is_done: bool) -> ResponseReturnValue:
    page = current_app.make_response(
        render_template(
            "notices/stop.html",
            token=token,
            group=GROUP_NAMES[group] if group else "",
            is_done=is_done,
        )
    )
    page.headers["Cache-Control"] = "no-store"
    page.headers["Referrer-Policy"] = "same-origin"  # the address is a key
    return page


def unread_notices() -> int:
    """Return how many notices wait for the reader; asked once a page."""
    if "unread_notices" not in g:
        actor: Actor = g.get("actor", ANONYMOUS)
        person_id = actor.user_id
        g.unread_notices = queries.count_unread(current_work(), person_id) if person_id else 0
    count: int = g.unread_notices
    return count


def init_app(app: Flask) -> None:
    """Let every page show the bell's number."""
    app.jinja_env.globals["unread_notices"] = unread_notices
