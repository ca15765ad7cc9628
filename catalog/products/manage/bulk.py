"""Many products at once: the three steps, sending a sheet, what it would do, saying yes."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

from flask import current_app, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_, clean_line
from catalog.media.store import Store
from catalog.products.forms import EmptyForm, say
from catalog.products.manage.blueprint import bp
from catalog.products.models import BulkRun
from catalog.products.queries.bulk import runs as queries
from catalog.products.queries.bulk.lists import category_names
from catalog.products.rules.bulk import archive, runs
from catalog.products.rules.bulk.problems import Problem
from catalog.products.rules.bulk.runs import AT_WORK, NAMES, RunState
from catalog.products.services.bulk import checking, running
from catalog.products.services.bulk.archives import check_archive
from catalog.products.services.bulk.checking import Sent
from catalog.products.services.bulk.reading import read_sheet
from catalog.taxonomy.queries import category_tree
from catalog.vendors.policy import Ability
from catalog.vendors.queries import get_managed
from catalog.web import limits
from catalog.web.access import manager
from catalog.web.forms import csrf
from catalog.web.work import current_work, writing_work

_ROOM = "/usaha/<uuid:vendor_id>/impor"
_MOST_BODY = runs.MOST_BYTES + archive.MOST_BYTES + 1024 * 1024
_PER, _MOST_SENT = timedelta(hours=1), 40
_DAY, MOST_ZIPS = timedelta(days=1), 10  # ZIPs of a vendor
_REFRESH = 3  # seconds, for browsers without JavaScript
_SHOWN = 400  # problems on the page; all of them stand in the file
TOO_LARGE = N_(
    "These files are too large together: at most 10 MB for the sheet, 200 MB for photos."
)


@bp.get(_ROOM)
@manager
def bulk(vendor_id: UUID) -> ResponseReturnValue:
    """Show the three steps, and the sheets that were sent before."""
    return _page(vendor_id, {})


@bp.post(_ROOM)
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
@manager
def bulk_send(vendor_id: UUID) -> ResponseReturnValue:
    """Take a sheet in for a look; products are touched only after a yes."""
    get_managed(current_work(), vendor_id, Ability.SUBMIT)
    # The token is asked for here, not before: only who may import may send a body of this size.
    request.max_content_length = _MOST_BODY
    try:
        csrf.protect()
    except RequestEntityTooLarge:
        wrong = {"sheet": gettext(TOO_LARGE)}
        return _page(vendor_id, wrong), HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    try:
        run_id = _kept(vendor_id)
    except RuleBroken as error:
        wrong = {error.field or "sheet": say(error)}
        return _page(vendor_id, wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    return _to_run(vendor_id, run_id)


@bp.get(f"{_ROOM}/<uuid:run_id>")
@manager
def bulk_run(vendor_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Show how far a sheet is, what it would do, and every cell that is wrong."""
    return render_template("products/manage/bulk_run.html", **_run_context(vendor_id, run_id))


