"""Whether the process lives and whether it can answer; for supervisors, without secrets."""

from functools import lru_cache

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app, jsonify, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from catalog.search.engine import IndexDamaged
from catalog.site.views.blueprint import bp
from catalog.web.access import public
from catalog.web.templating import asset
from catalog.web.work import current_work

_UNCACHED = {"Cache-Control": "no-store"}


@bp.get("/healthz")
@public
def healthz() -> ResponseReturnValue:
    """Answer that the process runs; asks nothing else."""
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", **_UNCACHED}


@bp.get("/readyz")
@public
def readyz() -> ResponseReturnValue:
    """Answer 200 when pages can be served: database, its revision and the index; else 503."""
    try:
        connection = current_work().session.connection()
        checks = {"database": True, "migrations": _is_current(connection)}
    except SQLAlchemyError:
        current_app.logger.warning("readyz: database unavailable")
        checks = {"database": False, "migrations": False}
    checks["index"] = _has_index()
    is_ready = all(checks.values())
    answer = jsonify(ready=is_ready, checks={k: "ok" if v else "failed" for k, v in checks.items()})
    return answer, 200 if is_ready else 503, _UNCACHED


@bp.get("/favicon.ico")
@public
def favicon() -> ResponseReturnValue:
    """Lead old browsers to the drawn icon."""
    answer = redirect(asset("img/favicon.svg"), 301)
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer


def _is_current(connection: Connection) -> bool:
    current = MigrationContext.configure(connection).get_current_heads()
    return set(current) == _heads(current_app.extensions["migrate"].directory)


@lru_cache(maxsize=4)
def _heads(directory: str) -> frozenset[str]:
    """Return the newest revisions that this code knows; they change only with the code."""
    return frozenset(ScriptDirectory(directory).get_heads())


def _has_index() -> bool:
    indexer = current_app.extensions.get("catalog_indexer")
    if indexer is None:
        return False
    try:
        indexer.engine.verify()
    except IndexDamaged:
        return False
    return True