@bp.get(f"{_ROOM}/<uuid:run_id>/keadaan")
@manager
def bulk_state(vendor_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Tell the script how far a sheet is."""
    work = current_work()
    get_managed(work, vendor_id, Ability.SUBMIT)
    run = queries.get_run(work, vendor_id, run_id)
    done, total = queries.progress(work, run_id)
    return jsonify(state=run.state.value, busy=run.state in AT_WORK, done=done, total=total)


@bp.post(f"{_ROOM}/<uuid:run_id>/terima")
@manager
def bulk_accept(vendor_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Say yes: the good rows go in; pressed twice, they go in once."""
    return _decide(vendor_id, run_id, is_yes=True)


@bp.post(f"{_ROOM}/<uuid:run_id>/batal")
@manager
def bulk_drop(vendor_id: UUID, run_id: UUID) -> ResponseReturnValue:
    """Say no: nothing of the sheet goes in."""
    return _decide(vendor_id, run_id, is_yes=False)


def _decide(vendor_id: UUID, run_id: UUID, *, is_yes: bool) -> ResponseReturnValue:
    get_managed(current_work(), vendor_id, Ability.SUBMIT)
    work = writing_work()
    get_managed(work, vendor_id, Ability.SUBMIT)
    run = queries.get_run(work, vendor_id, run_id)
    try:
        with committed(work):
            if is_yes:
                running.accept(work, run)
            else:
                running.drop(work, run, store=_store())
    except RuleBroken as error:
        flash(say(error), "warn")
    return _to_run(vendor_id, run_id)


def _to_run(vendor_id: UUID, run_id: UUID) -> ResponseReturnValue:
    address = url_for("products_manage.bulk_run", vendor_id=vendor_id, run_id=run_id)
    return redirect(address, HTTPStatus.SEE_OTHER)


def _store() -> Store:
    store: Store = current_app.extensions["catalog_store"]
    return store


def _kept(vendor_id: UUID) -> UUID:
    """Keep the files that were sent; return the id of their run."""
    sheet = _file("sheet")
    photos = _file("photos")
    if sheet is None:
        raise RuleBroken(runs.NOT_SENT, field="sheet")
    work = writing_work()
    with committed(work):
        checking.check_open_runs(work, vendor_id)
        limits.allow(work, f"bulk:{work.actor.user_id}", per=_PER, most=_MOST_SENT)
        if photos:
            limits.allow(work, f"bulk-zip:{vendor_id}", per=_DAY, most=MOST_ZIPS)
    with TemporaryDirectory() as folder:
        path = Path(folder, "sheet")
        sheet.save(path)
        pack = _archive(Path(folder, "photos"), photos) if photos else None
        # Read without a lock: it takes seconds.
        read = read_sheet(current_work(), vendor_id, path)
        work = writing_work()
        get_managed(work, vendor_id, Ability.SUBMIT)
        with committed(work):
            checking.check_open_runs(work, vendor_id)
            sent = Sent(clean_line(sheet.filename or "") or "-", read, pack)
            return checking.begin(work, vendor_id, sent, store=_store()).id


def _archive(path: Path, photos: FileStorage) -> Path:
    photos.save(path)
    if path.stat().st_size > archive.MOST_BYTES:
        raise RuleBroken(archive.TOO_HEAVY, field="photos")
    try:
        check_archive(path)
    except RuleBroken as error:
        raise RuleBroken(error.message, field="photos", **error.values) from error
    return path


def _file(name: str) -> FileStorage | None:
    found = request.files.get(name)
    return found if found is not None and found.filename else None


def _page(vendor_id: UUID, wrong: Mapping[str, str]) -> str:
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SUBMIT)
    return render_template(
        "products/manage/bulk.html",
        room=vendor,
        form=EmptyForm(),
        kinds=_kinds(),
        runs=queries.list_runs(work, vendor_id),
        names=NAMES,
        wrong=wrong,
    )


def _kinds() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the kinds of products as (group, [(slug, name)])."""
    work = current_work()
    tree = category_tree(work.session)
    groups: dict[str, list[tuple[str, str]]] = {}
    for slug, name in category_names(work).items():
        top = tree.by_id[tree.by_slug[slug].path[0]]
        groups.setdefault(top.name.best("id"), []).append((slug, name))
    return list(groups.items())


def _run_context(vendor_id: UUID, run_id: UUID) -> dict[str, Any]:
    work = current_work()
    vendor = get_managed(work, vendor_id, Ability.SUBMIT)
    run = queries.get_run(work, vendor_id, run_id)
    done, total = queries.progress(work, run_id)
    return {
        "room": vendor,
        "run": run,
        "form": EmptyForm(),
        "names": NAMES,
        "is_busy": run.state in AT_WORK,
        "ready": run.new + run.changed + run.unchanged,
        "done": done,
        "total": total,
        "problems": _problems(run)[:_SHOWN],
        "notes": [_said(**note) for note in run.notes],
        "refresh": _REFRESH if run.state in AT_WORK else 0,
        "State": RunState,
    }


def _said(message: str, values: Mapping[str, Any]) -> str:
    return str(gettext(message, **values))


def _problems(run: BulkRun) -> Sequence[tuple[Problem, str]]:
    """Return the problems of a sheet, each with its sentence in the reader's language."""
    found = [Problem.of(entry) for entry in run.problems]
    return [(problem, gettext(problem.message, **problem.values)) for problem in found]
